/**
 * `npm run fuzz`: 100,000 requests to the command of the emulator, over a socket, most of which nobody means.
 *
 * `npm run fuzz -- --seed 7 --requests 2000` sends the first 2,000 of those that the seed makes. It ends with 1 when a response is
 * a 500, when there is none within 30 seconds, when a connection is dropped, and when the emulator ends or takes more memory than
 * it may.
 */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { main } from "../../packages/emulator/test/support/Command.ts"
import { campaign } from "../../packages/emulator/test/support/Fuzz.ts"
import { residentSet } from "./memory.ts"
import { explain, summaryOf } from "./summary.ts"

/** The memory limit of the emulator's process, in MiB. */
const mostMemory = 1024

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: String(Math.floor(Math.random() * 1e9)) },
    requests: { type: "string", default: "100000" }
  }
})
const seed = Number(values.seed)
const requests = Number(values.requests)
if (!Number.isSafeInteger(seed) || !Number.isSafeInteger(requests) || requests < 1) {
  console.error("The seed and the number of requests are whole numbers.")
  process.exit(2)
}

const folder = mkdtempSync(join(tmpdir(), "fuzz-"))
const settings = join(folder, "settings.json")
writeFileSync(settings, JSON.stringify({ classes_on_first_use: true, broadcast_creation: "allow" }))
const emulator = spawn(process.execPath, [main, "--port", "0", "--settings", settings], {
  stdio: ["ignore", "pipe", "pipe"]
})
let said = ""
const urlFound = new Promise<string>((resolve) => {
  emulator.stdout.on("data", (chunk) => {
    said = (said + String(chunk)).slice(-20_000)
    const url = /^ConnectyCube emulator ready at (\S+)$/m.exec(said)?.[1]
    if (url !== undefined && said.includes("Ctrl-C")) resolve(url)
  })
})
emulator.stderr.on("data", (chunk) => (said = (said + String(chunk)).slice(-20_000)))
let ended = false
emulator.on("exit", (code, signal) => {
  if (ended) return
  console.error(`${said}\nThe emulator ended with ${code ?? signal}: seed ${seed}`)
  process.exit(1)
})
process.on("exit", () => {
  emulator.kill("SIGKILL")
  rmSync(folder, { recursive: true, force: true })
})
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => process.exit(130))

const url = await urlFound
console.log(`${requests} requests to ${url}: seed ${seed}`)
const start = residentSet(emulator.pid)
let peak = start
const watch = setInterval(() => (peak = Math.max(peak, residentSet(emulator.pid))), 100)
let next = 10_000
const result = await campaign({
  url,
  seed,
  requests,
  onRound: (sent) => {
    if (sent < next) return
    next += 10_000
    console.log(`${sent} requests, RSS ${residentSet(emulator.pid)} MiB`)
  }
})
clearInterval(watch)
const end = residentSet(emulator.pid)
peak = Math.max(peak, end)
ended = true
emulator.kill("SIGTERM")
await once(emulator, "exit")

const { failed, lines } = explain(result, { start, peak, end, most: mostMemory })
for (const line of lines) console.log(line)
if (failed) console.error(said)
console.log(summaryOf(result, peak))
process.exit(failed ? 1 : 0)
