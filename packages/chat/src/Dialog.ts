/**
 * @since 0.1.0
 */
import { DialogId, MessageId, UserId } from "@effect-connectycube/core/Ids"
import * as Wire from "@effect-connectycube/core/contract/Wire"
import * as Schema from "effect/Schema"
import * as SchemaTransformation from "effect/SchemaTransformation"

const types = ["broadcast", "group", "private", "public", "meeting"] as const

/**
 * The type of a dialog; a number from 1 to 5 on the wire.
 *
 * - `"broadcast"`: every user of the application reads it, its owner and admins write it. The server was seen to reject to create
 *   one: the dashboard does.
 * - `"group"`: for the users who were added to it.
 * - `"private"`: for two users.
 * - `"public"`: for whoever subscribes to it.
 * - `"meeting"`: of a meeting; seen in the official SDK only.
 *
 * The numbers are those of the server's documentation: the official SDK has 1 and 4 the other way round.
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
 * @category models
 * @since 0.1.0
 */
export type DialogType = typeof DialogType.Type

/**
 * As {@link DialogType}, where it is read: a type that is not known here is its number as text, such as `"6"`.
 *
 * @category models
 * @since 0.1.0
 */
export const AnyDialogType = Wire.openNumbers(DialogType)

/**
 * @category models
 * @since 0.1.0
 */
export type AnyDialogType = typeof AnyDialogType.Type

/**
 * Up to three fields of the application's own, as set in the dashboard. Others are ignored by the server, and values are
 * made texts.
 *
 * @category models
 * @since 0.1.0
 */
export const Extensions = Wire.Texts

/**
 * What others than the occupants may do, where it is set.
 *
 * @category models
 * @since 0.1.0
 */
export const Permissions = Schema.Struct({
  /** Whether everybody may read the last twenty messages. */
  allow_preview: Wire.Flag
})

/** What others than the occupants may do, where it is read. */
const ReadPermissions = Schema.Struct({
  /** Whether everybody may read the last twenty messages; `null` where it is not said. */
  allow_preview: Wire.nullable(Wire.Flag)
})

/**
 * A conversation, as the caller sees it.
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
  _id: DialogId,
  /** A {@link DialogType}, or the number of another one as text, such as `"6"`. */
  type: AnyDialogType,
  /** The owner. */
  user_id: UserId,
  created_at: Wire.TimeIso,
  updated_at: Wire.TimeIso,
  /** Of a private dialog the name of the other user. */
  name: Wire.nullableText,
  description: Wire.nullableText,
  photo: Wire.nullableText,
  /** Everybody in a private or group dialog; nobody in a public one, which may have too many. */
  occupants_ids: Wire.nullableList(UserId),
  occupants_count: Wire.nullable(Wire.Int),
  admins_ids: Wire.nullableList(UserId),
  pinned_messages_ids: Wire.nullableList(MessageId),
  last_message: Wire.nullableText,
  last_message_id: Wire.nullable(MessageId),
  last_message_user_id: Wire.nullable(UserId),
  last_message_date_sent: Wire.nullable(Wire.TimeSeconds),
  /** How far the last message got, when it is the caller's own: `"sent"`, `"delivered"`, `"read"`, or another text. */
  last_message_status: Wire.nullable(Wire.openLiterals(["sent", "delivered", "read"])),
  /** Of the caller; `null` where the endpoint does not count, and in public dialogs. */
  unread_messages_count: Wire.nullable(Wire.Int),
  xmpp_room_jid: Wire.nullableText,
  is_e2ee: Wire.optional(Wire.Flag),
  is_muted: Wire.optional(Wire.Flag),
  extensions: Wire.nullable(Extensions),
  permissions: Wire.nullable(ReadPermissions)
}).annotate({ identifier: "Dialog" })

/**
 * A dialog, as an administrator sees it: with who has deleted and who has muted it.
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
  /** `null`: an administrator has muted nothing. Who has is in `silent_ids`. */
  is_muted: Wire.nullable(Wire.Flag),
  deleted_ids: Wire.nullableList(UserId),
  silent_ids: Wire.nullableList(UserId)
}).annotate({ identifier: "AdministeredDialog" })

const appearance = {
  description: Schema.optionalKey(Schema.String),
  photo: Schema.optionalKey(Schema.String),
  extensions: Schema.optionalKey(Schema.Record(Schema.String, Schema.Unknown)),
  permissions: Schema.optionalKey(Permissions)
}

/**
 * The schema of a {@link NewDialog}.
 *
 * @category models
 * @since 0.1.0
 */
export const NewDialogFields = Schema.Struct({
  type: DialogType,
  name: Schema.optionalKey(Schema.String),
  occupants_ids: Schema.optionalKey(Wire.listOrCommas(UserId)),
  admins_ids: Schema.optionalKey(Wire.listOrCommas(UserId)),
  ...appearance
})

/**
 * A dialog to be. The caller becomes its owner, and need not be among its occupants.
 *
 * @see https://developers.connectycube.com/server/chat#create-a-dialog
 * @category models
 * @since 0.1.0
 */
export type NewDialog =
  | (Omit<typeof NewDialogFields.Type, "type" | "name" | "occupants_ids"> & {
      readonly type: "group"
      readonly name: string
      readonly occupants_ids: ReadonlyArray<UserId>
    })
  | (Omit<typeof NewDialogFields.Type, "type" | "name"> & {
      readonly type: "public" | "broadcast"
      readonly name: string
    })
  | (Pick<typeof NewDialogFields.Type, "description" | "extensions"> & {
      readonly type: "private"
      /** The other one. */
      readonly occupants_ids: readonly [UserId]
    })

const Members = Schema.Struct({
  occupants_ids: Schema.optionalKey(Wire.listOrCommas(UserId)),
  admins_ids: Schema.optionalKey(Wire.listOrCommas(UserId)),
  pinned_messages_ids: Schema.optionalKey(Wire.listOrCommas(MessageId))
})

/**
 * The schema of {@link DialogChanges}.
 *
 * @category models
 * @since 0.1.0
 */
export const DialogChangesFields = Schema.Struct({
  name: Schema.optionalKey(Schema.String),
  description: Schema.optionalKey(Schema.NullOr(Schema.String)),
  photo: Schema.optionalKey(Schema.NullOr(Schema.String)),
  extensions: Schema.optionalKey(Schema.NullOr(Schema.Record(Schema.String, Schema.Unknown))),
  permissions: Schema.optionalKey(Permissions),
  push_all: Schema.optionalKey(Members),
  pull_all: Schema.optionalKey(Members)
})

/**
 * What to change of a dialog: what is left out stays. `push_all` adds users, admins and pinned messages, `pull_all` takes
 * them away, and `extensions: null` empties them.
 *
 * @see https://developers.connectycube.com/server/chat#update-a-dialog
 * @category models
 * @since 0.1.0
 */
export type DialogChanges = typeof DialogChangesFields.Type
