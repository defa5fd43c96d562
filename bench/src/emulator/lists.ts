/**
 * How long the lists of an emulator take, over a socket: `node bench/src/emulator/lists.ts <file> [main.ts]...`
 *
 * The file is one that `fill.ts` made. Each emulator gets a copy of it, and they are asked by turns, so that a noisy moment
 * of the machine meets all of them. Without a `main.ts` it is the emulator of this repository.
 */
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { Agent, get } from "node:http"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { type Command, start } from "./command.ts"
import * as Known from "./fill/known.ts"
import { type Asker, type ListRequest, lists } from "./requests.ts"

/** The command of this repository. */
const ownMain = fileURLToPath(new URL("../../../packages/emulator/src/main.ts", import.meta.url))

/** Starts the command on a data file, with the classes of its records. */
export const startEmulator = (data: string, main: string = ownMain): Promise<Command> => {
  const settings = `${data}.settings.json`
  writeFileSync(settings, JSON.stringify({ classes: Known.classes, journal_limit: 10 }))
  return start(main, "--data", data, "--settings", settings)
}

type Headers = Readonly<Record<string, string>>

const agent = new Agent({ keepAlive: true, maxSockets: 1 })

/** Milliseconds until the whole response is there. */
const time = (url: string, headers: Headers): Promise<number> =>
  new Promise((resolve, reject) => {
    const started = performance.now()
    get(url, { agent, headers }, (response) => {
      response.resume()
      response.on("end", () => {
        if (response.statusCode === 200) resolve(performance.now() - started)
        else reject(new Error(`${url}: ${response.statusCode}`))
      })
    }).on("error", reject)
  })

const logIn = async (url: string, login: string): Promise<Headers> => {
  const body = { application_id: "1", auth_key: "emulator-auth-key", user: { login, password: Known.password } }
  const response = await fetch(`${url}/session`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body)
  })
  const { session } = Object(await response.json())
  return { "CB-Token": String(Object(session).token) }
}

export const logInAll = async (url: string): Promise<Readonly<Record<Asker, Headers>>> => ({
  reader: await logIn(url, Known.login(0)),
  newcomer: await logIn(url, Known.login(1)),
  administrator: { "CB-Administration-Api-Key": "emulator-admin-key" }
})

/** Milliseconds. */
export interface Timing {
  readonly p50: number
  readonly p10: number
  readonly p90: number
}

export interface Measured {
  readonly name: string
  /** Of each emulator. */
  readonly timings: ReadonlyArray<Timing>
}

const timingOf = (times: ReadonlyArray<number>): Timing => {
  const sorted = times.toSorted((one, other) => one - other)
  const at = (share: number) => sorted[Math.floor(share * sorted.length)] ?? 0
  return { p10: at(0.1), p50: at(0.5), p90: at(0.9) }
}

/** Sends each request to these emulators in turn. */
export const measureLists = async (
  urls: ReadonlyArray<string>,
  {
    warmups = 10,
    runs = 50,
    requests = lists
  }: { readonly warmups?: number; readonly runs?: number; readonly requests?: ReadonlyArray<ListRequest> } = {},
  onMeasured: (measured: Measured) => void = () => undefined
): Promise<ReadonlyArray<Measured>> => {
  const emulators = await Promise.all(urls.map(async (url) => ({ url, headers: await logInAll(url) })))
  const results: Array<Measured> = []
  for (const { as, name, path } of requests) {
    const times = urls.map(() => new Array<number>())
    for (let turn = 0; turn < warmups + runs; turn++) {
      for (const [index, { headers, url }] of emulators.entries()) {
        const taken = await time(url + path(turn), headers[as])
        if (turn >= warmups) times[index]?.push(taken)
      }
    }
    const measured = { name, timings: times.map(timingOf) }
    onMeasured(measured)
    results.push(measured)
  }
  return results
}

/** A line of a table. */
export const line = ({ name, timings }: Measured): string =>
  [
    name.padEnd(56),
    ...timings.map(
      ({ p10, p50, p90 }) => `${p50.toFixed(1).padStart(8)} ms ${`(${p10.toFixed(1)}–${p90.toFixed(1)})`.padEnd(14)}`
    )
  ].join(" ")

if (import.meta.main) {
  const [file, ...mains] = process.argv.slice(2)
  if (file === undefined) {
    console.error("Usage: node bench/src/emulator/lists.ts <file that fill.ts made> [main.ts]...")
    process.exitCode = 1
  } else {
    const only = process.env["LISTS"] ?? ""
    const folder = mkdtempSync(join(tmpdir(), "lists-"))
    const started: Array<Command> = []
    try {
      for (const [index, main] of (mains.length === 0 ? [ownMain] : mains).entries()) {
        const data = join(folder, `${index}.db`)
        copyFileSync(file, data)
        started.push(await startEmulator(data, main))
      }
      console.log("p50 (p10–p90) of 50 requests, one after the other, after 10 that do not count")
      await measureLists(
        started.map(({ url }) => url),
        { requests: lists.filter(({ name }) => new RegExp(only).test(name)) },
        (measured) => console.log(line(measured))
      )
    } finally {
      for (const { end } of started) await end()
      agent.destroy()
      rmSync(folder, { recursive: true, force: true })
    }
  }
}
