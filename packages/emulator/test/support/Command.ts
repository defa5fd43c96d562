/** The command of the emulator as a process of its own. */
import * as Effect from "effect/Effect"
import { spawn } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

/** The program. */
export const main = fileURLToPath(new URL("../../src/main.ts", import.meta.url))

export const folder = Effect.acquireRelease(
  Effect.sync(() => mkdtempSync(join(tmpdir(), "emulator-"))),
  (path) => Effect.sync(() => rmSync(path, { recursive: true, force: true }))
)

export interface Command {
  readonly url: string
  readonly pid: number
  /** What it has printed. */
  readonly lines: ReadonlyArray<string>
  /** Ends it by this signal, and answers its exit code. */
  readonly end: (signal: "SIGKILL" | "SIGINT" | "SIGTERM") => Effect.Effect<number | null>
}

/** The command, when it says that it is ready. */
export const start = (...args: ReadonlyArray<string>) => startWith({}, ...args)

/** The same, with options of Node. */
export const startWith = ({ node = [] }: { readonly node?: ReadonlyArray<string> }, ...args: ReadonlyArray<string>) =>
  Effect.acquireRelease(
    Effect.callback<Command & { readonly kill: () => void }>((resume) => {
      const child = spawn(process.execPath, [...node, main, "--port", "0", ...args], {
        stdio: ["ignore", "pipe", "inherit"]
      })
      const exited = new Promise<number | null>((resolve) => child.on("exit", (code) => resolve(code)))
      let output = ""
      child.stdout.on("data", (chunk) => {
        output += String(chunk)
        const url = /^ConnectyCube emulator ready at (\S+)$/m.exec(output)?.[1]
        if (url === undefined || child.pid === undefined || !output.includes("Ctrl-C")) return
        resume(
          Effect.succeed({
            url,
            pid: child.pid,
            lines: output.split("\n"),
            end: (signal) =>
              Effect.andThen(
                Effect.sync(() => child.kill(signal)),
                Effect.promise(() => exited)
              ),
            kill: () => child.kill("SIGKILL")
          })
        )
      })
      child.on("exit", (code) => resume(Effect.die(new Error(`It ended with ${code}: ${output}`))))
    }),
    ({ kill }) => Effect.sync(kill)
  )
