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
 * A recording of a meeting. It exists when the meeting has ended.
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
  /** The id of the recording. */
  _id: RecordingId,
  /** The id of the meeting. */
  room_id: MeetingId,
  /** The number of participants. */
  participants_count: Wire.Int,
  /** The ids of the participants. */
  participants_ids: Wire.nullableList(UserId),
  /** The key of the file in the store. Some responses do not have it. */
  file_uid: Wire.nullableText,
  /** The duration in seconds; the examples of the administration API look like milliseconds. */
  duration: Wire.nullable(Wire.Float),
  /** The size in megabytes; the examples of the administration API look like bytes. */
  size: Wire.nullable(Wire.Float),
  /** The time at which the recording was created. */
  created_at: Wire.TimeIso,
  /** The time of the last change. */
  updated_at: Wire.TimeIso,
  /** The URL of the file. Everyone with it can download the file, for some time. */
  download_url: Schema.RedactedFromValue(Schema.String)
}).annotate({ identifier: "Recording" })

/**
 * The schema of a {@link RecordingDone}.
 *
 * @see https://developers.connectycube.com/server/meetings#recording-done-webhook
 * @category models
 * @since 0.1.0
 */
export const RecordingDone = Schema.Struct({
  /** The meeting. */
  meeting: Wire.nullable(Meeting),
  /** The host. */
  hostUser: Wire.nullable(User),
  /** The recordings. */
  callRecords: Schema.Array(Recording)
}).annotate({ identifier: "RecordingDone" })

/**
 * A delivery to the webhook of recordings. The meeting and its host are `null` if they are missing or cannot be decoded.
 *
 * @category models
 * @since 0.1.0
 */
export interface RecordingDone extends Schema.Schema.Type<typeof RecordingDone> {}
