/** A process of the campaign: it loads the sources and the tests anew for each mutant, and runs the tests. */
import { readFileSync } from "node:fs"
import { registerHooks, stripTypeScriptTypes } from "node:module"
import { join } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import type { FileRun, Hits, Result, Task, TestRun } from "./protocol.ts"
import { root } from "../install.ts"
import { collect, type Failure, run } from "./vitest.ts"

/** What the instrumented sources read, and count in. */
interface Switch {
  activeMutant: string | undefined
  hitCount: number | undefined
  hitLimit: number | undefined
  currentTestId: string | undefined
  mutantCoverage: { readonly static: Record<string, number>; readonly perTest: Record<string, Record<string, number>> }
}

declare global {
  var __stryker__: Switch
}

globalThis.__stryker__ = {
  activeMutant: undefined,
  hitCount: undefined,
  hitLimit: undefined,
  currentTestId: undefined,
  mutantCoverage: { static: {}, perTest: {} }
}
const state = globalThis.__stryker__

const rootUrl = pathToFileURL(root).href
const here = new URL(".", import.meta.url).href
const shim = new URL("vitest.ts", import.meta.url).href

/** The JavaScript of the sources, by URL. */
const sources = new Map<string, string>()
const [, , instrumented = ""] = process.argv
const files: Readonly<Record<string, string>> = JSON.parse(readFileSync(instrumented, "utf8"))
for (const [file, source] of Object.entries(files)) sources.set(pathToFileURL(join(root, file)).href, source)

/** Modules of an older generation stay, with the mutant that they were loaded with. */
let generation = 0

registerHooks({
  resolve: (specifier, context, next) => {
    if (specifier === "vitest" && !(context.parentURL ?? "").startsWith(here)) return { url: shim, shortCircuit: true }
    const resolved = next(specifier, context)
    const { url } = resolved
    const own =
      url.startsWith(rootUrl) && url.endsWith(".ts") && !url.includes("/node_modules/") && !url.startsWith(here)
    return own ? { ...resolved, url: `${url}?generation=${generation}` } : resolved
  },
  load: (url, context, next) => {
    const [file = url, query] = url.split("?generation=")
    if (query === undefined) return next(url, context)
    let source = sources.get(file)
    if (source === undefined) {
      source = stripTypeScriptTypes(readFileSync(fileURLToPath(file), "utf8"))
      sources.set(file, source)
    }
    return { format: "module", source, shortCircuit: true }
  }
})

/** What failed outside of every test: a promise that nobody waits for. */
let stray: Failure | undefined
const onStray = (error: unknown) => (stray ??= { message: String(error), timeout: false })
process.on("unhandledRejection", onStray)
process.on("uncaughtException", onStray)

const importTests = (file: string) => collect(() => import(pathToFileURL(join(root, file)).href))

const hitsOf = (id: string): Hits => {
  const hits = state.mutantCoverage.perTest[id] ?? {}
  delete state.mutantCoverage.perTest[id]
  return hits
}

/** Runs the tests of a file without a mutant, and notes what they reach. */
const cover = async (file: string): Promise<FileRun> => {
  generation++
  state.activeMutant = undefined
  const outside = "outside"
  state.currentTestId = outside
  const tests: Array<TestRun> = []
  let failure: string | undefined
  let start = 0
  try {
    const suite = await importTests(file)
    await run(suite, {
      wanted: () => true,
      timeLimit: 120_000,
      onStart: (index) => {
        state.currentTestId = index === undefined ? outside : String(index)
        start = performance.now()
      },
      onEnd: (index, name, failed) => {
        const problem = failed ?? stray
        if (problem !== undefined) failure ??= `${name}: ${problem.message}`
        tests[index] = { name, duration: performance.now() - start, hits: hitsOf(String(index)) }
        return true
      }
    })
  } catch (error) {
    failure = String(error)
  }
  // A skipped test has no run.
  const complete = Array.from(tests, (test) => test ?? { name: "", duration: 0, hits: {} })
  return { file, tests: complete, hits: hitsOf(outside), failure }
}

const kill = async (task: Extract<Task, { readonly what: "mutant" }>): Promise<Result> => {
  generation++
  state.activeMutant = task.id
  state.hitCount = 0
  state.hitLimit = task.hitLimit
  stray = undefined
  let outcome: "killed" | "timeout" | "survived" = "survived"
  let test = ""
  for (const { file, tests } of task.files) {
    try {
      const suite = await importTests(file)
      const wanted = new Set(tests)
      await run(suite, {
        wanted: (index) => wanted.has(index),
        timeLimit: task.timeLimit,
        onStart: () => undefined,
        onEnd: (_, name, failed) => {
          const failure = failed ?? stray
          if (failure === undefined) return true
          outcome = failure.timeout ? "timeout" : "killed"
          test = name
          return false
        }
      })
    } catch {
      outcome = "killed"
      test = "its modules cannot be loaded"
    }
    if (outcome !== "survived") break
  }
  state.activeMutant = undefined
  return { what: "ran", outcome, test, memory: Math.round(process.memoryUsage.rss() / 1024 / 1024) }
}

const send = (result: Result) => process.send?.(result)

process.on("message", async (task: Task) => {
  if (task.what === "mutant") return send(await kill(task))
  const runs: Array<FileRun> = []
  for (const file of task.files) runs.push(await cover(file))
  return send({ what: "covered", files: runs })
})
process.on("disconnect", () => process.exit(0))
