/**
 * @since 0.1.0
 */
import { ApplicationId, UserIdOrNull } from "@effect-connectycube/core/Ids"
import * as Wire from "@effect-connectycube/core/contract/Wire"
// A session carries its user.
import { User } from "@effect-connectycube/users/User"
import * as Schema from "effect/Schema"

/**
 * A session, as the server describes it.
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
  /** The id of the session. */
  id: Wire.Int,
  /** The id of the user; `null` for a session of the application. */
  user_id: UserIdOrNull,
  /** The id of the application. */
  application_id: ApplicationId,
  /** The token, which the `CB-Token` header of requests has. */
  token: Schema.RedactedFromValue(Schema.NonEmptyString),
  /** The nonce of the request that created the session. */
  nonce: Schema.optionalKey(Wire.Int),
  /** The timestamp in the request that created the session. */
  ts: Wire.TimeSeconds,
  /** The time at which the session was created. */
  created_at: Wire.TimeIso,
  /** The time of the last change. */
  updated_at: Wire.TimeIso,
  /** The user; left out for a session of the application. */
  user: Wire.optionalStrict(User)
}).annotate({ identifier: "Session" })
