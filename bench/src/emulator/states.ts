/**
 * How long it takes to bring rows into an emulator in process, to reset it, to take a snapshot and to restore it.
 */
import { Emulator, type Seed } from "@effect-connectycube/emulator"
import * as Effect from "effect/Effect"
import { quartiles } from "./quartiles.ts"
import { timed } from "./timed.ts"

/** Prints milliseconds. The rows of the seed are restored before each of the resets. */
export const measureStates = (
  title: string,
  { data, runs, seed }: { readonly data?: string | undefined; readonly runs: number; readonly seed: Seed }
): Promise<void> =>
  Effect.gen(function* () {
    const emulator = yield* Emulator
    const seeding = new Array<number>()
    const { dialogs, messages, users } = yield* timed(seeding, emulator.seed(seed))
    const rows = users + dialogs + messages
    const rate = rows / ((seeding[0] ?? 0) / 1000)
    const times = { snapshot: new Array<number>(), restore: new Array<number>(), reset: new Array<number>() }
    for (let run = 0; run < runs; run++) {
      const { restore } = yield* timed(times.snapshot, emulator.snapshot)
      yield* timed(times.restore, restore)
      yield* timed(times.reset, emulator.reset)
      yield* restore
    }
    console.log(`\n${title}: quartiles of ${runs}, in milliseconds\n`)
    for (const [name, all] of Object.entries(times)) console.log(`${name.padEnd(10)} ${quartiles(all, 1)}`)
    console.log(`seed       ${seeding[0]?.toFixed(0)}: ${Math.round(rate)} rows a second`)
  }).pipe(Effect.provide(Emulator.layer({ data })), Effect.runPromise)
