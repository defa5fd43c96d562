/**
 * All users, for an administrator.
 */
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import { Api } from "../../Api.ts"
import * as Reject from "../../server/wire/reject.ts"
import { UsersStore } from "../users/store.ts"

export const layer = HttpApiBuilder.group(
  Api,
  "admin.users",
  Effect.fnUntraced(function* (handlers) {
    const users = yield* UsersStore
    return handlers.handleAll({
      // The sessions of the user end with the user.
      delete: Effect.fnUntraced(function* ({ params: { user_id } }) {
        if ((yield* users.findBy("id", user_id)) === undefined) return yield* Reject.notFound
        yield* users.remove(user_id)
        return { success: true }
      })
    })
  })
)
