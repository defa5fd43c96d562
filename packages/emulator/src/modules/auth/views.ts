/**
 * Sessions as responses have them.
 */
import type { SessionInfo } from "@effect-connectycube/auth/SessionInfo"
import { ApplicationId, UserId } from "@effect-connectycube/core/Ids"
import * as DateTime from "effect/DateTime"
import * as Redacted from "effect/Redacted"
import { toSecond } from "../../server/state/time.ts"
import { toUser } from "../users/views.ts"
import type { Session } from "./store.ts"

/** That of a user has the id of the user, and times without milliseconds. */
export const toSessionInfo = (session: Session, application_id: number): SessionInfo => {
  const { user, user_id } = session
  const time = (millis: number) => DateTime.makeUnsafe(user_id === null ? millis : toSecond(millis))
  return {
    id: user_id ?? session.id,
    user_id: user_id === null ? null : UserId.make(user_id),
    application_id: ApplicationId.make(application_id),
    token: Redacted.make(session.token),
    ...(session.nonce === null ? {} : { nonce: session.nonce }),
    ts: DateTime.makeUnsafe(toSecond(session.ts)),
    created_at: time(session.created_at),
    updated_at: time(session.updated_at),
    ...(user === null ? {} : { user: toUser(user) })
  }
}
