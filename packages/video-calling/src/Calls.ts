/**
 * Calls between users.
 *
 * @since 0.1.0
 */
import * as ApiClient from "@effect-connectycube/core/client/ApiClient"
import type { ConnectyCubeError } from "@effect-connectycube/core/ConnectyCubeError"
import * as Method from "@effect-connectycube/core/client/Method"
import type { Session } from "@effect-connectycube/core/Session"
import * as Effect from "effect/Effect"
import { type CallRejection, CallsApi } from "./CallsApi.ts"

/**
 * Calls without a connection to the chat server.
 *
 * @see https://developers.connectycube.com/server/videochat
 * @category services
 * @since 0.1.0
 */
export interface Calls {
  /**
   * Rejects a call: the server notifies the caller, in the name of the current user.
   *
   * **Details**
   *
   * Retried after a 429 or 503 only, since each request notifies the caller.
   *
   * @example
   * ```ts
   * yield* videoCalling.calls.reject({
   *   recipientId: ben.id,
   *   sessionID: "4bd5b7b2-3f24-4d2b-b2f4-1b0e2c6a0f57",
   *   platform: "Web",
   *   userInfo: { reason: "busy" }
   * })
   * ```
   *
   * @see https://developers.connectycube.com/server/videochat#reject-incoming-call-by-http
   */
  readonly reject: (rejection: CallRejection) => Effect.Effect<void, ConnectyCubeError, Session>
}

/**
 * Makes the methods, on the `HttpClient` and the configuration in the context.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = Effect.map(ApiClient.make(CallsApi), (call): Calls =>
  Method.named("videoCalling.calls", {
    reject: (rejection) => Effect.asVoid(call.reject(rejection))
  })
)
