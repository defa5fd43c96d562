/**
 * Messages: their lists, and how they are created and changed.
 */
import type { Message, NewMessageFields } from "@effect-connectycube/chat/Message"
import type { ErrorResponse } from "@effect-connectycube/core/contract/Endpoint"
import { MessageId, UserId } from "@effect-connectycube/core/Ids"
import * as Context from "effect/Context"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as SqlClient from "effect/sql/SqlClient"
import type { SqlError } from "effect/sql/SqlError"
import type { Fragment } from "effect/sql/Statement"
import * as DiskErrors from "../../server/database/diskErrors.ts"
import * as Filter from "../../server/wire/filter.ts"
import { Identifiers } from "../../server/state/identifiers.ts"
import { Outbox } from "../../server/state/outbox.ts"
import * as Reject from "../../server/wire/reject.ts"
import { SettingsStore } from "../../server/state/settingsStore.ts"
import { Time, toSecond } from "../../server/state/time.ts"
import { atomically, orDieSql } from "../../server/database/transaction.ts"
import { UsersStore } from "../users/store.ts"
import { DialogEdits } from "./dialogEdits.ts"
import { Dialogs } from "./dialogs.ts"
import { Members, type Place } from "./members.ts"
import * as Views from "./messageViews.ts"
import { Receipts, type Unread } from "./receipts.ts"

export type NewMessage = typeof NewMessageFields.Type

/** A query that the contract has read, with its flat keys. */
export interface Query extends Filter.Sorting {
  readonly chat_dialog_id: string
  readonly limit?: number
  readonly skip?: number
  readonly mark_as_read?: boolean
  readonly preview?: boolean
}

export interface Changes {
  readonly chat_dialog_id: string
  readonly read?: boolean
  readonly delivered?: boolean
  readonly message?: string
}

const defaultLimit = 100

/** How many messages one sees of a dialog that one is not in. */
const previewed = 20

interface Page {
  readonly skip: number
  readonly limit: number
  readonly items: ReadonlyArray<Message>
}

interface Parameters {
  readonly [name: string]: unknown
}

interface SentSystemMessage {
  readonly messageId: MessageId
  readonly recipientId: UserId
  readonly extensionParams: Parameters
}

