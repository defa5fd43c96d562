/**
 * @since 0.1.0
 */
import * as Wire from "@effect-connectycube/core/contract/Wire"
import * as Schema from "effect/Schema"
import { AndroidNotification } from "./FcmPayload.ts"
import { flag } from "./internal/flag.ts"

/**
 * The schema of the localized texts of a notification for Apple's devices.
 *
 * @category models
 * @since 0.1.0
 */
export const IosLocData = Schema.Struct({
  /** The key of the title in the localized strings of the app. */
  title_loc_key: Schema.optionalKey(Schema.String),
  /** The values in the localized title. */
  title_loc_args: Schema.optionalKey(Schema.Array(Schema.String)),
  /** The key of the text in the localized strings of the app. */
  body_loc_key: Schema.optionalKey(Schema.String),
  /** The values in the localized text. */
  body_loc_args: Schema.optionalKey(Schema.Array(Schema.String))
})

/**
 * The payload of a notification for all devices. The server translates it for each platform.
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
  /** The number on the icon of the app, on Apple's devices. */
  ios_badge: Schema.optionalKey(Schema.Int),
  /** The name of the sound, on Apple's devices. */
  ios_sound: Schema.optionalKey(Schema.String),
  /** Whether the app runs in the background to update its content, on Apple's devices. */
  ios_content_available: flag,
  /** Whether an extension of the app can change the notification, on Apple's devices. */
  ios_mutable_content: flag,
  /** The type of the notification, which selects its actions, on Apple's devices. */
  ios_category: Schema.optionalKey(Schema.String),
  /** Whether to ring on devices with a VoIP subscription. Others get a standard notification. */
  ios_voip: flag,
  /** The type of the push, on Apple's devices; `"alert"` when left out. */
  ios_push_type: Schema.optionalKey(Schema.Literals(["alert", "background"])),
  /** The id of the group of notifications, on Apple's devices. */
  ios_thread_id: Schema.optionalKey(Schema.String),
  /** The time at which the notification expires, sent in whole seconds. */
  expiration: Schema.optionalKey(Wire.InstantSeconds),
  /** The notification that Android shows. */
  android_fcm_notification: Schema.optionalKey(AndroidNotification),
  /** The custom parameters of the app. On the wire they are among the fields, so they cannot have the name of one. */
  parameters: Schema.optionalKey(Schema.Record(Schema.String, Schema.Unknown)),
  /** The localized texts, on Apple's devices. */
  ios_loc_data: Schema.optionalKey(IosLocData)
}).annotate({ identifier: "UniversalPayload" })
