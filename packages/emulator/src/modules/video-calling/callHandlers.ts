/**
 * Calls between users.
 */
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import { Api } from "../../Api.ts"
import * as Caller from "../chat/caller.ts"
import { Outbox } from "../../server/state/outbox.ts"
import * as Reject from "../../server/wire/reject.ts"
import { Time } from "../../server/state/time.ts"
import { UsersStore } from "../users/store.ts"

export const layer = HttpApiBuilder.group(
  Api,
  "calls",
  Effect.fnUntraced(function* (handlers) {
    const users = yield* UsersStore
    const outbox = yield* Outbox
    const time = yield* Time
    const caller = yield* Caller.make

    return handlers.handleAll({
      reject: Effect.fnUntraced(function* ({ payload: { recipientId, sessionID, platform, userInfo = {} } }) {
        const from = yield* caller
        if ((yield* users.findBy("id", recipientId)) === undefined) {
          return yield* Reject.unprocessable({ recipientId: ["is not a user"] })
        }
        yield* outbox.send({
          kind: "call-rejection",
          sent_at: DateTime.makeUnsafe(yield* time.now),
          from,
          to: [recipientId],
          sessionID,
          platform,
          userInfo
        })
        return {}
      })
    })
  })
)
