import * as ExternalHost from "@effect-connectycube/core/client/ExternalHost"
import { RetryBudget } from "@effect-connectycube/core/RetryBudget"
import { RetryPolicy } from "@effect-connectycube/core/RetryPolicy"
import * as Telemetry from "@effect-connectycube/core/Telemetry"
import { Timeouts } from "@effect-connectycube/core/Timeouts"
import * as ApiClient from "@effect-connectycube/core/client/ApiClient"
import { ConnectyCubeConfig } from "@effect-connectycube/core/ConnectyCubeConfig"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Metric from "effect/Metric"
import * as Schedule from "effect/Schedule"
import * as TestClock from "effect/testing/TestClock"
import { ok, tooMany, unavailable } from "./support/Calls.ts"
import * as Recorder from "./support/Recorder.ts"
import { capture } from "./support/Spans.ts"
import { client, ending, inTime, options, Public, WithApplicationKey } from "./support/Things.ts"

const lost: Recorder.Reply = { lost: "before-headers" }

/** Calls of one application, whose service responds with the current reply. */
const application = (first: Recorder.Reply) =>
  Effect.gen(function* () {
    const state = { reply: first }
    const recorder = Recorder.make(() => state.reply)
    const things = yield* client(Public, recorder)
    /** The number of requests of a call. */
    const requests = (call = things.read({ id: "1" })) =>
      Effect.gen(function* () {
        const before = recorder.requests.length
        yield* inTime(Effect.exit(call))
        return recorder.requests.length - before
      })
    const replyWith = (reply: Recorder.Reply) => Effect.sync(() => void (state.reply = reply))
    return { recorder, things, requests, replyWith }
  })

const budget = (budget: Partial<RetryBudget>) => Effect.provide(Layer.orDie(RetryBudget.layer(budget)))

describe("a retry budget", () => {
  it.effect("is spent by each retry, and the call then fails with its own error", () =>
    Effect.gen(function* () {
      const { requests, things } = yield* application(unavailable)
      assert.deepStrictEqual([yield* requests(), yield* requests(), yield* requests()], [4, 1, 1])
      const { result, took } = yield* ending(things.read({ id: "1" }))
      assert.deepInclude(result._tag === "Failure" ? result.failure : {}, { _tag: "ServiceUnavailable", attempts: 1 })
      assert.strictEqual(took, 0)
    }).pipe(budget({ capacity: 15 }))
  )

  it.effect.each([
    ["a 503", unavailable, 2],
    ["a 429 without a Retry-After", tooMany(), 2],
    ["a lost connection", lost, 2],
    ["a 502", { status: 502 } satisfies Recorder.Reply, 2],
    ["the timeout of an attempt, twice as much", { stalled: "headers" } satisfies Recorder.Reply, 1]
  ] as const)("is spent after %s", ([, reply, retries]) =>
    Effect.gen(function* () {
      const { requests } = yield* application(reply)
      assert.strictEqual(yield* requests(), 1 + retries)
    }).pipe(budget({ capacity: 10 }))
  )

  it.effect("is not spent after a 429 with a Retry-After", () =>
    Effect.gen(function* () {
      const { requests } = yield* application(tooMany("1"))
      assert.strictEqual(yield* requests(), 5)
    }).pipe(budget({ capacity: 0 }))
  )

  it.effect("gets back a little for each success, up to its capacity", () =>
    Effect.gen(function* () {
      const { replyWith, requests } = yield* application(unavailable)
      assert.strictEqual(yield* requests(), 3)
      yield* replyWith(ok)
      for (let success = 0; success < 4; success++) yield* requests()
      yield* replyWith(unavailable)
      assert.strictEqual(yield* requests(), 1)
      yield* replyWith(ok)
      yield* requests()
      yield* replyWith(unavailable)
      assert.strictEqual(yield* requests(), 2)
      yield* replyWith(ok)
      for (let success = 0; success < 100; success++) yield* requests()
      yield* replyWith(unavailable)
      assert.strictEqual(yield* requests(), 3)
    }).pipe(budget({ capacity: 10 }))
  )

  it.effect("gets back the cost of a retry that succeeds", () =>
    Effect.gen(function* () {
      let request = 0
      const { requests } = yield* Effect.gen(function* () {
        const recorder = Recorder.make(() => (request++ % 2 === 0 ? unavailable : ok))
        const things = yield* client(Public, recorder)
        return { requests: Effect.as(inTime(things.read({ id: "1" })), undefined) }
      })
      for (let call = 0; call < 10; call++) yield* requests
      assert.strictEqual(request, 20)
    }).pipe(budget({ capacity: 5, refund: 0 }))
  )

  it.effect("gets nothing for a failure that is not retried", () =>
    Effect.gen(function* () {
      const { replyWith, requests } = yield* application(unavailable)
      assert.strictEqual(yield* requests(), 2)
      yield* replyWith({ status: 404 })
      for (let call = 0; call < 10; call++) yield* requests()
      yield* replyWith(unavailable)
      assert.strictEqual(yield* requests(), 1)
    }).pipe(budget({ capacity: 5 }))
  )

  it.effect("gets back what an interrupted wait has taken", () =>
    Effect.gen(function* () {
      const { requests, things } = yield* application(unavailable)
      for (let call = 0; call < 10; call++) {
        const fiber = yield* Effect.forkChild(things.read({ id: "1" }), { startImmediately: true })
        yield* TestClock.adjust("1 millis")
        yield* Fiber.interrupt(fiber)
      }
      assert.strictEqual(yield* requests(), 2)
    }).pipe(budget({ capacity: 5 }))
  )

  it.effect("is not spent where the policy does not retry", () =>
    Effect.gen(function* () {
      const { replyWith, requests } = yield* application({ status: 500 })
      yield* requests()
      yield* replyWith(unavailable)
      yield* requests().pipe(Effect.provideService(RetryPolicy, RetryPolicy.none))
      yield* requests().pipe(Effect.provide(Timeouts.layer({ call: "10 millis" })))
      assert.strictEqual(yield* requests(), 2)
    }).pipe(budget({ capacity: 5 }))
  )

  it.effect("is without an end where it is unlimited", () =>
    Effect.gen(function* () {
      const { requests } = yield* application(unavailable)
      for (let call = 0; call < 200; call++) assert.strictEqual(yield* requests(), 5)
    }).pipe(Effect.provideService(RetryBudget, RetryBudget.unlimited))
  )

  it.effect("lets 100 retries of the default policy through, and no more", () =>
    Effect.gen(function* () {
      const { recorder, things } = yield* application(lost)
      const calls = Array.from({ length: 400 }, () => Effect.exit(things.read({ id: "1" })))
      yield* inTime(Effect.all(calls, { concurrency: "unbounded" }))
      assert.strictEqual(recorder.requests.length, 500)
    })
  )
})

