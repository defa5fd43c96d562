/**
 * Messages as one of the users sees them.
 */
import type { Message } from "@effect-connectycube/chat/Message"
import { DialogId, MessageId, UserId } from "@effect-connectycube/core/Ids"
import * as DateTime from "effect/DateTime"
import type { SqlClient } from "effect/sql/SqlClient"
import type { Fragment } from "effect/sql/Statement"
import { toSecond } from "../../server/state/time.ts"
import * as Filter from "../../server/wire/filter.ts"
import { usersOf } from "./dialogViews.ts"

/** A message as {@link columns} selects it. Lists are JSON. */
export interface Row {
  readonly number: number
  readonly id: string
  readonly chat_dialog_id: string
  readonly sender_id: number
  readonly recipient_id: number | null
  readonly message: string | null
  readonly date_sent: number
  readonly created_at: number
  readonly updated_at: number
  readonly edited_at: number | null
  readonly attachments: string
  readonly parameters: string
  readonly read_ids: string
  readonly delivered_ids: string
  readonly views_count: number
  /** Pairs of a user and a reaction, in the order in which they came. */
  readonly reactions: string
}

/** Of a message `s` in a dialog `d`. In a public one no response says who has received or read it. */
export const columns = (sql: SqlClient): Fragment => sql`
  s.number, s.id, s.chat_dialog_id, s.sender_id, s.recipient_id, s.message, s.date_sent, s.created_at, s.updated_at,
  s.edited_at, s.attachments, s.parameters,
  CASE d.type WHEN 4 THEN '[]' ELSE (
    SELECT json_group_array(x.user_id)
    FROM (SELECT user_id FROM message_receipts WHERE number = s.number AND read = 1 ORDER BY user_id) x
  ) END AS read_ids,
  CASE d.type WHEN 4 THEN '[]' ELSE (
    SELECT json_group_array(x.user_id)
    FROM (SELECT user_id FROM message_receipts WHERE number = s.number ORDER BY user_id) x
  ) END AS delivered_ids,
  CASE WHEN d.type IN (1, 4) THEN (
    SELECT count(*) FROM message_receipts r WHERE r.number = s.number AND r.read = 1 AND r.user_id <> s.sender_id
  ) ELSE 0 END AS views_count,
  (
    SELECT json_group_array(json_array(x.user_id, x.reaction))
    FROM (SELECT user_id, reaction FROM message_reactions WHERE number = s.number ORDER BY place) x
  ) AS reactions`

/** A user who is shown messages, and the number up to which the user has cleared the history. */
export interface Viewer {
  readonly user_id: number
  readonly cleared: number
}

/** What a user has not cleared away. */
export const isNotCleared = (sql: SqlClient, { cleared }: Viewer): Fragment =>
  cleared === 0 ? sql`true` : sql`+s.number > ${cleared}`

/** What a user has not deleted of what was said. */
export const isShown = (sql: SqlClient, viewer: Viewer): Fragment => sql`
  (${isNotCleared(sql, viewer)} AND NOT EXISTS (
    SELECT 1 FROM hidden_messages h WHERE h.number = s.number AND h.user_id = ${viewer.user_id}
  ))`

/** The types of the attachments of a message. */
const attachmentTypes: Filter.Column = (sql, operator, values) => {
  // What is no object is there as well, as an application wrote it.
  const type = Filter.expression((sql) => sql`(CASE a.type WHEN 'object' THEN a.value ->> 'type' END)`)
  const holds = (condition: Fragment) => sql`EXISTS (SELECT 1 FROM json_each(s.attachments) a WHERE ${condition})`
  switch (operator) {
    case "ne":
      return sql`NOT ${holds(type(sql, "eq", values))}`
    case "nin":
      return sql`NOT ${holds(type(sql, "in", values))}`
    case "all":
      return sql.and(values.map((value) => holds(type(sql, "eq", [value]))))
    default:
      return holds(type(sql, operator, values))
  }
}

/** The fields by which messages are filtered. */
export const filterColumns: Filter.Columns = {
  _id: Filter.identifier("s.id"),
  message: Filter.expression((sql) => sql`s.message`),
  date_sent: Filter.expression((sql) => sql`s.date_sent`),
  sender_id: Filter.expression((sql) => sql`s.sender_id`),
  recipient_id: Filter.expression((sql) => sql`COALESCE(s.recipient_id, 0)`),
  updated_at: Filter.expression((sql) => sql`s.updated_at`),
  "attachments.type": attachmentTypes
}

/** By date, and then by id. Nothing for a field that messages are not sorted by. */
export const orderOf = (sql: SqlClient, field: string, direction: "ASC" | "DESC"): Fragment | undefined =>
  field === "date_sent" ? sql`s.date_sent ${sql.literal(direction)}, s.id ${sql.literal(direction)}` : undefined

export type Reaction = readonly [user_id: number, reaction: string]

export const reactionsOf = (json: string): ReadonlyArray<Reaction> => JSON.parse(json)

export const toMessage = (row: Row, viewer: number): Message => ({
  _id: MessageId.make(row.id),
  chat_dialog_id: DialogId.make(row.chat_dialog_id),
  sender_id: UserId.make(row.sender_id),
  recipient_id: row.recipient_id === null ? null : UserId.make(row.recipient_id),
  message: row.message,
  date_sent: DateTime.makeUnsafe(toSecond(row.date_sent)),
  created_at: DateTime.makeUnsafe(row.created_at),
  updated_at: DateTime.makeUnsafe(row.updated_at),
  edited_at: row.edited_at === null ? null : DateTime.makeUnsafe(row.edited_at),
  attachments: JSON.parse(row.attachments),
  read_ids: usersOf(row.read_ids),
  delivered_ids: usersOf(row.delivered_ids),
  views_count: row.views_count,
  // In all responses of the servers.
  read: false,
  reactions: summaryOf(reactionsOf(row.reactions), viewer),
  parameters: JSON.parse(row.parameters)
})

const summaryOf = (reactions: ReadonlyArray<Reaction>, viewer: number): Message["reactions"] => {
  if (reactions.length === 0) return null
  const own: Array<string> = []
  const total = new Map<string, number>()
  for (const [user_id, reaction] of reactions) {
    if (user_id === viewer) own.push(reaction)
    total.set(reaction, (total.get(reaction) ?? 0) + 1)
  }
  return { own, total: Object.fromEntries(total) }
}
