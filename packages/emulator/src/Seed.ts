/**
 * Data that an emulator is given all at once: users, dialogs, messages, and what else there is, as JSON.
 *
 * @since 0.1.0
 */
import { PermissionsRequest } from "@effect-connectycube/custom-data/Permissions"
import * as Wire from "@effect-connectycube/core/contract/Wire"
import { DevicePlatform, NewSubscription, PushEnvironment } from "@effect-connectycube/push-notifications/Subscription"
import { ExternalUserId } from "@effect-connectycube/users/User"
import { NewMeeting } from "@effect-connectycube/video-calling/Meeting"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { FieldType } from "./Settings.ts"

const text = Schema.optional(Schema.NullOr(Schema.String))

/** The last year that times are written in. */
const latest = Date.UTC(9999, 0)

/** The id of a user, a subscription, a push event or a file. */
const number = Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 2 ** 31 - 1 }))

/**
 * A time as the API writes them: ISO 8601 as text, or seconds or milliseconds since 1970 as a number.
 *
 * @category models
 * @since 0.1.0
 */
export const SeedTime = Schema.Union([Schema.String, Schema.Finite]).check(
  Schema.makeFilter(
    (time) =>
      Option.exists(Wire.parseTime(time), ({ epochMilliseconds: at }) => at >= 0 && at < latest) || "Expected a time"
  )
)

const time = Schema.optional(SeedTime)

/**
 * The id of something that is no user: 24 hexadecimal digits, in lower case.
 *
 * @category models
 * @since 0.1.0
 */
export const SeedId = Schema.String.check(
  Schema.isPattern(/^[0-9a-f]{24}$/, { expected: "24 hexadecimal digits in lower case" })
)

/**
 * A user, of the seed or of the emulator: by the id, a number, or by the login, a text.
 *
 * @category models
 * @since 0.1.0
 */
export const UserReference = Schema.Union([Schema.Int, Schema.NonEmptyString])

/**
 * A dialog, of the seed or of the emulator: by its `key`, or by its `_id`.
 *
 * @category models
 * @since 0.1.0
 */
export const DialogReference = Schema.NonEmptyString

const users = Schema.optional(Schema.Array(UserReference))

/**
 * The schema of a {@link SeedMember}.
 *
 * @category models
 * @since 0.1.0
 */
export const SeedMember = Schema.Struct({
  /** The member of the dialog. */
  user_id: UserReference,
  /** Whether the member gets push notifications of the dialog; they do, when it is left out. */
  notifications: Schema.optional(Schema.Boolean),
  /** Whether the member has deleted the dialog for themselves; they have not, when it is left out. */
  deleted: Schema.optional(Schema.Boolean),
  /**
   * The message that the member is shown as the last one; the latest one that the member has not deleted, when it is left out.
   */
  last_message_id: Schema.optional(Schema.NullOr(SeedId))
})

/**
 * What a member has set in a dialog.
 *
 * @category models
 * @since 0.1.0
 */
export interface SeedMember extends Schema.Schema.Type<typeof SeedMember> {}

/**
 * The schema of a {@link SeedUser}.
 *
 * @category models
 * @since 0.1.0
 */
export const SeedUser = Schema.Struct({
  /** Made, when it is left out. */
  id: Schema.optional(number),
  /** The other id, which responses have too. Made, when it is left out. */
  _id: Schema.optional(SeedId),
  /** There has to be a login, an e-mail or both. */
  login: text,
  /** The e-mail address. */
  email: text,
  /** In plain text. A user without one cannot log in by a password. */
  password: Schema.optional(Schema.String),
  /**
   * In the place of `password`: a salt of 16 hexadecimal digits, `$`, and the SHA-256 of `salt$password` in hexadecimal. An
   * export has it. It is weak: anyone who has it can find a password that is not long and random.
   */
  password_hash: Schema.optional(
    Schema.String.check(
      Schema.isPattern(/^[0-9a-f]{16}\$[0-9a-f]{64}$/, { expected: "16 hexadecimal digits, $, and 64 of them" })
    )
  ),
  /** The account at a provider by which the user logs in, such as `facebook:ID` or `identity_provider:UID`. */
  identity: text,
  /** The full name. */
  full_name: text,
  /** The phone number. */
  phone: text,
  /** The website. */
  website: text,
  /** The id at Facebook. */
  facebook_id: text,
  /** The id at Twitter. */
  twitter_id: text,
  /** The id in an external system. */
  external_id: text,
  /** The id in an external system, in the field that `external_id` has replaced. */
  external_user_id: Schema.optional(Schema.NullOr(ExternalUserId)),
  /** Free text; JSON by convention. */
  custom_data: text,
  /** The offset from UTC, in minutes. */
  timezone: Schema.optional(Schema.NullOr(Schema.Int)),
  /** The id of the picture. */
  avatar: text,
  /** At most five. */
  tag_list: Schema.optional(Schema.Array(Schema.String.check(Schema.makeFilter(Wire.commaIssue)))),
  /** Whether the user is a guest. */
  is_guest: Schema.optional(Schema.NullOr(Schema.Boolean)),
  /** The time at which the user is deleted, as guests are; never, when left out. */
  expires_at: time,
  /** The time of the sign-up; now, when left out. */
  created_at: time,
  /** The time of the last change; `created_at`, when left out. */
  updated_at: time,
  /** The time of the last request; none, when left out. A user is online for 10 minutes after it. */
  last_request_at: time
})

