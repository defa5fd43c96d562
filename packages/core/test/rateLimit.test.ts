import type { ConnectyCubeError } from "@effect-connectycube/core/ConnectyCubeError"
import { RateLimit } from "@effect-connectycube/core/RateLimit"
import { RetryPolicy } from "@effect-connectycube/core/RetryPolicy"
import * as Session from "@effect-connectycube/core/Session"
import * as Telemetry from "@effect-connectycube/core/Telemetry"
import { Timeouts } from "@effect-connectycube/core/Timeouts"
import { assert, describe, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Metric from "effect/Metric"
import * as Option from "effect/Option"
import * as RateLimiter from "effect/persistence/RateLimiter"
import * as Redacted from "effect/Redacted"
import * as References from "effect/References"
import * as TestClock from "effect/testing/TestClock"
import { ok, unavailable } from "./support/Calls.ts"
import * as Recorder from "./support/Recorder.ts"
import { randomOf } from "./support/random.ts"
import { errorResponse, reading, renewable } from "./support/Sessions.ts"
import { capture } from "./support/Spans.ts"
import { asUser, client, ending, inTime, Public, WithApplicationKey, WithSession } from "./support/Things.ts"

type Options = Parameters<typeof RateLimit.layer>[0]

const limited = (options: Options) => Effect.provide(Layer.orDie(RateLimit.layer(options)))

const oneASecond = limited({ limit: 1, window: "1 second" })

/** An application whose service is up, and its calls in the session of a user. */
const application = (handler: Recorder.Handler = Recorder.always(ok)) =>
  Effect.gen(function* () {
    const recorder = Recorder.make(handler)
    const things = yield* client(WithSession, recorder)
    const read = (user = "ada") => things.read({ id: "1" }).pipe(asUser(user))
    const start = (user?: string) => Effect.forkChild(Effect.result(read(user)), { startImmediately: true })
    return { recorder, read, start, times: () => recorder.requests.map(({ at }) => at) }
  })

const tagOf = (error: ConnectyCubeError) => error._tag

/** The most of these times within a window, both of its ends included. */
const mostWithin = (times: ReadonlyArray<number>, window: number) =>
  Math.max(0, ...times.map((start) => times.filter((time) => time >= start && time <= start + window).length))

describe("a rate limit", () => {
  it.effect("sends a burst at once, and the other requests evenly", () =>
    Effect.gen(function* () {
      const { start, times } = yield* application()
      for (let call = 0; call < 8; call++) yield* start()
      yield* TestClock.adjust("10 seconds")
      // 4 = a burst of 2, and 2 a second.
      assert.deepStrictEqual(times(), [0, 0, 500, 1000, 1500, 2000, 2500, 3000])
    }).pipe(limited({ limit: 4, window: "1 second", burst: 2 }))
  )

  it.effect("of 1 sends one request in each window", () =>
    Effect.gen(function* () {
      const { start, times } = yield* application()
      for (let call = 0; call < 3; call++) yield* start()
      yield* TestClock.adjust("10 seconds")
      assert.deepStrictEqual(times(), [0, 1001, 2002])
    }).pipe(oneASecond)
  )

  it.effect("is not exceeded in any window, whatever is called when, interrupted or retried", () =>
    Effect.gen(function* () {
      const random = randomOf(20)
      let requests = 0
      for (let round = 0; round < 25; round++) {
        const limit = 1 + random.integer(20)
        const window = 1 + random.integer(2000)
        const burst = limit === 1 ? 1 : 1 + random.integer(limit - 1)
        const { start, times } = yield* application(() => random.pick([ok, ok, unavailable, errorResponse]))
        yield* Effect.gen(function* () {
          const fibers: Array<Fiber.Fiber<unknown>> = []
          for (let step = 0; step < 15; step++) {
            for (let calls = random.integer(limit + 2); calls > 0; calls--) {
              fibers.push(yield* start(random.pick(["ada", "grace", "job", "job"])))
            }
            const fiber = fibers[random.integer(fibers.length + 1)]
            if (fiber !== undefined) yield* Fiber.interrupt(fiber)
            yield* TestClock.adjust(random.integer(random.pick([1, window, window * 2])))
          }
          yield* TestClock.adjust("5 minutes")
        }).pipe(limited({ limit, window, burst }))
        assert.isAtMost(mostWithin(times(), window), limit, JSON.stringify({ limit, window, burst }))
        requests += times().length
      }
      assert.isAbove(requests, 1000)
    })
  )

  it.effect("uses the whole of what it leaves, and not less", () =>
    Effect.gen(function* () {
      const { start, times } = yield* application()
      for (let call = 0; call < 1000; call++) yield* start()
      yield* TestClock.adjust("20 seconds")
      assert.strictEqual(times().length, 1000)
      // 990 of them at 90 a second.
      assert.strictEqual(times().at(-1), 11_000)
    }).pipe(limited({ limit: 100, window: "1 second" }))
  )

  it.effect("counts retries too", () =>
    Effect.gen(function* () {
      const { read, times } = yield* application(Recorder.always(unavailable))
      yield* inTime(Effect.exit(read()))
      assert.isAtMost(mostWithin(times(), 10_000), 1)
      assert.strictEqual(times().length, 5)
    }).pipe(limited({ limit: 1, window: "10 seconds" }))
  )

  it.effect("lets sessions take turns", () =>
    Effect.gen(function* () {
      const { recorder, start } = yield* application()
      for (let call = 0; call < 6; call++) yield* start("job")
      yield* start("ada")
      yield* start("grace")
      yield* TestClock.adjust("1 minute")
      const users = recorder.requests.map(({ headers }) => headers["cb-token"])
      // The first of the job goes at once, and its second one was already in turn.
      assert.sameMembers(users.slice(2, 5), ["job", "ada", "grace"])
    }).pipe(oneASecond)
  )

  it.effect("is one for all modules and equal options of an application, and another for another application", () =>
    Effect.gen(function* () {
      const { start, times } = yield* application()
      const other = yield* application()
      yield* start().pipe(oneASecond)
      yield* start().pipe(oneASecond)
      yield* other.start().pipe(oneASecond)
      yield* TestClock.adjust("1 minute")
      assert.deepStrictEqual([times(), other.times()], [[0, 1001], [0]])
    })
  )

  it.effect("may be off for a region", () =>
    Effect.gen(function* () {
      const { start, times } = yield* application()
      for (let call = 0; call < 5; call++) yield* start().pipe(Effect.provideService(RateLimit, RateLimit.off))
      assert.deepStrictEqual(times(), [0, 0, 0, 0, 0])
    }).pipe(oneASecond)
  )
})

describe("a wait for a rate limit", () => {
  const inThreeSeconds = Effect.provide(Timeouts.layer({ call: "3 seconds", attempt: "2 seconds" }))

  it.effect("that would end after the timeout of the call is not begun", () =>
    Effect.gen(function* () {
      const { read, start, times } = yield* application()
      yield* start()
      const { result, took } = yield* ending(read().pipe(inThreeSeconds))
      assert.deepInclude(result._tag === "Failure" ? result.failure : {}, {
        _tag: "RateLimitExceeded",
        operation: "things.read",
        attempts: 0,
        limit: 1,
        window: Duration.seconds(10),
        retryAfter: Duration.millis(10_001)
      })
      assert.strictEqual(took, 0)
      assert.strictEqual(times().length, 1)
    }).pipe(limited({ limit: 1, window: "10 seconds" }))
  )

  it.effect("is not begun behind so many calls of the same session that its turn cannot come in time", () =>
    Effect.gen(function* () {
      const { read } = yield* application()
      const calls = Array.from({ length: 1000 }, () => Effect.result(read()))
      const fiber = yield* Effect.forkChild(Effect.all(calls, { concurrency: "unbounded" }).pipe(inThreeSeconds))
      yield* TestClock.adjust(1)
      // What is left is what can be sent within three seconds.
      const rejected = yield* Metric.value(
        Metric.withAttributes(Telemetry.operationDuration, { operation: "things.read", outcome: "RateLimitExceeded" })
      )
      assert.strictEqual(rejected.count, 1000 - 32)
      yield* TestClock.adjust("3 seconds")
      const results = yield* Fiber.join(fiber)
      assert.strictEqual(results.filter(({ _tag }) => _tag === "Success").length, 30)
    }).pipe(limited({ limit: 11, window: "1 second" }), Effect.provideService(Metric.MetricRegistry, new Map()))
  )

  it.effect("ends with the timeout of the call where it turns out to be too long", () =>
    Effect.gen(function* () {
      const { read, start } = yield* application()
      for (let user = 0; user < 20; user++) yield* start(`user ${user}`)
      const { result, took } = yield* ending(read("ada").pipe(inThreeSeconds))
      assert.deepInclude(result._tag === "Failure" ? result.failure : {}, {
        _tag: "CallTimeout",
        timeout: "call",
        attempts: 0
      })
      assert.strictEqual(took, 3000)
    }).pipe(oneASecond)
  )

  it.effect("is no part of the timeout of the attempt", () =>
    Effect.gen(function* () {
      const { read, start } = yield* application((request) => ({ ...ok, delay: request.at > 0 ? 900 : 0 }))
      yield* start()
      yield* start()
      const { result, took } = yield* ending(read().pipe(Effect.provide(Timeouts.layer({ attempt: "1 second" }))))
      assert.strictEqual(result._tag, "Success")
      assert.strictEqual(took, 2002 + 900)
    }).pipe(oneASecond)
  )

  it.effect("of a retry that would be too long leaves the error of the attempt before", () =>
    Effect.gen(function* () {
      const { read } = yield* application(Recorder.always(unavailable))
      const { result, took } = yield* ending(read().pipe(inThreeSeconds))
      const error = Option.getOrThrow(Option.fromNullishOr(result._tag === "Failure" ? result.failure : undefined))
      assert.deepInclude(error, { _tag: "ServiceUnavailable", attempts: 1 })
      assert.isBelow(took, 400)
    }).pipe(limited({ limit: 1, window: "1 minute" }))
  )

  it.effect("that is interrupted takes nothing", () =>
    Effect.gen(function* () {
      const { read, start, times } = yield* application()
      yield* start()
      const waiting = yield* Effect.forEach(
        Array.from({ length: 60 }, (_, index) => (index % 3 === 0 ? "grace" : "ada")),
        start
      )
      yield* TestClock.adjust("500 millis")
      for (const fiber of waiting) yield* Fiber.interrupt(fiber)
      // Nobody is ahead of it any more.
      const { result, took } = yield* ending(read().pipe(inThreeSeconds))
      assert.deepStrictEqual([result._tag, took, times()], ["Success", 501, [0, 1001]])
    }).pipe(oneASecond)
  )

  it.effect("for the renewal of a session does not hold the turn of the call that waits for the renewal", () =>
    Effect.gen(function* () {
      const { reads, things } = yield* Effect.gen(function* () {
        const recorder = Recorder.make(Recorder.always(ok))
        return { reads: recorder, things: yield* client(WithApplicationKey, recorder) }
      })
      const { read } = yield* reading((token) => (token === "ada-0" ? errorResponse : ok))
      const login = Effect.flatMap(things.read({ id: "session" }), () =>
        Effect.map(DateTime.now, (now): Session.Token => ({
          token: Redacted.make("ada-1"),
          expiresAt: DateTime.addDuration(now, Session.lifetime)
        }))
      )
      const { inSession } = yield* renewable("ada", { create: () => login })
      const calls = Array.from({ length: 5 }, () => read.pipe(inSession))
      yield* inTime(Effect.all(calls, { concurrency: "unbounded" }))
      assert.strictEqual(reads.requests.length, 1)
    }).pipe(oneASecond)
  )

  it.effect("is a span and a metric", () =>
    Effect.gen(function* () {
      const { start } = yield* application()
      const { spans, traced } = capture()
      for (let call = 0; call < 3; call++) yield* traced(start())
      yield* TestClock.adjust("1 minute")
      const operations = new Map(spans.filter(({ name }) => name === "things.read").map(({ spanId }) => [spanId, 1]))
      const waits = spans.filter(({ name }) => name === "RateLimit.wait")
      assert.isTrue(waits.every(({ parent }) => Option.isSome(parent) && operations.has(parent.value.spanId)))
      const durations = waits.map(({ status }) =>
        status._tag === "Ended" ? Number((status.endTime - status.startTime) / 1_000_000n) : -1
      )
      assert.deepStrictEqual(durations, [1001, 2002])
      const metric = yield* Metric.value(Metric.withAttributes(Telemetry.rateLimitWait, { operation: "things.read" }))
      assert.deepInclude(metric, { count: 2, min: 1.001, max: 2.002 })
    }).pipe(oneASecond, Effect.provideService(Metric.MetricRegistry, new Map()))
  )
})

describe("a shared rate limit", () => {
  const shared = (store: Layer.Layer<RateLimiter.RateLimiterStore>) =>
    RateLimit.layerShared({ limit: 1, window: "1 second" }).pipe(Layer.provide(store), Layer.orDie)

  it.effect("is one for several processes", () =>
    Effect.gen(function* () {
      const store = Layer.succeedContext(yield* Layer.build(RateLimiter.layerStoreMemory))
      const processes = yield* Effect.all([application(), application(), application()])
      for (const { start } of processes) {
        for (let call = 0; call < 2; call++) yield* start().pipe(Effect.provide(shared(store)))
      }
      yield* TestClock.adjust("1 minute")
      const times = processes.flatMap(({ times }) => times()).toSorted((a, b) => a - b)
      assert.strictEqual(times.length, 6)
      assert.strictEqual(mostWithin(times, 1000), 1)
    }).pipe(Effect.scoped)
  )

  it.effect("lets requests through when its store fails, and logs that", () =>
    Effect.gen(function* () {
      const failure = new RateLimiter.RateLimiterError({
        reason: new RateLimiter.RateLimitStoreError({ message: "ECONNREFUSED" })
      })
      const store = Layer.mock(RateLimiter.RateLimiterStore, { tokenBucket: () => Effect.fail(failure) })
      const { start, times } = yield* application()
      for (let call = 0; call < 3; call++) yield* start().pipe(Effect.provide(shared(store)))
      assert.deepStrictEqual(times(), [0, 0, 0])
    }).pipe(Effect.provideService(References.UnhandledLogLevel, undefined))
  )

  it.effect("ends a call whose store never responds with its timeout", () =>
    Effect.gen(function* () {
      const store = Layer.mock(RateLimiter.RateLimiterStore, { tokenBucket: () => Effect.never })
      const { read } = yield* application()
      const { result, took } = yield* ending(
        read().pipe(
          Effect.mapError(tagOf),
          Effect.provide(Timeouts.layer({ call: "1 second" })),
          Effect.provide(shared(store))
        )
      )
      assert.deepStrictEqual([result._tag === "Failure" && result.failure, took], ["CallTimeout", 1000])
    }).pipe(Effect.provideService(RetryPolicy, RetryPolicy.none))
  )
})

describe("a call to an external host", () => {
  it.effect("is not limited", () =>
    Effect.gen(function* () {
      const recorder = Recorder.make(Recorder.always(ok))
      const things = yield* client(Public, recorder, undefined, { external: true })
      for (let call = 0; call < 5; call++) {
        yield* Effect.forkChild(things.read({ id: "1" }), { startImmediately: true })
      }
      assert.strictEqual(recorder.requests.length, 5)
    }).pipe(oneASecond)
  )
})
