// Values of the models, before anything is overridden.
import type { SessionInfo } from "@effect-connectycube/auth/SessionInfo"
import type { Dialog } from "@effect-connectycube/chat/Dialog"
import type { Message } from "@effect-connectycube/chat/Message"
import * as Ids from "@effect-connectycube/core/Ids"
import type { SystemFields } from "@effect-connectycube/custom-data/Record"
import type { PushEvent } from "@effect-connectycube/push-notifications/PushEvent"
import type { Subscription } from "@effect-connectycube/push-notifications/Subscription"
import type { StoredFile } from "@effect-connectycube/storage/StoredFile"
import type { User } from "@effect-connectycube/users/User"
import type { Meeting } from "@effect-connectycube/video-calling/Meeting"
import type { Recording } from "@effect-connectycube/video-calling/Recording"
import type { Whiteboard } from "@effect-connectycube/whiteboards/Whiteboard"
import * as DateTime from "effect/DateTime"
import * as Redacted from "effect/Redacted"
import { firstUserId, type Next } from "./maker.ts"
import * as Words from "./words.ts"

/** The first three users that a builder makes. */
const [first, second, third] = [0, 1, 2].map((index) => Ids.UserId.make(firstUserId + index))
const owner = first ?? Ids.UserId.make(firstUserId)
const members = [first, second, third].flatMap((id) => id ?? [])

export const user = (next: Next): User => {
  const { first, last } = next.person()
  const login = `${first}.${last}${next.number}`.toLowerCase()
  return {
    id: Ids.UserId.make(firstUserId + next.number - 1),
    created_at: next.time,
    updated_at: next.time,
    login,
    full_name: `${first} ${last}`,
    last_request_at: DateTime.add(next.time, { hours: 1 }),
    timezone: next.pick(Words.timezones)[0],
    email: `${login}@example.com`,
    phone: `+1555${String(next.int(10_000_000)).padStart(7, "0")}`,
    website: null,
    twitter_id: null,
    external_user_id: null,
    facebook_id: null,
    custom_data: null,
    user_tags: [next.pick(Words.tags)],
    avatar: null,
    external_id: null,
    is_guest: null
  }
}

export const dialog = (next: Next): Dialog => {
  const id = Ids.DialogId.make(next.objectId())
  return {
    _id: id,
    type: "group",
    user_id: owner,
    created_at: next.time,
    updated_at: next.time,
    name: next.pick(Words.topics),
    description: null,
    photo: null,
    occupants_ids: members,
    occupants_count: members.length,
    admins_ids: [],
    pinned_messages_ids: [],
    last_message: null,
    last_message_id: null,
    last_message_user_id: null,
    last_message_date_sent: null,
    last_message_status: null,
    unread_messages_count: 0,
    xmpp_room_jid: `1_${id}@muc.chat.connectycube.com`,
    is_e2ee: false,
    is_muted: false,
    extensions: null,
    permissions: null
  }
}

export const message = (next: Next): Message => ({
  _id: Ids.MessageId.make(next.objectId()),
  chat_dialog_id: Ids.DialogId.make(next.objectId(0x800000)),
  sender_id: owner,
  recipient_id: null,
  message: next.pick(Words.sentences),
  date_sent: next.time,
  created_at: next.time,
  updated_at: next.time,
  edited_at: null,
  attachments: [],
  read_ids: [owner],
  delivered_ids: [owner],
  views_count: null,
  read: false,
  reactions: null,
  parameters: {}
})

export const record = (next: Next): SystemFields => ({
  _id: Ids.RecordId.make(next.objectId()),
  _parent_id: null,
  user_id: owner,
  created_at: next.time,
  updated_at: next.time
})

export const file = (next: Next): StoredFile => {
  const [name, content_type] = next.pick(Words.files)
  return {
    id: Ids.BlobId.make(500_000 + next.number),
    uid: Ids.BlobUid.make(`${next.hex(32)}00`),
    content_type,
    name,
    size: 1000 + next.int(2_000_000),
    created_at: next.time,
    updated_at: next.time,
    public: false
  }
}

export const meeting = (next: Next): Meeting => {
  const [offset, name] = next.pick(Words.timezones)
  const start_date = DateTime.add(next.time, { days: 1 })
  return {
    _id: Ids.MeetingId.make(next.objectId()),
    name: next.pick(Words.topics),
    start_date,
    end_date: DateTime.add(start_date, { hours: 1 }),
    attendees: members.map((id) => ({ id, email: `user${id}@example.com` })),
    record: false,
    chat_dialog_id: Ids.DialogId.make(next.objectId(0x800000)),
    created_at: next.time,
    updated_at: next.time,
    host_id: owner,
    public: false,
    scheduled: true,
    notify: true,
    notify_before: { metric: "minutes", value: 15 },
    timezone: { offset, name }
  }
}

export const recording = (next: Next): Recording => ({
  _id: Ids.RecordingId.make(next.objectId()),
  room_id: Ids.MeetingId.make(next.objectId(0x800000)),
  participants_count: members.length,
  participants_ids: members,
  file_uid: `${next.hex(32)}00`,
  duration: 60 + next.int(3600),
  size: 1 + next.int(500),
  created_at: next.time,
  updated_at: DateTime.add(next.time, { hours: 1 }),
  download_url: Redacted.make(`https://s3.amazonaws.com/recordings/${next.hex(16)}.mp4`)
})

export const contact = (next: Next) => {
  const { first, last } = next.person()
  return { phone: `+1555${String(next.int(10_000_000)).padStart(7, "0")}`, name: `${first} ${last}` }
}

export const session = (next: Next): SessionInfo => ({
  id: 100_000_000 + next.int(800_000_000),
  user_id: owner,
  application_id: Ids.ApplicationId.make(1),
  token: Redacted.make(next.hex(36).toUpperCase()),
  nonce: next.int(1_000_000),
  ts: next.time,
  created_at: next.time,
  updated_at: next.time
})

export const subscription = (next: Next): Subscription => ({
  id: Ids.SubscriptionId.make(30_000 + next.number),
  notification_channel: { name: "gcm" },
  device: { udid: next.hex(32), platform: { name: "android" } }
})

export const pushEvent = (next: Next): PushEvent => ({
  id: Ids.EventId.make(700_000 + next.number),
  event_type: "one_shot",
  message: `payload=${Buffer.from(JSON.stringify({ message: next.pick(Words.sentences) })).toString("base64")}`,
  date: next.time,
  period: null,
  name: null,
  occured_count: 0,
  created_at: next.time,
  updated_at: next.time,
  end_date: null,
  active: true,
  application_id: Ids.ApplicationId.make(1),
  user_id: owner,
  kind: "API",
  environment: "development",
  tag_query: null,
  notification_channel: { name: "gcm" }
})

export const whiteboard = (next: Next): Whiteboard => ({
  _id: Ids.WhiteboardId.make(next.objectId()),
  name: next.pick(Words.topics),
  chat_dialog_id: Ids.DialogId.make(next.objectId(0x800000)),
  user_id: owner,
  created_at: next.time,
  updated_at: next.time
})
