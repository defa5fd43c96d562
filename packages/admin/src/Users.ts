/**
 * All users of the application, for its administrator.
 *
 * @since 0.1.0
 */
import * as ApiClient from "@effect-connectycube/core/client/ApiClient"
import type { ConnectyCubeError } from "@effect-connectycube/core/ConnectyCubeError"
import type { UserId } from "@effect-connectycube/core/Ids"
import * as ResponseError from "@effect-connectycube/core/client/ResponseError"
import * as Method from "@effect-connectycube/core/client/Method"
import * as Effect from "effect/Effect"
import { AdministeredUsersApi } from "./AdminApi.ts"

/**
 * All users of the application.
 *
 * @see https://developers.connectycube.com/admin_api/user
 * @category services
 * @since 0.1.0
 */
export interface AdministeredUsers {
  /**
   * Deletes any user.
   *
   * **Details**
   *
   * Fails with a `DecodeError` if the response does not confirm the deletion.
   *
   * @example
   * ```ts
   * yield* admin.users.delete(ben.id)
   * ```
   *
   * @see https://developers.connectycube.com/admin_api/user#delete-user
   */
  readonly delete: (user_id: UserId) => Effect.Effect<void, ConnectyCubeError>
}

/**
 * Makes the methods, on the `HttpClient` and the configuration in the context.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = Effect.map(ApiClient.make(AdministeredUsersApi), (call): AdministeredUsers => {
  const deleteUser = call.delete.flatMap((success, response) =>
    success ? Effect.void : Effect.fail(ResponseError.decodeError(response, [notDone]))
  )
  return Method.named("admin.users", { delete: (user_id) => deleteUser({ user_id }) })
})

const notDone = { path: "success", message: "Expected true" }
