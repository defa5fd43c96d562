/**
 * What the control side shows and sets up of meetings and calls.
 *
 * @since 0.1.0
 */
import { ownMessage } from "@effect-connectycube/core/contract/OwnMessage"
import { RecordingDone } from "@effect-connectycube/video-calling/Recording"
import * as Data from "effect/Data"
import * as Schema from "effect/Schema"

/**
 * A recording that a meeting is to have.
 *
 * @category models
 * @since 0.1.0
 */
export const NewRecording = Schema.Struct({
  meeting_id: Schema.NonEmptyString,
  /** The host and the attendees who are users, when left out. */
  participants_ids: Schema.optionalKey(Schema.Array(Schema.Int)),
  /** Seconds; 60, when left out. */
  duration: Schema.optionalKey(Schema.Finite.check(Schema.isGreaterThanOrEqualTo(0))),
  /** Megabytes; 5, when left out. */
  size: Schema.optionalKey(Schema.Finite.check(Schema.isGreaterThanOrEqualTo(0)))
})

/**
 * @category models
 * @since 0.1.0
 */
export interface NewRecording extends Schema.Schema.Type<typeof NewRecording> {}

/**
 * One time that a webhook was called.
 *
 * @category models
 * @since 0.1.0
 */
export const WebhookAttempt = Schema.Struct({
  at: Schema.DateTimeUtcFromString,
  /** `null` when there was no response. */
  status: Schema.NullOr(Schema.Int),
  /** Why there was none. */
  error: Schema.NullOr(Schema.String)
})

/**
 * @category models
 * @since 0.1.0
 */
export interface WebhookAttempt extends Schema.Schema.Type<typeof WebhookAttempt> {}

/**
 * What a webhook was told, or is to be told.
 *
 * @category models
 * @since 0.1.0
 */
export const WebhookDelivery = Schema.Struct({
  id: Schema.Int,
  url: Schema.String,
  /** What is posted. */
  body: RecordingDone,
  /** `"failed"` when the last attempt was of no use either. */
  state: Schema.Literals(["pending", "delivered", "failed"]),
  attempts: Schema.Array(WebhookAttempt),
  /** When it is tried again, as long as it is `"pending"`. */
  next_attempt_at: Schema.NullOr(Schema.DateTimeUtcFromString)
})

/**
 * @category models
 * @since 0.1.0
 */
export interface WebhookDelivery extends Schema.Schema.Type<typeof WebhookDelivery> {}

/**
 * The meeting to add a recording to does not exist.
 *
 * @category errors
 * @since 0.1.0
 */
export class NoSuchMeeting extends ownMessage(Data.TaggedError("NoSuchMeeting")<{ readonly meeting_id: string }>) {
  override get message(): string {
    return `There is no meeting ${this.meeting_id}`
  }
}
