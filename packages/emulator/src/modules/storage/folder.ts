/**
 * The bytes of files in a folder. It belongs to the one emulator that holds the lock of the data.
 */
import * as NodeFileSystem from "@effect/platform-node/NodeFileSystem"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import type { PlatformError } from "effect/PlatformError"
import * as Stream from "effect/Stream"
import { join } from "node:path"
import { forEachNext, type Next, type Place } from "./place.ts"

/** Ends the name of what is not whole. */
const unfinished = ".part"

export const make = (folder: string): Effect.Effect<Place> =>
  Effect.gen(function* () {
    const fs = yield* FileSystem.FileSystem
    const pathOf = (content: string) => join(folder, content)

    /** They stay in the folder for as long as the process lives: the next one removes what it does not need. */
    const saved = new Set<string>()

    const remove = (path: string) => Effect.orDie(fs.remove(path, { force: true }))

    /** A new name in a folder is only safe when the folder is; not every system can do that. */
    const syncFolder = Effect.ignore(Effect.scoped(Effect.flatMap(fs.open(folder), (opened) => opened.sync)))

    const write = <E, R>(path: string, next: Next<E, R>) =>
      Effect.gen(function* () {
        const file = yield* failing(fs.open(path, { flag: "wx" }))
        yield* forEachNext(next, (chunks) => failing(file.writeAll(joined(chunks))))
        yield* failing(file.sync)
      }).pipe(
        Effect.scoped,
        Effect.onError(() => remove(path))
      )

    const place: Place = {
      write: (content, next) =>
        Effect.gen(function* () {
          const path = pathOf(content)
          yield* failing(fs.makeDirectory(folder, { recursive: true }))
          yield* write(path + unfinished, next)
          yield* failing(fs.rename(path + unfinished, path))
          yield* syncFolder
        }),
      read: (content, start, end) =>
        Stream.orDie(fs.stream(pathOf(content), { offset: start, bytesToRead: end - start })),
      remove: (content) => (saved.has(content) ? Effect.void : remove(pathOf(content))),
      keepOnly: (kept) =>
        Effect.gen(function* () {
          if (!(yield* fs.exists(folder))) return
          const names = yield* fs.readDirectory(folder)
          yield* Effect.forEach(
            names.filter((name) => !kept.has(name)),
            (name) => remove(pathOf(name)),
            { discard: true }
          )
        }).pipe(Effect.orDie),
      kept: () => new Map(),
      save: (contents) =>
        Effect.sync(() => {
          for (const content of contents) saved.add(content)
          return Effect.void
        })
    }
    return place
  }).pipe(Effect.provide(NodeFileSystem.layer))

const joined = (chunks: ReadonlyArray<Uint8Array>): Uint8Array => {
  const [first] = chunks
  return first !== undefined && chunks.length === 1 ? first : Buffer.concat(chunks)
}

/** A disk that is full or gone is a defect, not an error of the request. */
const failing = <A, R>(effect: Effect.Effect<A, PlatformError, R>): Effect.Effect<A, never, R> => Effect.orDie(effect)
