/**
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"

/**
 * How Android shows a notification, in the words of Firebase. Fields that are not listed here go along as they are.
 *
 * @see https://firebase.google.com/docs/reference/fcm/rest/v1/projects.messages#AndroidNotification
 * @category models
 * @since 0.1.0
 */
export const AndroidNotification = Schema.StructWithRest(
  Schema.Struct({
    title: Schema.optionalKey(Schema.String),
    body: Schema.optionalKey(Schema.String),
    icon: Schema.optionalKey(Schema.String),
    /** `"#rrggbb"`. */
    color: Schema.optionalKey(Schema.String),
    sound: Schema.optionalKey(Schema.String),
    /** Takes the place of the notification that has the same. */
    tag: Schema.optionalKey(Schema.String),
    click_action: Schema.optionalKey(Schema.String),
    title_loc_key: Schema.optionalKey(Schema.String),
    title_loc_args: Schema.optionalKey(Schema.Array(Schema.String)),
    body_loc_key: Schema.optionalKey(Schema.String),
    body_loc_args: Schema.optionalKey(Schema.Array(Schema.String)),
    channel_id: Schema.optionalKey(Schema.String),
    ticker: Schema.optionalKey(Schema.String),
    /** The URL of a picture. */
    image: Schema.optionalKey(Schema.String),
    sticky: Schema.optionalKey(Schema.Boolean),
    local_only: Schema.optionalKey(Schema.Boolean),
    notification_count: Schema.optionalKey(Schema.Int),
    notification_priority: Schema.optionalKey(
      Schema.Literals(["PRIORITY_MIN", "PRIORITY_LOW", "PRIORITY_DEFAULT", "PRIORITY_HIGH", "PRIORITY_MAX"])
    ),
    visibility: Schema.optionalKey(Schema.Literals(["PRIVATE", "PUBLIC", "SECRET"]))
  }),
  [Schema.Record(Schema.String, Schema.Unknown)]
).annotate({ identifier: "AndroidNotification" })

/**
 * @category models
 * @since 0.1.0
 */
export type AndroidNotification = typeof AndroidNotification.Type

/**
 * What goes to Android devices only, in the words of Firebase.
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
  /** What the system shows by itself. */
  notification: Schema.optionalKey(AndroidNotification),
  /** What the app is given. Firebase takes texts only. */
  data: Schema.optionalKey(Schema.Record(Schema.String, Schema.String)),
  priority: Schema.optionalKey(Schema.Literals(["normal", "high"])),
  /** Of the notifications that share it, a device that was offline gets the last. */
  collapse_key: Schema.optionalKey(Schema.String)
}).annotate({ identifier: "FcmPayload" })
