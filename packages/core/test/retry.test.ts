import { ConnectyCubeError } from "@effect-connectycube/core/ConnectyCubeError"
import { RetryPolicy } from "@effect-connectycube/core/RetryPolicy"
import { assert, describe, it } from "@effect/vitest"
import * as Arbitrary from "effect/Arbitrary"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Random from "effect/Random"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as TestClock from "effect/testing/TestClock"
import { call, isJittered, kinds, ok, rolling, tooMany, unavailable } from "./support/Calls.ts"
import * as Recorder from "./support/Recorder.ts"
import { client, Public, thing } from "./support/Things.ts"

describe("after a 429", () => {
  it.effect.each(kinds)("a %s is retried when the seconds of Retry-After have passed, and a jitter", (kind) =>
    Effect.gen(function* () {
      const { delays, result, took } = yield* call(kind, Recorder.inOrder(tooMany("7"), tooMany("11"), ok)).pipe(
        rolling(0.5)
      )
      assert.deepStrictEqual(delays, [7700, 12_100])
      assert.deepStrictEqual(result, Result.succeed(thing))
      assert.strictEqual(took, 19_800)
    })
  )

  it.effect("a call is retried at the date of Retry-After", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(Date.parse("2024-09-05T10:18:08Z"))
      const { delays } = yield* call(
        "read",
        Recorder.inOrder(
          tooMany("Thu, 05 Sep 2024 10:18:20 GMT"),
          tooMany("Thu, 05 Sep 2024 10:18:10 GMT"),
          tooMany("Thursday, 05-Sep-24 10:18:31 GMT"),
          ok
        )
      ).pipe(rolling(0))
      // With the shortest jitter the schedule's own delays are 800, 1600 and 3200. It is 10:18:21.6 before the last one.
      assert.deepStrictEqual(delays, [12_000, 1600, 9400])
    })
  )

  it.effect("a Retry-After of 0 does not shorten the backoff", () =>
    Effect.gen(function* () {
      const { delays } = yield* call("read", Recorder.always(tooMany("0"))).pipe(rolling(0.5))
      assert.deepStrictEqual(delays, [1100, 2200, 4400, 8800])
      const restless = yield* call("read", Recorder.always(tooMany("0")))
      assert.isTrue(restless.delays.every((delay, index) => delay >= 800 * 2 ** index))
    })
  )

  it.effect("calls with the same Retry-After are not retried at the same time", () =>
    Effect.gen(function* () {
      const waits = yield* Effect.forEach(Array.from({ length: 50 }), () =>
        Effect.map(call("create", Recorder.inOrder(tooMany("2"), ok)), ({ took }) => took)
      )
      assert.isTrue(
        waits.every((wait) => wait >= 2000 && wait <= 2400),
        waits.join()
      )
      assert.isAbove(new Set(waits).size, 40)
    }).pipe(Random.withSeed("waiters"))
  )

  it.effect.each(["31", "120", "1000000000", "99999999999999999999999999", "Fri, 31 Dec 9999 23:59:59 GMT"])(
    "a Retry-After of %s is more than the policy allows, so the call fails at once and says for how long",
    (retryAfter) =>
      Effect.gen(function* () {
        for (const status of [429, 503]) {
          const reply = { status, headers: { "retry-after": retryAfter } }
          const { recorder, result, took } = yield* call("create", Recorder.inOrder(reply, ok))
          assert.strictEqual(recorder.requests.length, 1)
          assert.strictEqual(took, 0)
          const error = Result.getOrThrow(Result.flip(result))
          assert.deepInclude(error, { attempts: 1, status })
          assert.isTrue(
            "retryAfter" in error &&
              error.retryAfter !== undefined &&
              Duration.isGreaterThan(error.retryAfter, RetryPolicy.standard.maxRetryAfter)
          )
        }
      })
  )

  it.effect.each([20, 30, 400])("a Retry-After of %d digits is in an error that decodes from its JSON", (digits) =>
    Effect.gen(function* () {
      const { result } = yield* call("create", Recorder.inOrder(tooMany("9".repeat(digits))))
      const error = Result.getOrThrow(Result.flip(result))
      const json = JSON.stringify(Schema.encodeSync(ConnectyCubeError)(error))
      const decoded = Schema.decodeUnknownSync(ConnectyCubeError)(JSON.parse(json))
      assert.isDefined("retryAfter" in decoded && decoded.retryAfter)
      assert.deepStrictEqual(decoded, error)
    })
  )

  it.effect("a Retry-After that equals the maximum of the policy is respected", () =>
    Effect.gen(function* () {
      const { delays } = yield* call("create", Recorder.inOrder(tooMany("30"), ok)).pipe(rolling(0))
      assert.deepStrictEqual(delays, [30_000])
      const shorter = yield* call("create", Recorder.inOrder(tooMany("30"), ok)).pipe(
        Effect.provide(RetryPolicy.layer({ maxRetryAfter: Duration.seconds(5) }))
      )
      assert.deepStrictEqual(shorter.delays, [])
      assert.strictEqual(shorter.took, 0)
    })
  )

  it.effect.each([undefined, "-5", "soon", "", "1.5", "1e3", "NaN", "Infinity"])(
    "a Retry-After of %j leaves the delays to the schedule, which gives up after four",
    (retryAfter) =>
      Effect.gen(function* () {
        const { delays, recorder, result } = yield* call("create", Recorder.always(tooMany(retryAfter)))
        isJittered(delays, [1000, 2000, 4000, 8000])
        assert.strictEqual(recorder.requests.length, 5)
        const error = Result.getOrThrow(Result.flip(result))
        assert.strictEqual(error._tag, "TooManyRequests")
        assert.deepInclude(error, { attempts: 5, status: 429 })
        assert.notProperty(error, "retryAfter")
      })
  )

  it.effect("the error has the Retry-After of the response", () =>
    Effect.gen(function* () {
      const { result } = yield* call("read", Recorder.always(tooMany("7"))).pipe(
        Effect.provideService(RetryPolicy, RetryPolicy.none)
      )
      const error = Result.getOrThrow(Result.flip(result))
      assert.deepInclude(error, { _tag: "TooManyRequests", attempts: 1, retryAfter: Duration.seconds(7) })
    })
  )
})

