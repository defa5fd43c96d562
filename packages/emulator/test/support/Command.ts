/** The command of the emulator as a process of its own. */
import * as Effect from "effect/Effect"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import { spawn } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { host } from "./DocumentedCurls.ts"

/** The program: in tests the published bundle of `bundle.ts`, which starts in a third of the time. */
export const main = fileURLToPath(
  new URL(process.env["VITEST"] === undefined ? "../../src/main.ts" : "../../dist/command/main.js", import.meta.url)
)

export const folder = Effect.acquireRelease(
  Effect.sync(() => mkdtempSync(join(tmpdir(), "emulator-"))),
  (path) => Effect.sync(() => rmSync(path, { recursive: true, force: true }))
)

export interface Command {
  readonly url: string
  readonly pid: number
  /** What it has printed. */
  readonly lines: ReadonlyArray<string>
  /** Ends it by this signal, and returns its exit code. */
  readonly end: (signal: "SIGKILL" | "SIGINT" | "SIGTERM") => Effect.Effect<number | null>
}

/** The command, when it has printed that it is ready. */
export const start = (...args: ReadonlyArray<string>) => startWith({}, ...args)

interface Options {
  /** Options of Node. */
  readonly node?: ReadonlyArray<string>
  /** The maximum size of a file that it writes, in KiB: a full disk for any write beyond. */
  readonly fileLimit?: number
}

const launch = ({ node = [], fileLimit }: Options, args: ReadonlyArray<string>) => {
  const program = [process.execPath, ...node, main, "--port", "0", ...args]
  const [command = "", ...rest] =
    fileLimit === undefined ? program : ["sh", "-c", `ulimit -f ${fileLimit * 2}; exec "$0" "$@"`, ...program]
  return spawn(command, rest, { stdio: ["ignore", "pipe", "inherit"] })
}

/** The command, killed so many milliseconds after its start, in any state. */
export const startAndKill = (millis: number, ...args: ReadonlyArray<string>) =>
  Effect.callback<void>((resume) => {
    const child = launch({}, args)
    child.stdout.resume()
    child.on("exit", () => resume(Effect.void))
    setTimeout(() => child.kill("SIGKILL"), millis)
  })

/** The same, with options. */
export const startWith = (options: Options, ...args: ReadonlyArray<string>) =>
  Effect.acquireRelease(
    Effect.callback<Command & { readonly kill: () => void }>((resume) => {
      const child = launch(options, args)
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

/** Runs a test against a command that serves at this URL. */
export const against =
  (url: string) =>
  <A, E, R>(test: Effect.Effect<A, E, R>) =>
    test.pipe(
      Effect.updateService(HttpClient.HttpClient, (client) =>
        HttpClient.mapRequest(client, (request) => HttpClientRequest.setUrl(request, request.url.replace(host, url)))
      ),
      Effect.provide(FetchHttpClient.layer),
      Effect.provideService(FetchHttpClient.RequestInit, { redirect: "manual" })
    )
