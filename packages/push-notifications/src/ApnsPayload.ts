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
  title: text,
  subtitle: text,
  body: text,
  "launch-image": text,
  "title-loc-key": text,
  "title-loc-args": texts,
  "subtitle-loc-key": text,
  "subtitle-loc-args": texts,
  "loc-key": text,
  "loc-args": texts
})

/** A sound that is heard also when the device is silent, and how loud. */
const CriticalSound = Schema.Struct({ critical: flag, name: Schema.String, volume: share })

/**
 * What Apple's devices do with a notification, in Apple's words. Flags are booleans here, and `1` or nothing on the wire.
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
  alert: Schema.optionalKey(Schema.Union([Schema.String, Alert])),
  /** `0` takes the badge away. */
  badge: Schema.optionalKey(Schema.Int),
  sound: Schema.optionalKey(Schema.Union([Schema.String, CriticalSound])),
  "thread-id": text,
  category: text,
  "content-available": flag,
  "mutable-content": flag,
  "target-content-id": text,
  "interruption-level": Schema.optionalKey(Schema.Literals(["passive", "active", "time-sensitive", "critical"])),
  /** From 0 to 1: the one with most is featured in a summary. */
  "relevance-score": share,
  "filter-criteria": text
}).annotate({ identifier: "Aps" })

/** What the app is to know. On the wire it stands beside `aps`. */
const parameters = Schema.optionalKey(Schema.Record(Schema.String, Schema.Unknown))

/**
 * What goes to Apple's devices only.
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
export const ApnsPayload = Schema.Struct({ aps: Aps, parameters }).annotate({ identifier: "ApnsPayload" })

/**
 * What goes to the subscriptions for calls of Apple's devices only. It needs no `aps`: the app rings by itself.
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
export const VoipPayload = Schema.Struct({ aps: Schema.optionalKey(Aps), parameters }).annotate({
  identifier: "VoipPayload"
})