describe("after a 503", () => {
  it.effect.each(kinds)("a %s is retried, since the request was not handled", (kind) =>
    Effect.gen(function* () {
      const { delays, result } = yield* call(kind, Recorder.inOrder(unavailable, unavailable, ok))
      isJittered(delays, [250, 500])
      assert.deepStrictEqual(result, Result.succeed(thing))
    })
  )

  it.effect("a Retry-After is respected", () =>
    Effect.gen(function* () {
      const reply: Recorder.Reply = { status: 503, headers: { "retry-after": "3" } }
      const { delays } = yield* call("create", Recorder.inOrder(reply, ok)).pipe(rolling(0.5))
      assert.deepStrictEqual(delays, [3300])
    })
  )

  it.effect("a call fails with it after four retries", () =>
    Effect.gen(function* () {
      const { delays, result } = yield* call("create", Recorder.always(unavailable))
      isJittered(delays, [250, 500, 1000, 2000])
      const error = Result.getOrThrow(Result.flip(result))
      assert.deepInclude(error, {
        _tag: "ServiceUnavailable",
        attempts: 5,
        errors: { base: ["503 Service Unavailable"] }
      })
    })
  )
})

const open: ReadonlyArray<readonly [name: string, reply: Recorder.Reply, tag: "TransportError" | "UnexpectedStatus"]> =
  [
    ["a connection lost before the headers", { lost: "before-headers" }, "TransportError"],
    ["a connection lost in mid-response", { lost: "mid-body" }, "TransportError"],
    ["a 408", { status: 408 }, "UnexpectedStatus"],
    ["a 425", { status: 425 }, "UnexpectedStatus"],
    ["a 502", { status: 502 }, "UnexpectedStatus"],
    ["a 504", { status: 504 }, "UnexpectedStatus"]
  ]

describe.each(open)("after %s", (_, reply, tag) => {
  it.effect.each(["read", "replace"] as const)("a %s is retried, since doing it twice does no harm", (kind) =>
    Effect.gen(function* () {
      const { delays, result } = yield* call(kind, Recorder.inOrder(reply, reply, reply, ok))
      isJittered(delays, [100, 200, 400])
      assert.deepStrictEqual(result, Result.succeed(thing))
    })
  )

  it.effect("a write is not retried, since it may have been handled", () =>
    Effect.gen(function* () {
      const { recorder, result, took } = yield* call("create", Recorder.always(reply))
      assert.strictEqual(recorder.requests.length, 1)
      assert.strictEqual(took, 0)
      assert.deepInclude(Result.getOrThrow(Result.flip(result)), { _tag: tag, attempts: 1 })
    })
  )

  it.effect("a read fails with it after three retries", () =>
    Effect.gen(function* () {
      const { recorder, result } = yield* call("read", Recorder.always(reply))
      assert.strictEqual(recorder.requests.length, 4)
      assert.deepInclude(Result.getOrThrow(Result.flip(result)), { _tag: tag, attempts: 4 })
    })
  )
})