describe("the tokens of a budget", () => {
  const spend = () => {
    const recorder = Recorder.make(Recorder.always(unavailable))
    const calls = Effect.gen(function* () {
      const first = yield* ApiClient.make(Public)
      const second = yield* ApiClient.make(WithApplicationKey)
      return [first.read({ id: "1" }), second.read({ id: "1" })] as const
    }).pipe(Effect.provide(recorder.layer))
    const requests = (call: Effect.Effect<unknown, unknown>) =>
      Effect.gen(function* () {
        const before = recorder.requests.length
        yield* inTime(Effect.exit(call))
        return recorder.requests.length - before
      })
    return { calls, requests }
  }
  const config = Layer.orDie(ConnectyCubeConfig.layer(options))

  it.effect("are shared by the modules of an application", () =>
    Effect.gen(function* () {
      const { calls, requests } = spend()
      const [first, second] = yield* Effect.provide(calls, config)
      assert.deepStrictEqual([yield* requests(first), yield* requests(second)], [3, 1])
    }).pipe(budget({ capacity: 10 }))
  )

  it.effect("are not shared by two applications", () =>
    Effect.gen(function* () {
      const { calls, requests } = spend()
      const [first] = yield* Effect.provide(calls, config)
      const [other] = yield* Effect.provide(calls, Layer.fresh(config))
      assert.deepStrictEqual([yield* requests(first), yield* requests(other)], [3, 3])
    }).pipe(budget({ capacity: 10 }))
  )

  it.effect("are shared where equal budgets are set, and not where they differ", () =>
    Effect.gen(function* () {
      const { requests } = yield* application(unavailable)
      const [first, again, other] = yield* Effect.all([
        requests().pipe(budget({ capacity: 10 })),
        requests().pipe(budget({ capacity: 10 })),
        requests().pipe(budget({ capacity: 11 }))
      ])
      assert.deepStrictEqual([first, again, other], [3, 1, 3])
    })
  )

  it.effect("are separate for external hosts", () =>
    Effect.gen(function* () {
      const recorder = Recorder.make(Recorder.always(lost))
      const { read } = yield* client(Public, recorder)
      const { upload, download } = yield* Effect.gen(function* () {
        const external = yield* ExternalHost.make
        const call = (name: string) =>
          external({
            operation: { name, method: "GET", path: "/{object}", retrySafety: "safe" },
            secrets: [],
            attempt: ({ send }) => send({ url: "https://store.test/object" }),
            retryable: ExternalHost.retryable
          })
        return { upload: call("storage.upload"), download: call("storage.download") }
      }).pipe(Effect.provide(recorder.layer))
      const requests: Array<number> = []
      for (const call of [upload, download, read({ id: "1" })]) {
        const before = recorder.requests.length
        yield* inTime(Effect.exit<unknown, unknown, never>(call))
        requests.push(recorder.requests.length - before)
      }
      assert.deepStrictEqual(requests, [3, 1, 3])
    }).pipe(budget({ capacity: 10 }))
  )
})

describe("a budget that is exhausted", () => {
  it.effect("is counted, by operation and cause, and noted on the span of the call", () =>
    Effect.gen(function* () {
      const { requests } = yield* application(unavailable)
      const { spans, traced } = capture()
      yield* traced(requests())
      yield* traced(requests())
      const exhausted = Metric.withAttributes(Telemetry.retryBudgetExhausted, {
        operation: "things.read",
        cause: "ServiceUnavailable"
      })
      assert.strictEqual((yield* Metric.value(exhausted)).count, 2)
      assert.deepStrictEqual(
        spans
          .filter(({ name }) => name === "things.read")
          .map(({ attributes }) => attributes.get("connectycube.retry_budget_exhausted")),
        [true, true]
      )
    }).pipe(
      budget({ capacity: 5 }),
      Effect.provideService(RetryPolicy, { ...RetryPolicy.standard, serviceUnavailable: Schedule.recurs(4) }),
      Effect.provideService(Metric.MetricRegistry, new Map())
    )
  )
})
