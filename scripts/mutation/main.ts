/**
 * `npm run mutation`: makes one small fault after the other in the sources of `core` and `auth`, and looks whether a test of theirs
 * fails. It prints the mutants that survived, and the score of each file.
 *
 * `npm run mutation -- --files call/retry` takes the files whose path has that in it, or matches that glob; `--since <commit>` those
 * that changed; `--sample 200 --seed 7` some of the mutants; `--survivors` those that survived before. `--thorough` runs slow tests
 * for all of them. With `--min 90` it ends with 1 when the score is lower.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { availableParallelism } from "node:os"
import { join } from "node:path"
import { equivalents, isEquivalent } from "./equivalent.ts"
import { instrument, type Mutant } from "./mutants.ts"
import { planOf } from "./plan.ts"
import { open, type Process } from "./pool.ts"
import type { FileRun } from "./protocol.ts"
import { describe, isFound, reportOf, type Tested } from "./report.ts"
import { parseArguments, sampleOf, sourceFiles, testFiles } from "./select.ts"
import { root } from "../install.ts"
import { folder, install } from "./tools.ts"

const args = parseArguments(process.argv.slice(2))
if (typeof args === "string") {
  console.error(args)
  process.exit(2)
}

const files = sourceFiles(args)
if (files.length === 0) {
  console.log("Skipped: no source file was chosen.")
  process.exit(0)
}

install()
const { mutants, sources } = await instrument(files)
const instrumented = join(folder, `sources-${process.pid}.json`)
mkdirSync(folder, { recursive: true })
writeFileSync(instrumented, JSON.stringify(sources))
const lines = new Map(files.map((file) => [file, readFileSync(join(root, file), "utf8").split("\n")]))
const lineOf = ({ file, line }: Mutant): string => lines.get(file)?.[line - 1]?.trim() ?? ""

const nameOf = ({ file, original, replacement }: Mutant, line: string): string =>
  JSON.stringify([file, line, original, replacement])

/** The mutants that survived the last run in which they were. */
const survivors = join(folder, "survivors.json")
const previous = new Set<string>(existsSync(survivors) ? JSON.parse(readFileSync(survivors, "utf8")) : [])

const equivalent = isEquivalent(equivalents, lineOf)
const real = mutants.filter((mutant) => equivalent(mutant) === undefined)
const candidates = args.survivors ? real.filter((mutant) => previous.has(nameOf(mutant, lineOf(mutant)))) : real
const chosen = args.sample === undefined ? candidates : sampleOf(candidates, args.sample, args.seed)

console.log(`${mutants.length} mutants in ${files.length} files`)
if (real.length < mutants.length) console.log(`Skipped: ${mutants.length - real.length} that change nothing`)
if (chosen.length < real.length) {
  const seed = args.sample === undefined ? "" : `, by seed ${args.seed}`
  console.log(`Skipped: ${real.length - chosen.length} that were not chosen${seed}`)
}

const processes: Array<Process> = Array.from({ length: availableParallelism() }, () => open(instrumented))
const close = () => processes.forEach((process) => process.close())
process.on("exit", close)
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => process.exit(130))

/** Calls a function with each of the items, on all processes. */
const forEach = async <A>(items: ReadonlyArray<A>, run: (process: Process, item: A) => Promise<void>) => {
  const rest = items.values()
  await Promise.all(
    processes.map(async (process) => {
      for (const item of rest) await run(process, item)
    })
  )
}

const runs: Array<FileRun> = []
await forEach(testFiles(), async (process, file) => {
  const result = await process.run({ what: "coverage", files: [file] }, 600_000)
  if (result?.what !== "covered") runs.push({ file, tests: [], hits: {}, failure: "it does not end" })
  else runs.push(...result.files)
})
const failures = runs.flatMap(({ failure, file }) => (failure === undefined ? [] : [`${file}: ${failure}`]))
if (failures.length > 0) {
  console.error(`Without a mutant, these tests fail:\n${failures.join("\n")}`)
  process.exit(1)
}
const tests = runs.flatMap(({ tests }) => tests)
const seconds = Math.round(tests.reduce((sum, { duration }) => sum + duration, 0) / 1000)
console.log(`${tests.length} tests in ${runs.length} files, which take ${seconds} s`)
if (!args.thorough) {
  console.log(`Skipped: slow tests of other files, for each mutant that the others do not find. --thorough runs them`)
}

const tested: Array<Tested> = []
let next = 200
const note = (one: Tested) => {
  tested.push(one)
  if (!isFound(one)) console.log(describe(one))
  if (tested.length < next) return
  next += 200
  console.log(`${tested.length} of ${chosen.length}`)
}
await forEach(chosen, async (process, mutant) => {
  const { task, timeLimit } = planOf(mutant, mutants, runs, args.thorough)
  if (task.files.length === 0) return note({ mutant, outcome: "uncovered" })
  const result = await process.run(task, timeLimit)
  return note({ mutant, outcome: result?.what === "ran" ? result.outcome : "timeout" })
})

for (const one of tested) {
  const name = nameOf(one.mutant, lineOf(one.mutant))
  if (isFound(one)) previous.delete(name)
  else previous.add(name)
}
writeFileSync(survivors, JSON.stringify([...previous]))
const report = reportOf(tested)
for (const line of report.lines) console.log(line)
if (args.min !== undefined && report.score < args.min) console.error(`The score is below ${args.min} %`)
process.exit(args.min !== undefined && report.score < args.min ? 1 : 0)