const make = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  const members = yield* Members
  const dialogs = yield* Dialogs
  const dialogEdits = yield* DialogEdits
  const receipts = yield* Receipts
  const users = yield* UsersStore
  const identifiers = yield* Identifiers
  const outbox = yield* Outbox
  const time = yield* Time
  const { settings } = yield* SettingsStore

  const select = (where: Fragment, page: Fragment): Effect.Effect<ReadonlyArray<Views.Row>, SqlError> => sql<Views.Row>`
    SELECT ${Views.columns(sql)} FROM messages s CROSS JOIN dialogs d ON d.id = s.chat_dialog_id
    WHERE ${where} ${page}`

  /** Those before the page are passed over in an index, without a look at their rows. */
  const selectPage = (where: Fragment, order: Fragment, limit: number, skip: number) =>
    select(
      sql`s.number IN (SELECT s.number FROM messages s WHERE ${where} ORDER BY ${order} LIMIT ${limit} OFFSET ${skip})`,
      sql`ORDER BY ${order}`
    )

  /** Most users have hidden nothing, and are shown all of a dialog: then no message has to be looked up. */
  const isShownTo = Effect.fnUntraced(function* (viewer: Views.Viewer) {
    const [hidden] = yield* sql`SELECT 1 FROM hidden_messages WHERE user_id = ${viewer.user_id} LIMIT 1`
    return hidden === undefined ? Views.isNotCleared(sql, viewer) : Views.isShown(sql, viewer)
  })

  const whereOf = (query: Query, shown: Fragment) =>
    Effect.map(
      Filter.compile(sql, Views.filterColumns, Filter.conditionsOf({ ...query }, Views.filterColumns)),
      (conditions) => sql`s.chat_dialog_id = ${query.chat_dialog_id} AND ${shown} AND ${conditions}`
    )

  const orderOf = ({ sort_asc, sort_desc }: Filter.Sorting): Effect.Effect<Fragment, ErrorResponse> => {
    const [parameter, field = "date_sent"] =
      sort_asc === undefined && sort_desc !== undefined ? ["sort_desc", sort_desc] : ["sort_asc", sort_asc]
    const order = Views.orderOf(sql, field, parameter === "sort_asc" ? "ASC" : "DESC")
    return order === undefined ? Reject.unprocessable({ [parameter]: [`can't be ${field}`] }) : Effect.succeed(order)
  }

  const list = Effect.fnUntraced(function* (user_id: number, query: Query) {
    const place = yield* members.place(user_id, query.chat_dialog_id)
    const where = yield* whereOf(query, yield* isShownTo(place))
    const { limit = defaultLimit, skip = 0 } = query
    const rows = yield* selectPage(where, yield* orderOf(query), limit, skip)
    // After the request: the response still has them as they were.
    if (query.mark_as_read !== false) yield* receipts.shown(place, rows)
    return { skip, limit, items: rows.map((row) => Views.toMessage(row, user_id)) }
  })

  /** How many there are. None of them is marked. */
  const count = Effect.fnUntraced(function* (user_id: number, query: Query) {
    const place = yield* members.place(user_id, query.chat_dialog_id)
    const where = yield* whereOf(query, yield* isShownTo(place))
    const [counted] = yield* sql<{ n: number }>`SELECT count(*) AS n FROM messages s WHERE ${where}`
    return counted?.n ?? 0
  })

  /** The last messages, for a user who previews the dialog. Nothing is marked. */
  const preview = Effect.fnUntraced(function* (user_id: number, query: Query) {
    const cleared = yield* members.preview(user_id, query.chat_dialog_id)
    const where = yield* whereOf(query, yield* isShownTo({ user_id, cleared }))
    const rows = yield* selectPage(where, sql`s.date_sent DESC, s.id DESC`, previewed, 0)
    return { skip: 0, limit: previewed, items: rows.toReversed().map((row) => Views.toMessage(row, user_id)) }
  })

  /** Servers were seen to have no messages of a dialog that is not there. */
  const hasNone = Effect.fnUntraced(function* ({ chat_dialog_id }: Query) {
    if ((yield* settings).messages_of_unknown_dialog === "not_found") return false
    const [dialog] = yield* sql`SELECT 1 FROM dialogs WHERE id = ${chat_dialog_id}`
    return dialog === undefined
  })

  const page = Effect.fnUntraced(function* (user_id: number, query: Query) {
    if (yield* hasNone(query)) return { skip: query.skip ?? 0, limit: query.limit ?? defaultLimit, items: [] }
    return yield* query.preview === true ? preview(user_id, query) : list(user_id, query)
  })

  const insert = Effect.fnUntraced(function* (
    { dialog_id, kind, user_id, opponent_id }: Place,
    { message, attachments = [], recipient_id, parameters }: NewMessage
  ) {
    const now = toSecond(yield* time.now)
    const columns = {
      id: yield* identifiers.objectId,
      chat_dialog_id: dialog_id,
      sender_id: user_id,
      recipient_id: recipient_id ?? opponent_id,
      message: message ?? null,
      attachments: JSON.stringify(attachments),
      parameters: JSON.stringify(parameters),
      date_sent: now,
      created_at: now,
      updated_at: now
    }
    const [made] = yield* sql<{ number: number }>`INSERT INTO messages ${sql.insert(columns)} RETURNING number`
    const number = made?.number ?? 0
    yield* receipts.sent(dialog_id, user_id, number)
    // A dialog that a member has deleted comes back with a new message.
    yield* sql`
      UPDATE memberships SET last_message = ${number}, last_message_date_sent = ${now}, deleted = 0
      WHERE dialog_id = ${dialog_id}`
    yield* dialogs.touch(dialog_id)
    const marks = kind === "public" ? "[]" : JSON.stringify([user_id])
    const row: Views.Row = {
      ...columns,
      number,
      edited_at: null,
      read_ids: marks,
      delivered_ids: marks,
      views_count: 0,
      reactions: "[]"
    }
    return row
  })

  const create = Effect.fnUntraced(function* (user_id: number, fields: NewMessage) {
    const { chat_dialog_id, recipient_id } = fields
    if (chat_dialog_id === undefined && recipient_id === undefined) {
      return yield* Reject.unprocessable({ base: ["chat_dialog_id or recipient_id is required"] })
    }
    const dialog_id = chat_dialog_id ?? (yield* dialogEdits.privateDialog(user_id, recipient_id ?? 0))
    const place = yield* members.placeFor(user_id, dialog_id, "send")
    const message = Views.toMessage(yield* insert(place, fields), user_id)
    if (fields.send_to_chat !== true) return { message, to: undefined }
    const others = yield* sql<{ user_id: number }>`
      SELECT user_id FROM memberships WHERE dialog_id = ${dialog_id} AND user_id <> ${user_id} ORDER BY user_id`
    return { message, to: others.map(({ user_id }) => user_id) }
  })

  /** Those of these messages that the user is shown in the dialog. */
  const shownOf = (place: Place, ids: ReadonlyArray<string>) =>
    select(
      sql`s.id IN ${sql.in(ids)} AND s.chat_dialog_id = ${place.dialog_id} AND ${Views.isShown(sql, place)}`,
      sql``
    )

  const update = Effect.fnUntraced(function* (user_id: number, ids: ReadonlyArray<string>, changes: Changes) {
    const place = yield* members.place(user_id, changes.chat_dialog_id)
    const rows = yield* shownOf(place, ids)
    if (rows.length === 0) return yield* Reject.notFound
    if (changes.message !== undefined) {
      if (rows.some(({ sender_id }) => sender_id !== user_id)) return yield* Reject.notYours
      const now = toSecond(yield* time.now)
      yield* sql`
        UPDATE messages SET ${sql.update({ message: changes.message, edited_at: now, updated_at: now })}
        WHERE number IN ${sql.in(rows.map(({ number }) => number))}`
    }
    if (changes.read === true) yield* receipts.mark(place, rows, "read")
    else if (changes.delivered === true) yield* receipts.mark(place, rows, "delivered")
  })

  const updateAll = Effect.fnUntraced(function* (user_id: number, { chat_dialog_id, read, delivered }: Changes) {
    const place = yield* members.place(user_id, chat_dialog_id)
    if (read === true) yield* receipts.markAll(place, "read")
    else if (delivered === true) yield* receipts.markAll(place, "delivered")
  })

  const sendSystem = Effect.fnUntraced(function* (
    user_id: number,
    recipient_id: number,
    parameters: { readonly [name: string]: unknown }
  ) {
    if ((yield* users.findBy("id", recipient_id)) === undefined) {
      return yield* Reject.unprocessable({ recipientId: ["is not a user"] })
    }
    const messageId = MessageId.make(yield* identifiers.objectId)
    yield* outbox.send({
      kind: "system-message",
      sent_at: DateTime.makeUnsafe(yield* time.now),
      from: user_id,
      to: [recipient_id],
      message_id: messageId,
      parameters
    })
    return { messageId, recipientId: UserId.make(recipient_id), extensionParams: parameters }
  })

  return {
    select,
    shownOf,

    // When there is no space left, messages are listed, but not marked as read.
    list: (user_id: number, query: Query) =>
      DiskErrors.whenFull(atomically(sql, page(user_id, query)), () =>
        atomically(sql, page(user_id, { ...query, mark_as_read: false }))
      ),

    count: (user_id: number, query: Query) =>
      orDieSql(Effect.flatMap(hasNone(query), (none) => (none ? Effect.succeed(0) : count(user_id, query)))),

    create: Effect.fnUntraced(function* (user_id: number, fields: NewMessage) {
      const { message, to } = yield* atomically(sql, create(user_id, fields))
      // What could not be kept is not sent.
      if (to !== undefined) {
        const sent_at = DateTime.makeUnsafe(yield* time.now)
        yield* outbox.send({ kind: "message", sent_at, from: user_id, to, message })
      }
      return message
    }),

    update: (user_id: number, ids: ReadonlyArray<string>, changes: Changes) =>
      atomically(sql, update(user_id, ids, changes)),

    updateAll: (user_id: number, changes: Changes) => atomically(sql, updateAll(user_id, changes)),

    sendSystem,

    unread: (user_id: number, dialog_ids: ReadonlyArray<string> | undefined) =>
      orDieSql(receipts.unread(user_id, dialog_ids))
  }
})

