import * as Timeouts from "@effect-connectycube/core/Timeouts"
import * as RetryPolicy from "@effect-connectycube/core/RetryPolicy"
import { assert, describe, it } from "@effect/vitest"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schedule from "effect/Schedule"
import * as TestClock from "effect/testing/TestClock"
import { call, isJittered, rolling, tooMany } from "./support/Calls.ts"
import * as Recorder from "./support/Recorder.ts"
import { client, inTime, Public, thing } from "./support/Things.ts"

const aborted = (recorder: Recorder.Recorder) => recorder.requests.map(({ signal }) => signal.aborted)

const where = { operation: "things.read", method: "GET", path: "/things/:id" }

describe.each(["headers", "body"] as const)("an attempt with a stalled %s", (stalled) => {
  it.effect("fails a write with CallTimeout, which is not retried", () =>
    Effect.gen(function* () {
      const { recorder, result, took } = yield* call("create", Recorder.always({ stalled }))
      assert.strictEqual(took, 30_000)
      assert.deepStrictEqual(aborted(recorder), [true])
      assert.deepInclude(Result.getOrThrow(Result.flip(result)), {
        _tag: "CallTimeout",
        operation: "things.create",
        timeout: "attempt",
        duration: Duration.seconds(30),
        attempts: 1
      })
    })
  )

  it.effect("is retried for a read, and fails the call the fourth time", () =>
    Effect.gen(function* () {
      const { delays, recorder, result } = yield* call("read", Recorder.always({ stalled }))
      isJittered(
        delays.map((delay) => delay - 30_000),
        [100, 200, 400]
      )
      assert.deepStrictEqual(aborted(recorder), [true, true, true, true])
      assert.deepInclude(Result.getOrThrow(Result.flip(result)), {
        ...where,
        _tag: "CallTimeout",
        timeout: "attempt",
        attempts: 4
      })
    })
  )

  it.effect("does not prevent the response to the next attempt of a read", () =>
    Effect.gen(function* () {
      const { result } = yield* call("read", Recorder.inOrder({ stalled }, Recorder.json(200, thing)))
      assert.deepStrictEqual(result, Result.succeed(thing))
    })
  )
})

describe("an attempt", () => {
  it.effect("with a response just before its timeout does not fail", () =>
    Effect.gen(function* () {
      const slow = { ...Recorder.json(200, thing), delay: "29999 millis" } as const
      const { result, took } = yield* call("create", Recorder.inOrder(slow))
      assert.deepStrictEqual(result, Result.succeed(thing))
      assert.strictEqual(took, 29_999)
    })
  )

  it.effect("has its own timeout, without the delays between attempts", () =>
    Effect.gen(function* () {
      const slow = { ...Recorder.json(200, thing), delay: "20 seconds" } as const
      const { result, took } = yield* call("create", Recorder.inOrder(tooMany("25"), slow)).pipe(rolling(0))
      assert.deepStrictEqual(result, Result.succeed(thing))
      assert.strictEqual(took, 45_000)
    })
  )
})

describe("a call", () => {
  it.effect("does not wait for a retry after its timeout, and fails with its last error", () =>
    Effect.gen(function* () {
      const { delays, recorder, result, took } = yield* call("read", Recorder.always(tooMany("28"))).pipe(
        Effect.provide(Timeouts.layer({ call: "1 minute" })),
        rolling(0)
      )
      assert.deepStrictEqual(delays, [28_000, 28_000])
      assert.strictEqual(took, 56_000)
      assert.strictEqual(recorder.requests.length, 3)
      assert.deepInclude(Result.getOrThrow(Result.flip(result)), {
        ...where,
        _tag: "TooManyRequests",
        retryAfter: Duration.seconds(28),
        attempts: 3
      })
    })
  )

  it.effect("fails at once when Retry-After is longer than the time left", () =>
    Effect.gen(function* () {
      for (const retryAfter of ["10", "25"]) {
        const { recorder, result, took } = yield* call("create", Recorder.always(tooMany(retryAfter))).pipe(
          Effect.provide(Timeouts.layer({ call: "10 seconds" }))
        )
        assert.strictEqual(recorder.requests.length, 1)
        assert.strictEqual(took, 0)
        const error = Result.getOrThrow(Result.flip(result))
        assert.deepInclude(error, { _tag: "TooManyRequests", retryAfter: Duration.seconds(Number(retryAfter)) })
      }
    })
  )

  it.effect("is not failed by the jitter of a Retry-After that just fits", () =>
    Effect.gen(function* () {
      const { delays, result } = yield* call("create", Recorder.inOrder(tooMany("9"), Recorder.json(201, thing))).pipe(
        Effect.provide(Timeouts.layer({ call: "10 seconds" })),
        rolling(0.5)
      )
      assert.deepStrictEqual(delays, [9500])
      assert.deepStrictEqual(result, Result.succeed(thing))
    })
  )

  it.effect("fails with CallTimeout in mid-attempt, and aborts the request", () =>
    Effect.gen(function* () {
      const { recorder, result, took } = yield* call("read", Recorder.always({ stalled: "body" })).pipe(
        Effect.provide(Timeouts.layer({ call: "40 seconds" }))
      )
      assert.strictEqual(took, 40_000)
      assert.deepStrictEqual(aborted(recorder), [true, true])
      assert.deepInclude(Result.getOrThrow(Result.flip(result)), { timeout: "call", attempts: 2 })
    })
  )

  it.effect("is not retried after its timeout", () =>
    Effect.gen(function* () {
      const timeouts = Timeouts.layer({ call: "1 second" })
      const { recorder } = yield* call("read", Recorder.always(tooMany("5"))).pipe(Effect.provide(timeouts))
      yield* TestClock.adjust("1 day")
      assert.strictEqual(recorder.requests.length, 1)
    })
  )

  it.effect("has a default timeout of three minutes", () =>
    Effect.gen(function* () {
      const patient = Effect.provide(RetryPolicy.layer({ maxRetryAfter: Duration.minutes(2) }))
      const stalls = Recorder.inOrder(tooMany("100"), tooMany("70"), { stalled: "headers" })
      const { result, took } = yield* call("create", stalls).pipe(patient, rolling(0))
      assert.strictEqual(took, 180_000)
      assert.deepInclude(Result.getOrThrow(Result.flip(result)), { _tag: "CallTimeout", timeout: "call" })
    })
  )

  it.effect("makes no attempt after its timeout, with any policy", () =>
    Effect.gen(function* () {
      const eager = Schedule.recurs(3)
      for (const timeouts of [{ call: "1 second" }, { attempt: "1 second", call: "1 second" }] as const) {
        const { recorder, result } = yield* call("read", Recorder.always({ stalled: "headers" })).pipe(
          Effect.provide([Timeouts.layer(timeouts), RetryPolicy.layer({ connection: eager })])
        )
        assert.strictEqual(recorder.requests.length, 1)
        assert.strictEqual(Result.getOrThrow(Result.flip(result))._tag, "CallTimeout")
      }
    })
  )

  it.effect("can have other timeouts in a region of a program", () =>
    Effect.gen(function* () {
      const things = yield* client(Public, Recorder.make(Recorder.always({ stalled: "headers" })))
      const attempt = Effect.flip(things.create({ name: "lamp" }))
      const hasty = attempt.pipe(Effect.provide(Timeouts.layer({ attempt: "2 seconds" })))
      const errors = yield* inTime(Effect.all([attempt, hasty, attempt]))
      assert.deepStrictEqual(
        errors.map((error) => (error._tag === "CallTimeout" ? Duration.toSeconds(error.duration) : error._tag)),
        [30, 2, 30]
      )
    })
  )
})
