/**
 * Looking up users one by one, asked of the server by the hundred.
 *
 * @since 0.1.0
 */
import type { Calls } from "@effect-connectycube/core/ApiClient"
import { type ConnectyCubeError, NotFound } from "@effect-connectycube/core/ConnectyCubeError"
import type { UserId } from "@effect-connectycube/core/Ids"
import { callerKey, Session } from "@effect-connectycube/core/Session"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Request from "effect/Request"
import * as RequestResolver from "effect/RequestResolver"
import type { User } from "./User.ts"
import type { UsersApi } from "./UsersApi.ts"

class UserById extends Request.Class<{ readonly id: UserId }, User, ConnectyCubeError, Session> {}

// What `GET /users/v2` answers at most.
const largestBatch = 100

/**
 * A look-up whose concurrent calls share requests: up to a hundred ids go into one. Calls of different callers never do:
 * in sessions made from one token the caller is the same, such as in two requests to a server.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = (
  list: Calls<typeof UsersApi>["list"]
): ((id: UserId) => Effect.Effect<User, ConnectyCubeError, Session>) => {
  const resolver = RequestResolver.makeGrouped<UserById, ReturnType<typeof callerKey>>({
    key: ({ context }) => callerKey(Context.get(context, Session)),
    resolver: (entries) =>
      Effect.gen(function* () {
        const ids = [...new Set(entries.map(({ request }) => request.id))]
        const { items } = yield* list({ query: { "id[in][]": ids, limit: largestBatch } })
        const found = new Map(items.map((user) => [user.id, user]))
        for (const entry of entries) {
          const user = found.get(entry.request.id)
          entry.completeUnsafe(user === undefined ? Exit.fail(noSuchUser(entry.request.id)) : Exit.succeed(user))
        }
      }).pipe(Effect.provideContext(entries[0].context))
  }).pipe(RequestResolver.batchN(largestBatch))

  return (id) => Effect.request(new UserById({ id }), resolver)
}

/** The server answers a list without the user; for one who asked for this user alone that is a 404. */
const noSuchUser = (id: UserId) =>
  new NotFound({
    operation: "users.byId",
    method: "GET",
    path: "/users/v2",
    attempts: 1,
    status: 404,
    errors: { base: [`There is no user ${id}`] },
    body: ""
  })
