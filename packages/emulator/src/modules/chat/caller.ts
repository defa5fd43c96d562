/**
 * The user who calls an endpoint of the chat.
 */
import * as Effect from "effect/Effect"
import { user as caller } from "../../server/wire/caller.ts"
import { Members } from "./members.ts"

/**
 * Runs what a request asks for with the id of the user who calls, who is a member of all broadcast dialogs from then on. The
 * session of an application gets a 403.
 */
export const as = Effect.map(Members, (members) => {
  const user = Effect.tap(caller, members.joinBroadcasts)
  return <A, E, R>(f: (user_id: number) => Effect.Effect<A, E, R>) => Effect.flatMap(user, f)
})
