/**
 * Dialogs as one of their users sees them.
 */
import type { Dialog } from "@effect-connectycube/chat/Dialog"
import { DialogId, MessageId, UserId } from "@effect-connectycube/core/Ids"
import * as DateTime from "effect/DateTime"
import type { SqlClient } from "effect/sql/SqlClient"
import type { Fragment } from "effect/sql/Statement"
import type { Settings } from "../../Settings.ts"
import { toSecond } from "../../server/state/time.ts"
import * as Filter from "../../server/wire/filter.ts"
import * as Roles from "./rules.ts"

/** A dialog as {@link columns} selects it. Lists are JSON. */
export interface Row {
  readonly id: string
  readonly type: Roles.KindNumber
  readonly user_id: number
  readonly created_at: number
  readonly updated_at: number
  readonly name: string | null
  readonly description: string | null
  readonly photo: string | null
  readonly occupants_ids: string
  /** How many there are in a public dialog, which does not list them. */
  readonly public_count: number | null
  readonly admins_ids: string
  readonly pinned_messages_ids: string
  readonly last_message: string | null
  readonly last_message_id: string | null
  readonly last_message_user_id: number | null
  readonly last_message_date_sent: number | null
  readonly last_message_status: "sent" | "delivered" | "read" | null
  readonly unread_messages_count: number | null
  readonly notifications: number | null
  readonly extensions: string | null
  readonly allow_preview: number | null
}

/** The name of a private dialog is that of the other user. */
export const name = (sql: SqlClient): Fragment => sql`
  CASE d.type WHEN 3 THEN (SELECT COALESCE(NULLIF(o.full_name, ''), o.login) FROM users o WHERE o.id = m.opponent_id)
  ELSE d.name END`

/** Of a dialog `d`, a membership `m` and its last message `l`. */
export const columns = (sql: SqlClient): Fragment => sql`
  d.id, d.type, d.user_id, d.created_at, d.updated_at, ${name(sql)} AS name, d.description,
  CASE d.type WHEN 3 THEN (SELECT o.avatar FROM users o WHERE o.id = m.opponent_id) ELSE d.photo END AS photo,
  CASE WHEN d.type IN (2, 3, 5) THEN (
    SELECT json_group_array(x.user_id) FROM (SELECT user_id FROM memberships WHERE dialog_id = d.id ORDER BY user_id) x
  ) ELSE '[]' END AS occupants_ids,
  CASE d.type WHEN 4 THEN (SELECT count(*) FROM memberships x WHERE x.dialog_id = d.id) END AS public_count,
  (
    SELECT json_group_array(x.user_id)
    FROM (SELECT user_id FROM memberships WHERE dialog_id = d.id AND is_admin = 1 ORDER BY user_id) x
  ) AS admins_ids,
  (
    SELECT json_group_array(x.id) FROM (
      SELECT s.id FROM pinned_messages p JOIN messages s ON s.number = p.number
      WHERE p.dialog_id = d.id ORDER BY p.place
    ) x
  ) AS pinned_messages_ids,
  l.message AS last_message, l.id AS last_message_id, l.sender_id AS last_message_user_id,
  l.date_sent AS last_message_date_sent,
  CASE WHEN l.sender_id = m.user_id AND d.type <> 4 THEN
    COALESCE((
      SELECT CASE max(r.read) WHEN 1 THEN 'read' WHEN 0 THEN 'delivered' END
      FROM message_receipts r WHERE r.number = l.number AND r.user_id <> m.user_id
    ), 'sent')
  END AS last_message_status,
  CASE d.type WHEN 4 THEN NULL ELSE (
    SELECT count(*) FROM unread_messages u WHERE u.user_id = m.user_id AND u.dialog_id = d.id
  ) END AS unread_messages_count,
  m.notifications, d.extensions, d.allow_preview`

/** The fields by which dialogs are filtered. */
export const filterColumns: Filter.Columns = {
  _id: Filter.identifier("m.dialog_id"),
  // The contract has names for the numbers.
  type: (sql, operator, values) =>
    Filter.expression((sql) => sql`d.type`)(
      sql,
      operator,
      values.map((value) => numbers.get(value) ?? 0)
    ),
  name: Filter.expression(name),
  last_message_date_sent: Filter.expression((sql) => sql`m.last_message_date_sent`),
  created_at: Filter.expression((sql) => sql`m.created_at`),
  updated_at: Filter.expression((sql) => sql`m.updated_at`)
}

