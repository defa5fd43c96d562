/**
 * Conditions on the rows of a table, as SQL with parameters. The lists of all modules are filtered by this.
 */
import type { ErrorResponse } from "@effect-connectycube/core/contract/Endpoint"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import type { SqlClient } from "effect/sql/SqlClient"
import type { Fragment } from "effect/sql/Statement"
import * as Reject from "./reject.ts"

export type Operator =
  | "eq"
  | "ne"
  | "in"
  | "nin"
  | "all"
  | "gt"
  | "gte"
  | "lt"
  | "lte"
  | "between"
  | "start_with"
  | "ctn"

export type Value = string | number

export interface Condition {
  readonly field: string
  readonly operator: Operator
  /** One value, or more for `in`, `nin`, `all` and `between`. */
  readonly values: ReadonlyArray<Value>
}

/** How the conditions on a field become SQL. */
export type Column = (sql: SqlClient, operator: Operator, values: ReadonlyArray<Value>) => Fragment

export type Columns = { readonly [field: string]: Column }

/** A field that is a column of its own name. */
export const column = (name: string): Column => expression((sql) => sql`${sql(name)}`)

/** A field that is made of columns. */
export const expression =
  (of: (sql: SqlClient) => Fragment): Column =>
  (sql, operator, values) => {
    const self = of(sql)
    const [value = "", upper = ""] = values
    switch (operator) {
      case "eq":
        return sql`${self} = ${value}`
      // What is not there is not equal either.
      case "ne":
        return sql`${self} IS NOT ${value}`
      case "in":
        return sql`${self} IN ${sql.in(values)}`
      case "nin":
        return sql`(${self} IS NULL OR ${self} NOT IN ${sql.in(values)})`
      // One thing is all of several only when they are the same.
      case "all":
        return sql.and(values.map((value) => sql`${self} = ${value}`))
      case "gt":
        return sql`${self} > ${value}`
      case "gte":
        return sql`${self} >= ${value}`
      case "lt":
        return sql`${self} < ${value}`
      case "lte":
        return sql`${self} <= ${value}`
      case "between":
        return sql`${self} BETWEEN ${value} AND ${upper}`
      // A range, so that an index serves it.
      case "start_with":
        return sql`(${self} >= ${value} AND ${self} < ${`${value}\u{10ffff}`})`
      case "ctn":
        return sql`instr(${self}, ${String(value)}) > 0`
    }
  }

/**
 * An identifier, in a list that has another order: single ones are looked up, a range of them is looked for in the order of
 * the list. No index is asked for what is calculated.
 */
export const identifier =
  (name: string): Column =>
  (sql, operator, values) => {
    const isSingle = operator === "eq" || operator === "in" || operator === "all"
    return expression((sql) => sql.literal(isSingle ? name : `+${name}`))(sql, operator, values)
  }

/** A field that is a list, kept in a table with one row for each item. */
export const listColumn =
  (table: string, owner: string, item: string): Column =>
  (sql, operator, values) => {
    const holds = (condition: Fragment) => sql`id IN (SELECT ${sql(owner)} FROM ${sql(table)} WHERE ${condition})`
    switch (operator) {
      case "ne":
      case "nin":
        return sql`NOT ${holds(sql.in(item, values))}`
      case "eq":
      case "in":
        return holds(sql.in(item, values))
      case "all":
        return sql.and(values.map((value) => holds(sql`${sql(item)} = ${value}`)))
      default:
        return holds(column(item)(sql, operator, values))
    }
  }

/** All of these conditions. */
export const compile = (
  sql: SqlClient,
  columns: Columns,
  conditions: ReadonlyArray<Condition>
): Effect.Effect<Fragment, ErrorResponse> =>
  Effect.map(
    Effect.forEach(conditions, ({ field, operator, values }) => {
      const column = columnOf(columns, field)
      return column === undefined
        ? Reject.unprocessable({ [field]: ["is not a field to filter by"] })
        : Effect.succeed(column(sql, operator, values))
    }),
    sql.and
  )

/** The conditions with their `WHERE`. Without any there is none: then SQLite counts an index without reading it. */
export const clause = (
  sql: SqlClient,
  columns: Columns,
  conditions: ReadonlyArray<Condition>
): Effect.Effect<Fragment, ErrorResponse> =>
  conditions.length === 0
    ? Effect.succeed(sql``)
    : Effect.map(compile(sql, columns, conditions), (where) => sql`WHERE ${where}`)

const columnOf = (columns: Columns, field: string): Column | undefined =>
  Object.hasOwn(columns, field) ? columns[field] : undefined

const operators: ReadonlySet<string> = new Set<Operator>([
  "eq",
  "ne",
  "in",
  "nin",
  "all",
  "gt",
  "gte",
  "lt",
  "lte",
  "start_with",
  "ctn"
])

const isOperator = (name: string): name is Operator => operators.has(name)

/** The conditions in a query that the contract has read: `id[in][]`, `created_at[gt]`, `login`. */
export const conditionsOf = (query: { readonly [key: string]: unknown }, columns: Columns): ReadonlyArray<Condition> =>
  Object.entries(query).flatMap(([key, value]) => {
    const [, field = "", operator = ""] = Object.hasOwn(columns, key)
      ? [key, key, "eq"]
      : (/^(.+)\[(\w+)\](?:\[\])?$/.exec(key) ?? [])
    if (!Object.hasOwn(columns, field) || !isOperator(operator)) return []
    const values = Array.isArray(value) ? value : [value]
    return [{ field, operator, values: values.map(valueOf) }]
  })

const valueOf = (value: unknown): Value => {
  if (DateTime.isDateTime(value)) return DateTime.toEpochMillis(value)
  return typeof value === "number" ? value : String(value)
}

export interface Sorting {
  readonly sort_asc?: string | undefined
  readonly sort_desc?: string | undefined
}

/** By `sort_asc` and `sort_desc`, and then by number. */
export const order = (
  sql: SqlClient,
  sortable: ReadonlySet<string>,
  { sort_asc, sort_desc }: Sorting,
  { isIndexed = true }: { readonly isIndexed?: boolean } = {}
): Effect.Effect<Fragment, ErrorResponse> => {
  if (sort_asc !== undefined && !sortable.has(sort_asc)) {
    return Reject.unprocessable({ sort_asc: [`can't be ${sort_asc}`] })
  }
  if (sort_desc !== undefined && !sortable.has(sort_desc)) {
    return Reject.unprocessable({ sort_desc: [`can't be ${sort_desc}`] })
  }
  const byId = sort_asc === "id" || sort_desc === "id"
  // No index has the order of what is calculated.
  const key = (name: string) => (isIndexed ? sql`${sql(name)}` : sql`+${sql(name)}`)
  return Effect.succeed(
    sql.csv([
      ...(sort_asc === undefined ? [] : [sql`${key(sort_asc)} ASC`]),
      ...(sort_desc === undefined ? [] : [sql`${key(sort_desc)} DESC`]),
      // Sorted by it twice, an index would not do.
      ...(byId ? [] : [sql`${key("id")} ASC`])
    ])
  )
}
