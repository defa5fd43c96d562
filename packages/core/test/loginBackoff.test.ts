/** A login that was rejected, and the calls that come after it. */
import {
  type ConnectyCubeError,
  Forbidden,
  InternalServerError,
  TooManyRequests,
  TransportError,
  Unauthorized,
  UnprocessableEntity
} from "@effect-connectycube/core/ConnectyCubeError"
import { assert, describe, it } from "@effect/vitest"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Result from "effect/Result"
import * as TestClock from "effect/testing/TestClock"
import * as LoginBackoff from "@effect-connectycube/core/client/LoginBackoff"
import { errorResponse, ok, reading, renewable } from "./support/Sessions.ts"
import { inTime } from "./support/Things.ts"

const where = { operation: "auth.createSession", method: "POST", path: "/session", attempts: 1 }
const response = { ...where, errors: { base: ["No"] }, body: `{"errors":["No"]}` }

const rejections: ReadonlyArray<readonly [string, ConnectyCubeError]> = [
  ["a 401", new Unauthorized({ ...response, status: 401 })],
  ["another user", new Unauthorized({ ...response, status: 201, source: "another user" })],
  ["a 403", new Forbidden({ ...response, status: 403 })],
  ["a 422", new UnprocessableEntity({ ...response, status: 422 })],
  ["a 429", new TooManyRequests({ ...response, status: 429 })]
]

const others: ReadonlyArray<readonly [string, ConnectyCubeError]> = [
  ["a lost connection", new TransportError({ ...where, reason: "ECONNRESET" })],
  ["a 500", new InternalServerError({ ...response, status: 500 })]
]

/** Calls in a session whose renewals fail with this, while there is something. */
const failing = (error: ConnectyCubeError, expired = true) =>
  Effect.gen(function* () {
    const server: { error: ConnectyCubeError | undefined; takes: Duration.Input } = { error, takes: 0 }
    const { read, tokens } = yield* reading((token) => (token === "ada-0" ? errorResponse : ok))
    const { created, inSession } = yield* renewable("ada", {
      expired,
      create: (token) =>
        Effect.suspend(() =>
          Effect.delay(server.error === undefined ? Effect.succeed(token) : Effect.fail(server.error), server.takes)
        )
    })
    return { call: read.pipe(inSession), created, server, tokens }
  })

const twenty = <A, E, R>(effect: Effect.Effect<A, E, R>, concurrency: number | "unbounded" = 1) =>
  Effect.all(
    Array.from({ length: 20 }, () => Effect.result(effect)),
    { concurrency }
  )

