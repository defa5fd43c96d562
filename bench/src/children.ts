/** Processes that this one talks to by messages. They end with it. */
import { type ChildProcess, fork } from "node:child_process"

export interface Child {
  /** Sends a message, and waits for the next one. Fails when the process ends. */
  readonly ask: <A>(message: unknown) => Promise<A>
  readonly end: () => void
}

/** Starts a process, and waits for its first message. */
export const start = async <A>(
  file: string,
  args: ReadonlyArray<string> = [],
  flags: ReadonlyArray<string> = []
): Promise<Child & { readonly first: A }> => {
  const child = fork(file, [...args], { execArgv: ["--disable-warning=ExperimentalWarning", ...flags] })
  const next = <A>(): Promise<A> => nextOf<A>(child, [file, ...args].join(" "))
  const first = await next<A>()
  return {
    first,
    ask: <A>(message: unknown) => {
      const received = next<A>()
      child.send(Object(message))
      return received
    },
    end: () => {
      child.kill()
    }
  }
}

const nextOf = <A>(child: ChildProcess, name: string): Promise<A> =>
  new Promise((resolve, reject) => {
    const ended = (code: number | null, signal: string | null) => {
      child.off("message", received)
      reject(new Error(`${name} ended with ${code ?? signal}`))
    }
    const received = (message: A) => {
      child.off("exit", ended)
      resolve(message)
    }
    child.once("message", received)
    child.once("exit", ended)
  })
