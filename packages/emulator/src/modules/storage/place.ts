/**
 * What a place for the bytes of files does.
 */
import * as Effect from "effect/Effect"
import type { Stream } from "effect/Stream"

/** The next bytes of what comes; `undefined` at its end. One by one: a stream would cost more than the bytes do. */
export type Next<E, R> = Effect.Effect<ReadonlyArray<Uint8Array> | undefined, E, R>

/** Bytes in memory, by the names of their contents. */
export type Kept = ReadonlyMap<string, ReadonlyArray<Uint8Array>>

/** Where bytes are kept. A place that fails is a defect of the emulator. */
export interface Place {
  /** All or nothing: what is broken off is not there. */
  readonly write: <E, R>(content: string, next: Next<E, R>) => Effect.Effect<void, E, R>
  /** From one byte up to another one, which is not included. */
  readonly read: (content: string, start: number, end: number) => Stream<Uint8Array>
  readonly remove: (content: string) => Effect.Effect<void>
  /** Removes all others. */
  readonly keepOnly: (contents: ReadonlySet<string>) => Effect.Effect<void>
  /** All of them, if they are in memory. */
  readonly kept: () => Kept
  /** Makes sure that these can be put back. The effect that it returns does so. */
  readonly save: (contents: ReadonlyArray<string>) => Effect.Effect<Effect.Effect<void>>
}

/** Does something with all that comes. */
export const forEachNext = <E, R>(
  next: Next<E, R>,
  f: (chunks: ReadonlyArray<Uint8Array>) => Effect.Effect<void>
): Effect.Effect<void, E, R> =>
  Effect.flatMap(next, (chunks) =>
    chunks === undefined ? Effect.void : Effect.flatMap(f(chunks), () => forEachNext(next, f))
  )
