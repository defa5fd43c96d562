/**
 * `node scripts/examples/main.ts`: runs the examples of all public methods against the emulator, and finds the methods without
 * one. `node scripts/examples/main.ts Users` runs those of the methods whose names begin so.
 */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as TestClock from "effect/testing/TestClock"
import { check } from "./check.ts"
import { methods } from "./sources.ts"
import { Worlds } from "./world.ts"

const [begin = ""] = process.argv.slice(2)
const chosen = methods.filter(({ name }) => name.startsWith(begin))
const { problems, summary } = await Effect.runPromise(
  check(chosen).pipe(Effect.provide(Layer.provideMerge(Worlds.layer, TestClock.layer())))
)
for (const problem of problems) console.log(problem)
console.log(summary)
process.exitCode = problems.length === 0 ? 0 : 1
