/** Which tests run for a mutant. */
import { basename } from "node:path"
import type { FileRun, Task } from "./protocol.ts"

export interface Plan {
  readonly task: Extract<Task, { readonly what: "mutant" }>
  /** Of all of it, in milliseconds. */
  readonly timeLimit: number
}

/** Milliseconds, without a mutant. */
export const budget = 1000

const sum = (numbers: ReadonlyArray<number>): number => numbers.reduce((one, other) => one + other, 0)

/** `wire` of a file `Wire.ts`, and of its tests in `wire.test.ts`. */
const subject = (file: string): string => basename(file).replace(/\..*$/, "").toLowerCase()

interface Reaching {
  readonly file: string
  readonly index: number
  readonly duration: number
  readonly hits: number
}

/** The tests that reach a mutant. One that is reached while modules are loaded can change any test of the file. */
const reachingOf = (id: string, runs: ReadonlyArray<FileRun>): ReadonlyArray<Reaching> =>
  runs.flatMap(({ file, hits, tests }) =>
    tests.flatMap((test, index) => {
      const own = test.hits[id] ?? 0
      const outside = hits[id] ?? 0
      return own + outside === 0 ? [] : { file, index, duration: test.duration, hits: own + outside }
    })
  )

/**
 * The tests for a mutant: those of the file named after its source come first, then those of the file that is done first. Unless
 * `thorough`, slow tests are left out: of its own file those that take longer than {@link budget}, and of others the slowest, until the
 * rest takes no longer.
 */
export const planOf = (id: string, source: string, runs: ReadonlyArray<FileRun>, thorough: boolean): Plan => {
  const isOwn = ({ file }: { readonly file: string }) => subject(file) === subject(source)
  let spent = 0
  const chosen = reachingOf(id, runs)
    .toSorted((one, other) => one.duration - other.duration)
    .filter((test) => {
      if (thorough || (isOwn(test) && test.duration < budget)) return true
      spent += test.duration
      return spent <= budget
    })
  const files = [...new Set(chosen.map(({ file }) => file))]
    .map((file) => {
      const tests = chosen.filter((test) => test.file === file)
      return { file, tests: tests.map(({ index }) => index), duration: sum(tests.map(({ duration }) => duration)) }
    })
    .toSorted((one, other) => Number(isOwn(other)) - Number(isOwn(one)) || one.duration - other.duration)
  const testLimit = 5000 + 20 * Math.max(0, ...chosen.map(({ duration }) => duration))
  return {
    task: {
      what: "mutant",
      id,
      hitLimit: 10_000 + 100 * sum(chosen.map(({ hits }) => hits)),
      timeLimit: testLimit,
      files: files.map(({ file, tests }) => ({ file, tests }))
    },
    timeLimit: 30_000 + testLimit + 20 * sum(chosen.map(({ duration }) => duration))
  }
}
