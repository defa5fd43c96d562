/**
 * Who calls, where only users may.
 */
import { Caller } from "@effect-connectycube/core/Contract"
import * as Effect from "effect/Effect"
import * as Refuse from "./refuse.ts"

/** The number of the user who calls. */
export const user = Effect.flatMap(Caller, ({ user_id }) =>
  user_id === null ? Refuse.needUser : Effect.succeed(user_id)
)
