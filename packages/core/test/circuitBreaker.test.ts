import { CircuitBreaker } from "@effect-connectycube/core/CircuitBreaker"
import { RateLimit } from "@effect-connectycube/core/RateLimit"
import { RetryPolicy } from "@effect-connectycube/core/RetryPolicy"
import * as Telemetry from "@effect-connectycube/core/Telemetry"
import { Timeouts } from "@effect-connectycube/core/Timeouts"
import { assert, describe, it } from "@effect/vitest"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Metric from "effect/Metric"
import * as Breaking from "effect/persistence/CircuitBreaker"
import * as References from "effect/References"
import * as TestClock from "effect/testing/TestClock"
import { ok, tooMany, unavailable } from "./support/Calls.ts"
import * as Recorder from "./support/Recorder.ts"
import { client, ending, inTime, Public } from "./support/Things.ts"

type Options = NonNullable<Parameters<typeof CircuitBreaker.layer>[0]>

/** Opens when two of the last two requests have failed, or as given. */
const breaking = (options: Options = {}) =>
  Effect.provide(Layer.orDie(CircuitBreaker.layer({ threshold: 1, size: 2, openDuration: "1 second", ...options })))

const withoutRetries = Effect.provideService(RetryPolicy, RetryPolicy.none)

/** Calls of one application, whose service responds with the current reply. */
const application = (first: Recorder.Reply, how?: Parameters<typeof client>[3]) =>
  Effect.gen(function* () {
    const state = { reply: first }
    const recorder = Recorder.make(() => state.reply)
    const things = yield* client(Public, recorder, undefined, how)
    const read = things.read({ id: "1" })
    const tag = Effect.match(read, { onFailure: ({ _tag }) => _tag, onSuccess: () => "ok" })
    /** What so many calls end with, one after the other. */
    const calls = (count: number) => Effect.forEach(Array.from({ length: count }), () => tag)
    const replyWith = (reply: Recorder.Reply) => Effect.sync(() => void (state.reply = reply))
    return { recorder, read, tag, calls, replyWith, count: () => recorder.requests.length }
  })

const open = ["ServiceUnavailable", "ServiceUnavailable", "CircuitOpen"]

