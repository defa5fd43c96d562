/** Responses that do not come, or not in time. The clock is that of the test, the sockets are real. */
import { assert, describe, it } from "@effect/vitest"
import { type ConnectyCubeError, Timeouts } from "effect-connectycube"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Result from "effect/Result"
import * as TestClock from "effect/testing/TestClock"
import {
  attempts,
  callNames,
  callOf,
  calls,
  clientNames,
  isRepeatable,
  type Needs,
  program
} from "./support/clients.ts"
import { dripping, healthy } from "./support/faults.ts"
import { listen, type Respond } from "./support/Peer.ts"
import { handles, until } from "./support/settled.ts"

const stalls: Readonly<Record<string, Respond>> = {
  "do not come": () => {},
  "stop within the headers": (peer) => peer.write("HTTP/1.1 200 OK\r\nContent-Ty"),
  "stop before the body": (peer) => peer.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n"),
  "stop within the body": (peer) => peer.write(`HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"user":`),
  "stop within a chunk": (peer) => peer.write(`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n{"us`),
  "stop within the body of an error": (peer) => peer.write("HTTP/1.1 422 No\r\nContent-Length: 100\r\n\r\n{"),
  "come byte by byte": async (peer) => {
    await peer.write("HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n[")
    await dripping(peer, " ")
  },
  "have headers that come byte by byte": async (peer) => {
    await peer.write("HTTP/1.1 200 OK\r\nX-Long: ")
    await dripping(peer, "x")
  },
  "are nothing but early hints": (peer) => dripping(peer, "HTTP/1.1 103 Early Hints\r\n\r\n")
}

const cases = clientNames.flatMap((client) =>
  Object.entries(stalls).map(([name, respond]) => [name, client, respond] as const)
)

/** Runs a call, and lets the time of each attempt pass when its request is at the server. */
const timingOut = (call: Effect.Effect<unknown, ConnectyCubeError, Needs>, requests: ReadonlyArray<unknown>) =>
  Effect.gen(function* () {
    const fiber = yield* Effect.forkChild(Effect.result(call))
    let seen = requests.length
    const attempt = Effect.gen(function* () {
      yield* until("There is no request", () => requests.length > seen || fiber.pollUnsafe() !== undefined)
      seen = requests.length
      yield* TestClock.adjust("30 seconds")
    })
    yield* Effect.repeat(attempt, { until: () => fiber.pollUnsafe() !== undefined, times: attempts })
    return yield* Fiber.join(fiber)
  })

describe("responses", () => {
  it.effect.each(cases)("that %s are a CallTimeout on %s, and their connections are closed", ([, client, respond]) =>
    Effect.gen(function* () {
      const before = handles("TCPSocketWrap")
      yield* Effect.scoped(
        Effect.gen(function* () {
          const server = yield* listen(respond)
          for (const name of callNames) {
            const first = server.requests.length
            const result = yield* timingOut(callOf(name), server.requests).pipe(
              Effect.provide(program(client, server.url))
            )
            const expected = isRepeatable(name) ? attempts : 1
            if (Result.isSuccess(result)) return assert.fail(`${name}: success`)
            assert.deepInclude(result.failure, { _tag: "CallTimeout", timeout: "attempt", attempts: expected }, name)
            const requests = server.requests.slice(first)
            assert.strictEqual(requests.length, expected, name)
            yield* until(`${name} left a connection`, () => requests.every((request) => request.isClosed()))
          }
        })
      )
      yield* until("Sockets are left", () => handles("TCPSocketWrap") <= before)
    })
  )

  it.effect.each(clientNames)("that never come end with the timeout of the call on %s", (client) =>
    Effect.gen(function* () {
      const server = yield* listen(() => {})
      const error = yield* Effect.flip(Effect.flatMap(timingOut(calls.get, server.requests), Effect.fromResult)).pipe(
        Effect.provide(program(client, server.url)),
        Effect.provide(Timeouts.layer({ call: "50 seconds" }))
      )
      assert.deepInclude(error, { _tag: "CallTimeout", timeout: "call", attempts: 2 })
      assert.strictEqual(server.requests.length, 2)
      yield* until("A connection is left", () => server.requests.every((request) => request.isClosed()))
    })
  )

  it.live.each(clientNames)("that never come leave no timer on %s", (client) =>
    Effect.gen(function* () {
      const server = yield* listen(() => {})
      const before = handles("Timeout")
      const error = yield* Effect.flip(calls.get).pipe(
        Effect.provide(program(client, server.url)),
        Effect.provide(Timeouts.layer({ attempt: "20 millis" }))
      )
      assert.deepInclude(error, { _tag: "CallTimeout", timeout: "attempt", attempts })
      yield* until("A timer is left", () => handles("Timeout") <= before)
      server.respond(healthy)
      yield* calls.get.pipe(Effect.provide(program(client, server.url)))
      yield* until("A timer is left after a success", () => handles("Timeout") <= before)
    })
  )
})
