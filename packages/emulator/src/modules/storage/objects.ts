/**
 * What the store holds: the objects, by their keys.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as SqlClient from "effect/sql/SqlClient"
import type { Stream } from "effect/Stream"
import * as DiskErrors from "../../server/database/diskErrors.ts"
import type * as State from "../../server/state/state.ts"
import { Time } from "../../server/state/time.ts"
import { Contents, type Written } from "./contents.ts"
import type { Next } from "./place.ts"
import type { Grant } from "./policy.ts"
import { accessDenied, type StoreErrorResponse, tooSmall } from "./rejections.ts"

export interface ObjectRow extends Written {
  /** The uid of its file. */
  readonly key: string
  readonly content_type: string
  readonly acl: string
  /** Milliseconds since 1970. */
  readonly stored_at: number
}

const make = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  const contents = yield* Contents
  const time = yield* Time

  /** Deletes the bytes that no key has any more: all of them, since nothing else refers to those that are left. */
  const collect = Effect.gen(function* () {
    const leftovers = yield* sql<{ content: string }>`DELETE FROM blob_leftovers RETURNING content`
    yield* Effect.forEach(leftovers, ({ content }) => contents.remove(content), { discard: true })
  }).pipe(Effect.orDie, DiskErrors.unlessFull, Effect.asVoid, Effect.uninterruptible)

  /** An object under a key, in place of what was there. There is none under the key of no file. */
  const put = ({ key, content_type, acl }: Grant, { content, size, md5, sha256 }: Written) =>
    Effect.flatMap(
      time.now,
      (now) => sql<ObjectRow>`
        INSERT INTO blob_objects (key, content, size, content_type, acl, md5, sha256, stored_at)
        SELECT uid, ${content}, ${size}, ${content_type}, ${acl}, ${md5}, ${sha256}, ${now} FROM blobs WHERE uid = ${key}
        ON CONFLICT (key) DO UPDATE SET content = excluded.content, size = excluded.size,
          content_type = excluded.content_type, acl = excluded.acl, md5 = excluded.md5, sha256 = excluded.sha256,
          stored_at = excluded.stored_at
        RETURNING *`
    ).pipe(
      Effect.map(([row]) => row),
      Effect.orDie
    )

  /** The contents of all objects. */
  const names = Effect.map(Effect.orDie(sql<{ content: string }>`SELECT content FROM blob_objects`), (rows) =>
    rows.map(({ content }) => content)
  )

  // What the last process left behind: uploads that were not completed, or whose response was not sent.
  yield* Effect.flatMap(names, (kept) => contents.keepOnly(new Set(kept)))
  yield* collect

  return {
    collect,
    keep: contents.keep,
    discard: ({ content }: Written) => contents.remove(content),
    removal: Effect.map(names, (contained) => Effect.forEach(contained, contents.remove, { discard: true })),
    save: Effect.flatMap(names, contents.save),
    find: (key: string): Effect.Effect<ObjectRow | undefined> =>
      sql<ObjectRow>`SELECT * FROM blob_objects WHERE key = ${key}`.pipe(
        Effect.map(([row]) => row),
        Effect.orDie
      ),
    store: <E, R>(grant: Grant, next: Next<E, R>): Effect.Effect<ObjectRow, E | StoreErrorResponse, R> =>
      contents
        .take(
          next,
          Effect.fnUntraced(function* (written) {
            if (written.size < grant.smallest) return yield* tooSmall(written.size, grant.smallest)
            return (yield* put(grant, written)) ?? (yield* accessDenied())
          })
        )
        .pipe(Effect.ensuring(collect)),
    read: ({ content }: ObjectRow, start: number, end: number): Stream<Uint8Array> => contents.read(content, start, end)
  }
})

export class Objects extends Context.Service<
  Objects,
  {
    /** Deletes the bytes that no key has any more. */
    readonly collect: Effect.Effect<void>
    /** Keeps bytes that an object is to be made of, in a transaction that follows. */
    readonly keep: (bytes: Uint8Array) => Effect.Effect<Written>
    /** Deletes bytes of {@link keep} that no object was made of. */
    readonly discard: (written: Written) => Effect.Effect<void>
    /** Returns an effect that deletes the bytes of all present objects: to be run after the database has forgotten them. */
    readonly removal: Effect.Effect<Effect.Effect<void>>
    readonly save: State.Save
    readonly find: (key: string) => Effect.Effect<ObjectRow | undefined>
    /** Keeps bytes under the key of a file when they are as the grant has it. */
    readonly store: <E, R>(grant: Grant, next: Next<E, R>) => Effect.Effect<ObjectRow, E | StoreErrorResponse, R>
    /** The bytes from `start` up to, but not including, `end`. */
    readonly read: (object: ObjectRow, start: number, end: number) => Stream<Uint8Array>
  }
>()("@effect-connectycube/emulator/modules/storage/Objects") {
  static readonly layer = Layer.effect(Objects, make)
}
