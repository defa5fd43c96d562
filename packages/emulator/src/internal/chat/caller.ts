/**
 * Who chats: only users do.
 */
import { Caller } from "@effect-connectycube/core/Contract"
import * as Effect from "effect/Effect"
import * as Refuse from "../refuse.ts"
import { Members } from "./members.ts"

/** The user who calls, who is in all broadcasts from then on. */
export const make = Effect.map(Members, (members) =>
  Effect.gen(function* () {
    const { user_id } = yield* Caller
    if (user_id === null) return yield* Refuse.needUser
    yield* members.joinBroadcasts(user_id)
    return user_id
  })
)
