/**
 * The branded ids of the API. An id decodes from a number and from a numeric string, since the server sends both.
 *
 * @since 0.1.0
 */
import type * as Brand from "effect/Brand"
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
  Schema.brand("UserId.make"),
  Schema.annotateEncoded({ description: "The id of a user." })
)

/**
 * The id of a user. `UserId.make` makes one of a number.
 *
 * @category ids
 * @since 0.1.0
 */
export type UserId = number & Brand.Brand<"UserId.make">

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
  Schema.brand("ApplicationId.make"),
  Schema.annotateEncoded({ description: "The id of an application." })
)

/**
 * The id of an application. `ApplicationId.make` makes one of a number.
 *
 * @category ids
 * @since 0.1.0
 */
export type ApplicationId = number & Brand.Brand<"ApplicationId.make">

/**
 * The id of a dialog.
 *
 * @category ids
 * @since 0.1.0
 */
export const DialogId = Schema.NonEmptyString.pipe(
  Schema.brand("DialogId.make"),
  Schema.annotateEncoded({ description: "The id of a dialog." })
)

/**
 * The id of a dialog. `DialogId.make` makes one of a string.
 *
 * @category ids
 * @since 0.1.0
 */
export type DialogId = string & Brand.Brand<"DialogId.make">

/**
 * The id of a message.
 *
 * @category ids
 * @since 0.1.0
 */
export const MessageId = Schema.NonEmptyString.pipe(
  Schema.brand("MessageId.make"),
  Schema.annotateEncoded({ description: "The id of a message." })
)

/**
 * The id of a message. `MessageId.make` makes one of a string.
 *
 * @category ids
 * @since 0.1.0
 */
export type MessageId = string & Brand.Brand<"MessageId.make">

/**
 * The id of a record of custom data.
 *
 * @category ids
 * @since 0.1.0
 */
export const RecordId = Schema.NonEmptyString.pipe(
  Schema.brand("RecordId.make"),
  Schema.annotateEncoded({ description: "The id of a record of custom data." })
)

/**
 * The id of a record of custom data. `RecordId.make` makes one of a string.
 *
 * @category ids
 * @since 0.1.0
 */
export type RecordId = string & Brand.Brand<"RecordId.make">

/**
 * The number of a file in the storage.
 *
 * @category ids
 * @since 0.1.0
 */
export const BlobId = Wire.Int.pipe(
  Schema.brand("BlobId.make"),
  Schema.annotateEncoded({ description: "The id of a file." })
)

/**
 * The id of a file. `BlobId.make` makes one of a number.
 *
 * @category ids
 * @since 0.1.0
 */
export type BlobId = number & Brand.Brand<"BlobId.make">

/**
 * The key under which the content of a file is stored. Its size and alphabet are the server's affair.
 *
 * @category ids
 * @since 0.1.0
 */
export const BlobUid = Schema.NonEmptyString.pipe(
  Schema.brand("BlobUid.make"),
  Schema.annotateEncoded({ description: "The unique name of a file, under which its content is stored." })
)

/**
 * The unique name of a file, under which its content is stored. `BlobUid.make` makes one of a string.
 *
 * @category ids
 * @since 0.1.0
 */
export type BlobUid = string & Brand.Brand<"BlobUid.make">

/**
 * The number of a subscription to push notifications.
 *
 * @category ids
 * @since 0.1.0
 */
export const SubscriptionId = Wire.Int.pipe(
  Schema.brand("SubscriptionId.make"),
  Schema.annotateEncoded({ description: "The id of a subscription to push notifications." })
)

/**
 * The id of a subscription to push notifications. `SubscriptionId.make` makes one of a number.
 *
 * @category ids
 * @since 0.1.0
 */
export type SubscriptionId = number & Brand.Brand<"SubscriptionId.make">

/**
 * The number of a push event.
 *
 * @category ids
 * @since 0.1.0
 */
export const EventId = Wire.Int.pipe(
  Schema.brand("EventId.make"),
  Schema.annotateEncoded({ description: "The id of a push event." })
)

/**
 * The id of a push event. `EventId.make` makes one of a number.
 *
 * @category ids
 * @since 0.1.0
 */
export type EventId = number & Brand.Brand<"EventId.make">

/**
 * The id of a meeting, and of its conference room.
 *
 * @category ids
 * @since 0.1.0
 */
export const MeetingId = Schema.NonEmptyString.pipe(
  Schema.brand("MeetingId.make"),
  Schema.annotateEncoded({ description: "The id of a meeting." })
)

/**
 * The id of a meeting. `MeetingId.make` makes one of a string.
 *
 * @category ids
 * @since 0.1.0
 */
export type MeetingId = string & Brand.Brand<"MeetingId.make">

/**
 * The id of a recording of a meeting.
 *
 * @category ids
 * @since 0.1.0
 */
export const RecordingId = Schema.NonEmptyString.pipe(
  Schema.brand("RecordingId.make"),
  Schema.annotateEncoded({ description: "The id of a recording of a meeting." })
)

/**
 * The id of a recording of a meeting. `RecordingId.make` makes one of a string.
 *
 * @category ids
 * @since 0.1.0
 */
export type RecordingId = string & Brand.Brand<"RecordingId.make">

/**
 * The id of a whiteboard.
 *
 * @category ids
 * @since 0.1.0
 */
export const WhiteboardId = Schema.NonEmptyString.pipe(
  Schema.brand("WhiteboardId.make"),
  Schema.annotateEncoded({ description: "The id of a whiteboard." })
)

/**
 * The id of a whiteboard. `WhiteboardId.make` makes one of a string.
 *
 * @category ids
 * @since 0.1.0
 */
export type WhiteboardId = string & Brand.Brand<"WhiteboardId.make">
