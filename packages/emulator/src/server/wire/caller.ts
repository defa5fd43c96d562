/**
 * The user who makes a request, of endpoints for users only.
 */
import { Caller } from "@effect-connectycube/core/contract/Endpoint"
import * as Effect from "effect/Effect"
import * as Reject from "./reject.ts"

/** The id of the user of the session. The session of an application gets a 403. */
export const user = Effect.flatMap(Caller, ({ user_id }) =>
  user_id === null ? Reject.needUser : Effect.succeed(user_id)
)
