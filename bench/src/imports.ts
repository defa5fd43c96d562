/** What importing costs: each import in a process of its own, by turns. */
import { execFile } from "node:child_process"
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { promisify } from "node:util"
import { clients, versions } from "./install.ts"
import { published } from "./published.ts"

/** Milliseconds: one for each round. */
export interface Imported {
  readonly title: string
  readonly cpu: ReadonlyArray<number>
  readonly wall: ReadonlyArray<number>
}

/** The title of the parts of Effect that `effect-connectycube` imports. */
export const partsOfEffect = "the parts of Effect that it imports"
export const umbrella = "effect-connectycube"

const run = async (folder: string, name: string, script: string): Promise<unknown> => {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `import-${name}.mjs`)
  writeFileSync(file, script)
  const { stdout } = await promisify(execFile)(process.execPath, [file], { cwd: folder, timeout: 120_000 })
  return JSON.parse(stdout.split("\n").findLast((line) => line !== "") ?? "")
}

/** Which modules of Effect the packages import themselves, as Node resolves them. */
const effectModules = async (): Promise<ReadonlyArray<string>> => {
  const modules = await run(
    published,
    "modules",
    `import { registerHooks } from "node:module"
    const modules = new Set()
    registerHooks({
      resolve(specifier, context, next) {
        if (/^effect(\\/|$)/.test(specifier) && !context.parentURL.includes("/node_modules/effect/")) modules.add(specifier)
        return next(specifier, context)
      }
    })
    await import("${umbrella}")
    console.log(JSON.stringify([...modules]))`
  )
  return Array.isArray(modules) ? modules : []
}

const timed = (modules: ReadonlyArray<string>) =>
  `const before = process.cpuUsage()
  const start = performance.now()
  await Promise.all(${JSON.stringify(modules)}.map((name) => import(name)))
  const wall = performance.now() - start
  const { system, user } = process.cpuUsage(before)
  console.log(JSON.stringify({ cpu: (system + user) / 1000, wall }))
  process.exit()`

export const imports = async (rounds: number): Promise<ReadonlyArray<Imported>> => {
  const cases = [
    { title: partsOfEffect, folder: published, modules: await effectModules() },
    { title: umbrella, folder: published, modules: [umbrella] },
    ...Object.keys(versions).map((name) => ({ title: name, folder: clients, modules: [name] }))
  ].map((found) => ({ ...found, cpu: new Array<number>(), wall: new Array<number>() }))
  // The first round fills the caches of the file system.
  for (let round = -1; round < rounds; round++) {
    for (const [index, { cpu, folder, modules, wall }] of cases.entries()) {
      const time = Object(await run(folder, String(index), timed(modules)))
      if (round < 0) continue
      cpu.push(Number(time.cpu))
      wall.push(Number(time.wall))
    }
  }
  return cases
}
