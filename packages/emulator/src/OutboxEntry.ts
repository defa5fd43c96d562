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
 * A mail that the server would have sent.
 *
 * @category models
 * @since 0.1.0
 */
export const Mail = Schema.Struct({
  kind: Schema.tag("mail"),
  sent_at: Schema.DateTimeUtcFromString,
  to: Schema.String,
  subject: Schema.String,
  user_id: Schema.Int,
  link: Schema.String
})

/**
 * @category models
 * @since 0.1.0
 */
export interface Mail extends Schema.Schema.Type<typeof Mail> {}

/**
 * A message that the server would have delivered in real time: it came with `send_to_chat`.
 *
 * @category models
 * @since 0.1.0
 */
export const ChatMessage = Schema.Struct({
  kind: Schema.tag("message"),
  sent_at: Schema.DateTimeUtcFromString,
  from: Schema.Int,
  to: Schema.Array(Schema.Int),
  /** As its sender sees it. */
  message: Message
})

/**
 * @category models
 * @since 0.1.0
 */
export interface ChatMessage extends Schema.Schema.Type<typeof ChatMessage> {}

/**
 * A system message that the server would have delivered in real time.
 *
 * @category models
 * @since 0.1.0
 */
export const SystemMessage = Schema.Struct({
  kind: Schema.tag("system-message"),
  sent_at: Schema.DateTimeUtcFromString,
  from: Schema.Int,
  to: Schema.Array(Schema.Int),
  message_id: Schema.String,
  parameters: Schema.Record(Schema.String, Schema.Unknown)
})

/**
 * @category models
 * @since 0.1.0
 */
export interface SystemMessage extends Schema.Schema.Type<typeof SystemMessage> {}

/**
 * A push notification that the server would have sent to Apple, Google or the push service of a browser, for one device.
 *
 * @category models
 * @since 0.1.0
 */
export const PushNotification = Schema.Struct({
  kind: Schema.tag("push"),
  sent_at: Schema.DateTimeUtcFromString,
  event_id: Schema.Int,
  /** Whose device it is. */
  user_id: Schema.Int,
  subscription_id: Schema.Int,
  channel: NotificationChannel,
  environment: PushEnvironment,
  device: Schema.Struct({ udid: Schema.String, platform: DevicePlatform }),
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
 * @category models
 * @since 0.1.0
 */
export interface PushNotification extends Schema.Schema.Type<typeof PushNotification> {}

/**
 * A mail about a meeting that the server would have sent.
 *
 * @category models
 * @since 0.1.0
 */
export const MeetingMail = Schema.Struct({
  kind: Schema.tag("meeting-mail"),
  sent_at: Schema.DateTimeUtcFromString,
  to: Schema.String,
  subject: Schema.String,
  meeting_id: Schema.String,
  /** That the meeting was made, which of its fields was changed, or that it starts after the time in `notify_before`. */
  reason: Schema.Literals(["created", "notify", "start_date", "attendees", "notify_before"]),
  /** `null` for an attendee with an e-mail address only. */
  user_id: Schema.NullOr(Schema.Int),
  /** Where the meeting takes place: the setting `meeting_url_template` with its id. */
  link: Schema.String
})

/**
 * @category models
 * @since 0.1.0
 */
export interface MeetingMail extends Schema.Schema.Type<typeof MeetingMail> {}

/**
 * What the caller would have got in real time when a call was rejected over HTTP.
 *
 * @category models
 * @since 0.1.0
 */
export const CallRejected = Schema.Struct({
  kind: Schema.tag("call-rejection"),
  sent_at: Schema.DateTimeUtcFromString,
  from: Schema.Int,
  to: Schema.Array(Schema.Int),
  sessionID: Schema.String,
  platform: Schema.Literals(["iOS", "Android", "Web"]),
  userInfo: Schema.Record(Schema.String, Schema.Unknown)
})

/**
 * @category models
 * @since 0.1.0
 */
export interface CallRejected extends Schema.Schema.Type<typeof CallRejected> {}

/**
 * What the server would have sent, beside its responses.
 *
 * @category models
 * @since 0.1.0
 */
export const OutboxEntry = Schema.Union([Mail, ChatMessage, SystemMessage, PushNotification, MeetingMail, CallRejected])

/**
 * @category models
 * @since 0.1.0
 */
export type OutboxEntry = typeof OutboxEntry.Type
