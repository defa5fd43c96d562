/**
 * Who calls, where only users may.
 */
import { Caller } from "@effect-connectycube/core/contract/Endpoint"
import * as Effect from "effect/Effect"
import * as Reject from "./reject.ts"

/** The number of the user who calls. */
export const user = Effect.flatMap(Caller, ({ user_id }) =>
  user_id === null ? Reject.needUser : Effect.succeed(user_id)
)
