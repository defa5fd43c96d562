import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import { Agent, request } from "node:http"
import { createConnection } from "node:net"
import { Emulator, type ServerOptions } from "../src/Emulator.ts"
import { application } from "./support/Wire.ts"

const served = (options?: ServerOptions) => Effect.provide(Emulator.layerServer(options))

const body = JSON.stringify(application)

/** `POST /session` over a socket: the status and the body, or the error of the connection. */
const createSession = (url: string, agent: Agent) =>
  Effect.callback<string>((resume) => {
    const end = (result: string) => resume(Effect.succeed(result))
    const sent = request(`${url}/session`, { method: "POST", agent }, (response) => {
      let text = ""
      response.on("data", (chunk) => (text += String(chunk)))
      response.on("end", () => end(`${response.statusCode} ${text}`))
      response.on("error", () => end(`${response.statusCode} broken after ${text}`))
    })
    sent.on("error", (error) => end("code" in error ? String(error.code) : error.message))
    sent.end(body)
  })

/** A turn of the event loop, in which a request can arrive. */
const turn = Effect.promise(() => new Promise((resolve) => setImmediate(resolve)))

/** An idle connection, to the end of the test. */
const connect = (url: string) =>
  Effect.callback<void>((resume) => {
    const { hostname, port } = new URL(url)
    const socket = createConnection(Number(port), hostname, () => resume(Effect.void))
    socket.on("error", () => {})
  })

const withAgent = Effect.acquireRelease(
  Effect.sync(() => new Agent({ keepAlive: true, maxSockets: 64 })),
  (agent) => Effect.sync(() => agent.destroy())
)

describe("an emulator on a socket", () => {
  it.live.each(["a b", "%%%", "[::1", "x:99999999", ""])("survives any Host: %j", (host) =>
    Effect.gen(function* () {
      const { url } = yield* Emulator
      const reply = yield* Effect.callback<string>((resume) => {
        const { hostname, port } = new URL(url)
        let text = ""
        const socket = createConnection(Number(port), hostname, () =>
          socket.write(`GET /cb-shared-s3/nothing HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
        )
        socket.on("data", (chunk) => (text += String(chunk)))
        socket.on("close", () => resume(Effect.succeed(text)))
      })
      assert.match(reply, /^HTTP\/1\.1 421 /)
    }).pipe(served())
  )

  it.live("responds at its URL", () =>
    Effect.gen(function* () {
      const { url, requests } = yield* Emulator
      assert.match(url, /^http:\/\/127\.0\.0\.1:\d+$/)
      const agent = yield* withAgent
      assert.match(yield* createSession(url, agent), /^201 \{"session":/)
      assert.strictEqual((yield* requests).length, 1)
    }).pipe(served(), Effect.scoped)
  )

  it.live("responds to concurrent requests, each with its own session", () =>
    Effect.gen(function* () {
      const { url } = yield* Emulator
      const agent = yield* withAgent
      const responses = yield* Effect.all(
        Array.from({ length: 500 }, () => createSession(url, agent)),
        { concurrency: "unbounded" }
      )
      assert.isTrue(responses.every((reply) => reply.startsWith("201")))
      assert.strictEqual(new Set(responses.map((reply) => /"token":"(\w+)"/.exec(reply)?.[1])).size, 500)
    }).pipe(served(), Effect.scoped)
  )

  it.live("closes connections by its faults", () =>
    Effect.gen(function* () {
      const { url, addFault } = yield* Emulator
      const agent = yield* withAgent
      yield* addFault({ times: 1, drop: "before-headers" })
      yield* addFault({ times: 1, drop: "mid-body" })
      assert.strictEqual(yield* createSession(url, agent), "ECONNRESET")
      assert.match(yield* createSession(url, agent), /^201 broken after \{"session":\{"id"/)
      assert.match(yield* createSession(url, agent), /^201 \{/)
    }).pipe(served(), Effect.scoped)
  )

  it.live("stops although a client keeps its connection, and another one waits for a response", () =>
    Effect.gen(function* () {
      const agent = yield* withAgent
      const { url, waiting } = yield* Effect.gen(function* () {
        const { url, addFault, faults } = yield* Emulator
        assert.match(yield* createSession(url, agent), /^201/)
        // One without a request.
        yield* connect(url)
        yield* addFault({ delay: "1 hour" })
        const waiting = yield* Effect.forkDetach(createSession(url, agent))
        // Until it has arrived.
        yield* Effect.repeat(Effect.andThen(turn, faults), { until: ([fault]) => fault?.caught === 1 })
        return { url, waiting }
      }).pipe(served())
      assert.notMatch(yield* Fiber.join(waiting), /^201/)
      assert.strictEqual(yield* createSession(url, agent), "ECONNREFUSED")
    }).pipe(Effect.scoped)
  )

  it.live("fails to start on a port in use", () =>
    Effect.gen(function* () {
      const { url } = yield* Emulator
      const port = Number(new URL(url).port)
      const error = yield* Effect.flip(Effect.scoped(Layer.build(Emulator.layerServer({ port }))))
      assert.strictEqual(error._tag, "ServeError")
    }).pipe(served(), Effect.scoped)
  )
})
