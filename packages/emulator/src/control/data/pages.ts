/**
 * Pages of rows.
 */
import * as Effect from "effect/Effect"
import type { SqlClient } from "effect/sql/SqlClient"
import type { Fragment } from "effect/sql/Statement"

/** Which page is asked for, as a query has it. */
export interface Paging {
  readonly page?: number
  readonly per_page?: number
}

export interface Page<A> {
  readonly items: ReadonlyArray<A>
  readonly page: number
  readonly per_page: number
  /** On all pages. */
  readonly total: number
}

interface Listing {
  /** The table, and what it is joined with. */
  readonly from: Fragment
  readonly columns: Fragment
  readonly where: ReadonlyArray<Fragment>
  readonly order: Fragment
}

/** A page of a list, and how long the list is. */
export const pageOf = Effect.fnUntraced(function* <Row extends object>(
  sql: SqlClient,
  { page = 1, per_page = 50 }: Paging,
  { columns, from, order, where }: Listing
) {
  const condition = where.length === 0 ? sql`true` : sql.and(where)
  const [counted] = yield* sql<{ n: number }>`SELECT count(*) AS n FROM ${from} WHERE ${condition}`
  const items = yield* sql<Row>`
    SELECT ${columns} FROM ${from} WHERE ${condition}
    ORDER BY ${order} LIMIT ${per_page} OFFSET ${(page - 1) * per_page}`
  const result: Page<Row> = { items, page, per_page, total: counted?.n ?? 0 }
  return result
}, Effect.orDie)

/** The same page of other things. */
export const map = <A, B>(page: Page<A>, f: (item: A) => B): Page<B> => ({ ...page, items: page.items.map(f) })

/** A condition on each of these columns: that one of them has a text in it, in any case. */
export const contains = (sql: SqlClient, columns: ReadonlyArray<string>, text: string): Fragment =>
  sql.or(columns.map((column) => sql`instr(lower(${sql.literal(column)}), ${text.toLowerCase()}) > 0`))
