/**
 * Reads the data of all modules in pages.
 */
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as SqlClient from "effect/sql/SqlClient"
import { usersOf } from "../../modules/chat/dialogViews.ts"
import * as DialogRules from "../../modules/chat/rules.ts"
import { reactionsOf } from "../../modules/chat/messageViews.ts"
import type { Row as UserRow } from "../../modules/users/store.ts"
import { tagsOf } from "../../modules/users/rules.ts"
import { contains, map, pageOf, type Paging } from "./pages.ts"

export interface Search extends Paging {
  readonly text?: string
}

export interface OfUser extends Paging {
  readonly user_id?: number
}

const at = (millis: number): DateTime.Utc => DateTime.makeUnsafe(millis)

const atOrNull = (millis: number | null): DateTime.Utc | null => (millis === null ? null : at(millis))

interface DialogRow {
  readonly id: string
  readonly type: DialogRules.KindNumber
  readonly user_id: number
  readonly name: string | null
  readonly description: string | null
  readonly photo: string | null
  readonly extensions: string | null
  readonly occupants_ids: string
  readonly occupants_count: number
  readonly admins_ids: string
  readonly pinned_messages_ids: string
  readonly messages_count: number
  readonly last_message: string | null
  readonly last_message_user_id: number | null
  readonly last_message_date_sent: number | null
  readonly created_at: number
  readonly updated_at: number
}

interface MessageRow {
  readonly id: string
  readonly chat_dialog_id: string
  readonly sender_id: number
  readonly recipient_id: number | null
  readonly message: string | null
  readonly attachments: string
  readonly parameters: string
  readonly read_ids: string
  readonly delivered_ids: string
  readonly reactions: string
  readonly date_sent: number
  readonly created_at: number
  readonly updated_at: number
  readonly edited_at: number | null
}

/** The users, dialogs and messages of the application. */
export const make = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient

  const users = Effect.fnUntraced(function* ({
    ids,
    text,
    ...paging
  }: Search & { readonly ids?: ReadonlyArray<number> }) {
    const page = yield* pageOf<UserRow>(sql, paging, {
      from: sql`users`,
      columns: sql`*`,
      where: [
        ...(text === undefined || text === ""
          ? []
          : [sql`(CAST(id AS TEXT) = ${text} OR ${contains(sql, ["login", "email", "full_name", "phone"], text)})`]),
        ...(ids === undefined ? [] : [sql.in("id", ids)])
      ],
      order: sql`id DESC`
    })
    return map(page, (row) => ({
      ...row,
      external_user_id: row.external_user_id === null ? null : String(row.external_user_id),
      user_tags: tagsOf(row.user_tags) ?? [],
      is_guest: row.is_guest === 1,
      created_at: at(row.created_at),
      updated_at: at(row.updated_at),
      last_request_at: atOrNull(row.last_request_at),
      expires_at: atOrNull(row.expires_at)
    }))
  })

  const last = (column: string) => sql`(
    SELECT s.${sql.literal(column)} FROM messages s WHERE s.chat_dialog_id = d.id ORDER BY s.date_sent DESC, s.id DESC LIMIT 1)`

  const dialogs = Effect.fnUntraced(function* ({ text, user_id, ...paging }: Search & OfUser) {
    const page = yield* pageOf<DialogRow>(sql, paging, {
      from: sql`dialogs d`,
      columns: sql`
        d.*,
        (SELECT json_group_array(x.user_id) FROM (
          SELECT user_id FROM memberships WHERE dialog_id = d.id ORDER BY user_id LIMIT 100) x) AS occupants_ids,
        (SELECT count(*) FROM memberships m WHERE m.dialog_id = d.id) AS occupants_count,
        (SELECT json_group_array(x.user_id) FROM (
          SELECT user_id FROM memberships WHERE dialog_id = d.id AND is_admin = 1 ORDER BY user_id) x) AS admins_ids,
        (SELECT json_group_array(x.id) FROM (
          SELECT s.id FROM pinned_messages p JOIN messages s ON s.number = p.number
          WHERE p.dialog_id = d.id ORDER BY p.place) x) AS pinned_messages_ids,
        (SELECT count(*) FROM messages s WHERE s.chat_dialog_id = d.id) AS messages_count,
        ${last("message")} AS last_message, ${last("sender_id")} AS last_message_user_id,
        ${last("date_sent")} AS last_message_date_sent`,
      where: [
        ...(text === undefined || text === ""
          ? []
          : [sql`(d.id = ${text} OR ${contains(sql, ["d.name", "d.description"], text)})`]),
        ...(user_id === undefined
          ? []
          : [sql`d.id IN (SELECT dialog_id FROM memberships m WHERE m.user_id = ${user_id})`])
      ],
      order: sql`d.updated_at DESC, d.id DESC`
    })
    return map(page, ({ id, type, ...row }) => ({
      ...row,
      _id: id,
      type: DialogRules.kindOf(type),
      occupants_ids: usersOf(row.occupants_ids),
      admins_ids: usersOf(row.admins_ids),
      pinned_messages_ids: textsOf(row.pinned_messages_ids),
      extensions: row.extensions === null ? null : jsonOf(row.extensions),
      last_message_date_sent: atOrNull(row.last_message_date_sent),
      created_at: at(row.created_at),
      updated_at: at(row.updated_at)
    }))
  })

  /** The newest first. */
  const messages = Effect.fnUntraced(function* ({
    chat_dialog_id,
    ...paging
  }: Paging & { readonly chat_dialog_id: string }) {
    const page = yield* pageOf<MessageRow>(sql, paging, {
      from: sql`messages s`,
      columns: sql`
        s.*,
        (SELECT json_group_array(x.user_id) FROM (
          SELECT user_id FROM message_receipts WHERE number = s.number AND read = 1 ORDER BY user_id) x) AS read_ids,
        (SELECT json_group_array(x.user_id) FROM (
          SELECT user_id FROM message_receipts WHERE number = s.number ORDER BY user_id) x) AS delivered_ids,
        (SELECT json_group_array(json_array(x.user_id, x.reaction)) FROM (
          SELECT user_id, reaction FROM message_reactions WHERE number = s.number ORDER BY place) x) AS reactions`,
      where: [sql`s.chat_dialog_id = ${chat_dialog_id}`],
      order: sql`s.date_sent DESC, s.id DESC`
    })
    return map(page, ({ id, ...row }) => ({
      ...row,
      _id: id,
      attachments: jsonOf(row.attachments),
      parameters: jsonOf(row.parameters),
      read_ids: usersOf(row.read_ids),
      delivered_ids: usersOf(row.delivered_ids),
      reactions: reactionsOf(row.reactions).map(([user_id, reaction]) => ({ user_id, reaction })),
      date_sent: at(row.date_sent),
      created_at: at(row.created_at),
      updated_at: at(row.updated_at),
      edited_at: atOrNull(row.edited_at)
    }))
  })

  return { users, dialogs, messages }
})

const jsonOf = (text: string): unknown => JSON.parse(text)

const textsOf = (text: string): ReadonlyArray<string> => JSON.parse(text)
