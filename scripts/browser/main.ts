/**
 * `npm run browser`: pages of somebody else, in a Chromium, try to read and to change the control side of an emulator, and to send it
 * to another server. It ends with 1 when one of them succeeds.
 *
 * `npm run browser -- since` opens only the pages whose description has that in it: see `scenes`.
 */
import { Emulator } from "@effect-connectycube/emulator/Emulator"
import * as Effect from "effect/Effect"
import { createServer } from "node:http"
import { findChromium, open } from "../runtimes/chromium.ts"
import { attacker, listen, type Report } from "./attacker.ts"
import { plant, stateOf } from "./state.ts"
import { targets } from "./targets.ts"

const browser = findChromium()
if (browser === undefined) {
  console.log("Skipped: there is no Chromium here. Install it, or say where it is with CHROMIUM.")
  process.exit(0)
}

/** The names that resolve to this machine. */
const names = ["evil.example", "*.evil.example"]

const flags = [
  `--host-resolver-rules=${names.map((name) => `MAP ${name} 127.0.0.1`).join(",")}`,
  "--disable-popup-blocking"
]

interface Outcome {
  readonly attack: string
  readonly succeeded: ReadonlyArray<string>
}

/**
 * A marker that the page must not read: it is in every successful response of the control side, and in no error
 * response.
 */
const isControl = (read: string): boolean =>
  /planted|"auth_key"|"journal_limit"|"now":|Its endpoints|opened|^\[/.test(read)

const program = Effect.gen(function* () {
  const emulator = yield* Emulator
  const outcomes: Array<Outcome> = []
  let hits = 0
  const victim = createServer((_, response) => {
    hits++
    response.end("{}")
  })
  const victimPort = yield* Effect.promise(() => listen(victim))
  let page = ""
  let meeting = yield* plant
  let before = yield* stateOf(meeting)
  let done = () => {}

  const check = Effect.fnUntraced(function* ({ attack, read }: Report) {
    const after = yield* stateOf(meeting)
    const changed = Object.keys(before).filter((name) => Reflect.get(before, name) !== Reflect.get(after, name))
    const succeeded = [
      ...changed.map((name) => `${name} changed`),
      ...(hits > 0 ? ["another server was asked"] : []),
      ...(isControl(read) ? [`it read ${JSON.stringify(read.slice(0, 80))}`] : [])
    ]
    outcomes.push({ attack: `${page}: ${attack}`, succeeded })
    console.log(`${page}: ${attack}: ${succeeded.length === 0 ? "nothing" : succeeded.join(", ").toUpperCase()}`)
    if (succeeded.length === 0) return
    // Reset for the next one.
    hits = 0
    meeting = yield* plant
    before = yield* stateOf(meeting)
  })

  const server = attacker(
    emulator.url,
    (report) => Effect.runPromise(Effect.provideService(check(report), Emulator, emulator)),
    () => done()
  )
  const port = yield* Effect.promise(() => listen(server))
  const emulatorPort = new URL(emulator.url).port

  /** Where a page comes from, and where the emulator is to it. */
  const scenes = [
    { what: "another port", origin: `http://127.0.0.1:${port}`, base: emulator.url },
    { what: "another name of this machine", origin: `http://localhost:${port}`, base: emulator.url },
    {
      what: "the other name of this machine",
      origin: `http://127.0.0.1:${port}`,
      base: `http://localhost:${emulatorPort}`
    },
    { what: "another site", origin: `http://evil.example:${port}`, base: emulator.url },
    {
      what: "a name that leads here",
      origin: `http://evil.example:${port}`,
      base: `http://evil.example:${emulatorPort}`
    },
    {
      what: "an origin that leads here since",
      origin: `http://evil.example:${port}`,
      base: `http://evil.example:${port}`
    },
    {
      what: "an origin that looks like this machine",
      origin: `http://127.0.0.1.evil.example:${port}`,
      base: `http://127.0.0.1.evil.example:${port}`
    }
  ]
  for (const { base, origin, what } of scenes.filter(({ what }) => what.includes(process.argv[2] ?? ""))) {
    page = what
    const plan = JSON.stringify({ base, targets: targets(meeting, `http://127.0.0.1:${victimPort}`) })
    const finished = new Promise<void>((resolve) => (done = resolve))
    const opened = open(browser, `${origin}/attack#${encodeURIComponent(plan)}`, flags)
    yield* Effect.promise(() =>
      Promise.race([
        finished,
        opened.failed,
        new Promise<never>((_, reject) =>
          setTimeout(() => reject(new Error("The page takes too long")), 600_000).unref()
        )
      ]).finally(opened.close)
    )
  }
  for (const each of [server, victim]) {
    each.closeAllConnections()
    each.close()
  }
  return outcomes
}).pipe(Effect.provide(Emulator.layerServer({ settings: { journal_limit: 1_000_000 } })))

const outcomes = await Effect.runPromise(program)
const succeeded = outcomes.filter((outcome) => outcome.succeeded.length > 0)
for (const { attack, succeeded: how } of succeeded) console.error(`${attack}: ${how.join(", ")}`)
console.log(`${outcomes.length} attacks, ${succeeded.length} succeeded`)
process.exit(succeeded.length === 0 ? 0 : 1)
