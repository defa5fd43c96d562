/** Prints what happens, a line or two for each step. */
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"

let steps = 0

/** Begins a step, with its details. */
export const step = (title: string, code: string): Effect.Effect<void> =>
  Effect.suspend(() => Console.log(`\n${String(++steps).padStart(2)}. ${title.padEnd(34)} ${code}`))

/** Prints the result of a step. */
export const say = (text: string): Effect.Effect<void> => Console.log(`    ${text}`)
