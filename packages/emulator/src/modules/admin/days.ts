/**
 * Times, found by the indexes over their days in UTC.
 */
import type { SqlClient } from "effect/sql/SqlClient"
import type { Fragment } from "effect/sql/Statement"
import * as Filter from "../../server/wire/filter.ts"

/** Milliseconds. An index over days has this number in its expression too. */
const day = 86_400_000

/** The day of a time in milliseconds, as the indexes have it. */
export const dayOf = (sql: SqlClient, time: Fragment): Fragment => sql`${time} / 86400000`

/** What comes at or after, or at or before, a time is not on a day before, or after, that of the time. */
const outer = { gt: "gte", gte: "gte", lt: "lte", lte: "lte", eq: "eq" } as const

/** A time in milliseconds with an index over its days. Its operators are those of a range. */
export const timeColumn =
  (time: (sql: SqlClient) => Fragment): Filter.Column =>
  (sql, operator, values) => {
    const condition = Filter.expression(time)(sql, operator, values)
    const wider = Object.entries(outer).find(([name]) => name === operator)?.[1]
    if (wider === undefined) return condition
    const days = values.map((value) => Math.floor(Number(value) / day))
    return sql.and([Filter.expression((sql) => dayOf(sql, time(sql)))(sql, wider, days), condition])
  }
