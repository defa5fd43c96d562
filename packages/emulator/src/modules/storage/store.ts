/**
 * The files as the API knows them, in their table.
 */
import type { FileChanges, NewFile } from "@effect-connectycube/storage/StoredFile"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as SqlClient from "effect/sql/SqlClient"
import { Identifiers } from "../../server/state/identifiers.ts"
import { Time, toSecond } from "../../server/state/time.ts"

/** Times are milliseconds since 1970. */
export interface FileRow {
  readonly id: number
  readonly uid: string
  readonly user_id: number
  readonly name: string
  readonly content_type: string
  readonly public: number
  /** Bytes, as they were declared; `null` before. */
  readonly size: number | null
  readonly completed_at: number | null
  readonly created_at: number
  readonly updated_at: number
}

/** A file, and what the store holds under its uid. */
export interface StoredRow extends FileRow {
  readonly object_size: number | null
  readonly object_content_type: string | null
  readonly md5: string | null
  readonly sha256: string | null
  readonly stored_at: number | null
}

const make = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  const time = yield* Time
  const identifiers = yield* Identifiers

  const one = (column: "id" | "uid", value: number | string): Effect.Effect<FileRow | undefined> =>
    sql<FileRow>`SELECT * FROM blobs WHERE ${sql(column)} = ${value}`.pipe(
      Effect.map(([row]) => row),
      Effect.orDie
    )

  const made = (rows: ReadonlyArray<FileRow>): Effect.Effect<FileRow> => {
    const [row] = rows
    return row === undefined ? Effect.die(new Error("There is no such file")) : Effect.succeed(row)
  }

  return {
    findById: (id: number) => one("id", id),
    findByUid: (uid: string) => one("uid", uid),
    create: Effect.fnUntraced(function* (user_id: number, { name, content_type, public: isPublic = false }: NewFile) {
      const now = toSecond(yield* time.now)
      const uid = yield* identifiers.token
      const columns = { uid, user_id, name, content_type, public: isPublic, created_at: now, updated_at: now }
      return yield* made(yield* sql<FileRow>`INSERT INTO blobs ${sql.insert(columns)} RETURNING *`)
    }, Effect.orDie),
    update: Effect.fnUntraced(function* (
      { id, ...before }: FileRow,
      { name = before.name, content_type = before.content_type }: FileChanges
    ) {
      const columns = { name, content_type, updated_at: toSecond(yield* time.now) }
      return yield* made(yield* sql<FileRow>`UPDATE blobs SET ${sql.update(columns)} WHERE id = ${id} RETURNING *`)
    }, Effect.orDie),
    complete: Effect.fnUntraced(function* (row: FileRow, size: number) {
      if (row.size === size && row.completed_at !== null) return
      const now = toSecond(yield* time.now)
      const columns = { size, completed_at: now, updated_at: now }
      yield* sql`UPDATE blobs SET ${sql.update(columns)} WHERE id = ${row.id}`
    }, Effect.orDie),
    remove: ({ id }: FileRow): Effect.Effect<void> =>
      Effect.orDie(Effect.asVoid(sql`DELETE FROM blobs WHERE id = ${id}`)),
    count: (user_id: number): Effect.Effect<number> =>
      sql<{ n: number }>`SELECT count(*) AS n FROM blobs WHERE user_id = ${user_id}`.pipe(
        Effect.map(([row]) => row?.n ?? 0),
        Effect.orDie
      ),
    select: (user_id: number, limit: number, offset: number): Effect.Effect<ReadonlyArray<FileRow>> =>
      Effect.orDie(
        sql<FileRow>`
          SELECT * FROM blobs WHERE id IN (
            SELECT id FROM blobs WHERE user_id = ${user_id} ORDER BY id LIMIT ${limit} OFFSET ${offset}
          ) ORDER BY id`
      ),
    all: Effect.orDie(sql<StoredRow>`
      SELECT blobs.*, blob_objects.size AS object_size, blob_objects.content_type AS object_content_type, md5, sha256,
        stored_at
      FROM blobs LEFT JOIN blob_objects ON key = uid ORDER BY id`)
  }
})

export class Files extends Context.Service<
  Files,
  {
    readonly findById: (id: number) => Effect.Effect<FileRow | undefined>
    readonly findByUid: (uid: string) => Effect.Effect<FileRow | undefined>
    readonly create: (user_id: number, file: NewFile) => Effect.Effect<FileRow>
    readonly update: (row: FileRow, changes: FileChanges) => Effect.Effect<FileRow>
    /** Declares that the content is uploaded. Declared again, nothing changes. */
    readonly complete: (row: FileRow, size: number) => Effect.Effect<void>
    readonly remove: (row: FileRow) => Effect.Effect<void>
    readonly count: (user_id: number) => Effect.Effect<number>
    readonly select: (user_id: number, limit: number, offset: number) => Effect.Effect<ReadonlyArray<FileRow>>
    /** All files, with what is stored of each. */
    readonly all: Effect.Effect<ReadonlyArray<StoredRow>>
  }
>()("@effect-connectycube/emulator/modules/storage/Files") {
  static readonly layer = Layer.effect(Files, make)
}