/**
 * A user: the fields of a sign-up, and beside them what the server makes otherwise.
 *
 * @category models
 * @since 0.1.0
 */
export interface SeedUser extends Schema.Schema.Type<typeof SeedUser> {}

/**
 * The schema of a {@link SeedDialog}.
 *
 * @category models
 * @since 0.1.0
 */
export const SeedDialog = Schema.Struct({
  /** A name of yours, by which the seed refers to the dialog. It is not kept. */
  key: Schema.optional(Schema.NonEmptyString),
  /** Made, when it is left out. */
  _id: Schema.optional(SeedId),
  /** The type. */
  type: Schema.Literals(["broadcast", "group", "private", "public", "meeting"]),
  /** The owner. */
  user_id: UserReference,
  /** The name. */
  name: text,
  /** The description. */
  description: text,
  /** The picture. */
  photo: text,
  /** Of a private dialog the other one; of a public one its subscribers. The owner need not be among them. */
  occupants_ids: users,
  /** At most five; they are occupants, too. */
  admins_ids: users,
  /** The users who are blocked in a public dialog. They are no occupants. */
  blocked_ids: users,
  /** The pinned messages of the dialog, in their order. */
  pinned_messages_ids: Schema.optional(Schema.Array(SeedId)),
  /** The members who have set something: they are occupants, too. */
  members: Schema.optional(Schema.Array(SeedMember)),
  /** The custom fields, which are in the setting `dialog_extensions`. */
  extensions: Schema.optional(Schema.NullOr(Schema.Record(Schema.String, Schema.Unknown))),
  /** The permissions. */
  permissions: Schema.optional(
    Schema.NullOr(
      Schema.Struct({
        /** Whether users who are not in it can read its last messages. */
        allow_preview: Schema.Boolean
      })
    )
  ),
  /** The time at which it was created; now, when left out. */
  created_at: time,
  /** A later message makes it later. */
  updated_at: time
})

/**
 * A dialog. One of a meeting is made with its meeting, or it is of the type `meeting` and in the `chat_dialog_id` of the meeting.
 *
 * @category models
 * @since 0.1.0
 */
export interface SeedDialog extends Schema.Schema.Type<typeof SeedDialog> {}

/**
 * The schema of a {@link SeedReaction}.
 *
 * @category models
 * @since 0.1.0
 */
export const SeedReaction = Schema.Struct({
  /** The user who reacted. */
  user_id: UserReference,
  /** The reaction, such as an emoji. */
  reaction: Schema.String
})

/**
 * A reaction to a message.
 *
 * @category models
 * @since 0.1.0
 */
export interface SeedReaction extends Schema.Schema.Type<typeof SeedReaction> {}

/**
 * The schema of a {@link SeedMessage}.
 *
 * @category models
 * @since 0.1.0
 */
export const SeedMessage = Schema.Struct({
  /** Made, when it is left out. */
  _id: Schema.optional(SeedId),
  /** The dialog. */
  chat_dialog_id: DialogReference,
  /** A member of the dialog who has the right to send messages. */
  sender_id: UserReference,
  /** The other one of a private dialog, when it is left out. */
  recipient_id: Schema.optional(Schema.NullOr(UserReference)),
  /** The text. */
  message: text,
  /** The attachments. */
  attachments: Schema.optional(Schema.Unknown),
  /** The custom parameters. */
  parameters: Schema.optional(Schema.Record(Schema.String, Schema.Unknown)),
  /** The users who have read it, besides its sender: members of the dialog. In a public dialog they are its views. */
  read_ids: users,
  /** The users who have received it, and not read it. Public dialogs have no such mark. */
  delivered_ids: users,
  /** The users who have deleted it for themselves, or cleared the history with it: members of the dialog. */
  deleted_for_ids: users,
  /** The reactions to it, in their order. Each is of a member of the dialog, and there once. */
  reactions: Schema.optional(Schema.Array(SeedReaction)),
  /** The time at which it was sent, in whole seconds; now, when left out. */
  date_sent: time,
  /** The time at which it was created; `date_sent`, when left out. */
  created_at: time,
  /** The time of the last change; `edited_at` or `created_at`, when left out. */
  updated_at: time,
  /** The time of the last change of the text; none, when left out. */
  edited_at: time
})

