/** The processes that run the tests. */
import { fork, type ChildProcess } from "node:child_process"
import { fileURLToPath } from "node:url"
import type { Result, Task } from "./protocol.ts"
import { root } from "../install.ts"

/** MiB: each mutant leaves the modules that were loaded for it. */
const mostMemory = 1500

const worker = fileURLToPath(new URL("worker.ts", import.meta.url))

export interface Process {
  /** Runs a task. After the time limit, in milliseconds, the process is killed, and the result is `undefined`. */
  readonly run: (task: Task, timeLimit: number) => Promise<Result | undefined>
  readonly close: () => void
}

export const open = (instrumented: string): Process => {
  let child: ChildProcess | undefined

  const start = (): ChildProcess =>
    fork(worker, [instrumented], {
      cwd: root,
      execArgv: ["--disable-warning=ExperimentalWarning", "--max-old-space-size=2500"],
      stdio: ["ignore", "ignore", "ignore", "ipc"]
    })

  const close = () => {
    child?.kill("SIGKILL")
    child = undefined
  }

  const run = async (task: Task, timeLimit: number): Promise<Result | undefined> => {
    const process = (child ??= start())
    const result = await new Promise<Result | undefined>((resolve) => {
      const timer = setTimeout(() => end(undefined), timeLimit)
      // A process that ends by itself was out of memory.
      const onExit = () => end(undefined)
      const end = (result: Result | undefined) => {
        clearTimeout(timer)
        process.off("message", end).off("exit", onExit)
        resolve(result)
      }
      process.once("message", end).once("exit", onExit)
      process.send(task)
    })
    // What never ends goes on, and would disturb the next.
    const tainted = result === undefined || (result.what === "ran" && result.outcome === "timeout")
    if (tainted || (result.what === "ran" && result.memory > mostMemory)) close()
    return result
  }

  return { run, close }
}
