/** Where and when it was measured. */
import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { cpus, loadavg } from "node:os"
import { join } from "node:path"
import { root } from "../../scripts/install.ts"
import { versions } from "./install.ts"

export interface Machine {
  readonly processors: string
  readonly node: string
  /** In UTC. */
  readonly date: string
  readonly versions: Readonly<Record<string, string>>
}

/** The mean number of processes that wanted to run in the last minute, those of the benchmark included. */
export const load = (): number => loadavg()[0] ?? 0

const versionIn = (file: string): string => JSON.parse(readFileSync(file, "utf8")).version

export const machine = (): Machine => {
  const own = createRequire(import.meta.url)
  const platform = createRequire(own.resolve("@effect/platform-node/package.json"))
  return {
    processors: `${cpus().length} × ${cpus()[0]?.model.trim() ?? "unknown"}`,
    node: process.version.slice(1),
    date: new Date().toISOString().slice(0, 10),
    versions: {
      "effect-connectycube": versionIn(join(root, "packages", "effect-connectycube", "package.json")),
      effect: versionIn(own.resolve("effect/package.json")),
      undici: versionIn(platform.resolve("undici/package.json")),
      ...versions
    }
  }
}
