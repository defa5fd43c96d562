/**
 * Snapshots by name.
 */
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { InvalidControl } from "../InvalidControl.ts"
import { type NamedSnapshot, NoSuchSnapshot, SnapshotName } from "../NamedSnapshot.ts"
import type { Save } from "../server/state/state.ts"
import { checking } from "../server/wire/checked.ts"

/**
 * What a test does with snapshots by name.
 *
 * @category services
 */
export interface SnapshotControls {
  /**
   * The snapshots that were taken by name, oldest first. A reset leaves them.
   *
   * @example
   * ```ts
   * yield* emulator.takeSnapshot("two users")
   * const snapshots = yield* emulator.snapshots
   * snapshots.map(({ name }) => name) // => ["two users"]
   * ```
   */
  readonly snapshots: Effect.Effect<ReadonlyArray<NamedSnapshot>>
  /**
   * Takes a snapshot under a name, in place of an earlier one of that name. There can be 100 of them.
   *
   * @example
   * ```ts
   * const { name } = yield* emulator.takeSnapshot("two users")
   * name // => "two users"
   * ```
   */
  readonly takeSnapshot: (name: string) => Effect.Effect<NamedSnapshot, InvalidControl>
  /**
   * Puts back the data, the contents of files, the clock, the settings, the faults, the outbox and the journal of a snapshot.
   *
   * @example
   * ```ts
   * yield* emulator.takeSnapshot("two users")
   * yield* users.signUp({ login: "eve", password: Redacted.make("correct horse") })
   * yield* emulator.restoreSnapshot("two users")
   * const error = yield* Effect.flip(users.getByLogin("eve"))
   * error._tag // => "NotFound"
   * ```
   */
  readonly restoreSnapshot: (name: string) => Effect.Effect<void, NoSuchSnapshot>
  /**
   * Deletes a snapshot.
   *
   * @example
   * ```ts
   * yield* emulator.takeSnapshot("two users")
   * yield* emulator.deleteSnapshot("two users")
   * const error = yield* Effect.flip(emulator.restoreSnapshot("two users"))
   * error._tag // => "NoSuchSnapshot"
   * ```
   */
  readonly deleteSnapshot: (name: string) => Effect.Effect<void, NoSuchSnapshot>
}

/** Each holds a copy of all data, in memory. */
const mostSnapshots = 100

const checkName = checking(Schema.Struct({ name: SnapshotName }))

/** The controls, of snapshots that `save` takes. */
export const make = (save: Save, now: Effect.Effect<number>): SnapshotControls => {
  const taken = new Map<string, { readonly snapshot: NamedSnapshot; readonly restore: Effect.Effect<void> }>()
  const find = (name: string) =>
    Effect.suspend(() => {
      const found = taken.get(name)
      return found === undefined ? Effect.fail(new NoSuchSnapshot({ name })) : Effect.succeed(found)
    })
  return {
    snapshots: Effect.sync(() => Array.from(taken.values(), ({ snapshot }) => snapshot)),
    takeSnapshot: Effect.fnUntraced(function* (given) {
      const { name } = yield* checkName("takeSnapshot", { name: given })
      if (!taken.has(name) && taken.size >= mostSnapshots) {
        return yield* new InvalidControl({
          control: "takeSnapshot",
          errors: { base: [`There are ${mostSnapshots} snapshots already: delete one`] }
        })
      }
      const snapshot: NamedSnapshot = { name, taken_at: DateTime.makeUnsafe(yield* now) }
      const restore = yield* save
      // The latest one is the last one.
      taken.delete(name)
      taken.set(name, { snapshot, restore })
      return snapshot
    }),
    restoreSnapshot: (name) => Effect.flatMap(find(name), ({ restore }) => restore),
    deleteSnapshot: (name) =>
      Effect.flatMap(find(name), () =>
        Effect.sync(() => {
          taken.delete(name)
        })
      )
  }
}
