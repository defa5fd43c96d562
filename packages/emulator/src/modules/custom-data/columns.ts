/**
 * The fields of records as SQL, and the conditions on them.
 */
import * as Option from "effect/Option"
import type { SqlClient } from "effect/sql/SqlClient"
import type { Fragment } from "effect/sql/Statement"
import * as Filter from "../../server/wire/filter.ts"
import type { Class } from "./classes.ts"
import { type Circle, type Criterion, typeOf } from "./criteria.ts"
import { numberOf } from "./values.ts"

const systemColumns: { readonly [field: string]: string } = {
  _id: "id",
  _parent_id: "parent_id",
  user_id: "user_id",
  created_at: "created_at",
  updated_at: "updated_at"
}

const pathOf = (field: string): string => `$."${field}"`

/** What a field holds. */
export const valueOf = (sql: SqlClient, field: string): Fragment => {
  const column = Object.hasOwn(systemColumns, field) ? systemColumns[field] : undefined
  return column === undefined ? sql`fields ->> ${pathOf(field)}` : sql`${sql(column)}`
}

/** All of these conditions. */
export const compile = (sql: SqlClient, of: Class, criteria: ReadonlyArray<Criterion>): Fragment =>
  sql.and(criteria.map((criterion) => sql`(${compileOne(sql, of, criterion)})`))

const compileOne = (sql: SqlClient, of: Class, criterion: Criterion): Fragment => {
  const { field } = criterion
  const value = valueOf(sql, field)
  switch (criterion.is) {
    case "null":
      return sql`${value} IS NULL`
    case "not null":
      return sql`${value} IS NOT NULL`
    case "near":
      return sql`${distance(sql, field, criterion.circle)} <= ${criterion.circle.radius}`
    // As of a field that is null everywhere.
    case "unknown":
      return criterion.operator === "ne" || criterion.operator === "nin" ? sql`TRUE` : sql`FALSE`
    case "filter": {
      const { operator, values } = criterion
      return columnOf(of, field, operator)(sql, operator, values)
    }
  }
}

const columnOf = (of: Class, field: string, operator: Filter.Operator): Filter.Column => {
  const type = typeOf(of, field)
  if (type === "Array") return arrayColumn(field)
  // The digits of a number as JSON has them: SQLite writes 1e+21 in another way.
  if (type === "Float" && operator === "ctn") return Filter.expression((sql) => sql`fields -> ${pathOf(field)}`)
  return Filter.expression((sql) => valueOf(sql, field))
}

/** A field that is an array of JSON. An item is the same as a text that would be written for it. */
const arrayColumn =
  (field: string): Filter.Column =>
  (sql, _, values) => {
    const holds = (value: Filter.Value): Fragment => {
      const text = String(value)
      if (text === "true" || text === "false") return sql`type = ${text} OR (type = 'text' AND value = ${text})`
      const number = Option.filter(numberOf(text), (number) => String(number) === text)
      return Option.isNone(number)
        ? sql`type = 'text' AND value = ${text}`
        : sql`(type = 'text' AND value = ${text}) OR (type IN ('integer', 'real') AND value = ${number.value})`
    }
    return sql.and(
      values.map((value) => sql`EXISTS (SELECT 1 FROM json_each(fields, ${pathOf(field)}) WHERE ${holds(value)})`)
    )
  }

/** Metres. */
const earth = 6_378_100

/** The way over the surface of the earth, by the haversine formula; `NULL` for what has no place. */
const distance = (sql: SqlClient, field: string, { longitude, latitude }: Circle): Fragment => {
  const place = (index: number) => sql`(fields ->> ${`${pathOf(field)}[${index}]`})`
  return sql`2 * ${earth} * asin(min(1, sqrt(
    pow(sin(radians(${place(1)} - ${latitude}) / 2), 2) +
    cos(radians(${latitude})) * cos(radians(${place(1)})) * pow(sin(radians(${place(0)} - ${longitude}) / 2), 2)
  )))`
}

/** By these fields, and then as they were created. */
export const order = (
  sql: SqlClient,
  { sort_asc, sort_desc }: { readonly sort_asc?: string; readonly sort_desc?: string },
  backwards = false
): Fragment => {
  const [up, down] = backwards ? [sql`DESC`, sql`ASC`] : [sql`ASC`, sql`DESC`]
  // Sorted by it twice, an index would not do.
  const byId = sort_asc === "_id" || sort_desc === "_id"
  return sql.csv([
    ...(sort_asc === undefined ? [] : [sql`${valueOf(sql, sort_asc)} ${up}`]),
    ...(sort_desc === undefined ? [] : [sql`${valueOf(sql, sort_desc)} ${down}`]),
    ...(byId ? [] : [sql`id ${up}`])
  ])
}
