/**
 * The dialogs and messages of an export.
 */
import * as Effect from "effect/Effect"
import type { SqlClient } from "effect/sql/SqlClient"
import type { SeedDialog, SeedMember, SeedMessage, SeedReaction } from "../../Seed.ts"
import * as Roles from "../../modules/chat/rules.ts"
import { given, itemsOf, listOf, same, timeOf, updated } from "./values.ts"

interface DialogRow {
  readonly id: string
  readonly type: Roles.KindNumber
  readonly user_id: number
  readonly name: string | null
  readonly description: string | null
  readonly photo: string | null
  readonly extensions: string | null
  readonly allow_preview: number | null
  readonly created_at: number
  readonly updated_at: number
  readonly occupants_ids: string
  readonly admins_ids: string
  readonly blocked_ids: string
  readonly pinned_messages_ids: string
}

/** A member who has set something, or is shown another last message than the latest one that is left. */
interface MemberRow {
  readonly dialog_id: string
  readonly user_id: number
  readonly notifications: number
  readonly deleted: number
  readonly last_message_id: string | null
  readonly is_other: number
}

export const dialogs = Effect.fnUntraced(function* (sql: SqlClient) {
  const rows = yield* sql<DialogRow>`
    SELECT d.id, d.type, d.user_id, d.name, d.description, d.photo, d.extensions, d.allow_preview, d.created_at,
      d.updated_at,
      (
        SELECT json_group_array(x.user_id)
        FROM (SELECT user_id FROM memberships WHERE dialog_id = d.id ORDER BY user_id) x
      ) AS occupants_ids,
      (
        SELECT json_group_array(x.user_id)
        FROM (SELECT user_id FROM memberships WHERE dialog_id = d.id AND is_admin = 1 ORDER BY user_id) x
      ) AS admins_ids,
      (
        SELECT json_group_array(x.user_id)
        FROM (SELECT user_id FROM blocked_users WHERE dialog_id = d.id ORDER BY user_id) x
      ) AS blocked_ids,
      (
        SELECT json_group_array(x.id) FROM (
          SELECT s.id FROM pinned_messages p JOIN messages s ON s.number = p.number
          WHERE p.dialog_id = d.id ORDER BY p.place
        ) x
      ) AS pinned_messages_ids
    FROM dialogs d ORDER BY d.id`
  const members = new Map<string, Array<SeedMember>>()
  for (const row of yield* membersWithSettings(sql)) {
    const list = members.get(row.dialog_id) ?? []
    list.push(toMember(row))
    members.set(row.dialog_id, list)
  }
  return rows.map((row): SeedDialog => toDialog(row, members.get(row.id)))
})

const membersWithSettings = (sql: SqlClient) => sql<MemberRow>`
  SELECT x.dialog_id, x.user_id, x.notifications, x.deleted, l.id AS last_message_id,
    x.last_message IS NOT x.latest AS is_other
  FROM (
    SELECT m.*, (
      SELECT s.number FROM messages s
      WHERE s.chat_dialog_id = m.dialog_id AND +s.number > m.cleared
        AND NOT EXISTS (SELECT 1 FROM hidden_messages h WHERE h.number = s.number AND h.user_id = m.user_id)
      ORDER BY s.date_sent DESC, s.id DESC LIMIT 1
    ) AS latest
    FROM memberships m
  ) x LEFT JOIN messages l ON l.number = x.last_message
  WHERE x.notifications = 0 OR x.deleted = 1 OR is_other
  ORDER BY x.dialog_id, x.user_id`

const toMember = ({ deleted, is_other, last_message_id, notifications, user_id }: MemberRow): SeedMember => ({
  user_id,
  ...(notifications === 0 ? { notifications: false } : {}),
  ...(deleted === 1 ? { deleted: true } : {}),
  ...(is_other === 1 ? { last_message_id } : {})
})

const toDialog = (row: DialogRow, members: ReadonlyArray<SeedMember> | undefined): SeedDialog => ({
  _id: row.id,
  type: Roles.kindOf(row.type),
  user_id: row.user_id,
  ...given("name", row.name, same),
  ...given("description", row.description, same),
  ...given("photo", row.photo, same),
  ...listOf("occupants_ids", row.occupants_ids),
  ...listOf("admins_ids", row.admins_ids),
  ...listOf("blocked_ids", row.blocked_ids),
  ...given("pinned_messages_ids", itemsOf<string>(row.pinned_messages_ids), same),
  ...(members === undefined ? {} : { members }),
  ...given("extensions", row.extensions, (json): { readonly [field: string]: unknown } => JSON.parse(json)),
  ...given("permissions", row.allow_preview, (allow_preview) => ({ allow_preview: allow_preview === 1 })),
  created_at: timeOf(row.created_at),
  ...updated(row.created_at, row.updated_at)
})

interface MessageRow {
  readonly id: string
  readonly chat_dialog_id: string
  readonly sender_id: number
  readonly recipient_id: number | null
  readonly message: string | null
  readonly attachments: string
  readonly parameters: string
  readonly date_sent: number
  readonly created_at: number
  readonly updated_at: number
  readonly edited_at: number | null
  readonly read_ids: string
  readonly delivered_ids: string
  readonly deleted_for_ids: string
  readonly reactions: string
}

/** In the order of their numbers. A sender has always read the message. */
export const messages = (sql: SqlClient) =>
  Effect.map(
    sql<MessageRow>`
      SELECT s.*,
        (
          SELECT json_group_array(x.user_id) FROM (
            SELECT user_id FROM message_receipts
            WHERE number = s.number AND read = 1 AND user_id <> s.sender_id ORDER BY user_id
          ) x
        ) AS read_ids,
        (
          SELECT json_group_array(x.user_id)
          FROM (SELECT user_id FROM message_receipts WHERE number = s.number AND read = 0 ORDER BY user_id) x
        ) AS delivered_ids,
        (
          SELECT json_group_array(x.user_id) FROM (
            SELECT user_id FROM hidden_messages WHERE number = s.number
            UNION
            SELECT user_id FROM memberships
            WHERE dialog_id = s.chat_dialog_id AND cleared > 0 AND cleared >= s.number
            ORDER BY user_id
          ) x
        ) AS deleted_for_ids,
        (
          SELECT json_group_array(json_object('user_id', x.user_id, 'reaction', x.reaction))
          FROM (SELECT user_id, reaction FROM message_reactions WHERE number = s.number ORDER BY place) x
        ) AS reactions
      FROM messages s ORDER BY s.number`,
    (rows) => rows.map(toMessage)
  )

const toMessage = (row: MessageRow): SeedMessage => ({
  _id: row.id,
  chat_dialog_id: row.chat_dialog_id,
  sender_id: row.sender_id,
  ...given("recipient_id", row.recipient_id, same),
  ...given("message", row.message, same),
  ...(row.attachments === "[]" ? {} : { attachments: JSON.parse(row.attachments) }),
  ...(row.parameters === "{}" ? {} : { parameters: JSON.parse(row.parameters) }),
  ...listOf("read_ids", row.read_ids),
  ...listOf("delivered_ids", row.delivered_ids),
  ...listOf("deleted_for_ids", row.deleted_for_ids),
  ...given("reactions", itemsOf<SeedReaction>(row.reactions), same),
  date_sent: timeOf(row.date_sent),
  ...(row.created_at === row.date_sent ? {} : { created_at: timeOf(row.created_at) }),
  ...(row.updated_at === (row.edited_at ?? row.created_at) ? {} : { updated_at: timeOf(row.updated_at) }),
  ...given("edited_at", row.edited_at, timeOf)
})
