/**
 * The branded ids of the API. An id decodes from a number and from a numeric string, since the server sends both.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as SchemaGetter from "effect/SchemaGetter"
import * as Wire from "./contract/Wire.ts"

/**
 * The number of a user.
 *
 * @example
 * ```ts
 * import { UserId } from "@effect-connectycube/core/Ids"
 *
 * const ada = UserId.make(51946)
 * ```
 *
 * @category ids
 * @since 0.1.0
 */
export const UserId = Wire.Int.pipe(
  Schema.brand("UserId"),
  Schema.annotateEncoded({ description: "The id of a user." })
)

/**
 * @category ids
 * @since 0.1.0
 */
export type UserId = typeof UserId.Type

/**
 * The number of a user, or `null` for nobody, which is `0`, `null` or missing on the wire.
 *
 * @category ids
 * @since 0.1.0
 */
export const UserIdOrNull = Schema.NullOr(Wire.Int).pipe(
  Schema.decodeTo(Schema.NullOr(Schema.toType(UserId)), {
    decode: SchemaGetter.transform((id: number | null) => (id === null || id === 0 ? null : UserId.make(id))),
    encode: SchemaGetter.transform((id: UserId | null): number | null => id)
  }),
  Schema.withDecodingDefaultKey(Effect.succeed(null))
)

/**
 * The number of an application, found in the dashboard.
 *
 * @category ids
 * @since 0.1.0
 */
export const ApplicationId = Wire.Int.pipe(
  Schema.brand("ApplicationId"),
  Schema.annotateEncoded({ description: "The id of an application." })
)

/**
 * @category ids
 * @since 0.1.0
 */
export type ApplicationId = typeof ApplicationId.Type

/**
 * The id of a dialog.
 *
 * @category ids
 * @since 0.1.0
 */
export const DialogId = Schema.NonEmptyString.pipe(
  Schema.brand("DialogId"),
  Schema.annotateEncoded({ description: "The id of a dialog." })
)

/**
 * @category ids
 * @since 0.1.0
 */
export type DialogId = typeof DialogId.Type

/**
 * The id of a message.
 *
 * @category ids
 * @since 0.1.0
 */
export const MessageId = Schema.NonEmptyString.pipe(
  Schema.brand("MessageId"),
  Schema.annotateEncoded({ description: "The id of a message." })
)

/**
 * @category ids
 * @since 0.1.0
 */
export type MessageId = typeof MessageId.Type

/**
 * The id of a record of custom data.
 *
 * @category ids
 * @since 0.1.0
 */
export const RecordId = Schema.NonEmptyString.pipe(
  Schema.brand("RecordId"),
  Schema.annotateEncoded({ description: "The id of a record of custom data." })
)

/**
 * @category ids
 * @since 0.1.0
 */
export type RecordId = typeof RecordId.Type

/**
 * The number of a file in the storage.
 *
 * @category ids
 * @since 0.1.0
 */
export const BlobId = Wire.Int.pipe(
  Schema.brand("BlobId"),
  Schema.annotateEncoded({ description: "The id of a file." })
)

/**
 * @category ids
 * @since 0.1.0
 */
export type BlobId = typeof BlobId.Type

/**
 * The key under which the content of a file is stored. Its size and alphabet are the server's affair.
 *
 * @category ids
 * @since 0.1.0
 */
export const BlobUid = Schema.NonEmptyString.pipe(
  Schema.brand("BlobUid"),
  Schema.annotateEncoded({ description: "The unique name of a file, under which its content is stored." })
)

/**
 * @category ids
 * @since 0.1.0
 */
export type BlobUid = typeof BlobUid.Type

/**
 * The number of a subscription to push notifications.
 *
 * @category ids
 * @since 0.1.0
 */
export const SubscriptionId = Wire.Int.pipe(
  Schema.brand("SubscriptionId"),
  Schema.annotateEncoded({ description: "The id of a subscription to push notifications." })
)

/**
 * @category ids
 * @since 0.1.0
 */
export type SubscriptionId = typeof SubscriptionId.Type

/**
 * The number of a push event.
 *
 * @category ids
 * @since 0.1.0
 */
export const EventId = Wire.Int.pipe(
  Schema.brand("EventId"),
  Schema.annotateEncoded({ description: "The id of a push event." })
)

/**
 * @category ids
 * @since 0.1.0
 */
export type EventId = typeof EventId.Type

/**
 * The id of a meeting, and of its conference room.
 *
 * @category ids
 * @since 0.1.0
 */
export const MeetingId = Schema.NonEmptyString.pipe(
  Schema.brand("MeetingId"),
  Schema.annotateEncoded({ description: "The id of a meeting." })
)

/**
 * @category ids
 * @since 0.1.0
 */
export type MeetingId = typeof MeetingId.Type

/**
 * The id of a recording of a meeting.
 *
 * @category ids
 * @since 0.1.0
 */
export const RecordingId = Schema.NonEmptyString.pipe(
  Schema.brand("RecordingId"),
  Schema.annotateEncoded({ description: "The id of a recording of a meeting." })
)

/**
 * @category ids
 * @since 0.1.0
 */
export type RecordingId = typeof RecordingId.Type

/**
 * The id of a whiteboard.
 *
 * @category ids
 * @since 0.1.0
 */
export const WhiteboardId = Schema.NonEmptyString.pipe(
  Schema.brand("WhiteboardId"),
  Schema.annotateEncoded({ description: "The id of a whiteboard." })
)

/**
 * @category ids
 * @since 0.1.0
 */
export type WhiteboardId = typeof WhiteboardId.Type
