/**
 * How many messages and dialogs there are, in all and by days in UTC. Those that were deleted for all users are not counted.
 *
 * @see https://developers.connectycube.com/admin_api/statistics
 */
import type { ErrorResponse } from "@effect-connectycube/core/contract/Endpoint"
import type { DialogType } from "@effect-connectycube/chat/Dialog"
import * as Context from "effect/Context"
import type * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as SqlClient from "effect/sql/SqlClient"
import type { Fragment } from "effect/sql/Statement"
import * as DialogViews from "../chat/dialogViews.ts"
import * as Filter from "../../server/wire/filter.ts"
import { orDieSql } from "../../server/database/transaction.ts"
import { dayOf, timeColumn } from "./days.ts"

/** Both ends are part of it. */
export interface Period {
  readonly start_date?: DateTime.DateTime
  readonly end_date?: DateTime.DateTime
}

export interface Types {
  readonly "types[]"?: ReadonlyArray<DialogType>
}

/** Which of the days that have something. */
export interface Days {
  readonly limit?: number
  readonly offset?: number
}

const defaultDays = 100

type Total = { readonly total: number }

/** Numbers by day, such as `2026-01-31`: the earliest day first. */
type PerDay = { readonly [day: string]: number }

const make = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient

  /** What is counted, and when it came about. */
  const messages = { table: sql`messages s`, time: sql`s.date_sent` }
  const dialogs = { table: sql`dialogs d`, time: sql`d.created_at` }

  const whereOf = (time: Fragment, query: Period & Types) => {
    const { start_date, end_date, "types[]": types } = query
    const columns = { ...DialogViews.filterColumns, time: timeColumn(() => time) }
    const asked = {
      ...(start_date === undefined ? {} : { "time[gte]": start_date }),
      ...(end_date === undefined ? {} : { "time[lte]": end_date }),
      ...(types === undefined ? {} : { "type[in]": types })
    }
    return Filter.clause(sql, columns, Filter.conditionsOf(asked, columns))
  }

  const total = Effect.fnUntraced(function* ({ table, time }: typeof messages, query: Period & Types) {
    const where = yield* whereOf(time, query)
    const [counted] = yield* sql<{ total: number }>`SELECT count(*) AS total FROM ${table} ${where}`
    return { total: counted?.total ?? 0 }
  })

  const perDay = Effect.fnUntraced(function* ({ table, time }: typeof messages, query: Period & Types & Days) {
    const { limit = defaultDays, offset = 0 } = query
    const where = yield* whereOf(time, query)
    const day = dayOf(sql, time)
    const rows = yield* sql<{ day: string; total: number }>`
      SELECT date((${day}) * 86400, 'unixepoch') AS day, count(*) AS total FROM ${table} ${where}
      GROUP BY ${day} ORDER BY ${day} LIMIT ${limit} OFFSET ${offset}`
    return Object.fromEntries(rows.map(({ day, total }) => [day, total]))
  })

  return {
    messagesSentTotal: (query: Period) => orDieSql(total(messages, query)),
    messagesSentPerDay: (query: Period & Days) => orDieSql(perDay(messages, query)),
    dialogsCreatedTotal: (query: Period & Types) => orDieSql(total(dialogs, query)),
    dialogsCreatedPerDay: (query: Period & Types & Days) => orDieSql(perDay(dialogs, query))
  }
})

/** The numbers. */
export class Statistics extends Context.Service<
  Statistics,
  {
    readonly messagesSentTotal: (query: Period) => Effect.Effect<Total, ErrorResponse>
    readonly messagesSentPerDay: (query: Period & Days) => Effect.Effect<PerDay, ErrorResponse>
    readonly dialogsCreatedTotal: (query: Period & Types) => Effect.Effect<Total, ErrorResponse>
    readonly dialogsCreatedPerDay: (query: Period & Types & Days) => Effect.Effect<PerDay, ErrorResponse>
  }
>()("@effect-connectycube/emulator/modules/admin/Statistics") {
  static readonly layer = Layer.effect(Statistics, make)
}
