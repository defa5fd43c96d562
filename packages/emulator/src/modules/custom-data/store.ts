/**
 * The records, in their table.
 */
import type { Permissions } from "@effect-connectycube/custom-data/Permissions"
import type { ErrorResponse } from "@effect-connectycube/core/contract/Endpoint"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as SqlClient from "effect/sql/SqlClient"
import type { SqlError } from "effect/sql/SqlError"
import type { Fragment } from "effect/sql/Statement"
import { Identifiers } from "../../server/state/identifiers.ts"
import { Time, toSecond } from "../../server/state/time.ts"
import { atomically } from "../../server/database/transaction.ts"
import type { Class } from "./classes.ts"
import type { Fields } from "./changes.ts"
import { valueOf } from "./columns.ts"
import { typeOf } from "./criteria.ts"
import type { Aggregation, Calculation } from "./listQuery.ts"

/** A record as its table has it. */
interface Row {
  readonly id: string
  readonly user_id: number
  readonly parent_id: string | null
  readonly fields: string
  readonly permissions: string
  readonly created_at: number
  readonly updated_at: number
}

/** What a request can say about a record. */
export interface Content {
  readonly parent_id: string | null
  readonly fields: Fields
  readonly permissions: Permissions
}

export interface StoredRecord extends Omit<Row, keyof Content>, Content {}

const read = (row: Row): StoredRecord => ({
  ...row,
  fields: JSON.parse(row.fields),
  permissions: JSON.parse(row.permissions)
})

const written = ({ parent_id, fields, permissions }: Content) => ({
  parent_id,
  fields: JSON.stringify(fields),
  permissions: JSON.stringify(permissions)
})

export interface Selection {
  readonly where: Fragment
  readonly order: Fragment
  readonly limit: number
  readonly skip: number
}

/** SQLite's `sum` has no response where an integer would become too large. */
const functions: { readonly [Name in Calculation]: string } = { avg: "avg", min: "min", max: "max", sum: "total" }

const flagOf = (value: unknown): boolean | null => (value === null ? null : value === 1)

const make = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  const time = yield* Time
  const identifiers = yield* Identifiers

  const now = Effect.map(time.now, toSecond)

  /** As many as there may be: a statement has no more than some thousand parameters. */
  const listed = (ids: ReadonlyArray<string>) => sql`SELECT value FROM json_each(${JSON.stringify(ids)})`

  return {
    sql,
    atomically: <A, R>(effect: Effect.Effect<A, ErrorResponse | SqlError, R>) => atomically(sql, effect),
    select: ({ name }: Class, { where, order, limit, skip }: Selection): Effect.Effect<ReadonlyArray<StoredRecord>> =>
      // Those before the page are passed over in an index, where it has all that is asked of them.
      sql<Row>`
        SELECT * FROM records WHERE id IN (
          SELECT id FROM records WHERE class_name = ${name} AND ${where} ORDER BY ${order} LIMIT ${limit} OFFSET ${skip}
        ) ORDER BY ${order}`.pipe(
        Effect.map((rows) => rows.map(read)),
        Effect.orDie
      ),
    count: ({ name }: Class, where: Fragment): Effect.Effect<number> =>
      sql<{ n: number }>`SELECT count(*) AS n FROM records WHERE class_name = ${name} AND ${where}`.pipe(
        Effect.map(([row]) => row?.n ?? 0),
        Effect.orDie
      ),
    aggregate: (
      of: Class,
      where: Fragment,
      { group_by, calculations }: Aggregation
    ): Effect.Effect<ReadonlyArray<{ readonly [name: string]: unknown }>> => {
      const group = valueOf(sql, group_by)
      const columns = calculations.map(
        ([field, calculation]) =>
          sql`${sql.literal(functions[calculation])}(${valueOf(sql, field)}) AS ${sql(`calc_${field}`)}`
      )
      return sql`SELECT ${group} AS ${sql(group_by)}, ${sql.csv(columns)} FROM records
        WHERE class_name = ${of.name} AND ${where} GROUP BY ${group} ORDER BY ${group}`.pipe(
        Effect.map((rows) =>
          typeOf(of, group_by) === "Boolean" ? rows.map((row) => ({ ...row, [group_by]: flagOf(row[group_by]) })) : rows
        ),
        Effect.orDie
      )
    },
    byIds: ({ name }: Class, ids: ReadonlyArray<string>, allowed: Fragment) =>
      sql<Row & { readonly allowed: number }>`SELECT *, (${allowed}) AS allowed FROM records
        WHERE class_name = ${name} AND id IN (${listed(ids)})`.pipe(
        Effect.map(
          (rows) =>
            new Map(rows.map(({ allowed, ...row }) => [row.id, { record: read(row), isAllowed: allowed === 1 }]))
        ),
        Effect.orDie
      ),
    create: Effect.fnUntraced(function* ({ name }: Class, user_id: number, content: Content) {
      const at = yield* now
      const record: StoredRecord = {
        ...content,
        id: yield* identifiers.objectId,
        user_id,
        created_at: at,
        updated_at: at
      }
      yield* sql`INSERT INTO records ${sql.insert({ ...record, ...written(content), class_name: name })}`
      return record
    }),
    update: Effect.fnUntraced(function* (before: StoredRecord, content: Content) {
      const record: StoredRecord = { ...before, ...content, updated_at: yield* now }
      yield* sql`UPDATE records SET ${sql.update({ ...written(content), updated_at: record.updated_at })}
        WHERE id = ${record.id}`
      return record
    }),
    remove: (ids: ReadonlyArray<string>): Effect.Effect<void, SqlError> =>
      Effect.asVoid(sql`WITH RECURSIVE gone (id) AS (
          SELECT id FROM records WHERE id IN (${listed(ids)})
          UNION SELECT records.id FROM records JOIN gone ON records.parent_id = gone.id
        ) DELETE FROM records WHERE id IN gone`)
  }
})

export class RecordsStore extends Context.Service<
  RecordsStore,
  {
    readonly sql: SqlClient.SqlClient
    readonly atomically: <A, R>(
      effect: Effect.Effect<A, ErrorResponse | SqlError, R>
    ) => Effect.Effect<A, ErrorResponse, R>
    readonly select: (of: Class, selection: Selection) => Effect.Effect<ReadonlyArray<StoredRecord>>
    readonly count: (of: Class, where: Fragment) => Effect.Effect<number>
    /** The records in groups, each with its value of that field, and the results of the calculations as `calc_…`. */
    readonly aggregate: (
      of: Class,
      where: Fragment,
      aggregation: Aggregation
    ) => Effect.Effect<ReadonlyArray<{ readonly [name: string]: unknown }>>
    /** The records with these ids, and whether the action is allowed with each of them. */
    readonly byIds: (
      of: Class,
      ids: ReadonlyArray<string>,
      allowed: Fragment
    ) => Effect.Effect<ReadonlyMap<string, { readonly record: StoredRecord; readonly isAllowed: boolean }>>
    readonly create: (of: Class, user_id: number, content: Content) => Effect.Effect<StoredRecord, SqlError>
    readonly update: (before: StoredRecord, content: Content) => Effect.Effect<StoredRecord, SqlError>
    /** Removes these records, and their child records of all classes. */
    readonly remove: (ids: ReadonlyArray<string>) => Effect.Effect<void, SqlError>
  }
>()("@effect-connectycube/emulator/modules/custom-data/RecordsStore") {
  static readonly layer = Layer.effect(RecordsStore, make)
}
