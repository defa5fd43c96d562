/** How much memory a response takes that has no end, is a bomb, or is a list of wrong items: in a process of its own, on each client. */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import type { CallName } from "./support/clients.ts"
import { faults, healthy } from "./support/faults.ts"
import type { Measured } from "./support/measured.ts"
import { listen, type Respond } from "./support/Peer.ts"

const mebibyte = 2 ** 20

const cap = 8 * mebibyte

/** For what the sockets hold, and what was not collected yet. */
const allowance = 40 * mebibyte

const faultOf = (name: string): Respond => faults[name]?.respond ?? assert.fail(name)

const cases: ReadonlyArray<readonly [fault: string, call: CallName, respond: Respond, ends: RegExp]> = [
  ["an endless success", "get", faultOf("an endless success"), /^DecodeError$/],
  ["an endless error", "get", faultOf("an endless error"), /^InternalServerError$/],
  ["a gzip bomb", "get", faultOf("a gzip bomb"), /^DecodeError$/],
  ["a gzip bomb of an error", "get", faultOf("a gzip bomb of an error"), /^InternalServerError$/],
  ["an endless success that needs no body", "delete", faultOf("an endless success"), /^success$/],
  ["a gzip bomb that needs no body", "delete", faultOf("a gzip bomb"), /^(success|DecodeError)$/],
  ["another gzip bomb", "get", faultOf("a gzip bomb"), /^DecodeError$/]
]

const run = promisify(execFile)

const child = fileURLToPath(new URL("support/measured.ts", import.meta.url))

const measure = (client: string, url: string): Promise<ReadonlyArray<Measured>> =>
  run(process.execPath, [
    "--disable-warning=ExperimentalWarning",
    // Without it, the young objects of V8 alone may take 48 MiB before they are collected.
    "--max-semi-space-size=1",
    child,
    client,
    url,
    String(cap),
    cases.map(([, call]) => call).join()
  ]).then(({ stdout }) => JSON.parse(stdout))

describe("a process", () => {
  // `npm run chaos` has the others too, with the default of MaxResponseSize.
  it.live.each(["fetch", "packages/undici"])(
    "grows by 4 times MaxResponseSize at most, whatever it gets, on %s",
    (client) =>
      Effect.gen(function* () {
        const responses = [healthy, ...cases.map(([, , respond]) => respond)]
        const next = responses.values()
        const server = yield* listen((peer) => next.next().value?.(peer))
        const measured = yield* Effect.promise(() => measure(client, server.url))
        const growths = measured.map(({ growth }) => `${Math.round(growth / mebibyte)} MiB`).join(", ")
        assert.strictEqual(server.requests.length, responses.length)
        for (const [index, [fault, , , ends]] of cases.entries()) {
          const found = measured[index] ?? assert.fail(fault)
          assert.match(found.ends, ends, fault)
          assert.isBelow(found.growth, 4 * cap + allowance, `${fault}: ${growths}`)
          assert.isBelow(found.errorLength, 100 * 1024, fault)
        }
      })
  )
})