/** The messages, in their tables. */
export class Messages extends Context.Service<
  Messages,
  {
    readonly select: (where: Fragment, page: Fragment) => Effect.Effect<ReadonlyArray<Views.Row>, SqlError>
    readonly shownOf: (place: Place, ids: ReadonlyArray<string>) => Effect.Effect<ReadonlyArray<Views.Row>, SqlError>
    readonly list: (user_id: number, query: Query) => Effect.Effect<Page, ErrorResponse>
    readonly count: (user_id: number, query: Query) => Effect.Effect<number, ErrorResponse>
    readonly create: (user_id: number, fields: NewMessage) => Effect.Effect<Message, ErrorResponse>
    readonly update: (
      user_id: number,
      ids: ReadonlyArray<string>,
      changes: Changes
    ) => Effect.Effect<void, ErrorResponse>
    readonly updateAll: (user_id: number, changes: Changes) => Effect.Effect<void, ErrorResponse>
    readonly sendSystem: (
      user_id: number,
      recipient_id: number,
      parameters: Parameters
    ) => Effect.Effect<SentSystemMessage, ErrorResponse>
    readonly unread: (
      user_id: number,
      dialog_ids: ReadonlyArray<string> | undefined
    ) => Effect.Effect<Unread, ErrorResponse>
  }
>()("@effect-connectycube/emulator/modules/chat/Messages") {
  static readonly layer = Layer.effect(Messages, make)
}
