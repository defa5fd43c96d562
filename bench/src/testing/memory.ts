/**
 * Prints how much the process has grown, in MiB, by so many emulators that have run a program each, or by one that has run as many.
 * Run with `--expose-gc`.
 */
import { layerTest } from "@effect-connectycube/testing/layerTest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { program } from "./program.ts"

const [kind = "own", text = "100"] = process.argv.slice(2)
const count = Number(text)

const collected = () => {
  for (let time = 0; time < 3; time++) globalThis.gc?.()
  const { heapUsed, rss } = process.memoryUsage()
  return { heapUsed, rss }
}

await Effect.gen(function* () {
  // What is loaded and compiled once is no cost of an emulator.
  for (let time = 0; time < 20; time++) yield* Effect.provide(program, layerTest())
  const before = collected()
  const emulator = Effect.map(Layer.build(Layer.fresh(layerTest())), (context) =>
    Effect.provideContext(program, context)
  )
  if (kind === "own") {
    for (let index = 0; index < count; index++) yield* yield* emulator
  } else {
    const run = yield* emulator
    for (let index = 0; index < count; index++) yield* run
  }
  const after = collected()
  const grown = (key: "heapUsed" | "rss") => (after[key] - before[key]) / 2 ** 20
  console.log(JSON.stringify({ rss: grown("rss"), heap: grown("heapUsed") }))
}).pipe(Effect.scoped, Effect.runPromise)
