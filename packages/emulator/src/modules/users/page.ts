/**
 * A page of users, and how many there are in all.
 */
import type { ErrorResponse } from "@effect-connectycube/core/contract/Endpoint"
import * as Effect from "effect/Effect"
import type { SqlClient } from "effect/sql/SqlClient"
import type { SqlError } from "effect/sql/SqlError"
import type { Fragment } from "effect/sql/Statement"
import * as Filter from "../../server/wire/filter.ts"
import { columns, sortable } from "./columns.ts"

export interface Listing {
  readonly conditions: ReadonlyArray<Filter.Condition>
  readonly sorting?: Filter.Sorting
  readonly limit: number
  readonly offset: number
}

/** Operators of which an index finds the users in an order that nobody has asked for. */
const ranges: ReadonlySet<Filter.Operator> = new Set(["in", "gt", "gte", "lt", "lte", "between", "start_with"])

const isRange = ({ field, operator }: Filter.Condition): boolean => ranges.has(operator) && field !== "user_tags"

/** The index with the order of a field, where it has a name; the table itself has that of the ids. */
const indexOf = (sql: SqlClient, field: string): Fragment => {
  if (field === "id") return sql`NOT INDEXED`
  return named.has(field) ? sql`INDEXED BY ${sql.literal(`users_by_${field}`)}` : sql``
}

const named = new Set(["full_name", "phone", "created_at", "updated_at", "last_request_at", "timezone"])

const count = (sql: SqlClient, where: Fragment): Effect.Effect<number, SqlError> =>
  Effect.map(sql<{ n: number }>`SELECT count(*) AS n FROM users ${where}`, ([row]) => row?.n ?? 0)

export const countOf = Effect.fnUntraced(function* (sql: SqlClient, conditions: ReadonlyArray<Filter.Condition>) {
  return yield* count(sql, yield* Filter.clause(sql, columns, conditions))
})

/** The ids of the page, and how many users there are in all. Those before the page are passed over in an index. */
export const idsOf = Effect.fnUntraced(function* (
  sql: SqlClient,
  { conditions, sorting = {}, limit, offset }: Listing
): Effect.fn.Return<
  { readonly total: number; readonly ids: Fragment; readonly order: Fragment },
  ErrorResponse | SqlError
> {
  const where = yield* Filter.clause(sql, columns, conditions)
  const order = yield* Filter.order(sql, sortable, sorting)
  const total = yield* count(sql, where)
  const select = (index: Fragment, order: Fragment) =>
    sql`SELECT id FROM users ${index} ${where} ORDER BY ${order} LIMIT ${limit} OFFSET ${offset}`
  const field = sorting.sort_asc ?? sorting.sort_desc ?? "id"
  const isRangeOfAnother = conditions.some((condition) => condition.field !== field && isRange(condition))
  if (!isRangeOfAnother) return { total, order, ids: select(sql``, order) }
  // What a condition finds has another order, and is sorted. But most users come up soon in the order that is asked for.
  const isMost = total * 2 > (yield* count(sql, sql``))
  const ids = isMost
    ? select(indexOf(sql, field), order)
    : select(sql``, yield* Filter.order(sql, sortable, sorting, { isIndexed: false }))
  return { total, order, ids }
})