/**
 * A message, which is in the history only: nothing is delivered.
 *
 * @category models
 * @since 0.1.0
 */
export interface SeedMessage extends Schema.Schema.Type<typeof SeedMessage> {}

/**
 * The schema of a {@link SeedRecord}.
 *
 * @category models
 * @since 0.1.0
 */
export const SeedRecord = Schema.StructWithRest(
  Schema.Struct({
    /** Made, when it is left out. */
    _id: Schema.optional(SeedId),
    /** The owner. */
    user_id: UserReference,
    /** The id of the parent record. */
    _parent_id: text,
    /** The permissions. */
    permissions: Schema.optional(Schema.NullOr(Schema.toEncoded(PermissionsRequest))),
    /** The time at which it was created; now, when left out. */
    created_at: time,
    /** The time of the last change. */
    updated_at: time
  }),
  [Schema.Record(Schema.String, Schema.Unknown)]
)

/**
 * A record of custom data: the fields of its class, and beside them what belongs to every record.
 *
 * @category models
 * @since 0.1.0
 */
export type SeedRecord = typeof SeedRecord.Type

/**
 * The schema of a {@link SeedContact}.
 *
 * @category models
 * @since 0.1.0
 */
export const SeedContact = Schema.Struct({
  /** Whose contact it is. */
  user_id: UserReference,
  /** The id of the device; none, when left out. */
  udid: Schema.optional(Schema.NonEmptyString),
  /** The phone number. */
  phone: Schema.String,
  /** The name in the address book. */
  name: Schema.String,
  /**
   * Of the contacts of a user with one phone on several devices, the name of the one with the greatest number is shown. It grows
   * with the contacts, when it is left out.
   */
  changed: Schema.optional(Schema.Int)
})

/**
 * A contact in an address book: of a device, or of none.
 *
 * @category models
 * @since 0.1.0
 */
export interface SeedContact extends Schema.Schema.Type<typeof SeedContact> {}

/** A browser, without its keys: the emulator sends nothing, and does not keep them. */
const Browser = Schema.Struct({
  /** The channel of browsers. */
  notification_channel: Schema.Literal("web"),
  /** The token of the browser at its service. */
  push_token: Schema.Struct({
    /** The environment of the app. */
    environment: PushEnvironment,
    /** The bundle id of the app. */
    bundle_identifier: Schema.optionalKey(Schema.NonEmptyString),
    /** `endpoint` of the browser's `PushSubscription`. */
    web_endpoint: Schema.NonEmptyString
  }),
  /** The device. */
  device: Schema.Struct({
    /** The platform of the device. */
    platform: DevicePlatform,
    /** The id of the device. */
    udid: Schema.NonEmptyString
  })
})

/**
 * The schema of a {@link SeedSubscription}.
 *
 * @category models
 * @since 0.1.0
 */
export const SeedSubscription = Schema.Struct({
  /** Made, when it is left out. */
  id: Schema.optional(number),
  /** The owner of the device. */
  user_id: UserReference,
  /** The device, its channel and its token. The keys of a browser, `web_auth` and `web_p256dh`, may be left out. */
  subscription: Schema.Union([NewSubscription, Browser]),
  /** The time at which it was created; now, when left out. */
  created_at: time,
  /** The time of the last change; `created_at`, when left out. */
  updated_at: time
})

/**
 * A device of a user, subscribed to push notifications as the API's `POST /subscriptions` has it.
 *
 * @category models
 * @since 0.1.0
 */
export interface SeedSubscription extends Schema.Schema.Type<typeof SeedSubscription> {}

/**
 * The schema of a {@link SeedEvent}.
 *
 * @category models
 * @since 0.1.0
 */
export const SeedEvent = Schema.Struct({
  /** Made, when it is left out. */
  id: Schema.optional(number),
  /** The user who created it. */
  user_id: UserReference,
  /** The message, as the API's `POST /events` takes it. */
  message: Schema.String,
  /** The time at which it was created; now, when left out. */
  created_at: time
})

/**
 * A push event of the past: nothing is delivered.
 *
 * @category models
 * @since 0.1.0
 */
