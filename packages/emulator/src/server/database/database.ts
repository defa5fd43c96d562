/**
 * The database: a SQLite in memory or in a file, with the tables of the emulator.
 */
import { DatabaseSync } from "node:sqlite"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Reactivity from "effect/reactivity/Reactivity"
import * as SqlClient from "effect/sql/SqlClient"
import { DatabaseError } from "../../DatabaseError.ts"
import * as Connection from "./connection.ts"
import * as Copies from "./copies.ts"
import { applicationId, pragma, type Versions, versionOf } from "./dataFile/check.ts"
import * as DataFile from "./dataFile/open.ts"
import * as Client from "./sqlClient.ts"

/** The data in memory. */
export const inMemory = ":memory:"

/** What is done with all of the data at once. */
export class Database extends Context.Service<
  Database,
  {
    /** Works on the database itself, in the transaction that it is run in, or while none is open. */
    readonly use: <A>(f: (database: DatabaseSync) => A) => Effect.Effect<A>
    /** Goes on with an empty database. */
    readonly reset: Effect.Effect<void>
    /** Takes a copy of the data. The effect that it returns goes on with that copy, as often as it is run. */
    readonly snapshot: Effect.Effect<Effect.Effect<void>>
  }
>()("@effect-connectycube/emulator/server/database/Database") {}

/** The database in a file, or {@link inMemory}, with these tables. One in memory begins as the copy, if there is one. */
export const layer = (
  file: string,
  versions: Versions,
  begin?: Copies.Copy
): Layer.Layer<SqlClient.SqlClient | Database, DatabaseError> =>
  Layer.effectContext(
    Effect.gen(function* () {
      const { empty, open } = opening(versions, begin)
      const connection = yield* Effect.acquireRelease(
        Effect.try({
          try: () => Connection.make(open(file)),
          catch: (cause) => new DatabaseError({ message: `Cannot use ${file}: ${messageOf(cause)}` })
        }),
        (connection) => Effect.sync(connection.close)
      )
      const { alone, sql } = yield* Client.make(connection)
      const atOnce = <A>(f: () => A) => alone(Effect.sync(f))
      const goOn = (copy: Copies.Copy) =>
        connection.replace(
          file === inMemory
            ? () => DataFile.plain(configure(copy.open(), versions))
            : Copies.replaceFile(file, copy, open)
        )
      const database = Database.of({
        use: (f) => atOnce(() => f(connection.database())),
        reset: atOnce(() => goOn(empty())),
        snapshot: atOnce(() => {
          const copy = Copies.of(connection.database())
          return atOnce(() => goOn(copy))
        })
      })
      return Context.make(SqlClient.SqlClient, sql).pipe(Context.add(Database, database))
    })
  ).pipe(Layer.provide(Reactivity.layer))

const opening = (versions: Versions, begin?: Copies.Copy) => {
  const configured = (database: DatabaseSync) => configure(database, versions)
  const empty = () => emptyOf(versions)
  return {
    open: (file: string): DataFile.Opened =>
      file === inMemory
        ? DataFile.plain(configured((begin ?? empty()).open()))
        : DataFile.open(file, versions, configured),

    /** The tables, with nothing in them. */
    empty
  }
}

/** Making the tables takes longer than a copy of them, so a process makes them once. */
const emptyOf = (versions: Versions): Copies.Copy => {
  const known = empties.get(versions)
  if (known !== undefined) return known
  const database = configure(new DatabaseSync(inMemory), versions)
  try {
    const copy = Copies.of(database)
    empties.set(versions, copy)
    return copy
  } finally {
    database.close()
  }
}

const empties = new WeakMap<Versions, Copies.Copy>()

/**
 * Nothing that a response has confirmed may be lost, neither when the process is killed (the write-ahead log) nor when the
 * power fails (`synchronous`). The lock keeps a second emulator off the file, and spares the shared-memory file. The cache, of
 * up to 64 MiB, holds the indexes of a million messages.
 */
const configure = (database: DatabaseSync, versions: Versions): DatabaseSync => {
  database.exec(`
    PRAGMA locking_mode = EXCLUSIVE;
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON;
    PRAGMA cache_size = -65536;
  `)
  const version = versionOf(database)
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
  return database
}

const messageOf = (cause: unknown): string => {
  const message = cause instanceof Error ? cause.message : String(cause)
  return message === "database is locked" ? "another process uses it" : message
}
