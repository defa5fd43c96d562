/**
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { flag } from "./internal/flag.ts"

const text = Schema.optionalKey(Schema.String)
const texts = Schema.optionalKey(Schema.Array(Schema.String))
/** From 0 to 1. */
const share = Schema.optionalKey(Schema.Finite.check(Schema.isBetween({ minimum: 0, maximum: 1 })))

const Alert = Schema.Struct({
  /** The title. */
  title: text,
  /** The subtitle. */
  subtitle: text,
  /** The text. */
  body: text,
  /** The name of the launch image. */
  "launch-image": text,
  /** The key of the title in the localized strings of the app. */
  "title-loc-key": text,
  /** The values in the localized title. */
  "title-loc-args": texts,
  /** The key of the subtitle in the localized strings of the app. */
  "subtitle-loc-key": text,
  /** The values in the localized subtitle. */
  "subtitle-loc-args": texts,
  /** The key of the text in the localized strings of the app. */
  "loc-key": text,
  /** The values in the localized text. */
  "loc-args": texts
})

/** A sound that is heard also when the device is silent, and how loud. */
const CriticalSound = Schema.Struct({
  /** Whether the sound plays on a silenced device. */
  critical: flag,
  /** The name of the sound. */
  name: Schema.String,
  /** The volume, from 0 to 1. */
  volume: share
})

/**
 * The `aps` dictionary of a notification for Apple's devices, with Apple's names. Flags are booleans here, and `1` or left
 * out on the wire.
 *
 * @see https://developer.apple.com/documentation/usernotifications/generating-a-remote-notification
 * @category models
 * @since 0.1.0
 */
export interface Aps extends Schema.Schema.Type<typeof Aps> {}

/**
 * The schema of an {@link Aps}.
 *
 * @category models
 * @since 0.1.0
 */
export const Aps = Schema.Struct({
  /** The text of the notification, or its parts. */
  alert: Schema.optionalKey(Schema.Union([Schema.String, Alert])),
  /** The number on the icon of the app. `0` removes it. */
  badge: Schema.optionalKey(Schema.Int),
  /** The sound: the name of a file of the app, `"default"`, or a critical sound. */
  sound: Schema.optionalKey(Schema.Union([Schema.String, CriticalSound])),
  /** The id of the group of notifications. */
  "thread-id": text,
  /** The type of the notification, which selects its actions. */
  category: text,
  /** Whether the app runs in the background to update its content. */
  "content-available": flag,
  /** Whether an extension of the app can change the notification. */
  "mutable-content": flag,
  /** The id of the window to show. */
  "target-content-id": text,
  /** The importance and the delivery timing. */
  "interruption-level": Schema.optionalKey(Schema.Literals(["passive", "active", "time-sensitive", "critical"])),
  /** The relevance, from 0 to 1. The notification with the highest is featured in the summary. */
  "relevance-score": share,
  /** The value that the filter of a Focus evaluates. */
  "filter-criteria": text
}).annotate({ identifier: "Aps" })

/** What the app is to know. On the wire it stands beside `aps`. */
const parameters = Schema.optionalKey(Schema.Record(Schema.String, Schema.Unknown))

/**
 * The payload of a notification for Apple's devices only.
 *
 * @category models
 * @since 0.1.0
 */
export interface ApnsPayload extends Schema.Schema.Type<typeof ApnsPayload> {}

/**
 * The schema of an {@link ApnsPayload}.
 *
 * @category models
 * @since 0.1.0
 */
export const ApnsPayload = Schema.Struct({
  /** The `aps` dictionary. */
  aps: Aps,
  /** The custom parameters of the app, which are beside `aps` on the wire. */
  parameters
}).annotate({ identifier: "ApnsPayload" })

/**
 * The payload of a notification for the VoIP subscriptions of Apple's devices only. `aps` is optional, since the app itself
 * rings.
 *
 * @category models
 * @since 0.1.0
 */
export interface VoipPayload extends Schema.Schema.Type<typeof VoipPayload> {}

/**
 * The schema of a {@link VoipPayload}.
 *
 * @category models
 * @since 0.1.0
 */
export const VoipPayload = Schema.Struct({
  /** The `aps` dictionary. */
  aps: Schema.optionalKey(Aps),
  /** The custom parameters of the app, which are beside `aps` on the wire. */
  parameters
}).annotate({
  identifier: "VoipPayload"
})