export interface SeedEvent extends Schema.Schema.Type<typeof SeedEvent> {}

/**
 * The schema of a {@link SeedRecording}.
 *
 * @category models
 * @since 0.1.0
 */
export const SeedRecording = Schema.Struct({
  /** Made, when it is left out. */
  _id: Schema.optional(SeedId),
  /** The participants; the host and the attendees, when left out. */
  participants_ids: users,
  /** The key of the video in the store. Made, when it is left out. */
  file_uid: Schema.optional(Schema.NonEmptyString),
  /** Seconds; 60, when left out. */
  duration: Schema.optional(Schema.Finite),
  /** Megabytes; 5, when left out. */
  size: Schema.optional(Schema.Finite),
  /** The time at which it was created; now, when left out. */
  created_at: time,
  /** The time of the last change; `created_at`, when left out. */
  updated_at: time
})

/**
 * A recording of a meeting.
 *
 * @category models
 * @since 0.1.0
 */
export interface SeedRecording extends Schema.Schema.Type<typeof SeedRecording> {}

/**
 * The schema of a {@link SeedMeeting}.
 *
 * @category models
 * @since 0.1.0
 */
export const SeedMeeting = Schema.Struct({
  /** Made, when it is left out. */
  _id: Schema.optional(SeedId),
  /** The host. */
  user_id: UserReference,
  ...NewMeeting.fields,
  /** The dialog, of the type `meeting`, in the place of one that `chat` creates. */
  chat_dialog_id: Schema.optional(DialogReference),
  /** When the reminder is due; `null` for none, or when it was sent. By `notify_before`, when left out. */
  remind_at: Schema.optional(Schema.NullOr(SeedTime)),
  /** The recordings. */
  recordings: Schema.optional(Schema.Array(SeedRecording)),
  /** The time at which it was created; now, when left out. */
  created_at: time,
  /** The time of the last change; `created_at`, when left out. */
  updated_at: time
})

/**
 * A meeting, as the API's `POST /meetings` has it, with its host. No mail is sent about it.
 *
 * @category models
 * @since 0.1.0
 */
export interface SeedMeeting extends Schema.Schema.Type<typeof SeedMeeting> {}

/**
 * The schema of a {@link SeedWhiteboard}.
 *
 * @category models
 * @since 0.1.0
 */
export const SeedWhiteboard = Schema.Struct({
  /** Made, when it is left out. */
  _id: Schema.optional(SeedId),
  /** The user who has created it, a member of the dialog. */
  user_id: UserReference,
  /** The dialog. */
  chat_dialog_id: DialogReference,
  /** The name. */
  name: Schema.NonEmptyString,
  /** The time at which it was created; now, when left out. */
  created_at: time,
  /** The time of the last change; `created_at`, when left out. */
  updated_at: time
})

/**
 * A whiteboard in a dialog.
 *
 * @category models
 * @since 0.1.0
 */
export interface SeedWhiteboard extends Schema.Schema.Type<typeof SeedWhiteboard> {}

/**
 * The schema of a {@link SeedFile}.
 *
 * @category models
 * @since 0.1.0
 */
export const SeedFile = Schema.Struct({
  /** Made, when it is left out. */
  id: Schema.optional(number),
  /** Made, when it is left out. */
  uid: Schema.optional(
    Schema.String.check(Schema.isPattern(/^[\w-]{1,100}$/, { expected: "letters, digits, _ and -" }))
  ),
  /** The owner. */
  user_id: UserReference,
  /** The name. */
  name: Schema.String,
  /** The MIME type. */
  content_type: Schema.String,
  /** Whether it can be downloaded without a session; it cannot, when left out. */
  public: Schema.optional(Schema.Boolean),
  /** The content in Base64, no larger than `upload_limit`. Without it nothing is uploaded yet. */
  content: Schema.optional(Schema.String),
  /** What the store holds of it, where that is not as the file has it: its file was changed since the upload. */
  stored: Schema.optional(
    Schema.Struct({
      /** The MIME type, as it was uploaded. */
      content_type: Schema.String,
      /** `public-read` for a public file. */
      acl: Schema.String
    })
  ),
  /** The time of the upload; `created_at`, when left out. */
  stored_at: time,
  /** The size in bytes, as it was declared; that of the content, when left out. */
  size: Schema.optional(Schema.NullOr(Schema.Int)),
  /** When it was declared to be uploaded; `null` when it was not. With a content, `created_at`, when left out. */
  completed_at: Schema.optional(Schema.NullOr(SeedTime)),
  /** The time at which it was created; now, when left out. */
  created_at: time,
  /** The time of the last change; `created_at`, when left out. */
  updated_at: time
})

