/**
 * `npm run bench -- emulator [--before <commit>] [--scale <factor>]`: what the emulator costs, beside that of an older commit in the
 * same run. A scale of 0.1 makes a tenth of the rows, and measures no lists.
 */
import { Emulator } from "@effect-connectycube/emulator"
import * as Effect from "effect/Effect"
import { copyFileSync, existsSync, mkdtempSync, rmSync, statSync } from "node:fs"
import { cpus, loadavg, tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import { checkout } from "./checkout.ts"
import { start } from "./command.ts"
import { compareCost } from "./cost.ts"
import { fill } from "./fill.ts"
import { line, measureLists, startEmulator } from "./lists.ts"
import { quartiles } from "./quartiles.ts"
import { measureStates } from "./states.ts"
import { timed } from "./timed.ts"

const { before, scale } = parseArgs({
  args: process.argv.slice(2),
  allowPositionals: true,
  options: { before: { type: "string" }, scale: { type: "string", default: "1" } }
}).values

const emulatorIn = (folder: string) => join(folder, "packages", "emulator")
const own = fileURLToPath(new URL("../../..", import.meta.url))
const old = before === undefined ? undefined : checkout(before)

/** The commands that are compared: the older one first. */
const mains: Readonly<Record<string, string>> = {
  ...(old === undefined ? {} : { before: join(emulatorIn(old), "src", "main.ts") }),
  now: join(emulatorIn(own), "src", "main.ts")
}
const bundled = join(emulatorIn(own), "dist", "command", "main.js")

console.log(
  `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? "unknown"}, load ${loadavg()[0]?.toFixed(1)}`
)

const folder = mkdtempSync(join(tmpdir(), "effect-connectycube-bench-"))
process.on("exit", () => rmSync(folder, { recursive: true, force: true }))

const firstResponse = async (main: string): Promise<number> => {
  const command = await start(main)
  await fetch(`${command.url}/session`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ application_id: "1", auth_key: "emulator-auth-key" })
  })
  const cpu = command.cpu() / 1000
  await command.end()
  return cpu
}

console.log("\nCPU of a process up to its first response, in milliseconds: quartiles of 7, by turns\n")
const starts = { ...mains, ...(existsSync(bundled) ? { published: bundled } : {}) }
const firsts = new Map(Object.keys(starts).map((name) => [name, new Array<number>()]))
for (let round = -1; round < 7; round++) {
  for (const [name, main] of Object.entries(starts)) {
    const cpu = await firstResponse(main)
    // The first round fills the caches of compiled code.
    if (round >= 0) firsts.get(name)?.push(cpu)
  }
}
for (const [name, cpu] of firsts) console.log(`${name.padEnd(10)} ${quartiles(cpu)}`)
if (!("published" in starts)) console.log("Skipped: the published command. `npm run build` makes it.")

const layers = new Array<number>()
for (let run = 0; run < 5; run++) {
  await Effect.runPromise(Effect.scoped(timed(layers, Effect.provide(Emulator, Emulator.layer()))))
}
console.log(
  `\nThe layer in process: the first ${layers[0]?.toFixed(1)} ms, the next ones ${quartiles(layers.slice(1), 1)} ms`
)

const commands = Object.fromEntries(
  await Promise.all(Object.entries(mains).map(async ([name, main]) => [name, await start(main)] as const))
)
await compareCost(commands)
for (const { end } of Object.values(commands)) await end()

await measureStates("In process, 10,000 rows in memory", {
  runs: 20,
  seed: { users: Array.from({ length: 10_000 }, (_, index) => ({ login: `user${index}`, full_name: `User ${index}` })) }
})

const size = (count: number) => Math.max(100, Math.round(count * Number(scale)))
const users = Array.from({ length: size(100_000) }, (_, index) => ({
  login: `user${index}`,
  full_name: `User ${index}`
}))
const dialogs = Array.from({ length: size(1000) }, (_, index) => ({
  key: `dialog${index}`,
  type: "group" as const,
  user_id: `user${index}`,
  name: "Engines",
  occupants_ids: [`user${index + 1}`]
}))
const messages = Array.from({ length: size(200_000) }, (_, index) => ({
  chat_dialog_id: `dialog${index % dialogs.length}`,
  sender_id: `user${index % dialogs.length}`,
  message: `Message ${index}`
}))
for (const [where, data] of [
  ["in memory", undefined],
  ["in a file", join(folder, "states.db")]
] as const) {
  await measureStates(`In process, ${users.length} users and ${messages.length} messages ${where}`, {
    runs: 5,
    seed: { users, dialogs, messages },
    data
  })
}

if (scale !== "1") {
  console.log("\nSkipped: the lists, which are asked for what is in a whole file.")
  process.exit()
}
const filled = join(folder, "filled.db")
console.log("")
// The older emulator makes its tables; the other one brings a copy up to date.
if (old !== undefined) await (await start(mains["before"] ?? "", "--data", filled)).end()
await fill(filled)
console.log(`${(statSync(filled).size / 2 ** 20).toFixed(0)} MiB`)
const emulators = await Promise.all(
  Object.entries(mains).map(([name, main]) => {
    const copy = join(folder, `${name}.db`)
    copyFileSync(filled, copy)
    return startEmulator(copy, main)
  })
)
console.log(`\nLists, in milliseconds: p50 (p10–p90) of 50 requests, by turns: ${Object.keys(mains).join(", ")}\n`)
await measureLists(
  emulators.map(({ url }) => url),
  {},
  (measured) => console.log(line(measured))
)

console.log("\nReset of that emulator, in milliseconds\n")
for (const [index, name] of Object.keys(mains).entries()) {
  const { end, url = "" } = emulators[index] ?? { end: () => Promise.resolve() }
  const started = performance.now()
  await fetch(`${url}/_emulator/reset`, { method: "POST" })
  console.log(`${name.padEnd(10)} ${(performance.now() - started).toFixed(0)}`)
  await end()
}
process.exit()
