/**
 * What the pages of data hold, where it is not what the API itself responds with.
 */
import * as Schema from "effect/Schema"

const Time = Schema.DateTimeUtcFromString

/** Any JSON, as an application wrote it. */
const Json = Schema.Unknown

const Text = Schema.NullOr(Schema.String)

/** A user, without the password. */
export const UserItem = Schema.Struct({
  id: Schema.Int,
  login: Text,
  full_name: Text,
  email: Text,
  phone: Text,
  website: Text,
  avatar: Text,
  external_id: Text,
  external_user_id: Text,
  facebook_id: Text,
  twitter_id: Text,
  timezone: Schema.NullOr(Schema.Int),
  user_tags: Schema.Array(Schema.String),
  custom_data: Text,
  is_guest: Schema.Boolean,
  created_at: Time,
  updated_at: Time,
  last_request_at: Schema.NullOr(Time),
  /** When a guest is deleted. */
  expires_at: Schema.NullOr(Time)
})

/** A dialog as nobody in particular sees it. */
export const DialogItem = Schema.Struct({
  _id: Schema.String,
  type: Schema.String,
  name: Schema.NullOr(Schema.String),
  description: Schema.NullOr(Schema.String),
  photo: Schema.NullOr(Schema.String),
  user_id: Schema.Int,
  /** The first 100 of them. */
  occupants_ids: Schema.Array(Schema.Int),
  occupants_count: Schema.Int,
  admins_ids: Schema.Array(Schema.Int),
  pinned_messages_ids: Schema.Array(Schema.String),
  messages_count: Schema.Int,
  last_message: Schema.NullOr(Schema.String),
  last_message_user_id: Schema.NullOr(Schema.Int),
  last_message_date_sent: Schema.NullOr(Time),
  extensions: Schema.NullOr(Json),
  created_at: Time,
  updated_at: Time
})

/** A message, with who has received it, read it and reacted. */
export const MessageItem = Schema.Struct({
  _id: Schema.String,
  chat_dialog_id: Schema.String,
  sender_id: Schema.Int,
  recipient_id: Schema.NullOr(Schema.Int),
  message: Schema.NullOr(Schema.String),
  attachments: Json,
  parameters: Json,
  read_ids: Schema.Array(Schema.Int),
  delivered_ids: Schema.Array(Schema.Int),
  reactions: Schema.Array(Schema.Struct({ user_id: Schema.Int, reaction: Schema.String })),
  date_sent: Time,
  created_at: Time,
  updated_at: Time,
  edited_at: Schema.NullOr(Time)
})

/** A class of custom data, and how many records it has. */
export const ClassItem = Schema.Struct({
  class_name: Schema.String,
  /** Whether it is in the settings: other classes come to be when they are used. */
  defined: Schema.Boolean,
  fields: Schema.Record(Schema.String, Schema.String),
  records: Schema.Int
})

/** A record, with the fields of its class. */
export const RecordItem = Schema.Record(Schema.String, Json)

export const MeetingItem = Schema.Struct({
  _id: Schema.String,
  host_id: Schema.Int,
  name: Schema.String,
  start_date: Time,
  end_date: Time,
  attendees: Json,
  record: Schema.Boolean,
  public: Schema.Boolean,
  scheduled: Schema.Boolean,
  notify: Schema.Boolean,
  chat_dialog_id: Schema.NullOr(Schema.String),
  recordings: Schema.Int,
  created_at: Time,
  updated_at: Time
})

export const RecordingItem = Schema.Struct({
  _id: Schema.String,
  meeting_id: Schema.String,
  participants_ids: Json,
  duration: Schema.Number,
  size: Schema.Number,
  created_at: Time
})

/** A subscription without the token of the device. */
export const SubscriptionItem = Schema.Struct({
  id: Schema.Int,
  user_id: Schema.Int,
  udid: Schema.String,
  channel: Schema.String,
  environment: Schema.String,
  bundle_identifier: Schema.String,
  platform: Schema.String,
  created_at: Time,
  updated_at: Time
})

export const EventItem = Schema.Struct({
  id: Schema.Int,
  user_id: Schema.Int,
  /** As it was sent: the encoding of the API is that of the sender. */
  message: Schema.String,
  created_at: Time
})

export const ContactItem = Schema.Struct({
  number: Schema.Int,
  user_id: Schema.Int,
  udid: Schema.String,
  phone: Schema.String,
  name: Schema.String
})

export const WhiteboardItem = Schema.Struct({
  _id: Schema.String,
  chat_dialog_id: Schema.String,
  user_id: Schema.Int,
  name: Schema.String,
  created_at: Time,
  updated_at: Time
})

/** A session without its token. */
export const SessionItem = Schema.Struct({
  id: Schema.Int,
  kind: Schema.Literals(["application", "user", "guest"]),
  user_id: Schema.NullOr(Schema.Int),
  created_at: Time,
  updated_at: Time,
  expires_at: Time
})
