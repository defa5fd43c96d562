/** What tries the packages: installed in a folder of its own, beside the workspace. */
import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { cacheOf, install } from "../install.ts"

const cache = cacheOf("consumer")

/** The tarballs of the packages. */
export const tarballs = join(cache, "tarballs")

/** The empty project that the packages are installed in. Node strips no types under `node_modules`, where the cache is. */
export const project = mkdtempSync(join(tmpdir(), "consumer-"))
process.on("exit", () => rmSync(project, { recursive: true, force: true }))

const tools = join(cache, "tools")

/** The one place that names their versions. */
const versions = {
  node22: "npm:node@22.23.3",
  node24: "npm:node@24.21.0",
  typescript59: "npm:typescript@5.9.3",
  typescript60: "npm:typescript@6.0.3",
  typescript70: "npm:typescript@7.0.2",
  publint: "0.3.25",
  "@arethetypeswrong/cli": "0.18.5"
}

/** Each Node, by its name. */
export const nodes = {
  "Node 22": join(tools, "node_modules", "node22", "bin", "node"),
  "Node 24": join(tools, "node_modules", "node24", "bin", "node")
}

const script = (...path: ReadonlyArray<string>): ReadonlyArray<string> => [
  process.execPath,
  join(tools, "node_modules", ...path)
]

/** Each compiler, as a command line. */
export const compilers = {
  "TypeScript 5.9": script("typescript59", "bin", "tsc"),
  "TypeScript 6.0": script("typescript60", "bin", "tsc"),
  "TypeScript 7.0": script("typescript70", "bin", "tsc")
}

export const publint = script("publint", "src", "cli.js")

export const attw = script("@arethetypeswrong", "cli", "dist", "index.js")

export interface Ended {
  readonly code: number | null
  /** What it has printed, on both streams. */
  readonly output: string
}

/** Runs a command to its end; for ten minutes at most. */
export const run = (
  line: ReadonlyArray<string>,
  cwd: string,
  env: Readonly<Record<string, string | undefined>> = {}
): Ended => {
  const [command = "", ...args] = line
  const { error, status, stderr, stdout } = spawnSync(command, args, {
    cwd,
    env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined, ...env },
    encoding: "utf8",
    timeout: 600_000,
    maxBuffer: 64 * 2 ** 20
  })
  return { code: status, output: [stdout, stderr, error?.message ?? ""].join("") }
}

/** Runs a command that has to succeed. */
export const must = (line: ReadonlyArray<string>, cwd: string): string => {
  const { code, output } = run(line, cwd)
  if (code === 0) return output
  console.error(output)
  throw new Error(`${line.join(" ")} ended with ${code}`)
}

/** Installs the tools, unless they are installed. */
export const installTools = (): void => install(tools, versions)
