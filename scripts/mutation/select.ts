/** The mutants of a run: all, or a part of them. */
import { spawnSync } from "node:child_process"
import { globSync } from "node:fs"
import { matchesGlob } from "node:path"
import { parseArgs } from "node:util"
import { randomOf } from "../../packages/core/test/support/random.ts"
import { root } from "../install.ts"

export interface Arguments {
  /** A pattern of the files to mutate. */
  readonly files: string | undefined
  /** A commit: only files that changed since then are mutated. */
  readonly since: string | undefined
  /** How many mutants are run. */
  readonly sample: number | undefined
  readonly seed: number
  /** The score, in percent, below which the run fails. */
  readonly min: number | undefined
  /** Whether only the mutants run that survived before. */
  readonly survivors: boolean
  /** Whether the slow tests run for every mutant too. */
  readonly thorough: boolean
}

/** @returns a message for invalid arguments */
export const parseArguments = (args: Array<string>): Arguments | string => {
  try {
    const { values } = parseArgs({
      args,
      options: {
        files: { type: "string" },
        since: { type: "string" },
        sample: { type: "string" },
        seed: { type: "string" },
        min: { type: "string" },
        survivors: { type: "boolean", default: false },
        thorough: { type: "boolean", default: false }
      }
    })
    const sample = values.sample === undefined ? undefined : Number(values.sample)
    const seed = values.seed === undefined ? Math.floor(Math.random() * 1e9) : Number(values.seed)
    const min = values.min === undefined ? undefined : Number(values.min)
    if (!Number.isSafeInteger(seed) || (sample !== undefined && !(Number.isSafeInteger(sample) && sample > 0))) {
      return "The seed and the size of the sample are whole numbers."
    }
    if (min !== undefined && !(min >= 0 && min <= 100)) return "The least score is a number from 0 to 100."
    const { files, since, survivors, thorough } = values
    return { files, since, sample, seed, min, survivors, thorough }
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

const slashes = (path: string): string => path.replaceAll("\\", "/")

/** The sources that are mutated. Those of `export` statements alone have no mutants. */
const sources = "packages/{core,auth}/src/**/*.ts"

/** The tests that have to find the mutants. */
const tests = "packages/{core,auth}/test/**/*.test.ts"

const find = (pattern: string): ReadonlyArray<string> =>
  globSync(pattern, { cwd: root })
    .map(slashes)
    .toSorted((one, other) => (one < other ? -1 : 1))

export const testFiles = (): ReadonlyArray<string> => find(tests)

/** A pattern may be a whole path, a part of it, or a glob. */
const matches = (pattern: string) => (file: string) => matchesGlob(file, pattern) || file.includes(pattern)

const changedSince = (commit: string): ReadonlyArray<string> => {
  const git = (...args: ReadonlyArray<string>) => {
    const { status, stderr, stdout } = spawnSync("git", args, { cwd: root, encoding: "utf8" })
    if (status !== 0) throw new Error(stderr.trim())
    return stdout.split("\n")
  }
  return [...git("diff", "--name-only", commit, "--"), ...git("ls-files", "--others", "--exclude-standard")]
}

/** The sources to mutate. */
export const sourceFiles = ({ files, since }: Pick<Arguments, "files" | "since">): ReadonlyArray<string> => {
  const chosen = find(sources).filter(files === undefined ? () => true : matches(files))
  if (since === undefined) return chosen
  const changed = new Set(changedSince(since))
  return chosen.filter((file) => changed.has(file))
}

/** As many as wanted, the same each time for a seed, in their order. */
export const sampleOf = <A>(all: ReadonlyArray<A>, size: number, seed: number): ReadonlyArray<A> => {
  const { integer } = randomOf(seed)
  let open = Math.min(size, all.length)
  return all.filter((_, index) => {
    const chosen = integer(all.length - index) < open
    if (chosen) open--
    return chosen
  })
}