/**
 * A file in the storage, with its content.
 *
 * @category models
 * @since 0.1.0
 */
export interface SeedFile extends Schema.Schema.Type<typeof SeedFile> {}

/**
 * The schema of {@link LastIds}.
 *
 * @category models
 * @since 0.1.0
 */
export const LastIds = Schema.Struct({
  /** Of users. */
  users: Schema.optional(number),
  /** Of subscriptions. */
  subscriptions: Schema.optional(number),
  /** Of push events. */
  events: Schema.optional(number),
  /** Of files. */
  files: Schema.optional(number)
})

/**
 * The last ids that were given out, also to what is deleted: later ones are greater.
 *
 * @category models
 * @since 0.1.0
 */
export interface LastIds extends Schema.Schema.Type<typeof LastIds> {}

/**
 * The schema of a {@link Seed}.
 *
 * @category models
 * @since 0.1.0
 */
export const Seed = Schema.Struct({
  /**
   * Whether it is the state of an emulator, as an export has it: nothing is filled in, and what may only come to be over time is
   * accepted. Those are the ids of users who are deleted, messages of users who have left or have lost the right to write,
   * occupants beyond the limit, and records of classes and fields that the settings do not have.
   */
  exported: Schema.optional(Schema.Boolean),
  /** The last ids that were given out. */
  last_ids: Schema.optional(LastIds),
  /** The users. */
  users: Schema.optional(Schema.Array(SeedUser)),
  /** The dialogs. */
  dialogs: Schema.optional(Schema.Array(SeedDialog)),
  /** The messages. */
  messages: Schema.optional(Schema.Array(SeedMessage)),
  /** By the names of their classes. */
  records: Schema.optional(Schema.Record(Schema.String, Schema.Array(SeedRecord))),
  /** The types of the fields of classes that came with their first record, by the names of the classes. */
  record_fields: Schema.optional(Schema.Record(Schema.String, Schema.Record(Schema.String, FieldType))),
  /** The contacts of address books. */
  contacts: Schema.optional(Schema.Array(SeedContact)),
  /** The devices with push notifications. */
  subscriptions: Schema.optional(Schema.Array(SeedSubscription)),
  /** The meetings. */
  meetings: Schema.optional(Schema.Array(SeedMeeting)),
  /** The whiteboards. */
  whiteboards: Schema.optional(Schema.Array(SeedWhiteboard)),
  /** The files. */
  files: Schema.optional(Schema.Array(SeedFile)),
  /** The push events. */
  events: Schema.optional(Schema.Array(SeedEvent))
})

/**
 * What an emulator is seeded with, as JSON has it. It keeps the rules that the API has for what is made one by one.
 *
 * @example
 * ```ts
 * import { Emulator, type Seed } from "@effect-connectycube/emulator"
 *
 * const seed: Seed = {
 *   users: [
 *     { login: "ada", password: "correct horse" },
 *     { login: "ben", password: "correct horse", tag_list: ["vip"] }
 *   ],
 *   dialogs: [{ key: "engines", type: "group", name: "Engines", user_id: "ada", occupants_ids: ["ben"] }],
 *   messages: [{ chat_dialog_id: "engines", sender_id: "ada", message: "Hello", date_sent: "2024-05-01T10:00:00Z" }]
 * }
 *
 * const EmulatorTest = Emulator.layer({ seed })
 * ```
 *
 * @category models
 * @since 0.1.0
 */
export type Seed = typeof Seed.Encoded

/**
 * The schema of {@link Seeded}.
 *
 * @category models
 * @since 0.1.0
 */
export const Seeded = Schema.Struct({
  /** The number of users. */
  users: Schema.Int,
  /** The number of dialogs. */
  dialogs: Schema.Int,
  /** The number of messages. */
  messages: Schema.Int,
  /** The number of records. */
  records: Schema.Int,
  /** The number of contacts. */
  contacts: Schema.Int,
  /** The number of subscriptions. */
  subscriptions: Schema.Int,
  /** The number of meetings. */
  meetings: Schema.Int,
  /** The number of whiteboards. */
  whiteboards: Schema.Int,
  /** The number of files. */
  files: Schema.Int,
  /** The number of push events. */
  events: Schema.Int,
  /** The ids of the dialogs that have a `key`, by it. */
  dialog_ids: Schema.Record(Schema.String, Schema.String)
})

/**
 * How much there was of each.
 *
 * @category models
 * @since 0.1.0
 */
export interface Seeded extends Schema.Schema.Type<typeof Seeded> {}