describe("a call", () => {
  it.effect.each([301, 400, 401, 403, 404, 409, 422, 500, 501, 505])("that gets %d is not retried", (status) =>
    Effect.gen(function* () {
      for (const kind of kinds) {
        const { recorder } = yield* call(kind, Recorder.always({ status, headers: { "Retry-After": "1" } }))
        assert.strictEqual(recorder.requests.length, 1)
      }
    })
  )

  it.effect("is identical in each attempt", () =>
    Effect.gen(function* () {
      const { recorder } = yield* call("create", Recorder.inOrder(unavailable, tooMany(), ok))
      const [first, ...others] = recorder.requests.map(({ method, url, headers, body }) => ({
        method,
        url,
        headers,
        body
      }))
      assert.strictEqual(first?.body, `{"name":"lamp"}`)
      assert.deepStrictEqual(others, [first, first])
    })
  )

  const Replies = Arbitrary.schema(
    Schema.Array(Schema.Literals(["429", "503", "502", "lost", "half", "ok"])).check(Schema.isMaxLength(40))
  )
  const replies: Record<string, Recorder.Reply> = {
    "429": tooMany(),
    "503": unavailable,
    "502": { status: 502 },
    lost: { lost: "before-headers" },
    half: { lost: "mid-body" },
    ok
  }

  it.effect.prop(
    "has twelve attempts at most, and none after a final response, for any replies",
    [Replies],
    ([names]) =>
      Effect.gen(function* () {
        const rest = [...names]
        const { recorder, result } = yield* call("read", () => replies[rest.shift() ?? "lost"] ?? ok)
        const sent = recorder.requests.length
        assert.isAtMost(sent, 12)
        assert.strictEqual(Result.isSuccess(result), names[sent - 1] === "ok")
        assert.isFalse(names.slice(0, sent - 1).includes("ok"))
        if (Result.isFailure(result)) assert.deepInclude(result.failure, { attempts: sent })
      })
  )

  it.effect("uses each schedule separately, so that twelve attempts are possible", () =>
    Effect.gen(function* () {
      const four = <A>(reply: A) => [reply, reply, reply, reply]
      const { recorder, result } = yield* call(
        "read",
        Recorder.inOrder(...four(tooMany()), ...four(unavailable), ...four<Recorder.Reply>({ lost: "mid-body" }))
      )
      assert.strictEqual(recorder.requests.length, 12)
      assert.deepInclude(Result.getOrThrow(Result.flip(result)), { _tag: "TransportError", attempts: 12 })
    })
  )

  it.effect("is not retried once it is interrupted", () =>
    Effect.gen(function* () {
      const recorder = Recorder.make(Recorder.always(tooMany("10")))
      const things = yield* client(Public, recorder)
      const fiber = yield* Effect.forkChild(things.create({ name: "lamp" }), { startImmediately: true })
      yield* TestClock.adjust("15 seconds")
      assert.strictEqual(recorder.requests.length, 2)
      yield* Fiber.interrupt(fiber)
      yield* TestClock.adjust("1 day")
      assert.strictEqual(recorder.requests.length, 2)
    })
  )

  it.effect("aborts its request when it is interrupted", () =>
    Effect.gen(function* () {
      for (const stalled of ["headers", "body"] as const) {
        const recorder = Recorder.make(Recorder.always({ stalled }))
        const things = yield* client(Public, recorder)
        const fiber = yield* Effect.forkChild(things.read({ id: "1" }), { startImmediately: true })
        yield* TestClock.adjust("1 second")
        assert.deepStrictEqual(
          recorder.requests.map(({ signal }) => signal.aborted),
          [false]
        )
        yield* Fiber.interrupt(fiber)
        assert.deepStrictEqual(
          recorder.requests.map(({ signal }) => signal.aborted),
          [true]
        )
      }
    })
  )
})
