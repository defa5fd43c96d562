/**
 * What the server would have sent beside its responses: mails, messages in real time, push notifications.
 *
 * @since 0.1.0
 */
import { Message } from "@effect-connectycube/chat/Message"
import {
  DevicePlatform,
  NotificationChannel,
  PushEnvironment
} from "@effect-connectycube/push-notifications/Subscription"
import * as Schema from "effect/Schema"

/**
 * The schema of a {@link Mail}.
 *
 * @category models
 * @since 0.1.0
 */
export const Mail = Schema.Struct({
  /** The kind of the entry. */
  kind: Schema.tag("mail"),
  /** The time at which it was sent. */
  sent_at: Schema.DateTimeUtcFromString,
  /** The e-mail address. */
  to: Schema.String,
  /** The subject. */
  subject: Schema.String,
  /** The id of the user. */
  user_id: Schema.Int,
  /** The link in the mail. */
  link: Schema.String
})

/**
 * A mail that the server would have sent.
 *
 * @category models
 * @since 0.1.0
 */
export interface Mail extends Schema.Schema.Type<typeof Mail> {}

/**
 * The schema of a {@link ChatMessage}.
 *
 * @category models
 * @since 0.1.0
 */
export const ChatMessage = Schema.Struct({
  /** The kind of the entry. */
  kind: Schema.tag("message"),
  /** The time at which it was sent. */
  sent_at: Schema.DateTimeUtcFromString,
  /** The id of the sender. */
  from: Schema.Int,
  /** The ids of the recipients. */
  to: Schema.Array(Schema.Int),
  /** As its sender sees it. */
  message: Message
})

/**
 * A message that the server would have delivered in real time: it came with `send_to_chat`.
 *
 * @category models
 * @since 0.1.0
 */
export interface ChatMessage extends Schema.Schema.Type<typeof ChatMessage> {}

/**
 * The schema of a {@link SystemMessage}.
 *
 * @category models
 * @since 0.1.0
 */
export const SystemMessage = Schema.Struct({
  /** The kind of the entry. */
  kind: Schema.tag("system-message"),
  /** The time at which it was sent. */
  sent_at: Schema.DateTimeUtcFromString,
  /** The id of the sender. */
  from: Schema.Int,
  /** The ids of the recipients. */
  to: Schema.Array(Schema.Int),
  /** The id of the message. */
  message_id: Schema.String,
  /** The parameters, as they were sent. */
  parameters: Schema.Record(Schema.String, Schema.Unknown)
})

/**
 * A system message that the server would have delivered in real time.
 *
 * @category models
 * @since 0.1.0
 */
export interface SystemMessage extends Schema.Schema.Type<typeof SystemMessage> {}

/**
 * The schema of a {@link PushNotification}.
 *
 * @category models
 * @since 0.1.0
 */
export const PushNotification = Schema.Struct({
  /** The kind of the entry. */
  kind: Schema.tag("push"),
  /** The time at which it was sent. */
  sent_at: Schema.DateTimeUtcFromString,
  /** The id of the event. */
  event_id: Schema.Int,
  /** Whose device it is. */
  user_id: Schema.Int,
  /** The id of the subscription. */
  subscription_id: Schema.Int,
  /** The channel: Apple, Google or a browser. */
  channel: NotificationChannel,
  /** The environment of the app. */
  environment: PushEnvironment,
  /** The device. */
  device: Schema.Struct({
    /** The id of the device. */
    udid: Schema.String,
    /** The platform of the device. */
    platform: DevicePlatform
  }),
  /** The token of the device, or the endpoint of the browser. */
  token: Schema.String,
  /** The headers of the request to the service. */
  headers: Schema.Record(Schema.String, Schema.String),
  /** What the device gets; of Google's, an `AndroidConfig`. */
  payload: Schema.Record(Schema.String, Schema.Unknown),
  /** Why it would not have got there. */
  error: Schema.NullOr(Schema.String)
})

/**
 * A push notification that the server would have sent to Apple, Google or the push service of a browser, for one device.
 *
 * @category models
 * @since 0.1.0
 */
export interface PushNotification extends Schema.Schema.Type<typeof PushNotification> {}

/**
 * The schema of a {@link MeetingMail}.
 *
 * @category models
 * @since 0.1.0
 */
export const MeetingMail = Schema.Struct({
  /** The kind of the entry. */
  kind: Schema.tag("meeting-mail"),
  /** The time at which it was sent. */
  sent_at: Schema.DateTimeUtcFromString,
  /** The e-mail address. */
  to: Schema.String,
  /** The subject. */
  subject: Schema.String,
  /** The id of the meeting. */
  meeting_id: Schema.String,
  /** That the meeting was made, which of its fields was changed, or that it starts after the time in `notify_before`. */
  reason: Schema.Literals(["created", "notify", "start_date", "attendees", "notify_before"]),
  /** `null` for an attendee with an e-mail address only. */
  user_id: Schema.NullOr(Schema.Int),
  /** Where the meeting takes place: the setting `meeting_url_template` with its id. */
  link: Schema.String
})

/**
 * A mail about a meeting that the server would have sent.
 *
 * @category models
 * @since 0.1.0
 */
export interface MeetingMail extends Schema.Schema.Type<typeof MeetingMail> {}

/**
 * The schema of a {@link CallRejected}.
 *
 * @category models
 * @since 0.1.0
 */
export const CallRejected = Schema.Struct({
  /** The kind of the entry. */
  kind: Schema.tag("call-rejection"),
  /** The time at which it was sent. */
  sent_at: Schema.DateTimeUtcFromString,
  /** The id of the user who rejected the call. */
  from: Schema.Int,
  /** The id of the caller. */
  to: Schema.Array(Schema.Int),
  /** The session of the call. */
  sessionID: Schema.String,
  /** The platform of the user who rejected the call. */
  platform: Schema.Literals(["iOS", "Android", "Web"]),
  /** What else the caller is told. */
  userInfo: Schema.Record(Schema.String, Schema.Unknown)
})

/**
 * What the caller would have got in real time when a call was rejected over HTTP.
 *
 * @category models
 * @since 0.1.0
 */
export interface CallRejected extends Schema.Schema.Type<typeof CallRejected> {}

/**
 * The schema of an {@link OutboxEntry}.
 *
 * @category models
 * @since 0.1.0
 */
export const OutboxEntry = Schema.Union([Mail, ChatMessage, SystemMessage, PushNotification, MeetingMail, CallRejected])

/**
 * What the server would have sent, beside its responses.
 *
 * @category models
 * @since 0.1.0
 */
export type OutboxEntry = typeof OutboxEntry.Type
