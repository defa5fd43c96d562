/** Responses with a fault, over real sockets, on each client: the error, the number of requests, and what is left of the connection. */
import { assert, describe, it } from "@effect/vitest"
import type { ConnectyCubeError } from "effect-connectycube"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import {
  attempts,
  type CallName,
  callNames,
  callOf,
  calls,
  type ClientName,
  clientNames,
  id,
  isRepeatable,
  program,
  secrets
} from "./support/clients.ts"
import { connectionOf, type Fault, faults, healthy, type Outcome, outcomeOf } from "./support/faults.ts"
import { listen, type Listening } from "./support/Peer.ts"
import { handles, turns, until } from "./support/settled.ts"

const cases = clientNames.flatMap((client) =>
  Object.entries(faults).map(([name, fault]) => [name, client, fault] as const)
)

describe("a call", () => {
  it.live.each(cases)("whose response is %s ends on %s as it is documented", ([, client, fault]) =>
    Effect.gen(function* () {
      const before = handles("TCPSocketWrap")
      yield* Effect.scoped(
        Effect.gen(function* () {
          const server = yield* listen(healthy)
          yield* Effect.forEach(callNames, (name) => verify(server, client, fault, name), { discard: true }).pipe(
            Effect.provide(program(client, server.url))
          )
          // Those of `fetch` belong to the process.
          if (client !== "fetch") yield* until("The client has left connections open", () => server.open() === 0)
        })
      )
      yield* until("Sockets are left", () => handles("TCPSocketWrap") <= before)
    })
  )
})

const verify = Effect.fnUntraced(function* (server: Listening, client: ClientName, fault: Fault, name: CallName) {
  yield* turns
  const before = server.requests.length
  server.respond(fault.respond)
  const result = yield* Effect.result(callOf(name))
  const requests = server.requests.slice(before)
  const outcome = outcomeOf(fault, client, name !== "delete")
  checkOutcome(name, result, outcome)

  const isLost = Array.isArray(outcome) && outcome[0] === "TransportError"
  assert.strictEqual(requests.length, isLost && isRepeatable(name) ? attempts : 1, `requests of ${name}`)
  if (Result.isFailure(result)) assert.propertyVal(result.failure, "attempts", requests.length, name)

  server.respond(healthy)
  const connection = connectionOf(fault, client)
  yield* connection === "closed"
    ? until(`${name} left its connection open`, () => requests.every((request) => request.isClosed()))
    : turns
  assert.strictEqual((yield* calls.get).id, id, `the call after ${name}`)
  assert.strictEqual(server.requests.length, before + requests.length + 1, `requests after ${name}`)
  const [last, next] = server.requests.slice(-2)
  const how = last?.connection === next?.connection ? "reused" : "closed"
  assert.strictEqual(how, connection, `the connection of ${name}`)
})

const checkOutcome = (name: CallName, result: Result.Result<unknown, ConnectyCubeError>, outcome: Outcome) => {
  if (Result.isSuccess(result)) {
    assert.deepEqual(outcome, "success", name)
    // A response of one call is never that of another.
    if (name === "get" || name === "signUp") assert.propertyVal(result.success, "id", id)
    return
  }
  const error = result.failure
  const text = JSON.stringify(error)
  if (outcome === "success") return assert.fail(`${name}: ${text}`)
  assert.strictEqual(error._tag, outcome[0], `${name}: ${text}`)
  assert.match(text, outcome[1], name)
  assert.isBelow(text.length, longestError)
  for (const secret of Object.values(secrets)) assert.notInclude(text, secret)
}

/** What an error keeps of a body, with its escapes, and all the rest. */
const longestError = 6 * 16 * 1024 + 4 * 1024
