/** The SQLite file: the items copied so far, and the cursor to resume from. */
import * as Context from "effect/Context"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { DatabaseSync } from "node:sqlite"

/** The kind of items, and the table for it. */
export type Kind = "dialogs" | "messages"

export interface Row {
  readonly _id: string
  /** Milliseconds since 1970. */
  readonly created_at: number
  /** As JSON, as the API gives it, but for fields that the client does not know. */
  readonly json: string
}

/** An item that cannot be decoded: it is kept as it came, with the reason. */
export interface UnfitRow {
  readonly json: string
  readonly why: string
}

/** The file cannot be opened or written. */
export class ArchiveError extends Data.TaggedError("ArchiveError")<{ readonly message: string }> {}

export class Archive extends Context.Service<
  Archive,
  {
    /** The id that the last page ended with. */
    readonly cursor: (kind: Kind) => Effect.Effect<string | undefined, ArchiveError>
    /** How many items are here: those that can be read, and those that cannot. */
    readonly count: (kind: Kind) => Effect.Effect<{ readonly rows: number; readonly unfit: number }, ArchiveError>
    /**
     * Writes a page and its cursor: both, or neither, whenever the process ends. Without a cursor the next run begins where this
     * one did.
     */
    readonly save: (
      kind: Kind,
      rows: ReadonlyArray<Row>,
      unfit: ReadonlyArray<UnfitRow>,
      cursor: string | undefined
    ) => Effect.Effect<void, ArchiveError>
  }
>()("Archive") {
  static readonly layer = (file: string): Layer.Layer<Archive, ArchiveError> =>
    Layer.effect(
      Archive,
      Effect.map(open(file), (database) => {
        const cursor = database.prepare("SELECT cursor FROM cursors WHERE kind = ?")
        const saveCursor = database.prepare("INSERT OR REPLACE INTO cursors (kind, cursor) VALUES (?, ?)")
        const countUnfit = database.prepare("SELECT count(*) AS count FROM unfit WHERE kind = ?")
        // An item without an id may come again in the next run: it is here then.
        const insertUnfit = database.prepare("INSERT OR IGNORE INTO unfit (kind, json, why) VALUES (?, ?, ?)")
        const tables = { dialogs: table(database, "dialogs"), messages: table(database, "messages") }
        return Archive.of({
          cursor: (kind) =>
            attempt(() => {
              const saved = cursor.get(kind)?.["cursor"]
              return typeof saved === "string" ? saved : undefined
            }),
          count: (kind) =>
            attempt(() => ({
              rows: Number(tables[kind].count.get()?.["count"]),
              unfit: Number(countUnfit.get(kind)?.["count"])
            })),
          save: (kind, rows, unfit, next) =>
            attempt(() => {
              database.exec("BEGIN IMMEDIATE")
              try {
                for (const { _id, created_at, json } of rows) tables[kind].insert.run(_id, created_at, json)
                for (const { json, why } of unfit) insertUnfit.run(kind, json, why)
                if (next !== undefined) saveCursor.run(kind, next)
                database.exec("COMMIT")
              } catch (cause) {
                // On a full disk SQLite has rolled back already, and a second rollback would hide the cause.
                if (database.isTransaction) database.exec("ROLLBACK")
                throw cause
              }
            })
        })
      })
    )
}

const open = (file: string) =>
  Effect.acquireRelease(
    attempt(() => {
      const database = new DatabaseSync(file)
      // Committed rows survive a crash, and no other process can copy into the same file.
      database.exec(`
        PRAGMA locking_mode = EXCLUSIVE;
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        CREATE TABLE IF NOT EXISTS dialogs (_id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, json TEXT NOT NULL) STRICT;
        CREATE TABLE IF NOT EXISTS messages (_id TEXT PRIMARY KEY, created_at INTEGER NOT NULL, json TEXT NOT NULL) STRICT;
        CREATE TABLE IF NOT EXISTS unfit (kind TEXT, json TEXT, why TEXT NOT NULL, PRIMARY KEY (kind, json)) STRICT;
        CREATE TABLE IF NOT EXISTS cursors (kind TEXT PRIMARY KEY, cursor TEXT NOT NULL) STRICT;
      `)
      return database
    }).pipe(Effect.mapError(({ message }) => new ArchiveError({ message: `${file}: ${message}` }))),
    (database) => Effect.sync(() => database.close())
  )

// A plain INSERT: a repeated item is an error, and does not silently replace the first.
const table = (database: DatabaseSync, kind: Kind) => ({
  insert: database.prepare(`INSERT INTO ${kind} (_id, created_at, json) VALUES (?, ?, ?)`),
  count: database.prepare(`SELECT count(*) AS count FROM ${kind}`)
})

const attempt = <A>(run: () => A): Effect.Effect<A, ArchiveError> =>
  Effect.try({
    try: run,
    catch: (cause) => new ArchiveError({ message: cause instanceof Error ? cause.message : String(cause) })
  })
