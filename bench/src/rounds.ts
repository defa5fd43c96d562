/** Contenders in processes of their own, by turns, so that noise on the machine is shared by all of them. */
import { fileURLToPath } from "node:url"
import { type Child, start } from "./children.ts"
import { contenders, isName, type Name } from "./contenders/all.ts"
import type { Load } from "./wire/loads.ts"
import type { Order, Report, Slice } from "./worker.ts"

export interface Entry {
  readonly id: Name | "before"
  readonly title: string
}

/** What a contender took with one load, with so many calls in flight. */
export interface Measured extends Entry {
  /** One for each round. */
  readonly slices: ReadonlyArray<Slice>
}

/** What a contender allocates with one load. */
export interface Allocated extends Entry {
  /** Bytes per call: one for each round. */
  readonly heaps: ReadonlyArray<number>
}

export interface Rounds {
  readonly counted: number
  readonly warmUp: number
}

interface Runner extends Entry {
  readonly child: Child
}

const ownWorker = fileURLToPath(new URL("worker.ts", import.meta.url))

/** The contenders that have a call for a load: those of this checkout, and `fetch` of an older one. */
const entriesOf = (
  load: Load,
  before: string | undefined
): ReadonlyArray<Entry & { readonly args: readonly [string, Name] }> => {
  const entries = Object.entries(contenders).flatMap(([id, contender]) =>
    isName(id) && contender.loads.includes(load.name)
      ? [{ id, title: contender.title, args: [ownWorker, id] as const }]
      : []
  )
  if (before === undefined) return entries
  return [...entries, { id: "before", title: `${contenders.fetch.title}, before`, args: [before, "fetch"] }]
}

/** Starts them, uses them, and ends them. */
const withRunners = async <A>(
  { before, load, url }: Setting,
  flags: ReadonlyArray<string>,
  use: (runners: ReadonlyArray<Runner>) => Promise<A>
): Promise<A> => {
  const runners: Array<Runner> = []
  try {
    for (const { args, id, title } of entriesOf(load, before)) {
      const [file, name] = args
      runners.push({ id, title, child: await start(file, [url, name, load.name], flags) })
    }
    return await use(runners)
  } finally {
    for (const { child } of runners) child.end()
  }
}

export interface Setting {
  readonly url: string
  readonly server: Child
  readonly load: Load
  /** The worker of an older checkout. */
  readonly before: string | undefined
}

/** Lets one after the other make a slice of calls, round by round. Each round begins with another one. */
const inTurns = async (
  { server }: Setting,
  runners: ReadonlyArray<Runner>,
  order: Order,
  { counted, warmUp }: Rounds
): Promise<ReadonlyArray<ReadonlyArray<Report>>> => {
  const reports = runners.map(() => new Array<Report>())
  for (let round = -warmUp; round < counted; round++) {
    for (let turn = 0; turn < runners.length; turn++) {
      const index = (turn + round + warmUp) % runners.length
      const runner = runners[index]
      if (runner === undefined) continue
      // What came before is none of its requests.
      await server.ask("count")
      const report = await runner.child.ask<Report>(order)
      const requests = await server.ask<number>("count")
      // A contender that is served from a cache, or that retries in silence, would be compared with what it is not.
      if (requests !== order.calls) throw new Error(`${runner.title}: ${requests} requests for ${order.calls} calls`)
      if (round >= 0) reports[index]?.push(report)
    }
  }
  return reports
}

/** What calls take: 64 at a time, and then one after the other, in the same processes. */
export const measure = (
  setting: Setting,
  rounds: Rounds
): Promise<{ readonly 64: ReadonlyArray<Measured>; readonly 1: ReadonlyArray<Measured> }> =>
  withRunners(setting, [], async (runners) => {
    const slicesOf = async (concurrency: 64 | 1): Promise<ReadonlyArray<Measured>> => {
      const order = { calls: setting.load.calls[concurrency], concurrency, heap: false }
      const reports = await inTurns(setting, runners, order, rounds)
      return runners.map(({ id, title }, index) => ({
        id,
        title,
        slices: (reports[index] ?? []).flatMap(({ slice }) => (slice === undefined ? [] : [slice]))
      }))
    }
    return { 64: await slicesOf(64), 1: await slicesOf(1) }
  })

/** In mebibytes: more than all that a slice allocates, so that nothing is collected while it is measured. */
const youngGeneration = 512

/** What calls allocate, 64 at a time. */
export const allocate = (setting: Setting, rounds: Rounds): Promise<ReadonlyArray<Allocated>> => {
  const flags = ["--expose-gc", `--min-semi-space-size=${youngGeneration}`, `--max-semi-space-size=${youngGeneration}`]
  return withRunners(setting, flags, async (runners) => {
    const order = { calls: Math.ceil(setting.load.calls[64] / 3), concurrency: 64, heap: true }
    const reports = await inTurns(setting, runners, order, rounds)
    return runners.map(({ id, title }, index) => ({
      id,
      title,
      heaps: (reports[index] ?? []).flatMap(({ heap }) => (heap === undefined ? [] : [heap]))
    }))
  })
}
