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
 * The schema of a {@link NewRecording}.
 *
 * @category models
 * @since 0.1.0
 */
export const NewRecording = Schema.Struct({
  /** The id of the meeting. */
  meeting_id: Schema.NonEmptyString,
  /** The host and the attendees who are users, when left out. */
  participants_ids: Schema.optionalKey(Schema.Array(Schema.Int)),
  /** Seconds; 60, when left out. */
  duration: Schema.optionalKey(Schema.Finite.check(Schema.isGreaterThanOrEqualTo(0))),
  /** Megabytes; 5, when left out. */
  size: Schema.optionalKey(Schema.Finite.check(Schema.isGreaterThanOrEqualTo(0)))
})

/**
 * A recording that a meeting is to have.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewRecording extends Schema.Schema.Type<typeof NewRecording> {}

/**
 * The schema of a {@link WebhookAttempt}.
 *
 * @category models
 * @since 0.1.0
 */
export const WebhookAttempt = Schema.Struct({
  /** The time of the attempt. */
  at: Schema.DateTimeUtcFromString,
  /** `null` when there was no response. */
  status: Schema.NullOr(Schema.Int),
  /** Why there was none. */
  error: Schema.NullOr(Schema.String)
})

/**
 * One time that a webhook was called.
 *
 * @category models
 * @since 0.1.0
 */
export interface WebhookAttempt extends Schema.Schema.Type<typeof WebhookAttempt> {}

/**
 * The schema of a {@link WebhookDelivery}.
 *
 * @category models
 * @since 0.1.0
 */
export const WebhookDelivery = Schema.Struct({
  /** The id of the delivery. */
  id: Schema.Int,
  /** The URL of the webhook. */
  url: Schema.String,
  /** What is posted. */
  body: RecordingDone,
  /** `"failed"` when the last attempt was of no use either. */
  state: Schema.Literals(["pending", "delivered", "failed"]),
  /** The attempts so far, oldest first. */
  attempts: Schema.Array(WebhookAttempt),
  /** When it is tried again, as long as it is `"pending"`. */
  next_attempt_at: Schema.NullOr(Schema.DateTimeUtcFromString)
})

/**
 * What a webhook was told, or is to be told.
 *
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
export class NoSuchMeeting extends ownMessage(
  Data.TaggedError("NoSuchMeeting")<{
    /** The id that no meeting has. */
    readonly meeting_id: string
  }>
) {
  override get message(): string {
    return `There is no meeting ${this.meeting_id}`
  }
}
