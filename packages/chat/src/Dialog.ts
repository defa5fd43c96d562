/**
 * @since 0.1.0
 */
import { DialogId, MessageId, UserId } from "@effect-connectycube/core/Ids"
import * as Wire from "@effect-connectycube/core/contract/Wire"
import * as Schema from "effect/Schema"
import * as SchemaTransformation from "effect/SchemaTransformation"

const types = ["broadcast", "group", "private", "public", "meeting"] as const

/**
 * The schema of the type of a dialog, which is a number from 1 to 5 on the wire.
 *
 * - `"broadcast"`: all users of the application can read it, its owner and admins can write to it. The server was seen to
 *   reject its creation: create it in the dashboard.
 * - `"group"`: for the users who were added to it.
 * - `"private"`: for two users.
 * - `"public"`: for the users who subscribe to it.
 * - `"meeting"`: of a meeting; seen in the official SDK only.
 *
 * **Details**
 *
 * The numbers are those of the server's documentation: the official SDK swaps 1 and 4.
 *
 * @category models
 * @since 0.1.0
 */
export const DialogType = Schema.Union([
  Schema.Literals([1, 2, 3, 4, 5]),
  Schema.Literals(["1", "2", "3", "4", "5"])
]).pipe(
  Schema.decodeTo(
    Schema.Literals(types),
    SchemaTransformation.transform<(typeof types)[number], 1 | 2 | 3 | 4 | 5 | "1" | "2" | "3" | "4" | "5">({
      decode: (number) => types[Number(number) - 1] ?? "broadcast",
      encode: (type) => numbers[type]
    })
  )
)

const numbers = { broadcast: 1, group: 2, private: 3, public: 4, meeting: 5 } as const

/**
 * The type of a dialog.
 *
 * @category models
 * @since 0.1.0
 */
export type DialogType = typeof DialogType.Type

/**
 * The schema of a {@link DialogType} in a response. An unknown type is its number as text, such as `"6"`.
 *
 * @category models
 * @since 0.1.0
 */
export const AnyDialogType = Wire.openNumbers(DialogType)

/**
 * The type of a dialog in a response.
 *
 * @category models
 * @since 0.1.0
 */
export type AnyDialogType = typeof AnyDialogType.Type

/**
 * The schema of up to three fields of the application, as configured in the dashboard.
 *
 * **Details**
 *
 * The server ignores other fields, and converts the values to text.
 *
 * @category models
 * @since 0.1.0
 */
export const Extensions = Wire.Texts

/**
 * The schema of the permissions of users who are not in a dialog, in a request.
 *
 * @category models
 * @since 0.1.0
 */
export const Permissions = Schema.Struct({
  /** Whether all users may read the last twenty messages. */
  allow_preview: Wire.Flag
})

/** What others than the occupants may do, where it is read. */
const ReadPermissions = Schema.Struct({
  /** Whether all users may read the last twenty messages; `null` if the response does not tell. */
  allow_preview: Wire.nullable(Wire.Flag)
})

/**
 * A dialog, as the current user sees it.
 *
 * @see https://developers.connectycube.com/server/chat#chat-dialog-model
 * @category models
 * @since 0.1.0
 */
export interface Dialog extends Schema.Schema.Type<typeof Dialog> {}

/**
 * The schema of a {@link Dialog}.
 *
 * @category models
 * @since 0.1.0
 */
export const Dialog = Schema.Struct({
  /** The id of the dialog. */
  _id: DialogId,
  /** A {@link DialogType}, or the number of an unknown type as text, such as `"6"`. */
  type: AnyDialogType,
  /** The id of the owner. */
  user_id: UserId,
  /** The time at which the dialog was created. */
  created_at: Wire.TimeIso,
  /** The time of the last change. */
  updated_at: Wire.TimeIso,
  /** The name. In a private dialog, that of the other user. */
  name: Wire.nullableText,
  /** The description. */
  description: Wire.nullableText,
  /** The picture, as the application refers to it. */
  photo: Wire.nullableText,
  /** The ids of all users in a private or group dialog; empty in a public one, which can have too many. */
  occupants_ids: Wire.nullableList(UserId),
  /** The number of users in the dialog. */
  occupants_count: Wire.nullable(Wire.Int),
  /** The ids of the admins. */
  admins_ids: Wire.nullableList(UserId),
  /** The ids of the pinned messages. */
  pinned_messages_ids: Wire.nullableList(MessageId),
  /** The text of the last message. */
  last_message: Wire.nullableText,
  /** The id of the last message. */
  last_message_id: Wire.nullable(MessageId),
  /** The id of the sender of the last message. */
  last_message_user_id: Wire.nullable(UserId),
  /** The time at which the last message was sent. */
  last_message_date_sent: Wire.nullable(Wire.TimeSeconds),
  /**
   * The status of the last message, if the current user sent it: `"sent"`, `"delivered"`, `"read"`, or another text.
   */
  last_message_status: Wire.nullable(Wire.openLiterals(["sent", "delivered", "read"])),
  /**
   * The number of messages that the current user has not read; `null` if the endpoint does not count them, and in public
   * dialogs.
   */
  unread_messages_count: Wire.nullable(Wire.Int),
  /** The address of the dialog at the chat server. */
  xmpp_room_jid: Wire.nullableText,
  /** Whether the messages are end-to-end encrypted. */
  is_e2ee: Wire.optional(Wire.Flag),
  /** Whether the current user gets no push notifications of the dialog. */
  is_muted: Wire.optional(Wire.Flag),
  /** The fields of the application. */
  extensions: Wire.nullable(Extensions),
  /** The permissions of users who are not in the dialog. */
  permissions: Wire.nullable(ReadPermissions)
}).annotate({ identifier: "Dialog" })

