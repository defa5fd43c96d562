/**
 * The CPU time of another process.
 */
import { execFileSync } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"

/**
 * Microseconds, of all threads, in user and system mode. On Linux in steps of 10 ms, on other systems in the steps of
 * `ps`.
 */
export const cpuTime = (pid: number): number => {
  const stat = `/proc/${pid}/stat`
  if (existsSync(stat)) {
    // What stands before the last bracket is the name of the program, which may hold anything.
    const fields = readFileSync(stat, "utf8").split(") ").at(-1)?.split(" ") ?? []
    return (Number(fields[11]) + Number(fields[12])) * 10_000
  }
  const text = execFileSync("ps", ["-o", "cputime=", "-p", String(pid)], { encoding: "utf8" }).trim()
  return text.split(":").reduce((sum, part) => sum * 60 + Number(part), 0) * 1_000_000
}
