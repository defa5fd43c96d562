/** How contenders stand to each other in the same run. Pure. */
import { difference, inRounds, type Quartiles, quantile, quartiles, quietRounds, ratios } from "./stats.ts"
import type { Allocated, Entry, Measured } from "./rounds.ts"

/** A contender beside the first one. */
export interface Compared extends Entry {
  /** Calls per second: the median. */
  readonly throughput: number
  /** Throughput, as a share of that of the first in the same round. */
  readonly share: Quartiles
  /** The median of that, in the rounds in which the machine was quiet. */
  readonly quietShare: number
  /** Microseconds per call. */
  readonly cpu: Quartiles
  /** The lower quartile, divided by that of the first. */
  readonly cpuRatio: number
  /** Microseconds: medians over the rounds. */
  readonly p50: number
  readonly p99: number
  /** The median of the ratio to the first in the same round. */
  readonly p50Ratio: number
}

export const compare = (measured: ReadonlyArray<Measured>): ReadonlyArray<Compared> => {
  const [base] = measured
  if (base === undefined) return []
  const walls = base.slices.map(({ wall }) => wall)
  const quiet = quietRounds(walls)
  const cpuOf = ({ slices }: Measured) => quartiles(slices.map(({ cpu }) => cpu))
  return measured.map((one) => {
    const own = one.slices.map(({ wall }) => wall)
    const p50s = one.slices.map(({ p50 }) => p50)
    const shares = ratios(walls, own)
    const cpu = cpuOf(one)
    return {
      id: one.id,
      title: one.title,
      throughput: 1e6 / quantile(own, 0.5),
      share: quartiles(shares),
      quietShare: quantile(inRounds(shares, quiet), 0.5),
      cpu,
      cpuRatio: cpu.lower / cpuOf(base).lower,
      p50: quantile(p50s, 0.5),
      p99: quantile(
        one.slices.map(({ p99 }) => p99),
        0.5
      ),
      p50Ratio: quantile(
        ratios(
          p50s,
          base.slices.map(({ p50 }) => p50)
        ),
        0.5
      )
    }
  })
}

/** In how many rounds the machine was quiet. */
export const quietOf = ([base]: ReadonlyArray<Measured>): number =>
  quietRounds(base?.slices.map(({ wall }) => wall) ?? []).filter((quiet) => quiet).length

/** Bytes per call, the median, and what is added to those of the first. */
export interface ComparedHeap extends Entry {
  readonly heap: number
  readonly added: number
}

export const compareHeaps = (allocated: ReadonlyArray<Allocated>): ReadonlyArray<ComparedHeap> => {
  const medians = allocated.map(({ heaps }) => quantile(heaps, 0.5))
  return allocated.map(({ id, title }, index) => {
    const heap = medians[index] ?? Number.NaN
    return { id, title, heap, added: heap - (medians[0] ?? Number.NaN) }
  })
}

/** The names of `alone.ts`, by load. */
export interface Decoded {
  /** Microseconds: what the list adds to a call, and what `JSON.parse` of it takes. The medians. */
  readonly parse: number
  readonly ours: number
  readonly schema: number
  /** The medians of the ratios to `JSON.parse` in the same round. */
  readonly oursRatio: number
  readonly schemaRatio: number
}

export const decoded = (alone: Readonly<Record<string, ReadonlyArray<number>>>, load: string): Decoded | undefined => {
  const of = (name: string) => alone[`${name} ${load}`]
  const [parse, whole, empty, schema] = [of("parse"), of("ours"), of("empty"), of("schema")]
  if (parse === undefined || whole === undefined || empty === undefined || schema === undefined) return undefined
  const ours = difference(whole, empty)
  return {
    parse: quantile(parse, 0.5),
    ours: quantile(ours, 0.5),
    schema: quantile(schema, 0.5),
    oursRatio: quantile(ratios(ours, parse), 0.5),
    schemaRatio: quantile(ratios(schema, parse), 0.5)
  }
}