const numbers = new Map<Filter.Value, number>(Object.entries(Roles.numberOf))

/** A field of the application's own. */
export const extensionColumn = (field: string): Filter.Column =>
  Filter.expression((sql) => sql`(SELECT e.value FROM json_each(d.extensions) e WHERE e.key = ${field})`)

/** A field that no dialog has. */
export const noColumn: Filter.Column = Filter.expression((sql) => sql`NULL`)

const orders: { readonly [field: string]: ReadonlyArray<string> } = {
  last_message_date_sent: ["m.last_message_date_sent", "m.created_at", "m.dialog_id"],
  created_at: ["m.created_at", "m.dialog_id"],
  updated_at: ["m.updated_at", "m.dialog_id"]
}

/** The documentation has the first one's short name in an example. */
const orderNames = new Map([
  ["date_sent", "last_message_date_sent"],
  ...Object.keys(orders).map((x) => [x, x] as const)
])

/** By one field, and then by what tells dialogs apart. Nothing for a field that dialogs are not sorted by. */
export const orderOf = (sql: SqlClient, field: string, direction: "ASC" | "DESC"): Fragment | undefined => {
  const columns = orders[orderNames.get(field) ?? ""]
  return columns && sql.csv(columns.map((column) => sql`${sql.literal(column)} ${sql.literal(direction)}`))
}

/** A list that SQLite made of the ids of users. */
export const usersOf = (json: string): ReadonlyArray<UserId> => {
  const ids: ReadonlyArray<number> = JSON.parse(json)
  return ids.map((id) => UserId.make(id))
}

const messagesOf = (json: string): ReadonlyArray<MessageId> => {
  const ids: ReadonlyArray<string> = JSON.parse(json)
  return ids.map((id) => MessageId.make(id))
}

export const toDialog = (row: Row, settings: Settings): Dialog => toDialogOf(row, usersOf(row.occupants_ids), settings)

const toDialogOf = (
  row: Row,
  occupants_ids: Dialog["occupants_ids"],
  { application_id, dialog_extensions }: Settings
): Dialog => ({
  _id: DialogId.make(row.id),
  type: Roles.kindOf(row.type),
  user_id: UserId.make(row.user_id),
  created_at: DateTime.makeUnsafe(row.created_at),
  updated_at: DateTime.makeUnsafe(row.updated_at),
  name: row.name,
  description: row.description,
  photo: row.photo,
  occupants_ids,
  occupants_count: row.type === 1 ? null : (row.public_count ?? occupants_ids.length),
  admins_ids: usersOf(row.admins_ids),
  pinned_messages_ids: messagesOf(row.pinned_messages_ids),
  last_message: row.last_message,
  last_message_id: row.last_message_id === null ? null : MessageId.make(row.last_message_id),
  last_message_user_id: row.last_message_user_id === null ? null : UserId.make(row.last_message_user_id),
  last_message_date_sent:
    row.last_message_date_sent === null ? null : DateTime.makeUnsafe(toSecond(row.last_message_date_sent)),
  last_message_status: row.last_message_status,
  unread_messages_count: row.unread_messages_count,
  xmpp_room_jid: row.type === 3 ? null : `${application_id}_${row.id}@muc.chat.connectycube.com`,
  is_e2ee: false,
  is_muted: row.notifications === 0,
  extensions: extensionsOf(row.extensions, dialog_extensions),
  permissions: row.allow_preview === null ? null : { allow_preview: row.allow_preview === 1 }
})

/** Fields that the application has no more are gone from its dialogs. */
const extensionsOf = (json: string | null, allowed: ReadonlyArray<string>): Dialog["extensions"] => {
  if (json === null) return null
  const kept: Readonly<Record<string, string>> = JSON.parse(json)
  const entries = Object.entries(kept).filter(([field]) => allowed.includes(field))
  return entries.length === 0 ? null : Object.fromEntries(entries)
}
