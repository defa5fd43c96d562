/**
 * The command of an emulator, in a process of its own.
 */
import { spawn } from "node:child_process"
import { cpuTime } from "./cpu.ts"

export interface Command {
  readonly url: string
  /** Microseconds of CPU time that it has taken so far. */
  readonly cpu: () => number
  readonly end: () => Promise<void>
}

/** Starts `main` on a free port, and resolves when it is ready. */
export const start = async (main: string, ...args: ReadonlyArray<string>): Promise<Command> => {
  const child = spawn(process.execPath, [main, "--port", "0", ...args], { stdio: ["ignore", "pipe", "inherit"] })
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()))
  const url = await new Promise<string>((resolve, reject) => {
    let output = ""
    child.stdout.on("data", (chunk) => {
      output += String(chunk)
      const found = /^ConnectyCube emulator ready at (\S+)$/m.exec(output)?.[1]
      if (found !== undefined) resolve(found)
    })
    child.once("exit", (code) => reject(new Error(`The emulator ended with ${code}`)))
  })
  return {
    url,
    cpu: () => cpuTime(child.pid ?? 0),
    end: () => {
      child.kill("SIGINT")
      return ended
    }
  }
}
