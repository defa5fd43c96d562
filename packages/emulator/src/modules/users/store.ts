/**
 * The users, in their table.
 */
import type { ErrorResponse } from "@effect-connectycube/core/contract/Endpoint"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as SqlClient from "effect/sql/SqlClient"
import { isSqlError } from "effect/sql/SqlError"
import type { Fragment } from "effect/sql/Statement"
import type * as Filter from "../../server/wire/filter.ts"
import { Identifiers } from "../../server/state/identifiers.ts"
import * as Reject from "../../server/wire/reject.ts"
import { Time, toSecond } from "../../server/state/time.ts"
import { orDieSql } from "../../server/database/transaction.ts"
import * as Rules from "./rules.ts"
import * as UsersPage from "./page.ts"

/** What the server keeps of a user, and no response has. */
export interface Secrets {
  /** The hash; `null` for a user without a password. */
  readonly password: string | null
  /** The account at a provider by which the user logs in. */
  readonly identity: string | null
  readonly is_guest: boolean | null
  /** When the user is deleted: guests only. Milliseconds since 1970. */
  readonly expires_at: number | null
}

export interface Row extends Rules.ProfileColumns, Omit<Secrets, "is_guest"> {
  readonly id: number
  readonly object_id: string
  readonly is_guest: number | null
  readonly created_at: number
  readonly updated_at: number
  readonly last_request_at: number | null
}

const make = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  const time = yield* Time
  const identifiers = yield* Identifiers

  const findWhere = (where: Fragment): Effect.Effect<Row | undefined> =>
    sql<Row>`SELECT * FROM users WHERE ${where} LIMIT 1`.pipe(
      Effect.map(([row]) => row),
      Effect.orDie
    )

  const findBy = (column: Column, value: string | number) => findWhere(sql`${sql(column)} = ${value}`)

  /** The errors in columns of the user with this id, or of a new user (0). */
  const check = Effect.fnUntraced(function* (columns: Partial<Rules.ProfileColumns>, self: number) {
    const errors: Record<string, ReadonlyArray<string>> = {}
    for (const column of Rules.uniqueColumns) {
      const value = columns[column]
      if (value === undefined || value === null) continue
      const key = column === "external_user_id" ? sql`CAST(external_user_id AS TEXT)` : sql`${sql(column)}`
      const text = String(value)
      const taken = yield* findWhere(sql`${key} = ${text} AND id <> ${self}`)
      if (taken !== undefined) errors[column] = ["has already been taken"]
    }
    return { ...errors, ...Rules.check(columns) }
  })

  const rejectInvalid = Effect.fnUntraced(function* (columns: Partial<Rules.ProfileColumns>, self: number) {
    const errors = yield* check(columns, self)
    if (Rules.hasErrors(errors)) return yield* Reject.unprocessable(errors)
  })

  const setTags = Effect.fnUntraced(function* (id: number, user_tags: string | null) {
    yield* sql`DELETE FROM user_tags WHERE user_id = ${id}`
    for (const tag of Rules.tagsOf(user_tags)) yield* sql`INSERT INTO user_tags ${sql.insert({ tag, user_id: id })}`
  })

  const get = (id: number): Effect.Effect<Row> =>
    Effect.flatMap(findBy("id", id), (row) =>
      row === undefined ? Effect.die(new Error(`There is no user ${id}`)) : Effect.succeed(row)
    )

  const create = Effect.fnUntraced(function* (columns: Partial<Rules.ProfileColumns>, secrets: Partial<Secrets>) {
    yield* rejectInvalid(columns, 0)
    const now = toSecond(yield* time.now)
    const [made] = yield* sql<{ id: number }>`INSERT INTO users ${sql.insert({
      object_id: yield* identifiers.objectId,
      ...Rules.emptyProfile,
      ...columns,
      ...secrets,
      created_at: now,
      updated_at: now
    })} RETURNING id`
    const id = made?.id ?? 0
    yield* setTags(id, columns.user_tags ?? null)
    return yield* get(id)
  })

  const update = Effect.fnUntraced(function* (
    id: number,
    columns: Partial<Rules.ProfileColumns> & Partial<Pick<Secrets, "password">>
  ) {
    yield* rejectInvalid(columns, id)
    const updated_at = toSecond(yield* time.now)
    yield* sql`UPDATE users SET ${sql.update({ ...columns, updated_at })} WHERE id = ${id}`
    if (columns.user_tags !== undefined) yield* setTags(id, columns.user_tags)
    return yield* get(id)
  })

  return {
    sql,
    atomically: <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> => inTransaction(sql, effect),
    check,
    findBy,
    findByExternalUserId: (id: string) => findWhere(sql`CAST(external_user_id AS TEXT) = ${id}`),
    get,
    create: (columns: Partial<Rules.ProfileColumns>, secrets: Partial<Secrets>): Effect.Effect<Row, ErrorResponse> =>
      inTransaction(sql, create(columns, secrets)),
    update: (
      id: number,
      columns: Partial<Rules.ProfileColumns> & Partial<Pick<Secrets, "password">>
    ): Effect.Effect<Row, ErrorResponse> => inTransaction(sql, update(id, columns)),
    remove: (id: number): Effect.Effect<void> => Effect.orDie(Effect.asVoid(sql`DELETE FROM users WHERE id = ${id}`)),
    count: (conditions: ReadonlyArray<Filter.Condition>): Effect.Effect<number, ErrorResponse> =>
      orDieSql(UsersPage.countOf(sql, conditions)),
    page: (
      listing: UsersPage.Listing
    ): Effect.Effect<{ readonly total: number; readonly rows: ReadonlyArray<Row> }, ErrorResponse> =>
      orDieSql(
        Effect.gen(function* () {
          const { total, ids, order } = yield* UsersPage.idsOf(sql, listing)
          return { total, rows: yield* sql<Row>`SELECT * FROM users WHERE id IN (${ids}) ORDER BY ${order}` }
        })
      ),
    select: (where: Fragment): Effect.Effect<ReadonlyArray<Row>> =>
      Effect.orDie(sql<Row>`SELECT * FROM users WHERE ${where} ORDER BY id`),
    touch: (id: number): Effect.Effect<void> =>
      Effect.flatMap(time.now, (now) =>
        Effect.orDie(Effect.asVoid(sql`UPDATE users SET last_request_at = ${toSecond(now)} WHERE id = ${id}`))
      )
  }
})

