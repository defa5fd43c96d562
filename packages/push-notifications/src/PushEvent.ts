/**
 * @since 0.1.0
 */
import { ApplicationId, EventId, UserId, UserIdOrNull } from "@effect-connectycube/core/Ids"
import * as Wire from "@effect-connectycube/core/contract/Wire"
import * as Schema from "effect/Schema"
import { PushEnvironment } from "./Subscription.ts"

/**
 * The services to which an event can be narrowed.
 *
 * @category models
 * @since 0.1.0
 */
export const PushType = Schema.Literals(["apns", "apns_voip", "gcm"])

/**
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
 * An event as it is asked for on the wire.
 *
 * @see https://developers.connectycube.com/server/push_notifications#create-event
 * @category wire
 * @since 0.1.0
 */
export const WireEvent = Schema.Struct({
  notification_type: Schema.Literal("push"),
  push_type: Schema.optionalKey(PushType),
  environment: PushEnvironment,
  event_type: Schema.optionalKey(Schema.Literal("one_shot")),
  /** Base64 of the payload; with a `push_type`, behind `payload=`. */
  message: Schema.NonEmptyString,
  user: Schema.optionalKey(
    Schema.Struct({
      ids: Schema.optionalKey(ids(UserId)),
      tags: Schema.optionalKey(Schema.Struct({ any: tags, all: tags, exclude: tags }))
    })
  ),
  external_user: Schema.optionalKey(Schema.Struct({ ids: Schema.optionalKey(ids(Wire.Text)) }))
})

/**
 * @category wire
 * @since 0.1.0
 */
export interface WireEvent extends Schema.Schema.Type<typeof WireEvent> {}

/**
 * An event that sends a push notification. That it was made does not say that anything was delivered.
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
  id: EventId,
  /** `"one_shot"`. */
  event_type: Wire.nullableText,
  /** The payload, as it was sent. */
  message: Wire.nullableText,
  date: Wire.nullable(Wire.TimeIso),
  period: Wire.nullable(Schema.Union([Schema.Finite, Schema.String])),
  name: Wire.nullableText,
  /** How often it was delivered so far, spelled as on the wire. */
  occured_count: Wire.nullable(Wire.Int),
  created_at: Wire.TimeIso,
  updated_at: Wire.TimeIso,
  end_date: Wire.nullable(Wire.TimeIso),
  active: Wire.nullable(Wire.Flag),
  application_id: Wire.nullable(ApplicationId),
  user_id: UserIdOrNull,
  /** `"API"`. */
  kind: Wire.nullableText,
  /** A {@link PushEnvironment}, or the name of another one. */
  environment: Wire.nullable(Wire.openLiterals(PushEnvironment.literals)),
  /** The tags that were asked for, as a JSON text. */
  tag_query: Wire.nullableText,
  /** The `push_type` that was asked for. */
  notification_channel: Wire.nullable(Schema.Struct({ name: Wire.nullableText }))
}).annotate({ identifier: "PushEvent" })
