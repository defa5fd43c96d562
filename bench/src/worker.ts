/**
 * One contender with one load, in a process of its own. For each message of its parent it makes a slice of calls, and tells what they
 * took.
 */
import { GCProfiler } from "node:v8"
import { contenders, isName } from "./contenders/all.ts"
import { quantile } from "./stats.ts"
import { last } from "./wire/bodies.ts"
import { loads } from "./wire/loads.ts"

/** What the parent asks for. */
export interface Order {
  readonly calls: number
  readonly concurrency: number
  /** Whether to measure what the calls allocate, and not how long they take. */
  readonly heap: boolean
}

/** What a call of the slice took: in the mean, or as quantiles. */
export interface Slice {
  /** Microseconds from the first to the last, divided by the number of calls. */
  readonly wall: number
  /** Microseconds of processor time, of all threads of the process. */
  readonly cpu: number
  /** Microseconds. */
  readonly p50: number
  readonly p99: number
}

/** What the parent gets. */
export interface Report {
  readonly slice?: Slice
  /** Bytes on the heap of V8 per call. */
  readonly heap?: number | undefined
}

const [, , url = "", name = "", loadName = ""] = process.argv
const load = loads.find(({ name }) => name === loadName)
if (!isName(name) || load === undefined) throw new Error(`There is no ${name} with ${loadName}`)

const { once, run } = await contenders[name].start(url, load)

// Once, it is looked at what comes out.
if (!JSON.stringify(await once()).includes(last)) throw new Error(`${name} has another value than the stub sent`)

const timeOf = async (calls: number, concurrency: number): Promise<Slice> => {
  const times = new Float64Array(calls)
  let taken = 0
  const cpuBefore = process.cpuUsage()
  const start = performance.now()
  await run(calls, concurrency, (time) => (times[taken++] = time))
  const wall = performance.now() - start
  const { system, user } = process.cpuUsage(cpuBefore)
  if (taken !== calls) throw new Error(`${taken} of ${calls} calls were made`)
  return {
    wall: (wall * 1000) / calls,
    cpu: (system + user) / calls,
    p50: quantile([...times], 0.5) * 1000,
    p99: quantile([...times], 0.99) * 1000
  }
}

/**
 * How much the heap grew, in a process whose young generation is larger than all that a slice allocates: nothing is collected
 * in between, so nothing is missed. Where something was collected, there is no number.
 */
const heapOf = async (calls: number, concurrency: number): Promise<number | undefined> => {
  const collections = new GCProfiler()
  const times = new Float64Array(calls)
  let taken = 0
  globalThis.gc?.()
  collections.start()
  const before = process.memoryUsage().heapUsed
  await run(calls, concurrency, (time) => (times[taken++] = time))
  const growth = process.memoryUsage().heapUsed - before
  return collections.stop().statistics.length === 0 ? growth / calls : undefined
}

const report = async ({ calls, concurrency, heap }: Order): Promise<Report> =>
  heap ? { heap: await heapOf(calls, concurrency) } : { slice: await timeOf(calls, concurrency) }

process.on("message", (order: Order) => {
  report(order).then(
    (report) => process.send?.(report),
    (error: unknown) => {
      console.error(`${name}:`, error)
      process.exit(1)
    }
  )
})
process.on("disconnect", () => process.exit())
process.send?.("ready")
