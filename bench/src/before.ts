/** The worker in an older checkout of this repository: the benchmarks of today, with the packages of that commit. */
import { cpSync, rmSync } from "node:fs"
import { join } from "node:path"
import { checkout } from "./emulator/checkout.ts"
import { root } from "../../scripts/install.ts"

/** The file of the worker. */
export const workerOf = (commit: string): string => {
  const sources = join(checkout(commit), "bench", "src")
  rmSync(sources, { recursive: true, force: true })
  cpSync(join(root, "bench", "src"), sources, { recursive: true })
  return join(sources, "worker.ts")
}
