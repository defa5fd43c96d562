/**
 * @since 0.1.0
 */
import { ApplicationId, UserIdOrNull } from "@effect-connectycube/core/Ids"
import * as Wire from "@effect-connectycube/core/contract/Wire"
// A session carries its user.
import { User } from "@effect-connectycube/users/User"
import * as Schema from "effect/Schema"

/**
 * A session as the server describes it.
 *
 * @see https://developers.connectycube.com/server/auth#create-session-token
 * @category models
 * @since 0.1.0
 */
export interface SessionInfo extends Schema.Schema.Type<typeof SessionInfo> {}

/**
 * The schema of a {@link SessionInfo}.
 *
 * @category models
 * @since 0.1.0
 */
export const SessionInfo = Schema.Struct({
  id: Wire.Int,
  /** `null` for the session of an application. */
  user_id: UserIdOrNull,
  application_id: ApplicationId,
  token: Schema.RedactedFromValue(Schema.NonEmptyString),
  nonce: Schema.optionalKey(Wire.Int),
  /** The time of the request that made the session, as that request gave it. */
  ts: Wire.TimeSeconds,
  created_at: Wire.TimeIso,
  updated_at: Wire.TimeIso,
  /** Left out for the session of an application. */
  user: Wire.optionalStrict(User)
}).annotate({ identifier: "Session" })
