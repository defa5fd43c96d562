/**
 * The search in what a user is shown.
 *
 * @see https://developers.connectycube.com/server/chat#global-search
 */
import type { Dialog } from "@effect-connectycube/chat/Dialog"
import type { Message } from "@effect-connectycube/chat/Message"
import type { ErrorResponse } from "@effect-connectycube/core/contract/Endpoint"
import * as Context from "effect/Context"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as SqlClient from "effect/sql/SqlClient"
import type { Fragment } from "effect/sql/Statement"
import * as Reject from "../../server/wire/reject.ts"
import { orDieSql } from "../../server/database/transaction.ts"
import * as DialogViews from "./dialogViews.ts"
import { Dialogs } from "./dialogs.ts"
import * as Views from "./messageViews.ts"

export interface Query {
  readonly search_text: string
  readonly chat_dialog_ids?: ReadonlyArray<string>
  /** The later one. */
  readonly start_date?: DateTime.DateTime
  readonly end_date?: DateTime.DateTime
  readonly limit?: number
}

const defaultLimit = 10
const mostMonths = 3

interface Found {
  readonly results: {
    readonly dialogs: ReadonlyArray<Dialog>
    readonly messages: ReadonlyArray<Message>
    readonly users: ReadonlyArray<never>
  }
}

const make = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  const dialogs = yield* Dialogs

  const checkDates = Effect.fnUntraced(function* ({ start_date, end_date }: Query) {
    if (start_date === undefined) return
    if (end_date === undefined) return yield* Reject.unprocessable({ end_date: ["is required"] })
    if (DateTime.isLessThan(end_date, DateTime.subtract(start_date, { months: mostMonths }))) {
      return yield* Reject.unprocessable({ end_date: [`can't be more than ${mostMonths} months before start_date`] })
    }
  })

  const isWithin = (created_at: Fragment, { start_date, end_date }: Query): Fragment =>
    sql.and([
      ...(start_date === undefined ? [] : [sql`${created_at} <= ${DateTime.toEpochMillis(start_date)}`]),
      ...(end_date === undefined ? [] : [sql`${created_at} >= ${DateTime.toEpochMillis(end_date)}`])
    ])

  const search = Effect.fnUntraced(function* (user_id: number, query: Query) {
    yield* checkDates(query)
    const { search_text, chat_dialog_ids, limit = defaultLimit } = query
    const within = chat_dialog_ids === undefined ? sql`true` : sql`m.dialog_id IN ${sql.in(chat_dialog_ids)}`
    const page = sql`LIMIT ${limit}`
    const found = yield* dialogs.select(
      user_id,
      {
        where: sql`${within} AND instr(${DialogViews.name(sql)}, ${search_text}) > 0
          AND ${isWithin(sql`m.created_at`, query)}`
      },
      sql`m.last_message_date_sent DESC, m.created_at DESC, m.dialog_id DESC`,
      page
    )
    const messages = yield* sql<Views.Row>`
      SELECT ${Views.columns(sql)}
      FROM memberships m CROSS JOIN dialogs d ON d.id = m.dialog_id CROSS JOIN messages s ON s.chat_dialog_id = d.id
      WHERE m.user_id = ${user_id} AND m.deleted = 0 AND ${within}
        AND instr(s.message, ${search_text}) > 0 AND ${isWithin(sql`s.date_sent`, query)}
        AND +s.number > m.cleared
        AND NOT EXISTS (SELECT 1 FROM hidden_messages h WHERE h.number = s.number AND h.user_id = m.user_id)
      ORDER BY s.date_sent DESC, s.id DESC ${page}`
    return {
      results: {
        dialogs: found,
        messages: messages.map((row) => Views.toMessage(row, user_id)),
        // Empty in the documentation too.
        users: []
      }
    }
  })

  return {
    search: (user_id: number, query: Query) => orDieSql(search(user_id, query))
  }
})

/** What is found. */
export class Search extends Context.Service<
  Search,
  {
    /** Dialogs by their names and messages by their texts, the latest first. */
    readonly search: (user_id: number, query: Query) => Effect.Effect<Found, ErrorResponse>
  }
>()("@effect-connectycube/emulator/modules/chat/Search") {
  static readonly layer = Layer.effect(Search, make)
}
