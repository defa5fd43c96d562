/** How much memory a process takes. */
import { spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"

/** MiB that are in memory of this process; 0 where nobody says. */
export const residentSet = (pid: number | undefined): number => {
  if (pid === undefined) return 0
  try {
    const [, kilobytes = "0"] = /^VmRSS:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? []
    return Math.round(Number(kilobytes) / 1024)
  } catch {
    // Where there is no such file, there is a command.
    return Math.round(Number(spawnSync("ps", ["-o", "rss=", "-p", String(pid)]).stdout ?? 0) / 1024) || 0
  }
}
