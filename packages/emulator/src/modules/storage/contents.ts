/**
 * The bytes of files: in memory, or in a folder beside the file of the data.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import { createHash, randomUUID } from "node:crypto"
import { inMemory } from "../../server/database/database.ts"
import * as State from "../../server/state/state.ts"
import { forEachNext, type Kept, type Next, type Place } from "./place.ts"

/** A content that is whole. */
export interface Written {
  /** Its name here, which no other one ever had. */
  readonly content: string
  /** Bytes. */
  readonly size: number
  /** Hexadecimal. */
  readonly md5: string
  readonly sha256: string
}

export class Contents extends Context.Service<
  Contents,
  Omit<Place, "write"> & {
    /** Takes bytes to their end, and keeps them when `commit` succeeds. */
    readonly take: <A, E, R, E2, R2>(
      next: Next<E, R>,
      commit: (written: Written) => Effect.Effect<A, E2, R2>
    ) => Effect.Effect<A, E | E2, R | R2>
    /** Keeps bytes that are there at once. */
    readonly keep: (bytes: Uint8Array) => Effect.Effect<Written>
  }
>()("@effect-connectycube/emulator/modules/storage/Contents") {
  /** In memory they begin with these. */
  static readonly layer = (data: string, begin: Kept = new Map()) =>
    Layer.effect(
      Contents,
      Effect.gen(function* () {
        const { write, ...place } = data === inMemory ? makeMemory(begin) : yield* makeFolder(`${data}.blobs`)
        const take: Contents["Service"]["take"] = (next, commit) =>
          Effect.suspend(() => {
            const content = randomUUID()
            const measure = makeMeasure()
            // A committed content is kept, even when the client disconnects at that moment.
            return Effect.uninterruptibleMask((restore) =>
              restore(write(content, Effect.map(next, measure.add))).pipe(
                Effect.andThen(Effect.suspend(() => commit({ content, ...measure.result() }))),
                Effect.onError(() => place.remove(content))
              )
            )
          })
        return Contents.of({
          ...place,
          take,
          keep: (bytes) => Effect.suspend(() => take(once(bytes), Effect.succeed))
        })
      })
    )
}

const once = (bytes: Uint8Array): Next<never, never> => {
  let left: ReadonlyArray<Uint8Array> | undefined = [bytes]
  return Effect.sync(() => {
    const next = left
    left = undefined
    return next
  })
}

/** Loaded when it is needed: most emulators are in memory. */
const makeFolder = (folder: string) =>
  Effect.flatMap(
    Effect.promise(() => import("./folder.ts")),
    ({ make }) => make(folder)
  )

const makeMeasure = () => {
  const md5 = createHash("md5")
  const sha256 = createHash("sha256")
  let size = 0
  return {
    add: (chunks: ReadonlyArray<Uint8Array> | undefined) => {
      for (const bytes of chunks ?? []) {
        size += bytes.length
        md5.update(bytes)
        sha256.update(bytes)
      }
      return chunks
    },
    result: () => ({ size, md5: md5.digest("hex"), sha256: sha256.digest("hex") })
  }
}

const makeMemory = (begin: Kept): Place => {
  const state = State.make(new Map(begin), (contents) => new Map(contents))
  return {
    kept: () => new Map(state.current),
    write: (content, next) =>
      Effect.suspend(() => {
        const kept: Array<Uint8Array> = []
        // Whose bytes these are may change them.
        const keep = (chunks: ReadonlyArray<Uint8Array>) =>
          Effect.sync(() => {
            for (const chunk of chunks) kept.push(new Uint8Array(chunk))
          })
        return Effect.map(forEachNext(next, keep), () => {
          state.current.set(content, kept)
        })
      }),
    // A read goes on when the content is removed meanwhile.
    read: (content, start, end) => Stream.fromArray(cut(state.current.get(content) ?? [], start, end)),
    remove: (content) => Effect.sync(() => state.current.delete(content)),
    keepOnly: (kept) =>
      Effect.sync(() => {
        for (const content of state.current.keys()) if (!kept.has(content)) state.current.delete(content)
      }),
    save: () => state.save
  }
}

const cut = (chunks: ReadonlyArray<Uint8Array>, start: number, end: number): ReadonlyArray<Uint8Array> => {
  let offset = 0
  return chunks.flatMap((chunk) => {
    const piece = chunk.subarray(Math.max(0, start - offset), Math.max(0, end - offset))
    offset += chunk.length
    return piece.length === 0 ? [] : [piece]
  })
}
