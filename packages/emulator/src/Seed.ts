/**
 * Data that an emulator is given all at once: users, dialogs, messages, and what else there is, as JSON.
 *
 * @since 0.1.0
 */
import { PermissionsRequest } from "@effect-connectycube/custom-data/Permissions"
import * as Wire from "@effect-connectycube/core/contract/Wire"
import { NewSubscription } from "@effect-connectycube/push-notifications/Subscription"
import { ExternalUserId } from "@effect-connectycube/users/User"
import { NewMeeting } from "@effect-connectycube/video-calling/Meeting"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"

const text = Schema.optional(Schema.NullOr(Schema.String))

/** Ids of things that are no users have their time in four bytes. */
const latest = 2 ** 32 * 1000

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
 * A user: the fields of a sign-up, and beside them what the server makes otherwise.
 *
 * @category models
 * @since 0.1.0
 */
export const SeedUser = Schema.Struct({
  /** Made, when it is left out. */
  id: Schema.optional(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 2 ** 31 - 1 }))),
  /** There has to be a login, an e-mail or both. */
  login: text,
  email: text,
  /** In plain text. A user without one cannot log in by a password. */
  password: Schema.optional(Schema.String),
  full_name: text,
  phone: text,
  website: text,
  facebook_id: text,
  twitter_id: text,
  external_id: text,
  external_user_id: Schema.optional(Schema.NullOr(ExternalUserId)),
  custom_data: text,
  timezone: Schema.optional(Schema.NullOr(Schema.Int)),
  avatar: text,
  /** At most five. */
  tag_list: Schema.optional(Schema.Array(Schema.String.check(Schema.makeFilter(Wire.commaIssue)))),
  created_at: time,
  updated_at: time,
  last_request_at: time
})

/**
 * @category models
 * @since 0.1.0
 */
export interface SeedUser extends Schema.Schema.Type<typeof SeedUser> {}

/**
 * A dialog. Dialogs of meetings are made with their meetings.
 *
 * @category models
 * @since 0.1.0
 */
export const SeedDialog = Schema.Struct({
  /** A name of yours, by which the seed refers to the dialog. It is not kept. */
  key: Schema.optional(Schema.NonEmptyString),
  _id: Schema.optional(SeedId),
  type: Schema.Literals(["broadcast", "group", "private", "public"]),
  /** The owner. */
  user_id: UserReference,
  name: text,
  description: text,
  photo: text,
  /** Of a private dialog the other one; of a public one its subscribers. The owner need not be among them. */
  occupants_ids: users,
  /** At most five; they are occupants, too. */
  admins_ids: users,
  extensions: Schema.optional(Schema.NullOr(Schema.Record(Schema.String, Schema.Unknown))),
  permissions: Schema.optional(Schema.NullOr(Schema.Struct({ allow_preview: Schema.Boolean }))),
  created_at: time,
  /** A later message makes it later. */
  updated_at: time
})

/**
 * @category models
 * @since 0.1.0
 */
export interface SeedDialog extends Schema.Schema.Type<typeof SeedDialog> {}

/**
 * A message, which is in the history only: nothing is delivered.
 *
 * @category models
 * @since 0.1.0
 */
export const SeedMessage = Schema.Struct({
  _id: Schema.optional(SeedId),
  chat_dialog_id: DialogReference,
  /** A member of the dialog who has the right to send messages. */
  sender_id: UserReference,
  /** The other one of a private dialog, when it is left out. */
  recipient_id: Schema.optional(Schema.NullOr(UserReference)),
  message: text,
  attachments: Schema.optional(Schema.Unknown),
  /** The custom parameters. */
  parameters: Schema.optional(Schema.Record(Schema.String, Schema.Unknown)),
  /** The users who have read it, besides its sender: members of the dialog. In a public dialog they are its views. */
  read_ids: users,
  /** The users who have received it, and not read it. Public dialogs have no such mark. */
  delivered_ids: users,
  date_sent: time,
  created_at: time,
  updated_at: time,
  edited_at: time
})

/**
 * @category models
 * @since 0.1.0
 */
export interface SeedMessage extends Schema.Schema.Type<typeof SeedMessage> {}

/**
 * A record of custom data: the fields of its class, and beside them what belongs to every record.
 *
 * @category models
 * @since 0.1.0
 */
export const SeedRecord = Schema.StructWithRest(
  Schema.Struct({
    _id: Schema.optional(SeedId),
    /** The owner. */
    user_id: UserReference,
    _parent_id: text,
    permissions: Schema.optional(Schema.NullOr(Schema.toEncoded(PermissionsRequest))),
    created_at: time,
    updated_at: time
  }),
  [Schema.Record(Schema.String, Schema.Unknown)]
)

/**
 * @category models
 * @since 0.1.0
 */
export type SeedRecord = typeof SeedRecord.Type

/**
 * A contact in an address book: of a device, or of none.
 *
 * @category models
 * @since 0.1.0
 */
export const SeedContact = Schema.Struct({
  /** Whose contact it is. */
  user_id: UserReference,
  udid: Schema.optional(Schema.NonEmptyString),
  phone: Schema.String,
  name: Schema.String
})

/**
 * @category models
 * @since 0.1.0
 */
export interface SeedContact extends Schema.Schema.Type<typeof SeedContact> {}

/**
 * A device of a user, subscribed to push notifications as the API's `POST /subscriptions` has it.
 *
 * @category models
 * @since 0.1.0
 */
export const SeedSubscription = Schema.Struct({ user_id: UserReference, subscription: NewSubscription })

/**
 * @category models
 * @since 0.1.0
 */
export interface SeedSubscription extends Schema.Schema.Type<typeof SeedSubscription> {}

/**
 * A meeting, as the API's `POST /meetings` has it, with its host. No mail is sent about it.
 *
 * @category models
 * @since 0.1.0
 */
export const SeedMeeting = Schema.Struct({ user_id: UserReference, ...NewMeeting.fields })

/**
 * @category models
 * @since 0.1.0
 */
export interface SeedMeeting extends Schema.Schema.Type<typeof SeedMeeting> {}

/**
 * A whiteboard in a dialog.
 *
 * @category models
 * @since 0.1.0
 */
export const SeedWhiteboard = Schema.Struct({
  /** The user who has created it, a member of the dialog. */
  user_id: UserReference,
  chat_dialog_id: DialogReference,
  name: Schema.NonEmptyString
})

/**
 * @category models
 * @since 0.1.0
 */
export interface SeedWhiteboard extends Schema.Schema.Type<typeof SeedWhiteboard> {}

/**
 * The schema of a {@link Seed}.
 *
 * @category models
 * @since 0.1.0
 */
export const Seed = Schema.Struct({
  users: Schema.optional(Schema.Array(SeedUser)),
  dialogs: Schema.optional(Schema.Array(SeedDialog)),
  messages: Schema.optional(Schema.Array(SeedMessage)),
  /** By the names of their classes. */
  records: Schema.optional(Schema.Record(Schema.String, Schema.Array(SeedRecord))),
  contacts: Schema.optional(Schema.Array(SeedContact)),
  subscriptions: Schema.optional(Schema.Array(SeedSubscription)),
  meetings: Schema.optional(Schema.Array(SeedMeeting)),
  whiteboards: Schema.optional(Schema.Array(SeedWhiteboard))
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
  users: Schema.Int,
  dialogs: Schema.Int,
  messages: Schema.Int,
  records: Schema.Int,
  contacts: Schema.Int,
  subscriptions: Schema.Int,
  meetings: Schema.Int,
  whiteboards: Schema.Int,
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
