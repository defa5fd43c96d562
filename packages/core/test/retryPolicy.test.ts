import * as RetryPolicy from "@effect-connectycube/core/RetryPolicy"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schedule from "effect/Schedule"
import { call, isJittered, kinds, ok, tooMany, unavailable } from "./support/Calls.ts"
import * as Recorder from "./support/Recorder.ts"
import { client, inTime, Public } from "./support/Things.ts"

const under = (policy: RetryPolicy.RetryPolicy) => Effect.provideService(RetryPolicy.RetryPolicy, policy)

describe("the standard policy", () => {
  it.effect("is the default", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* RetryPolicy.RetryPolicy, RetryPolicy.standard)
      const { recorder } = yield* call("create", Recorder.always(unavailable))
      assert.strictEqual(recorder.requests.length, 5)
    })
  )
})

describe("the policy of idempotent calls only", () => {
  it.effect.each(["read", "replace"] as const)("still sends a %s again after a 429 and a 503", (kind) =>
    Effect.gen(function* () {
      for (const reply of [tooMany("1"), unavailable]) {
        const { recorder } = yield* call(kind, Recorder.inOrder(reply, ok)).pipe(under(RetryPolicy.idempotentOnly))
        assert.strictEqual(recorder.requests.length, 2)
      }
    })
  )

  it.effect("does not retry a write, not even after a 429 or a 503 with Retry-After", () =>
    Effect.gen(function* () {
      for (const reply of [tooMany(), tooMany("1"), unavailable, { status: 503, headers: { "Retry-After": "1" } }]) {
        const { recorder, result, took } = yield* call("create", Recorder.inOrder(reply)).pipe(
          under(RetryPolicy.idempotentOnly)
        )
        assert.strictEqual(recorder.requests.length, 1)
        assert.strictEqual(took, 0)
        assert.deepInclude(Result.getOrThrow(Result.flip(result)), { attempts: 1 })
      }
    })
  )
})

describe("the policy of none", () => {
  it.effect.each(kinds)("makes one attempt of a %s, after any failure", (kind) =>
    Effect.gen(function* () {
      const lost = { lost: "before-headers" } as const
      for (const reply of [tooMany("1"), unavailable, lost, { lost: "mid-body" } as const, { status: 502 }]) {
        const { recorder, took } = yield* call(kind, Recorder.inOrder(reply)).pipe(under(RetryPolicy.none))
        assert.strictEqual(recorder.requests.length, 1)
        assert.strictEqual(took, 0)
      }
    })
  )
})

describe("a policy", () => {
  it.effect("can be replaced for a region of a program, and is unchanged outside of it", () =>
    Effect.gen(function* () {
      const recorder = Recorder.make(Recorder.always(tooMany("1")))
      const things = yield* client(Public, recorder)
      const attempt = Effect.flip(things.read({ id: "1" }))
      const attempts = Effect.map(attempt, (error) => ("attempts" in error ? error.attempts : 0))
      const once = { ...RetryPolicy.standard, tooManyRequests: Schedule.recurs(1) }
      const program = Effect.all([attempts, attempts.pipe(under(once)), attempts])
      assert.deepStrictEqual(yield* inTime(program), [5, 2, 5])
      assert.strictEqual(recorder.requests.length, 12)
    })
  )

  it.effect("can be set in part by a layer", () =>
    Effect.gen(function* () {
      const layer = RetryPolicy.layer({
        serviceUnavailable: Schedule.max([Schedule.spaced("3 seconds"), Schedule.recurs(2)])
      })
      const rejected = yield* call("create", Recorder.always(unavailable)).pipe(Effect.provide(layer))
      assert.deepStrictEqual(rejected.delays, [3000, 3000])
      const limited = yield* call("create", Recorder.always(tooMany())).pipe(Effect.provide(layer))
      isJittered(limited.delays, [1000, 2000, 4000, 8000])
    })
  )

  it.effect("gets the error of each failure", () =>
    Effect.gen(function* () {
      const seen: Array<unknown> = []
      const policy: RetryPolicy.RetryPolicy = {
        ...RetryPolicy.standard,
        tooManyRequests: Schedule.recurs(2).pipe(
          Schedule.setInputType<{ readonly attempts: number }>(),
          Schedule.tap(({ input }) => Effect.sync(() => seen.push(input.attempts)))
        )
      }
      yield* call("read", Recorder.always(tooMany())).pipe(under(policy))
      assert.deepStrictEqual(seen, [1, 2])
    })
  )

  it.effect("starts again with each call", () =>
    Effect.gen(function* () {
      const recorder = Recorder.make(Recorder.always(unavailable))
      const things = yield* client(Public, recorder)
      const attempt = Effect.flip(things.read({ id: "1" }))
      yield* inTime(Effect.all([attempt, attempt, attempt], { concurrency: "unbounded" }))
      assert.strictEqual(recorder.requests.length, 15)
    })
  )
})

describe("backoff", () => {
  it.effect("doubles from its base up to its cap, with 20 % of jitter", () =>
    Effect.gen(function* () {
      const schedule = RetryPolicy.backoff({ base: "1 second", cap: "5 seconds", times: 6 })
      const policy = { ...RetryPolicy.standard, tooManyRequests: schedule }
      const { delays } = yield* call("read", Recorder.always(tooMany())).pipe(under(policy))
      isJittered(delays, [1000, 2000, 4000, 5000, 5000, 5000])
      assert.isTrue(new Set(delays).size > 3, "the delays do not differ")
    })
  )

  it.effect("does not give two calls the same delay", () =>
    Effect.gen(function* () {
      const first = yield* call("read", Recorder.always(tooMany()))
      const second = yield* call("read", Recorder.always(tooMany()))
      assert.notDeepEqual(first.delays, second.delays)
    })
  )
})