/** A database that fails is a defect of the emulator. */
const inTransaction = <A, E, R>(sql: SqlClient.SqlClient, effect: Effect.Effect<A, E, R>) =>
  Effect.catchIf(sql.withTransaction(effect), isSqlError, (error) => Effect.die(error))

/** The columns by which one user is found. */
export type Column = "id" | "login" | "email" | "phone" | "facebook_id" | "twitter_id" | "identity"

export class UsersStore extends Context.Service<
  UsersStore,
  {
    readonly sql: SqlClient.SqlClient
    /** All or nothing, and no other request in between. */
    readonly atomically: <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
    /** The errors in columns of the user with this id, or of a new user (0). */
    readonly check: (columns: Partial<Rules.ProfileColumns>, self: number) => Effect.Effect<Reject.FieldErrors>
    readonly findBy: (column: Column, value: string | number) => Effect.Effect<Row | undefined>
    readonly findByExternalUserId: (id: string) => Effect.Effect<Row | undefined>
    /** The user with this id, who has to exist: a defect else. */
    readonly get: (id: number) => Effect.Effect<Row>
    readonly create: (
      columns: Partial<Rules.ProfileColumns>,
      secrets: Partial<Secrets>
    ) => Effect.Effect<Row, ErrorResponse>
    readonly update: (
      id: number,
      columns: Partial<Rules.ProfileColumns> & Partial<Pick<Secrets, "password">>
    ) => Effect.Effect<Row, ErrorResponse>
    readonly remove: (id: number) => Effect.Effect<void>
    /** How many users match all of the conditions. */
    readonly count: (conditions: ReadonlyArray<Filter.Condition>) => Effect.Effect<number, ErrorResponse>
    /** A page, and the number of all users in the list. */
    readonly page: (
      listing: UsersPage.Listing
    ) => Effect.Effect<{ readonly total: number; readonly rows: ReadonlyArray<Row> }, ErrorResponse>
    /** All users who match, by their ids. */
    readonly select: (where: Fragment) => Effect.Effect<ReadonlyArray<Row>>
    /** Sets the time of the last request of a user to now. */
    readonly touch: (id: number) => Effect.Effect<void>
  }
>()("@effect-connectycube/emulator/modules/users/UsersStore") {
  static readonly layer = Layer.effect(UsersStore, make)
}
