/** Which tests run for a mutant. */
import { basename } from "node:path"
import type { Mutant } from "./mutants.ts"
import type { FileRun, Task, TestRun } from "./protocol.ts"

export interface Plan {
  readonly task: Extract<Task, { readonly what: "mutant" }>
  /** Of all of it, in milliseconds. */
  readonly timeLimit: number
}

/**
 * How long tests of one rank may take for one mutant, as a part of the time of all tests, unless the run is thorough. The fast
 * ones are run: most tests are. What none of those finds counts as surviving.
 */
const share = 1 / 10

/** The rank from which tests are unlikely to find the mutant: they do not reach what is inside of it. They have half the time. */
const unlikely = 2

const sum = (numbers: ReadonlyArray<number>): number => numbers.reduce((one, other) => one + other, 0)

/** `wire` of a file `Wire.ts`, and of its tests in `wire.test.ts`. */
const subject = (file: string): string => basename(file).replace(/\..*$/, "").toLowerCase()

interface Reaching {
  readonly file: string
  readonly index: number
  readonly duration: number
  readonly hits: number
  /** The least comes first. */
  readonly rank: number
}

/**
 * The tests that reach a mutant. One that is reached while modules are loaded can change any test of the file: such as a function
 * that is another from the start. Where mutants inside of it are reached, those tests are the likely ones.
 */
const reachingOf = (mutant: Mutant, inner: ReadonlyArray<Mutant>, runs: ReadonlyArray<FileRun>) => {
  const isOwn = (file: string) => subject(file) === subject(mutant.file)
  const reachesInside = ({ hits }: TestRun) => inner.some(({ id }) => hits[id] !== undefined)
  const isInsideReached = runs.some(({ tests }) => tests.some(reachesInside))
  return runs.flatMap(({ file, hits, tests }) =>
    tests.flatMap((test, index): Reaching | ReadonlyArray<never> => {
      const own = test.hits[mutant.id] ?? 0
      const outside = hits[mutant.id] ?? 0
      if (own + outside === 0) return []
      const likely = isInsideReached ? reachesInside(test) : own > 0
      const rank = (isOwn(file) ? 0 : 1) + (likely ? 0 : unlikely)
      return { file, index, duration: test.duration, hits: own + outside, rank }
    })
  )
}

/** The tests for a mutant: the likely ones first, and of those the ones of the file that is named after its source. */
export const planOf = (
  mutant: Mutant,
  mutants: ReadonlyArray<Mutant>,
  runs: ReadonlyArray<FileRun>,
  thorough: boolean
): Plan => {
  const [start, end] = mutant.range
  const inner = mutants.filter(
    ({ file, range }) => file === mutant.file && range[0] >= start && range[1] <= end && range !== mutant.range
  )
  const budget = share * sum(runs.flatMap(({ tests }) => tests.map(({ duration }) => duration)))
  const spent = new Map<number, number>()
  const chosen = reachingOf(mutant, inner, runs)
    .toSorted((one, other) => one.duration - other.duration)
    .filter(({ duration, rank }) => {
      const before = spent.get(rank) ?? 0
      spent.set(rank, before + duration)
      return thorough || before === 0 || before + duration <= (rank < unlikely ? budget : budget / 2)
    })
  const keys = new Set(
    chosen.toSorted((one, other) => one.rank - other.rank).map(({ file, rank }) => `${rank} ${file}`)
  )
  const files = [...keys].map((key) => {
    const tests = chosen.filter(({ file, rank }) => `${rank} ${file}` === key)
    return { file: key.slice(2), tests: tests.map(({ index }) => index) }
  })
  const testLimit = 5000 + 10 * Math.max(0, ...chosen.map(({ duration }) => duration))
  return {
    task: {
      what: "mutant",
      id: mutant.id,
      hitLimit: 10_000 + 20 * sum(chosen.map(({ hits }) => hits)),
      timeLimit: testLimit,
      files
    },
    timeLimit: 10_000 + testLimit + 5 * sum(chosen.map(({ duration }) => duration))
  }
}
