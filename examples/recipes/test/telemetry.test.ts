import { Emulator } from "@effect-connectycube/emulator"
import { assert, describe, it } from "@effect/vitest"
import * as Telemetry from "@effect-connectycube/core/Telemetry"
import * as Effect from "effect/Effect"
import { createServer } from "node:http"
import { program } from "../src/telemetry.ts"
import { application } from "./support/World.ts"

/** A collector that keeps what it gets, by path. */
const collector = Effect.acquireRelease(
  Effect.callback<{ readonly url: string; readonly received: Map<string, string>; readonly close: () => void }>(
    (resume) => {
      const received = new Map<string, string>()
      const server = createServer((request, response) => {
        let body = ""
        request.on("data", (chunk) => (body += String(chunk)))
        request.on("end", () => {
          received.set(request.url ?? "", (received.get(request.url ?? "") ?? "") + body)
          response.end("{}")
        })
      }).listen(0, "127.0.0.1", () => {
        const address = server.address()
        const port = typeof address === "object" && address !== null ? address.port : 0
        resume(Effect.succeed({ url: `http://127.0.0.1:${port}`, received, close: () => void server.close() }))
      })
    }
  ),
  ({ close }) => Effect.sync(close)
)

describe("the telemetry", () => {
  it.live("is exported at the end of the program, with a span and a duration for each call, and no token", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const { received, url } = yield* collector
      yield* program(url, application(emulator.url))
      const traces = received.get("/v1/traces") ?? ""
      const names = Array.from(traces.matchAll(/"name":"([^"]+)"/g), ([, name]) => name)
      assert.includeMembers(names, ["vips", "users.list"])
      assert.include(traces, "chat-back-end")
      assert.include(received.get("/v1/metrics") ?? "", Telemetry.operationDuration.id)
      const requests = yield* emulator.requests
      const tokens = requests.flatMap(({ request_headers }) => request_headers["cb-token"] ?? [])
      assert.isNotEmpty(tokens)
      for (const token of tokens) assert.notInclude([...received.values()].join(), token)
    }).pipe(Effect.provide(Emulator.layerServer()))
  )
})
