/** How much memory a process takes for responses that have no end, are a bomb, or are a long list of wrong items. */
import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import * as Effect from "effect/Effect"
import { type ClientName, clientNames } from "../../faults/support/clients.ts"
import { faults, healthy } from "../../faults/support/faults.ts"
import { json, listen, type Respond } from "../../faults/support/Peer.ts"
import type { Grown } from "./grown.ts"

const mebibyte = 2 ** 20

/** The default of `MaxResponseSize`. */
const cap = 16 * mebibyte

/** In MiB: what a process may grow by. */
export const most = (4 * cap) / mebibyte

/** About 10 MiB of JSON, of which no item is a dialog. */
const wrongList = (): Respond => {
  const items = Array.from({ length: 100_000 }, (_, index) => ({
    _id: index,
    type: "no type",
    name: ["Dialog"],
    occupants_ids: "1,2,3",
    created_at: "never"
  }))
  const body = json({ items, total_entries: items.length, skip: 0, limit: items.length })
  return (peer) => peer.write(body)
}

interface Case {
  readonly name: string
  readonly call: "get" | "delete" | "dialogs"
  readonly respond: Respond
  readonly ends: string
  /** A gzip that a client does not decompress is no JSON. */
  readonly endsOtherwise?: string
}

const of = (fault: string): Respond => faults[fault]?.respond ?? (() => {})

export const cases: ReadonlyArray<Case> = [
  { name: "an endless 200", call: "get", respond: of("an endless success"), ends: "DecodeError" },
  { name: "an endless 500", call: "get", respond: of("an endless error"), ends: "InternalServerError" },
  { name: "a gzip bomb", call: "get", respond: of("a gzip bomb"), ends: "DecodeError" },
  { name: "an endless 200, no body needed", call: "delete", respond: of("an endless success"), ends: "success" },
  {
    name: "a gzip bomb, no body needed",
    call: "delete",
    respond: of("a gzip bomb"),
    ends: "success",
    endsOtherwise: "DecodeError"
  },
  { name: "100,000 wrong items", call: "dialogs", respond: wrongList(), ends: "DecodeError" }
]

export interface Row {
  readonly name: string
  readonly client: ClientName
  readonly ends: string
  readonly requests: number
  /** At its peak, in MiB. */
  readonly growth: number
  readonly isWrong: boolean
}

/** Calls before the one that is measured. */
const warmups = 20

const run = promisify(execFile)

const child = fileURLToPath(new URL("grown.ts", import.meta.url))

const measure = (client: ClientName, { call, ends, endsOtherwise, name, respond }: Case): Effect.Effect<Row> =>
  Effect.gen(function* () {
    let seen = 0
    const server = yield* listen((peer) => (++seen <= warmups ? healthy(peer) : respond(peer)))
    const args = [
      "--disable-warning=ExperimentalWarning",
      "--expose-gc",
      child,
      client,
      server.url,
      String(warmups),
      call
    ]
    const { stdout } = yield* Effect.promise(() => run(process.execPath, args))
    const grown: Grown = JSON.parse(stdout)
    const requests = server.requests.length - warmups
    const growth = Math.round(grown.growth / mebibyte)
    const isExpected = grown.ends === ends || grown.ends === endsOtherwise
    return { name, client, ends: grown.ends, requests, growth, isWrong: !isExpected || requests !== 1 || growth > most }
  }).pipe(Effect.scoped)

/** Measures each case on each client, each in a process of its own. */
export const rows = (onRow: (row: Row) => void): Promise<ReadonlyArray<Row>> =>
  Effect.forEach(cases, (each) =>
    Effect.forEach(clientNames, (client) => Effect.tap(measure(client, each), (row) => Effect.sync(() => onRow(row))))
  ).pipe(
    Effect.map((rows) => rows.flat()),
    Effect.runPromise
  )
