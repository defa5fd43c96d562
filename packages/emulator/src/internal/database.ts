/**
 * The SQLite of Node as Effect's `SqlClient`.
 */
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Reactivity from "effect/reactivity/Reactivity"
import type * as Scope from "effect/Scope"
import * as Semaphore from "effect/Semaphore"
import * as SqlClient from "effect/sql/SqlClient"
import type * as SqlConnection from "effect/sql/SqlConnection"
import { classifySqliteError, SqlError } from "effect/sql/SqlError"
import * as Statement from "effect/sql/Statement"
import * as Stream from "effect/Stream"
import { applicationId, versions } from "./tables.ts"

/** The file that the data should be kept in cannot be used. */
export class DatabaseError extends Data.TaggedError("DatabaseError")<{ readonly message: string }> {}

/** The data in memory. */
export const inMemory = ":memory:"

/** The database in a file, or {@link inMemory}, with its tables. */
export const layer = (file: string): Layer.Layer<SqlClient.SqlClient, DatabaseError> =>
  Layer.effect(SqlClient.SqlClient, Effect.flatMap(open(file), client)).pipe(Layer.provide(Reactivity.layer))

const open = (file: string): Effect.Effect<DatabaseSync, DatabaseError, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.try({
      try: () => {
        const database = new DatabaseSync(file)
        try {
          prepare(database)
        } catch (cause) {
          database.close()
          throw cause
        }
        return database
      },
      catch: (cause) => new DatabaseError({ message: `Cannot use ${file}: ${messageOf(cause)}` })
    }),
    (database) => Effect.sync(() => database.close())
  )

/**
 * Nothing that was answered may be lost, neither when the process is killed (the write-ahead log) nor when the power
 * fails (`synchronous`). The lock keeps a second emulator off the file, and spares the shared-memory file.
 */
const prepare = (database: DatabaseSync): void => {
  database.exec(`
    PRAGMA locking_mode = EXCLUSIVE;
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON;
  `)
  const version = pragma(database, "user_version")
  const owner = pragma(database, "application_id")
  const used = database.prepare("SELECT count(*) AS n FROM sqlite_schema").get()?.["n"] !== 0
  if (used && owner !== applicationId) throw new Error("it holds other data")
  if (version > versions.length) {
    throw new Error(
      `it was written by a newer emulator (version ${version} of its tables; this one knows ${versions.length})`
    )
  }
  for (const [index, tables] of versions.entries()) {
    if (index < version) continue
    database.exec(
      `BEGIN; ${tables}; PRAGMA user_version = ${index + 1}; PRAGMA application_id = ${applicationId}; COMMIT`
    )
  }
}

const pragma = (database: DatabaseSync, name: string): number =>
  Number(database.prepare(`PRAGMA ${name}`).get()?.[name] ?? 0)

const messageOf = (cause: unknown): string => {
  const message = cause instanceof Error ? cause.message : String(cause)
  return message === "database is locked" ? "another process uses it" : message
}

const client = (database: DatabaseSync) => {
  const connection = connectionOf(database)
  const isTransaction = () => database.isTransaction
  return SqlClient.make({
    ...SqlClient.makeSqliteAcquirers({
      connection: Effect.succeed(connection),
      semaphore: Semaphore.makeUnsafe(1),
      isTransaction
    }),
    compiler: Statement.makeCompilerSqlite(),
    driver: "node-sqlite",
    prepareTransactionControls: true,
    beginTransaction: "BEGIN IMMEDIATE",
    releaseSavepoint: (name) => `RELEASE SAVEPOINT ${name}`,
    spanAttributes: [["db.system.name", "sqlite"]]
  })
}

const connectionOf = (database: DatabaseSync): SqlConnection.Connection => {
  // The statements of the emulator are few, but for the lengths of their lists.
  const prepared = new Map<string, StatementSync>()

  const statement = (sql: string): StatementSync => {
    const known = prepared.get(sql)
    if (known !== undefined) return known
    const made = database.prepare(sql)
    if (prepared.size >= 500) prepared.clear()
    prepared.set(sql, made)
    return made
  }

  const run = (
    sql: string,
    params: ReadonlyArray<unknown>
  ): Effect.Effect<ReadonlyArray<SqlConnection.Row>, SqlError> =>
    Effect.try({
      try: () => statement(sql).all(...params.map(inputOf)),
      catch: (cause) =>
        new SqlError({
          reason: classifySqliteError(withCode(cause), { message: messageOf(cause), operation: "execute" })
        })
    })

  const rows: SqlConnection.Connection["execute"] = (sql, params, transform) =>
    transform === undefined ? run(sql, params) : Effect.map(run(sql, params), transform)
  const values: SqlConnection.Connection["executeValues"] = (sql, params) =>
    Effect.map(run(sql, params), (rows) => rows.map((row) => Object.values(row)))

  return {
    execute: rows,
    executeRaw: run,
    executeUnprepared: rows,
    executeValues: values,
    executeValuesUnprepared: values,
    executeStream: (sql, params, transform) => Stream.fromIterableEffect(rows(sql, params, transform))
  }
}

const inputOf = (value: unknown): SQLInputValue => {
  if (typeof value === "boolean") return value ? 1 : 0
  if (value === undefined || value === null) return null
  // Node binds a number as a float, which SQLite would keep as one where a column has no type.
  if (typeof value === "number") return Number.isSafeInteger(value) ? BigInt(value) : value
  if (typeof value === "string" || typeof value === "bigint") return value
  if (value instanceof Uint8Array) return value
  throw new TypeError(`SQLite has no ${typeof value}`)
}

/** Node gives the number of an error as `errcode`, the classification reads `errno`. */
const withCode = (cause: unknown): unknown =>
  cause instanceof Error && "errcode" in cause ? { message: cause.message, errno: cause.errcode } : cause
