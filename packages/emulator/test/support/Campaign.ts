/** Kills the command repeatedly during writes, and checks that it has all acknowledged writes. */
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { against, type Command, start, startAndKill } from "./Command.ts"
import { createRecord, updateRecord } from "./Data.ts"
import * as Kinds from "./Kinds.ts"
import * as Ledger from "./Ledger.ts"
import { text } from "./Wire.ts"

export interface Plan {
  /** A folder of the campaign alone. */
  readonly folder: string
  readonly kills: number
  /** Chooses the writes and the moments of the kills. What is on its way then is up to the machine. */
  readonly seed: number
  /** Told after each kill. */
  readonly onKill?: (outcome: Outcome) => void
}

export interface Outcome extends Ledger.Report {
  readonly kills: number
  /** Writes that were acknowledged. */
  readonly acknowledged: number
  /** Responses to writes that say neither yes nor no. */
  readonly rejected: ReadonlyArray<string>
}

/** The number of concurrent writers. */
const writers = 4

/** The number of older entries that are read after a kill; at the end all are. */
const sample = 20

/** Records whose contents are together longer than the write-ahead log. */
const flooded = 40

const pause = (millis: number) => Effect.promise(() => new Promise((resolve) => setTimeout(resolve, millis)))

export const run = Effect.fnUntraced(function* ({ folder, kills, seed, onKill = () => {} }: Plan) {
  const settings = join(folder, "settings.json")
  writeFileSync(settings, JSON.stringify(Kinds.settings))
  const args = ["--data", join(folder, "data.db"), "--settings", settings]
  const moments = Ledger.random(seed)
  const lost: Array<Ledger.Loss> = []
  const unreadable: Array<Ledger.Loss> = []

  let command: Command = yield* start(...args)
  const world = yield* Kinds.found.pipe(against(command.url))
  const ledger = Ledger.make(world, Ledger.random(seed + 1))
  let done = 0
  const outcome = (): Outcome => ({
    kills: done,
    acknowledged: ledger.acknowledged(),
    rejected: ledger.rejected,
    lost,
    unreadable
  })

  const check = Effect.fnUntraced(function* (entries: ReadonlyArray<Ledger.Entry>) {
    const report = yield* ledger.check(entries)
    lost.push(...report.lost)
    unreadable.push(...report.unreadable)
    for (const [path, call] of Kinds.lists(world)) {
      const { status, text } = yield* call
      if (status !== 200) unreadable.push({ what: path, expected: "200", actual: `${status} ${text}` })
    }
  })

  const picked = () => {
    const entries = ledger.entries()
    const some = Array.from({ length: sample }, () => entries[Math.floor(moments() * entries.length)])
    return new Set([...entries.filter(({ isNew }) => isNew), ...some.filter((entry) => entry !== undefined)])
  }

  const flood: Array<string> = []
  const content = (n: number) => ({ text: String(n % 10).repeat(150_000) })
  /** Makes the emulator write its log into its file. */
  const pour = Effect.gen(function* () {
    for (let n = 0; n < flooded; n++) {
      const id = flood[n]
      const response = yield* id === undefined
        ? createRecord(world.ada, "flood", content(n))
        : updateRecord(world.ada, "flood", id, content(done + n))
      if (id === undefined && response.status === 201) flood.push(text(response.json, "_id"))
    }
  })

  while (done < kills) {
    const { end, url } = command
    // Until there is nobody to write to.
    const writing = Effect.exit(Effect.forever(ledger.write())).pipe(against(url))
    const fibers = yield* Effect.forEach(Array.from({ length: writers }), () => Effect.forkChild(writing))
    const isFlooded = moments() < 0.15
    const pouring = yield* Effect.forkChild(Effect.exit(isFlooded ? pour : Effect.void).pipe(against(url)))
    const enough = ledger.acknowledged() + 1 + Math.floor(moments() * (isFlooded ? 100 : 40))
    const halted = ledger.rejected.length
    yield* Effect.repeat(pause(1), {
      until: () => ledger.acknowledged() >= enough || ledger.rejected.length > halted + 100
    })
    yield* pause(moments() * 10)
    // Some exit normally, which must be as safe.
    const isKill = moments() > 0.05
    yield* end(isKill ? "SIGKILL" : "SIGTERM")
    yield* Fiber.awaitAll([...fibers, pouring])
    if (isKill) done++
    if (done < kills && moments() < 0.1) {
      yield* startAndKill(moments() * 3000, ...args)
      done++
    }
    command = yield* start(...args)
    yield* check([...picked()]).pipe(against(command.url))
    onKill(outcome())
  }
  yield* check(ledger.entries()).pipe(against(command.url))
  yield* command.end("SIGTERM")
  return outcome()
}, Effect.orDie)
