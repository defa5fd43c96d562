/**
 * Who chats: only users do.
 */
import { Caller } from "@effect-connectycube/core/contract/Endpoint"
import * as Effect from "effect/Effect"
import * as Reject from "../../server/wire/reject.ts"
import { Members } from "./members.ts"

/** The user who calls, who is in all broadcasts from then on. */
export const make = Effect.map(Members, (members) =>
  Effect.gen(function* () {
    const { user_id } = yield* Caller
    if (user_id === null) return yield* Reject.needUser
    yield* members.joinBroadcasts(user_id)
    return user_id
  })
)