describe("a circuit breaker", () => {
  it.effect("opens when too many of the last requests have failed, and says when to try again", () =>
    Effect.gen(function* () {
      const { calls, count, read } = yield* application(unavailable)
      assert.deepStrictEqual(yield* calls(3), open)
      yield* TestClock.adjust("400 millis")
      const error = yield* Effect.flip(read)
      assert.deepInclude(error, {
        _tag: "CircuitOpen",
        operation: "things.read",
        method: "GET",
        path: "/things/:id",
        attempts: 0,
        retryAfter: Duration.millis(600)
      })
      assert.strictEqual(
        error.message,
        "things.read (GET /things/:id) was not sent: the circuit is open, try again in 600ms"
      )
      assert.strictEqual(count(), 2)
    }).pipe(breaking(), withoutRetries)
  )

  it.effect("stays open for as long as the service asks, up to the maximum", () =>
    Effect.gen(function* () {
      for (const [asked, stays] of [
        ["3", 3000],
        ["60", 5000]
      ] as const) {
        const { calls, read } = yield* application({ status: 503, headers: { "retry-after": asked } })
        assert.deepStrictEqual(yield* calls(3), open)
        assert.deepInclude(yield* Effect.flip(read), { retryAfter: Duration.millis(stays) })
      }
    }).pipe(breaking({ maxOpenDuration: "5 seconds" }), withoutRetries)
  )

  it.effect("lets one request test the service, and closes when that succeeds", () =>
    Effect.gen(function* () {
      const { calls, count, replyWith, tag } = yield* application(unavailable)
      yield* calls(3)
      yield* TestClock.adjust("1 second")
      yield* replyWith({ ...ok, delay: "100 millis" })
      const several = yield* Effect.forkChild(Effect.all([tag, tag, tag], { concurrency: "unbounded" }), {
        startImmediately: true
      })
      assert.strictEqual(count(), 3)
      yield* TestClock.adjust("100 millis")
      assert.deepStrictEqual(yield* Fiber.join(several), ["ok", "CircuitOpen", "CircuitOpen"])
      yield* replyWith(ok)
      assert.deepStrictEqual(yield* calls(2), ["ok", "ok"])
    }).pipe(breaking(), withoutRetries)
  )

  it.effect("opens again when the test fails", () =>
    Effect.gen(function* () {
      const { calls, count } = yield* application(unavailable)
      yield* calls(3)
      for (let test = 1; test < 4; test++) {
        yield* TestClock.adjust("1 second")
        assert.deepStrictEqual(yield* calls(2), ["ServiceUnavailable", "CircuitOpen"])
        assert.strictEqual(count(), 2 + test)
      }
    }).pipe(breaking(), withoutRetries)
  )

  it.effect("tests again after a test that was interrupted", () =>
    Effect.gen(function* () {
      const { calls, replyWith, tag } = yield* application(unavailable)
      yield* calls(3)
      yield* TestClock.adjust("1 second")
      yield* replyWith({ stalled: "headers" })
      const test = yield* Effect.forkChild(tag, { startImmediately: true })
      assert.deepStrictEqual(yield* calls(1), ["CircuitOpen"])
      yield* Fiber.interrupt(test)
      yield* replyWith(ok)
      assert.deepStrictEqual(yield* calls(1), ["ok"])
    }).pipe(breaking(), withoutRetries)
  )

  it.effect("stays closed below the threshold", () =>
    Effect.gen(function* () {
      const { calls, replyWith } = yield* application(unavailable)
      for (let turn = 0; turn < 20; turn++) {
        yield* replyWith(unavailable)
        assert.deepStrictEqual(yield* calls(1), ["ServiceUnavailable"])
        yield* replyWith(ok)
        assert.deepStrictEqual(yield* calls(2), ["ok", "ok"])
      }
    }).pipe(breaking({ threshold: 0.6, size: 10, minimumCalls: 4 }), withoutRetries)
  )

  it.effect("is one for each application and equal options", () =>
    Effect.gen(function* () {
      const { calls } = yield* application(unavailable)
      const other = yield* application(ok)
      assert.deepStrictEqual(yield* calls(2).pipe(breaking()), open.slice(0, 2))
      assert.deepStrictEqual(yield* calls(1).pipe(breaking()), ["CircuitOpen"])
      assert.deepStrictEqual(yield* calls(1).pipe(breaking({ openDuration: "2 seconds" })), ["ServiceUnavailable"])
      assert.deepStrictEqual(yield* other.calls(1).pipe(breaking()), ["ok"])
    }).pipe(withoutRetries)
  )

  it.effect("may be off for a region, and there is none for external hosts", () =>
    Effect.gen(function* () {
      const { calls, tag } = yield* application(unavailable)
      yield* calls(3)
      assert.strictEqual(
        yield* tag.pipe(Effect.provideService(CircuitBreaker, CircuitBreaker.off)),
        "ServiceUnavailable"
      )
      const external = yield* application(unavailable, { external: true })
      assert.deepStrictEqual(new Set(yield* external.calls(5)), new Set(["ServiceUnavailable"]))
    }).pipe(breaking(), withoutRetries)
  )

  it.effect("is not retried, and a retry that it stops leaves the error of the attempt before", () =>
    Effect.gen(function* () {
      const { count, read } = yield* application(unavailable)
      const { result } = yield* ending(read, "2 seconds")
      assert.deepInclude(result._tag === "Failure" ? result.failure : {}, { _tag: "ServiceUnavailable", attempts: 2 })
      assert.strictEqual(count(), 2)
      const { result: next, took } = yield* ending(read, "2 seconds")
      // A second has passed, so it is the test of the service. It fails, and its retry is stopped.
      assert.deepInclude(next._tag === "Failure" ? next.failure : {}, { _tag: "ServiceUnavailable", attempts: 1 })
      assert.isBelow(took, 400)
      assert.strictEqual(count(), 3)
    }).pipe(breaking())
  )

  it.effect("counts what it stops", () =>
    Effect.gen(function* () {
      const { calls } = yield* application(unavailable)
      yield* calls(7)
      const rejections = Metric.withAttributes(Telemetry.circuitRejections, { operation: "things.read" })
      assert.strictEqual((yield* Metric.value(rejections)).count, 5)
    }).pipe(breaking(), withoutRetries, Effect.provideService(Metric.MetricRegistry, new Map()))
  )
})

