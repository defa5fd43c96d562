/**
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"

/**
 * The schema of an {@link AndroidNotification}.
 *
 * @see https://firebase.google.com/docs/reference/fcm/rest/v1/projects.messages#AndroidNotification
 * @category models
 * @since 0.1.0
 */
export const AndroidNotification = Schema.StructWithRest(
  Schema.Struct({
    /** The title. */
    title: Schema.optionalKey(Schema.String),
    /** The text. */
    body: Schema.optionalKey(Schema.String),
    /** The name of the icon. */
    icon: Schema.optionalKey(Schema.String),
    /** The color of the icon: `"#rrggbb"`. */
    color: Schema.optionalKey(Schema.String),
    /** The name of the sound. */
    sound: Schema.optionalKey(Schema.String),
    /** The tag. A notification replaces an earlier one with the same tag. */
    tag: Schema.optionalKey(Schema.String),
    /** The action when the user clicks on it. */
    click_action: Schema.optionalKey(Schema.String),
    /** The key of the title in the localized strings of the app. */
    title_loc_key: Schema.optionalKey(Schema.String),
    /** The values in the localized title. */
    title_loc_args: Schema.optionalKey(Schema.Array(Schema.String)),
    /** The key of the text in the localized strings of the app. */
    body_loc_key: Schema.optionalKey(Schema.String),
    /** The values in the localized text. */
    body_loc_args: Schema.optionalKey(Schema.Array(Schema.String)),
    /** The id of the notification channel. */
    channel_id: Schema.optionalKey(Schema.String),
    /** The text for accessibility services. */
    ticker: Schema.optionalKey(Schema.String),
    /** The URL of an image. */
    image: Schema.optionalKey(Schema.String),
    /** Whether it stays when the user clicks on it. */
    sticky: Schema.optionalKey(Schema.Boolean),
    /** Whether it stays on this device, and is not bridged to others. */
    local_only: Schema.optionalKey(Schema.Boolean),
    /** The number of items that it represents. */
    notification_count: Schema.optionalKey(Schema.Int),
    /** The priority. */
    notification_priority: Schema.optionalKey(
      Schema.Literals(["PRIORITY_MIN", "PRIORITY_LOW", "PRIORITY_DEFAULT", "PRIORITY_HIGH", "PRIORITY_MAX"])
    ),
    /** The visibility on a locked device. */
    visibility: Schema.optionalKey(Schema.Literals(["PRIVATE", "PUBLIC", "SECRET"]))
  }),
  [Schema.Record(Schema.String, Schema.Unknown)]
).annotate({ identifier: "AndroidNotification" })

/**
 * A notification on Android, with the names of Firebase. Other fields are sent as they are.
 *
 * @category models
 * @since 0.1.0
 */
export type AndroidNotification = typeof AndroidNotification.Type

/**
 * The payload of a notification for Android devices only, with the names of Firebase.
 *
 * @see https://firebase.google.com/docs/cloud-messaging/customize-messages/set-message-type
 * @category models
 * @since 0.1.0
 */
export interface FcmPayload extends Schema.Schema.Type<typeof FcmPayload> {}

/**
 * The schema of an {@link FcmPayload}.
 *
 * @category models
 * @since 0.1.0
 */
export const FcmPayload = Schema.Struct({
  /** The notification that the system shows. */
  notification: Schema.optionalKey(AndroidNotification),
  /** The data for the app. Firebase takes texts only. */
  data: Schema.optionalKey(Schema.Record(Schema.String, Schema.String)),
  /** The priority of the delivery. */
  priority: Schema.optionalKey(Schema.Literals(["normal", "high"])),
  /** The key of a group of notifications, of which an offline device gets the last one only. */
  collapse_key: Schema.optionalKey(Schema.String)
}).annotate({ identifier: "FcmPayload" })
