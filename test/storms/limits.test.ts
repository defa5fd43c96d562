// More calls than the plan of an application has requests: 429s, waits, and their fairness.
import { assert, describe, it } from "@effect/vitest"
import { RateLimit, RetryBudget } from "effect-connectycube"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Random from "effect/Random"
import * as TestClock from "effect/testing/TestClock"
import { type Guarded, simulate } from "./support/guards.ts"
import * as Storm from "./support/Storm.ts"

describe("1,200 calls in 2 seconds, where the plan has 220 requests a second", () => {
  const storms: ReadonlyArray<readonly [guard: Guarded, perCall: number, results: Record<string, number>]> = [
    ["no retries", 1, { ok: 440, TooManyRequests: 760 }],
    ["no guard", 2.025, { ok: 1200 }],
    // The 429s have a Retry-After, and cost it nothing.
    ["the retry budget alone", 2.025, { ok: 1200 }],
    ["all of them", 1, { ok: 1200 }]
  ]

  it.effect.each(storms)("are, with %s, %d requests each", ([guard, perCall, results]) =>
    Effect.gen(function* () {
      const service = Storm.service()
      service.reply = Storm.planned(220)
      const offered = yield* Storm.offer(service, Storm.call(), { calls: 1200, perSecond: 600 }).pipe(
        Effect.provide(Storm.application(service)),
        simulate(guard)
      )
      assert.deepStrictEqual([Storm.perCall(offered), Storm.results(offered)], [perCall, results])
    })
  )
})

/** A job of 1,000 calls in one session, and a second later one call in each of ten others. The waits of those, in milliseconds. */
const behindJob = Effect.gen(function* () {
  const service = Storm.service()
  const job = Effect.forEach(Array.from({ length: 1000 }), () => Storm.call("job"), { concurrency: "unbounded" })
  return yield* Effect.gen(function* () {
    const working = yield* Effect.forkChild(job, { startImmediately: true })
    yield* TestClock.adjust("1 second")
    const others = yield* Effect.forEach(Array.from({ length: 10 }), (_, index) =>
      Effect.forkChild(Storm.timed(Storm.call(`user ${index}`)), { startImmediately: true })
    )
    yield* TestClock.adjust("1 minute")
    const waits = (yield* Fiber.joinAll(others)).map(({ at, ended }) => ended - at - Storm.latency)
    assert.deepStrictEqual([...new Set(yield* Fiber.join(working))], ["ok"])
    assert.strictEqual(Storm.mostWithin(service.requests, 1000), 100)
    return { waits, took: Math.max(...service.requests) }
  }).pipe(Effect.provide(Storm.application(service)))
})

describe("calls of single users behind a job of 1,000 calls, at 100 requests a second", () => {
  it.effect("wait for one turn of each other session, and not for the job", () =>
    Effect.gen(function* () {
      const { took, waits } = yield* behindJob
      assert.isAtMost(Math.max(...waits), 250, waits.join())
      // 1,010 requests at 90 a second, of which the first 10 go at once.
      assert.approximately(took, 11_111, 50)
    }).pipe(Effect.provide(Layer.orDie(RateLimit.layer({ limit: 100, window: "1 second" }))), Random.withSeed("job"))
  )
})

describe("two applications, of which one is down", () => {
  it.effect.each(["the defaults", "all of them"] as const)("do not disturb each other, with %s", (guard) =>
    Effect.gen(function* () {
      const [broken, well] = [Storm.service(), Storm.service()]
      broken.reply = Storm.down
      // It needs its retries.
      well.reply = Storm.flaky(0.05)
      const [inBroken, inWell] = yield* Effect.all([
        Layer.build(Storm.application(broken, 1)),
        Layer.build(Storm.application(well, 2))
      ])
      let turn = 0
      const either = Effect.suspend(() =>
        turn++ % 2 === 0
          ? Effect.map(Effect.provide(Storm.call(), inBroken), (result) => `broken: ${result}`)
          : Effect.map(Effect.provide(Storm.call(), inWell), (result) => `well: ${result}`)
      )
      const offered = yield* Storm.offer(broken, either, { calls: 2000, perSecond: 200 })
      const alone = yield* aloneAndWell(guard)
      const results = Storm.results(offered)
      assert.strictEqual(results["well: ok"], 1000)
      assert.isUndefined(results["broken: ok"])
      assert.isAtMost(offered.requests / 1000, 1.1)
      assert.deepStrictEqual(well.requests.length, alone)
    }).pipe(Effect.scoped, simulate(guard))
  )

  /** How many requests the one that is well gets without the other. */
  const aloneAndWell = (guard: Guarded) =>
    Effect.gen(function* () {
      const service = Storm.service()
      service.reply = Storm.flaky(0.05)
      yield* Storm.offer(service, Storm.call(), { calls: 1000 }).pipe(Effect.provide(Storm.application(service)))
      return service.requests.length
    }).pipe(simulate(guard), Effect.provideService(RetryBudget, RetryBudget.unlimited))
})