/**
 * A dialog, as an administrator sees it: with the users who deleted and who muted it.
 *
 * @see https://developers.connectycube.com/admin_api/chat
 * @category models
 * @since 0.1.0
 */
export interface AdministeredDialog extends Schema.Schema.Type<typeof AdministeredDialog> {}

/**
 * The schema of an {@link AdministeredDialog}.
 *
 * @category models
 * @since 0.1.0
 */
export const AdministeredDialog = Schema.Struct({
  ...Dialog.fields,
  /** `null`, since an administrator mutes nothing. The users who have muted the dialog are in `silent_ids`. */
  is_muted: Wire.nullable(Wire.Flag),
  /** The ids of the users who have deleted the dialog for themselves. */
  deleted_ids: Wire.nullableList(UserId),
  /** The ids of the users who have muted the dialog. */
  silent_ids: Wire.nullableList(UserId)
}).annotate({ identifier: "AdministeredDialog" })

const appearance = {
  /** The description. */
  description: Schema.optionalKey(Schema.String),
  /** The picture, as the application refers to it. */
  photo: Schema.optionalKey(Schema.String),
  /** Up to three fields of the application, as configured in the dashboard. */
  extensions: Schema.optionalKey(Schema.Record(Schema.String, Schema.Unknown)),
  /** The permissions of users who are not in the dialog. */
  permissions: Schema.optionalKey(Permissions)
}

/**
 * The schema of a {@link NewDialog}.
 *
 * @category models
 * @since 0.1.0
 */
export const NewDialogFields = Schema.Struct({
  /** The type of the dialog. */
  type: DialogType,
  /** The name. Required for all types but `"private"`. */
  name: Schema.optionalKey(Schema.String),
  /** The ids of the users to add. The owner need not be among them. */
  occupants_ids: Schema.optionalKey(Wire.listOrCommas(UserId)),
  /** The ids of the admins, at most five. */
  admins_ids: Schema.optionalKey(Wire.listOrCommas(UserId)),
  ...appearance
})

/**
 * The arguments of the creation of a dialog. The current user becomes its owner, and need not be among its occupants.
 *
 * @see https://developers.connectycube.com/server/chat#create-a-dialog
 * @category models
 * @since 0.1.0
 */
export type NewDialog =
  | (Omit<typeof NewDialogFields.Type, "type" | "name" | "occupants_ids"> & {
      /** The type of the dialog. */
      readonly type: "group"
      /** The name. */
      readonly name: string
      /** The ids of the users to add; of a private dialog, that of the other user. */
      readonly occupants_ids: ReadonlyArray<UserId>
    })
  | (Omit<typeof NewDialogFields.Type, "type" | "name"> & {
      /** The type of the dialog. */
      readonly type: "public" | "broadcast"
      /** The name. */
      readonly name: string
    })
  | (Pick<typeof NewDialogFields.Type, "description" | "extensions"> & {
      /** The type of the dialog. */
      readonly type: "private"
      /** The ids of the users to add; of a private dialog, that of the other user. */
      readonly occupants_ids: readonly [UserId]
    })

const Members = Schema.Struct({
  /** Users. */
  occupants_ids: Schema.optionalKey(Wire.listOrCommas(UserId)),
  /** Admins. */
  admins_ids: Schema.optionalKey(Wire.listOrCommas(UserId)),
  /** Pinned messages. */
  pinned_messages_ids: Schema.optionalKey(Wire.listOrCommas(MessageId))
})

/**
 * The schema of {@link DialogChanges}.
 *
 * @category models
 * @since 0.1.0
 */
export const DialogChangesFields = Schema.Struct({
  /** The new name. */
  name: Schema.optionalKey(Schema.String),
  /** The new description; `null` empties it. */
  description: Schema.optionalKey(Schema.NullOr(Schema.String)),
  /** The new picture; `null` empties it. */
  photo: Schema.optionalKey(Schema.NullOr(Schema.String)),
  /** The new fields of the application; `null` empties them. */
  extensions: Schema.optionalKey(Schema.NullOr(Schema.Record(Schema.String, Schema.Unknown))),
  /** The new permissions of users who are not in the dialog. */
  permissions: Schema.optionalKey(Permissions),
  /** The users, admins and pinned messages to add. */
  push_all: Schema.optionalKey(Members),
  /** The users, admins and pinned messages to remove. */
  pull_all: Schema.optionalKey(Members)
})

/**
 * The fields of a dialog to change. A field that is left out keeps its value.
 *
 * @see https://developers.connectycube.com/server/chat#update-a-dialog
 * @category models
 * @since 0.1.0
 */
export type DialogChanges = typeof DialogChangesFields.Type
