/** The memory of a process. */
import { spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"

/** The resident memory of this process in MiB; 0 when unknown. */
export const residentSet = (pid: number | undefined): number => {
  if (pid === undefined) return 0
  try {
    const [, kilobytes = "0"] = /^VmRSS:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? []
    return Math.round(Number(kilobytes) / 1024)
  } catch {
    // Without such a file, use a command.
    return Math.round(Number(spawnSync("ps", ["-o", "rss=", "-p", String(pid)]).stdout ?? 0) / 1024) || 0
  }
}
