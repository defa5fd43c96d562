/**
 * All messages, as an administrator sees them.
 *
 * @see https://developers.connectycube.com/admin_api/chat
 */
import type { ErrorResponse } from "@effect-connectycube/core/contract/Endpoint"
import type { AdministeredMessage } from "@effect-connectycube/chat/Message"
import type { UserId } from "@effect-connectycube/core/Ids"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as SqlClient from "effect/sql/SqlClient"
import type { Fragment } from "effect/sql/Statement"
import { usersOf } from "../chat/dialogViews.ts"
import * as Views from "../chat/messageViews.ts"
import * as Filter from "../../server/wire/filter.ts"
import { orDieSql } from "../../server/database/transaction.ts"
import { timeColumn } from "./days.ts"
import * as Pages from "./pages.ts"

/** Lists are JSON. */
interface Row extends Views.Row {
  readonly hidden_for_ids: string
  /** The members who have cleared the history since. */
  readonly cleared_for_ids: string
}

/** The fields by which messages are filtered. */
const filterColumns: Filter.Columns = {
  _id: Filter.expression((sql) => sql`s.id`),
  chat_dialog_id: Filter.expression((sql) => sql`s.chat_dialog_id`),
  date_sent: timeColumn((sql) => sql`s.date_sent`),
  created_at: Filter.expression((sql) => sql`s.created_at`),
  updated_at: Filter.expression((sql) => sql`s.updated_at`)
}

/** No user has this id. */
const nobody = 0

const make = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient

  const select = Effect.fnUntraced(function* (where: Fragment, order: Fragment) {
    const rows = yield* sql<Row>`
      SELECT ${Views.columns(sql)},
        (SELECT json_group_array(x.user_id) FROM hidden_messages x WHERE x.number = s.number) AS hidden_for_ids,
        (
          SELECT json_group_array(x.user_id) FROM memberships x
          WHERE x.dialog_id = s.chat_dialog_id AND x.cleared > 0 AND x.cleared >= s.number
        ) AS cleared_for_ids
      FROM messages s CROSS JOIN dialogs d ON d.id = s.chat_dialog_id
      WHERE ${where} ${order}`
    return rows.map(toMessage)
  })

  const list = Effect.fnUntraced(function* (query: Pages.Query) {
    const where = yield* Filter.clause(sql, filterColumns, Filter.conditionsOf({ ...query }, filterColumns))
    return yield* Pages.page(sql, Pages.messages, where, query, select)
  })

  return {
    list: (query: Pages.Query) => orDieSql(list(query))
  }
})

const toMessage = (row: Row): AdministeredMessage => ({
  ...Views.toMessage(row, nobody),
  deleted_for_ids: deletedFor(row),
  userExtraData: null
})

/** A member who has cleared the history has deleted all earlier messages. */
const deletedFor = ({ hidden_for_ids, cleared_for_ids }: Row): ReadonlyArray<UserId> =>
  [...new Set([...usersOf(hidden_for_ids), ...usersOf(cleared_for_ids)])].toSorted((one, other) => one - other)

/** The messages of all users. */
export class AdministeredMessages extends Context.Service<
  AdministeredMessages,
  {
    /** Marks nothing as read. */
    readonly list: (query: Pages.Query) => Effect.Effect<Pages.Page<AdministeredMessage>, ErrorResponse>
  }
>()("@effect-connectycube/emulator/modules/admin/AdministeredMessages") {
  static readonly layer = Layer.effect(AdministeredMessages, make)
}