describe("a login that was rejected", () => {
  it.effect.each(rejections)("with %s is not repeated by twenty calls, one after the other", ([, error]) =>
    Effect.gen(function* () {
      const { call, created, tokens } = yield* failing(error)
      const errors = (yield* twenty(call)).map(Result.getFailure)
      assert.strictEqual(created.count, 1)
      assert.deepStrictEqual(tokens(), [])
      for (const [index, found] of errors.entries()) {
        const fields = { ...error, attempts: index === 0 ? 1 : 0 }
        assert.deepInclude(found, { _tag: "Some" })
        assert.deepStrictEqual({ ...(found._tag === "Some" ? found.value : {}) }, fields)
      }
      const values = errors.map((found) => (found._tag === "Some" ? found.value : undefined))
      assert.strictEqual(new Set(values).size, 20, "each call has an error of its own")
    })
  )

  it.effect("is not repeated by calls whose token is rejected meanwhile, which send no token either", () =>
    Effect.gen(function* () {
      const { call, created, tokens } = yield* failing(new Unauthorized({ ...response, status: 401 }), false)
      const results = yield* twenty(call)
      assert.isTrue(results.every(Result.isFailure))
      assert.strictEqual(created.count, 1)
      assert.strictEqual(tokens().length, 1)
    })
  )

  it.effect("is repeated after 1, 4, 16, 64, 256 seconds, and then each 10 minutes, by one call", () =>
    Effect.gen(function* () {
      const { call, created, server } = yield* failing(new Unauthorized({ ...response, status: 401 }))
      yield* Effect.flip(call)
      for (const [index, seconds] of [1, 4, 16, 64, 256, 600, 600, 600].entries()) {
        yield* TestClock.adjust(seconds * 1000 - 1)
        yield* twenty(call)
        assert.strictEqual(created.count, index + 1, `before ${seconds} s have passed`)
        yield* TestClock.adjust(1)
        yield* inTime(twenty(call, "unbounded"), 0)
        assert.strictEqual(created.count, index + 2, `after ${seconds} s`)
      }
      yield* TestClock.adjust("10 minutes")
      server.error = undefined
      assert.deepStrictEqual(yield* call, { id: 1, name: "lamp" })
    })
  )

  it.effect("is repeated no earlier than its Retry-After says", () =>
    Effect.gen(function* () {
      const error = new TooManyRequests({ ...response, status: 429, retryAfter: Duration.seconds(90) })
      const { call, created } = yield* failing(error)
      yield* Effect.flip(call)
      yield* TestClock.adjust("89 seconds")
      yield* Effect.flip(call)
      assert.strictEqual(created.count, 1)
      yield* TestClock.adjust("1 second")
      yield* Effect.flip(call)
      assert.strictEqual(created.count, 2)
    })
  )

  it.effect("and then succeeds begins with the shortest backoff, should it be rejected once more", () =>
    Effect.gen(function* () {
      const error = new Unauthorized({ ...response, status: 401 })
      const { call, created, server } = yield* failing(error)
      yield* Effect.flip(call)
      yield* TestClock.adjust("1 second")
      yield* Effect.flip(call)
      yield* TestClock.adjust("4 seconds")
      server.error = undefined
      yield* call
      server.error = error
      yield* TestClock.adjust("3 hours")
      yield* Effect.flip(call)
      yield* TestClock.adjust("1 second")
      yield* Effect.flip(call)
      assert.strictEqual(created.count, 5)
    })
  )

  it.effect(
    "is repeated by the next call when the one that repeats it is interrupted with its session's scope open",
    () =>
      Effect.gen(function* () {
        const { call, created, server } = yield* failing(new Unauthorized({ ...response, status: 401 }))
        yield* Effect.flip(call)
        yield* TestClock.adjust("1 second")
        server.takes = "10 seconds"
        server.error = undefined
        const first = yield* Effect.forkChild(call, { startImmediately: true })
        const second = yield* Effect.forkChild(call, { startImmediately: true })
        yield* Fiber.interrupt(first)
        yield* TestClock.adjust("10 seconds")
        assert.deepStrictEqual(yield* Fiber.join(second), { id: 1, name: "lamp" })
        assert.strictEqual(created.count, 2)
      })
  )
})

describe("a login that failed otherwise", () => {
  it.effect.each(others)("with %s is repeated by the next call", ([, error]) =>
    Effect.gen(function* () {
      const { call, created } = yield* failing(error)
      yield* twenty(call)
      assert.strictEqual(created.count, 20)
    })
  )
})

describe("a backoff that is shared by several sessions", () => {
  const rejected = new Unauthorized({ ...response, status: 401 })

  it.effect("lets one of them log in when it has passed, and counts rejections that came together as one", () =>
    Effect.gen(function* () {
      const backoff = LoginBackoff.make()
      let logins = 0
      const login = backoff.guard(
        Effect.suspend(() => {
          logins++
          return Effect.delay(Effect.fail(rejected), "5 seconds")
        })
      )
      yield* inTime(twenty(login, "unbounded"), "5 seconds")
      assert.strictEqual(logins, 20, "nothing was known yet")
      yield* TestClock.adjust("1 second")
      yield* inTime(twenty(login, "unbounded"), "5 seconds")
      assert.strictEqual(logins, 21)
      yield* TestClock.adjust("3999 millis")
      yield* twenty(login)
      assert.strictEqual(logins, 21)
      yield* TestClock.adjust("1 millis")
      const last = yield* Effect.forkChild(login, { startImmediately: true })
      yield* twenty(login)
      yield* Fiber.interrupt(last)
      yield* Effect.forkChild(login, { startImmediately: true })
      assert.strictEqual(logins, 23, "an interrupted login leaves it to the next one")
    })
  )
})