describe("the outcome of a request", () => {
  const outcomes: ReadonlyArray<readonly [name: string, reply: Recorder.Reply, opens: boolean]> = [
    ["a 500", { status: 500 }, true],
    ["a 502", { status: 502 }, true],
    ["a 503", unavailable, true],
    ["a 504", { status: 504 }, true],
    ["a lost connection", { lost: "before-headers" }, true],
    ["a lost body", { lost: "mid-body" }, true],
    ["the timeout of an attempt", { stalled: "headers" }, true],
    ["a 400", { status: 400 }, false],
    ["a 401", { status: 401 }, false],
    ["a 404", { status: 404 }, false],
    ["a 422", { status: 422 }, false],
    ["a 501", { status: 501 }, false],
    ["a 429", tooMany("1"), false],
    ["a body of another shape", Recorder.json(200, "no"), false]
  ]

  it.effect.each(outcomes)("%s: opens the circuit? %j %j", ([, reply, opens]) =>
    Effect.gen(function* () {
      const { calls, count } = yield* application(reply)
      yield* inTime(calls(10))
      assert.strictEqual(count() < 10, opens)
    }).pipe(
      breaking({ openDuration: "1 hour" }),
      withoutRetries,
      Effect.provide(Timeouts.layer({ attempt: "1 second", call: "5 seconds" }))
    )
  )

  it.effect("does not count when it is a 429, or the timeout of the call", () =>
    Effect.gen(function* () {
      const { calls, replyWith } = yield* application(unavailable)
      yield* calls(1)
      yield* replyWith(tooMany())
      yield* calls(10)
      yield* replyWith({ stalled: "headers" })
      yield* inTime(calls(10), "1 second").pipe(Effect.provide(Timeouts.layer({ call: "10 millis" })))
      yield* replyWith(unavailable)
      // A success among the last two would keep it closed.
      assert.deepStrictEqual(yield* calls(2), ["ServiceUnavailable", "CircuitOpen"])
    }).pipe(breaking(), withoutRetries)
  )
})

describe("a circuit breaker with a rate limit", () => {
  it.effect("ends the waits of all calls when it opens, which take nothing of the limit", () =>
    Effect.gen(function* () {
      const { count, replyWith, tag } = yield* application({ ...unavailable, delay: "10 millis" })
      const fiber = yield* Effect.forkChild(
        Effect.all(
          Array.from({ length: 100 }, () => tag),
          { concurrency: "unbounded" }
        )
      )
      yield* TestClock.adjust("2500 millis")
      const ended = yield* Fiber.join(fiber)
      assert.deepStrictEqual(
        ended.filter((tag) => tag !== "CircuitOpen"),
        open.slice(0, 2)
      )
      assert.strictEqual(count(), 2)
      yield* TestClock.adjust("10 seconds")
      yield* replyWith(ok)
      assert.strictEqual(yield* tag, "ok")
    }).pipe(
      breaking({ openDuration: "10 seconds" }),
      Effect.provide(Layer.orDie(RateLimit.layer({ limit: 1, window: "1 second" }))),
      withoutRetries
    )
  )
})

describe("a shared circuit breaker", () => {
  const shared = (store: Layer.Layer<Breaking.CircuitBreakerStore>) =>
    CircuitBreaker.layerShared({ threshold: 1, size: 2 }).pipe(Layer.provide(store), Layer.orDie)

  it.effect("is one for several processes", () =>
    Effect.gen(function* () {
      const store = Layer.succeedContext(yield* Layer.build(Breaking.layerStoreMemory()))
      const one = yield* application(unavailable)
      const other = yield* application(ok)
      assert.deepStrictEqual(yield* one.calls(2).pipe(Effect.provide(shared(store))), open.slice(0, 2))
      assert.deepStrictEqual(yield* other.calls(1).pipe(Effect.provide(shared(store))), ["CircuitOpen"])
    }).pipe(Effect.scoped, withoutRetries)
  )

  it.effect("lets requests through when its store fails", () =>
    Effect.gen(function* () {
      const failure = new Breaking.CircuitBreakerError({
        reason: new Breaking.CircuitBreakerStoreError({ message: "ECONNREFUSED" })
      })
      const fail = () => Effect.fail(failure)
      const store = Layer.mock(Breaking.CircuitBreakerStore, { admit: fail, record: fail, state: fail })
      const { calls } = yield* application(ok)
      assert.deepStrictEqual(yield* calls(3).pipe(Effect.provide(shared(store))), ["ok", "ok", "ok"])
      const limited = Effect.provide(Layer.orDie(RateLimit.layer({ limit: 10, window: "1 second", burst: 5 })))
      assert.deepStrictEqual(yield* calls(1).pipe(limited, Effect.provide(shared(store))), ["ok"])
    }).pipe(withoutRetries, Effect.provideService(References.UnhandledLogLevel, undefined))
  )
})
