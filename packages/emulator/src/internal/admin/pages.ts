/**
 * What the two lists of an administrator have in common: their orders and their pages.
 */
import * as Effect from "effect/Effect"
import type { SqlClient } from "effect/sql/SqlClient"
import type { SqlError } from "effect/sql/SqlError"
import type { Fragment } from "effect/sql/Statement"
import { counted } from "../counted.ts"

type SortField = "created_at" | "updated_at" | "_id"

/** A query that the contract has read, with its flat keys. */
export interface Query {
  readonly limit?: number
  readonly skip?: number
  readonly sort_asc?: SortField
  readonly sort_desc?: SortField
  readonly count?: boolean
}

const defaultLimit = 100

/** By one field of the rows of an alias, and then by id: the newest first, when nobody asks for another order. */
const orderOf = (sql: SqlClient, alias: "d" | "s", { sort_asc, sort_desc }: Query): Fragment => {
  const field = sort_asc ?? sort_desc ?? "_id"
  const direction = sql.literal(sort_asc === undefined ? "DESC" : "ASC")
  const id = sql`${sql.literal(alias)}.id ${direction}`
  return field === "_id" ? id : sql.csv([sql`${sql.literal(`${alias}.${field}`)} ${direction}`, id])
}

/** A page of what `select` gets in this order, and how much there is in all; or only that, when it is asked to `count`. */
export const page = Effect.fnUntraced(function* <A, E>(
  sql: SqlClient,
  alias: "d" | "s",
  query: Query,
  total: Effect.Effect<ReadonlyArray<{ readonly n: number }>, SqlError>,
  select: (page: Fragment) => Effect.Effect<ReadonlyArray<A>, E>
) {
  const { limit = defaultLimit, skip = 0 } = query
  const [all] = yield* total
  const total_entries = all?.n ?? 0
  if (query.count === true) return counted(total_entries)
  const items = yield* select(sql`ORDER BY ${orderOf(sql, alias, query)} LIMIT ${limit} OFFSET ${skip}`)
  return { total_entries, skip, limit, items }
})
