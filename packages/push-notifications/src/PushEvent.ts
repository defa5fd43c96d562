/**
 * @since 0.1.0
 */
import { ApplicationId, EventId, UserId, UserIdOrNull } from "@effect-connectycube/core/Ids"
import * as Wire from "@effect-connectycube/core/contract/Wire"
import * as Schema from "effect/Schema"
import { PushEnvironment } from "./Subscription.ts"

/**
 * The schema of a {@link PushType}.
 *
 * @category models
 * @since 0.1.0
 */
export const PushType = Schema.Literals(["apns", "apns_voip", "gcm"])

/**
 * The service to which an event is limited: Apple's, Apple's for VoIP, or Google's.
 *
 * @category models
 * @since 0.1.0
 */
export type PushType = typeof PushType.Type

// An item without anything in it would be lost among the commas.
const items = Wire.CommaList.check(
  Schema.isMinLength(1),
  Schema.makeFilter(
    (list: ReadonlyArray<string>) => list.every((item) => item.trim() !== "") || "Expected no empty item"
  )
)

const ids = <S extends Schema.Codec<unknown, string | number>>(schema: S) =>
  items.pipe(Schema.decodeTo(Schema.Array(Wire.asText(schema))))

const tags = Schema.optionalKey(items)

/**
 * The schema of a {@link WireEvent}.
 *
 * @see https://developers.connectycube.com/server/push_notifications#create-event
 * @category wire
 * @since 0.1.0
 */
export const WireEvent = Schema.Struct({
  /** The type of the notification: `"push"`. */
  notification_type: Schema.Literal("push"),
  /** The service to which the event is limited. */
  push_type: Schema.optionalKey(PushType),
  /** The environment of the app. */
  environment: PushEnvironment,
  /** The type of the event: `"one_shot"`. */
  event_type: Schema.optionalKey(Schema.Literal("one_shot")),
  /** The payload in Base64; with a `push_type`, after `payload=`. */
  message: Schema.NonEmptyString,
  /** The recipients by id or tags. */
  user: Schema.optionalKey(
    Schema.Struct({
      /** The ids of the recipients. */
      ids: Schema.optionalKey(ids(UserId)),
      /** The tags of the recipients. */
      tags: Schema.optionalKey(
        Schema.Struct({
          /** The recipients have at least one of these tags. */
          any: tags,
          /** The recipients have all of these tags. */
          all: tags,
          /** The recipients have none of these tags. */
          exclude: tags
        })
      )
    })
  ),
  /** The recipients by external id. */
  external_user: Schema.optionalKey(
    Schema.Struct({
      /** The ids of the recipients. */
      ids: Schema.optionalKey(ids(Wire.Text))
    })
  )
})

/**
 * The event in a request.
 *
 * @category wire
 * @since 0.1.0
 */
export interface WireEvent extends Schema.Schema.Type<typeof WireEvent> {}

/**
 * An event that sends a push notification.
 *
 * **Gotchas**
 *
 * A created event does not mean a delivery.
 *
 * @see https://developers.connectycube.com/server/push_notifications#create-event
 * @category models
 * @since 0.1.0
 */
export interface PushEvent extends Schema.Schema.Type<typeof PushEvent> {}

/**
 * The schema of a {@link PushEvent}.
 *
 * @category models
 * @since 0.1.0
 */
export const PushEvent = Schema.Struct({
  /** The id of the event. */
  id: EventId,
  /** The type of the event: `"one_shot"`. */
  event_type: Wire.nullableText,
  /** The payload, as it was sent. */
  message: Wire.nullableText,
  /** The time at which it is sent. */
  date: Wire.nullable(Wire.TimeIso),
  /** The interval of a repeated event. */
  period: Wire.nullable(Schema.Union([Schema.Finite, Schema.String])),
  /** The name. */
  name: Wire.nullableText,
  /** How often it was delivered so far, spelled as on the wire. */
  occured_count: Wire.nullable(Wire.Int),
  /** The time at which the event was created. */
  created_at: Wire.TimeIso,
  /** The time of the last change. */
  updated_at: Wire.TimeIso,
  /** The time at which a repeated event ends. */
  end_date: Wire.nullable(Wire.TimeIso),
  /** Whether the event is active. */
  active: Wire.nullable(Wire.Flag),
  /** The id of the application. */
  application_id: Wire.nullable(ApplicationId),
  /** The id of the creator. */
  user_id: UserIdOrNull,
  /** The origin of the event: `"API"`. */
  kind: Wire.nullableText,
  /** A {@link PushEnvironment}, or the name of an unknown one. */
  environment: Wire.nullable(Wire.openLiterals(PushEnvironment.literals)),
  /** The tags of the recipients, as a JSON text. */
  tag_query: Wire.nullableText,
  /** The `push_type` of the request. */
  notification_channel: Wire.nullable(
    Schema.Struct({
      /** The name. */
      name: Wire.nullableText
    })
  )
}).annotate({ identifier: "PushEvent" })
