/**
 * What the two lists of an administrator have in common: their orders and their pages.
 */
import * as Effect from "effect/Effect"
import type { HttpServerResponse } from "effect/http/HttpServerResponse"
import type { SqlClient } from "effect/sql/SqlClient"
import type { Fragment } from "effect/sql/Statement"
import { counted } from "../../server/wire/responses.ts"

type SortField = "created_at" | "updated_at" | "_id"

/** A query that the contract has read, with its flat keys. */
export interface Query {
  readonly limit?: number
  readonly skip?: number
  readonly sort_asc?: SortField
  readonly sort_desc?: SortField
  readonly count?: boolean
}

/** A page, or, with `count`, a response with the number of all entries. */
export type Page<A> =
  | HttpServerResponse
  | {
      readonly total_entries: number
      readonly skip: number
      readonly limit: number
      readonly items: ReadonlyArray<A>
    }

const defaultLimit = 100

/** What is listed: a table with its alias, and the key by which its rows are found. */
interface Listed {
  readonly table: string
  readonly alias: "d" | "s"
  readonly key: string
}

export const dialogs: Listed = { table: "dialogs d", alias: "d", key: "d.id" }
export const messages: Listed = { table: "messages s", alias: "s", key: "s.number" }

/** By one field, and then by id: the newest first, unless the query has another order. */
const orderOf = (sql: SqlClient, { alias }: Listed, { sort_asc, sort_desc }: Query): Fragment => {
  const field = sort_asc ?? sort_desc ?? "_id"
  const direction = sql.literal(sort_asc === undefined ? "DESC" : "ASC")
  const id = sql`${sql.literal(alias)}.id ${direction}`
  return field === "_id" ? id : sql.csv([sql`${sql.literal(`${alias}.${field}`)} ${direction}`, id])
}

/**
 * A page of what the clause lets through, and how much there is in all; or only that, when it is asked to `count`. Those
 * before the page are passed over in an index: `select` gets the rows of the page by their keys, in this order.
 */
export const page = Effect.fnUntraced(function* <A, E>(
  sql: SqlClient,
  listed: Listed,
  clause: Fragment,
  query: Query,
  select: (where: Fragment, order: Fragment) => Effect.Effect<ReadonlyArray<A>, E>
) {
  const { limit = defaultLimit, skip = 0 } = query
  const from = sql`FROM ${sql.literal(listed.table)} ${clause}`
  const [all] = yield* sql<{ n: number }>`SELECT count(*) AS n ${from}`
  const total_entries = all?.n ?? 0
  if (query.count === true) return counted(total_entries)
  const key = sql.literal(listed.key)
  const order = sql`ORDER BY ${orderOf(sql, listed, query)}`
  const items = yield* select(sql`${key} IN (SELECT ${key} ${from} ${order} LIMIT ${limit} OFFSET ${skip})`, order)
  return { total_entries, skip, limit, items }
})
