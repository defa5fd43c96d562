/**
 * @since 0.1.0
 */
import { MeetingId, RecordingId, UserId } from "@effect-connectycube/core/Ids"
import * as Wire from "@effect-connectycube/core/contract/Wire"
// The host of a recorded meeting is a user.
import { User } from "@effect-connectycube/users/User"
import * as Schema from "effect/Schema"
import { Meeting } from "./Meeting.ts"

/**
 * A recording of a meeting. It is there when the meeting is over.
 *
 * @see https://developers.connectycube.com/server/meetings#recording-model
 * @category models
 * @since 0.1.0
 */
export interface Recording extends Schema.Schema.Type<typeof Recording> {}

/**
 * The schema of a {@link Recording}.
 *
 * @category models
 * @since 0.1.0
 */
export const Recording = Schema.Struct({
  _id: RecordingId,
  /** The meeting. */
  room_id: MeetingId,
  participants_count: Wire.Int,
  participants_ids: Wire.nullableList(UserId),
  /** Its key in the store. Some answers do not have it. */
  file_uid: Wire.nullableText,
  /** Seconds; the examples of the administration API look like milliseconds. */
  duration: Wire.nullable(Wire.Float),
  /** Megabytes; the examples of the administration API look like bytes. */
  size: Wire.nullable(Wire.Float),
  created_at: Wire.TimeIso,
  updated_at: Wire.TimeIso,
  /** Where it can be downloaded for some time, by whoever has the URL. */
  download_url: Schema.RedactedFromValue(Schema.String)
}).annotate({ identifier: "Recording" })

/**
 * What the server posts to a webhook when the recordings of a meeting are ready. The meeting and its host are `null` where they
 * are left out or cannot be read.
 *
 * @see https://developers.connectycube.com/server/meetings#recording-done-webhook
 * @category models
 * @since 0.1.0
 */
export const RecordingDone = Schema.Struct({
  meeting: Wire.nullable(Meeting),
  hostUser: Wire.nullable(User),
  callRecords: Schema.Array(Recording)
}).annotate({ identifier: "RecordingDone" })

/**
 * @category models
 * @since 0.1.0
 */
export interface RecordingDone extends Schema.Schema.Type<typeof RecordingDone> {}
