/**
 * `npm run bench -- testing [--count <emulators>] [--rounds <n>]`: what an emulator for each test costs, in time and memory, beside one
 * emulator that all tests share.
 */
import { layerTest } from "@effect-connectycube/testing/layerTest"
import { Users } from "effect-connectycube"
import * as Effect from "effect/Effect"
import { execFileSync } from "node:child_process"
import { cpus, loadavg } from "node:os"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import { quartiles } from "../emulator/quartiles.ts"
import { calls, program } from "./program.ts"

const { values } = parseArgs({
  args: process.argv.slice(2),
  allowPositionals: true,
  options: { count: { type: "string", default: "100" }, rounds: { type: "string", default: "9" } }
})
const [count, rounds] = [Number(values.count), Number(values.rounds)]

const times = Array.from({ length: count })
const own = Effect.forEach(times, () => Effect.provide(program, layerTest()), {
  concurrency: "unbounded",
  discard: true
})
const shared = Effect.forEach(times, () => program, { concurrency: "unbounded", discard: true }).pipe(
  Effect.provide(layerTest())
)
/** Built, and not called. */
const idle = Effect.forEach(times, () => Effect.provide(Users, layerTest()), { discard: true })

interface Times {
  readonly wall: Array<number>
  readonly cpu: Array<number>
}

const measure = async (effect: Effect.Effect<unknown, unknown>, { cpu, wall }: Times) => {
  globalThis.gc?.()
  const before = process.cpuUsage()
  const started = performance.now()
  await Effect.runPromise(effect)
  wall.push(performance.now() - started)
  const { system, user } = process.cpuUsage(before)
  cpu.push((user + system) / 1000)
}

const load = () => loadavg()[0]?.toFixed(1)
console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? "unknown"}, load ${load()}`)

const results: { readonly [name: string]: Times } = {
  [`${count} emulators`]: { wall: [], cpu: [] },
  "1 emulator": { wall: [], cpu: [] },
  [`${count} emulators, not called`]: { wall: [], cpu: [] }
}
const [ownTimes, sharedTimes, idleTimes] = Object.values(results)
if (ownTimes === undefined || sharedTimes === undefined || idleTimes === undefined) process.exit(1)

for (let round = -2; round < rounds; round++) {
  // What is compiled on first use is in the first rounds.
  const [a, b, c] = round < 0 ? [0, 0, 0].map((): Times => ({ wall: [], cpu: [] })) : [ownTimes, sharedTimes, idleTimes]
  await measure(own, a ?? ownTimes)
  await measure(shared, b ?? sharedTimes)
  await measure(idle, c ?? idleTimes)
}

const median = (numbers: ReadonlyArray<number>) =>
  numbers.toSorted((one, other) => one - other)[Math.floor((numbers.length - 1) / 2)] ?? 0

console.log(
  `\n${count} programs of ${calls} requests at the same time, by turns: milliseconds of a round, quartiles of ${rounds}\n`
)
for (const [name, { cpu, wall }] of Object.entries(results)) {
  console.log(`${name.padEnd(28)} wall ${quartiles(wall)}   CPU ${quartiles(cpu)}`)
}
const ratios = (of: "cpu" | "wall") => ownTimes[of].map((time, round) => time / (sharedTimes[of][round] ?? 1))
console.log(
  `\n${count} emulators : 1 emulator, in the same round: wall ${quartiles(ratios("wall"), 2)}   CPU ${quartiles(ratios("cpu"), 2)}`
)
console.log(
  `A further emulator: ${((median(ownTimes.cpu) - median(sharedTimes.cpu)) / count).toFixed(1)} ms of CPU, of which ${(median(idleTimes.cpu) / count).toFixed(1)} ms before its first request`
)

const script = fileURLToPath(new URL("memory.ts", import.meta.url))
interface Grown {
  readonly rss: number
  readonly heap: number
}
const grown = (kind: "own" | "shared"): Grown =>
  JSON.parse(execFileSync(process.execPath, ["--expose-gc", script, kind, String(count)], { encoding: "utf8" }))

console.log(
  `\nMemory that ${count} programs leave, by turns, after a collection: MiB, in processes of their own, quartiles of 3\n`
)
const memory: { readonly [kind: string]: Array<Grown> } = { own: [], shared: [] }
for (let round = 0; round < 3; round++) {
  for (const kind of ["own", "shared"] as const) memory[kind]?.push(grown(kind))
}
for (const [kind, all] of Object.entries(memory)) {
  const name = kind === "own" ? `${count} emulators` : "1 emulator"
  console.log(
    `${name.padEnd(28)} RSS ${quartiles(
      all.map(({ rss }) => rss),
      1
    )}   heap ${quartiles(
      all.map(({ heap }) => heap),
      1
    )}`
  )
}
const more = (of: "heap" | "rss") =>
  (
    (median((memory["own"] ?? []).map((one) => one[of])) - median((memory["shared"] ?? []).map((one) => one[of]))) /
    count
  ).toFixed(2)
console.log(`\nA further emulator: ${more("rss")} MiB of RSS, ${more("heap")} MiB of heap. Load ${load()} at the end.`)
