/**
 * @since 0.1.0
 */
import * as Wire from "@effect-connectycube/core/contract/Wire"
import * as Schema from "effect/Schema"
import { AndroidNotification } from "./FcmPayload.ts"
import { flag } from "./internal/flag.ts"

/**
 * Texts that Apple's devices look up in their own language.
 *
 * @category models
 * @since 0.1.0
 */
export const IosLocData = Schema.Struct({
  title_loc_key: Schema.optionalKey(Schema.String),
  title_loc_args: Schema.optionalKey(Schema.Array(Schema.String)),
  body_loc_key: Schema.optionalKey(Schema.String),
  body_loc_args: Schema.optionalKey(Schema.Array(Schema.String))
})

/**
 * What goes to all devices, whatever they are: each platform is sent a translation of it.
 *
 * @see https://developers.connectycube.com/server/push_notifications#universal-push-notifications
 * @category models
 * @since 0.1.0
 */
export interface UniversalPayload extends Schema.Schema.Type<typeof UniversalPayload> {}

/**
 * The schema of a {@link UniversalPayload}.
 *
 * @category models
 * @since 0.1.0
 */
export const UniversalPayload = Schema.Struct({
  /** The text. */
  message: Schema.optionalKey(Schema.String),
  ios_badge: Schema.optionalKey(Schema.Int),
  ios_sound: Schema.optionalKey(Schema.String),
  ios_content_available: flag,
  ios_mutable_content: flag,
  ios_category: Schema.optionalKey(Schema.String),
  /** Ring, for users who have a subscription for calls. Others get a standard notification. */
  ios_voip: flag,
  /** `"alert"` when left out. */
  ios_push_type: Schema.optionalKey(Schema.Literals(["alert", "background"])),
  ios_thread_id: Schema.optionalKey(Schema.String),
  /** When the notification is of no use any more. It travels in whole seconds. */
  expiration: Schema.optionalKey(Wire.InstantSeconds),
  /** How Android shows it. */
  android_fcm_notification: Schema.optionalKey(AndroidNotification),
  /** What the app is to know. On the wire these stand among the fields, so none can have the name of one. */
  parameters: Schema.optionalKey(Schema.Record(Schema.String, Schema.Unknown)),
  ios_loc_data: Schema.optionalKey(IosLocData)
}).annotate({ identifier: "UniversalPayload" })
