import { RetryPolicy } from "@effect-connectycube/core/RetryPolicy"
import * as Session from "@effect-connectycube/core/Session"
import * as Telemetry from "@effect-connectycube/core/Telemetry"
import { assert, describe, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Metric from "effect/Metric"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as TestClock from "effect/testing/TestClock"
import { rolling } from "./support/Calls.ts"
import * as Recorder from "./support/Recorder.ts"
import { capture } from "./support/Spans.ts"
import { asUser, client, inTime, options, Public, thing, WithSession } from "./support/Things.ts"

const ok = Recorder.json(200, thing)
const tooMany: Recorder.Reply = { status: 429, headers: { "retry-after": "2" } }

describe("spans", () => {
  it.effect("there is one for each operation, with its endpoint", () =>
    Effect.gen(function* () {
      const things = yield* client(Public, Recorder.make(Recorder.always(ok)))
      const { spans, traced } = capture()
      yield* traced(Effect.andThen(things.read({ id: "42" }), things.create({ name: "lamp" })))
      const operations = spans.filter(({ name }) => name.startsWith("things."))
      assert.deepStrictEqual(
        operations.map(({ name, attributes }) => [name, Object.fromEntries(attributes)]),
        [
          [
            "things.read",
            { "http.request.method": "GET", "url.template": "/things/:id", "connectycube.retry_safety": "safe" }
          ],
          [
            "things.create",
            { "http.request.method": "POST", "url.template": "/things", "connectycube.retry_safety": "unsafe" }
          ]
        ]
      )
    })
  )

  it.effect("a success leaves nothing of its response in any of them: a tracer that keeps spans keeps no body", () =>
    Effect.gen(function* () {
      const things = yield* client(Public, Recorder.make(Recorder.always(ok)))
      const { spans, traced } = capture()
      assert.deepStrictEqual(yield* traced(things.read({ id: "42" })), thing)
      yield* traced(things.create({ name: "lamp" }))
      assert.strictEqual(spans.length, 4)
      for (const { name, status } of spans) {
        assert.deepStrictEqual(status._tag === "Ended" ? status.exit : undefined, Exit.void, name)
      }
    })
  )

  it.effect("there is one below it for each attempt, with its status", () =>
    Effect.gen(function* () {
      const replies: ReadonlyArray<Recorder.Reply> = [tooMany, { lost: "before-headers" }, ok]
      const things = yield* client(Public, Recorder.make(Recorder.inOrder(...replies)))
      const { spans, traced } = capture()
      yield* traced(inTime(things.read({ id: "42" })))
      const [operation, ...attempts] = spans
      assert.isDefined(operation)
      assert.strictEqual(operation.name, "things.read")
      for (const attempt of attempts) {
        assert.strictEqual(attempt.name, "GET /things/:id")
        assert.strictEqual(attempt.kind, "client")
        assert.strictEqual(Option.getOrUndefined(attempt.parent)?.spanId, operation.spanId)
      }
      assert.deepStrictEqual(
        attempts.map(({ attributes }) => [
          attributes.get("http.request.resend_count"),
          attributes.get("http.response.status_code"),
          attributes.get("error.type")
        ]),
        [
          [undefined, 429, "429"],
          [1, undefined, "TransportError"],
          [2, 200, undefined]
        ]
      )
      assert.deepStrictEqual(
        spans.map(({ status }) => status._tag === "Ended" && Exit.isSuccess(status.exit)),
        [true, false, false, true]
      )
    })
  )

  it.effect("they end with the error of the operation", () =>
    Effect.gen(function* () {
      const things = yield* client(Public, Recorder.make(Recorder.always({ status: 404 })))
      const { spans, traced } = capture()
      const error = yield* traced(Effect.flip(things.read({ id: "42" })))
      assert.strictEqual(spans.length, 2)
      for (const { status } of spans) {
        assert.isTrue(status._tag === "Ended")
        const failure = status._tag === "Ended" ? Exit.findErrorOption(status.exit) : Option.none()
        assert.strictEqual(Option.getOrUndefined(failure), error)
      }
    })
  )
})

describe("the span of an attempt", () => {
  it.effect("has the attributes of the conventions for HTTP clients, and no value of the query", () =>
    Effect.gen(function* () {
      const config = { ...options, api_url: "http://127.0.0.1:8090/api" }
      const things = yield* client(
        Public,
        Recorder.make(Recorder.inOrder(Recorder.json(200, { items: [] }), ok)),
        config
      )
      const { spans, traced } = capture()
      yield* traced(things.list({ limit: 12, "id[in][]": [345] }))
      yield* traced(Effect.flip(things.list({})))
      const [, first, , second] = spans
      assert.deepStrictEqual(Object.fromEntries(first?.attributes ?? []), {
        "http.request.method": "GET",
        "url.template": "/things",
        "server.address": "127.0.0.1",
        "server.port": 8090,
        "url.full": "http://127.0.0.1:8090/api/things?id%5Bin%5D%5B%5D=REDACTED&limit=REDACTED",
        "http.response.status_code": 200
      })
      assert.strictEqual(second?.attributes.get("url.full"), "http://127.0.0.1:8090/api/things")
      assert.strictEqual(spans[2]?.attributes.get("error.type"), "DecodeError")
    })
  )

  it.effect("has no secret that is in the path", () =>
    Effect.gen(function* () {
      const things = yield* client(Public, Recorder.make(Recorder.always(ok)))
      const { spans, traced } = capture()
      yield* traced(things.read({ id: "auth-key-of-the-tests" }))
      assert.strictEqual(spans[1]?.attributes.get("url.full"), "https://things.test/things/<redacted>")
      assert.strictEqual(spans[1]?.attributes.get("server.port"), 443)
    })
  )
})

/** Runs with separate metrics, so that other tests do not count. */
const measured = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.provideService(effect, Metric.MetricRegistry, new Map())

const durationOf = (operation: string, outcome: string) =>
  Metric.value(Metric.withAttributes(Telemetry.operationDuration, { operation, outcome }))

const retriesOf = (cause: string) =>
  Effect.map(
    Metric.value(Metric.withAttributes(Telemetry.retries, { operation: "things.read", cause })),
    ({ count }) => count
  )

describe("metrics", () => {
  it.effect("measure the duration of an operation over all its attempts, by outcome", () =>
    measured(
      Effect.gen(function* () {
        const recorder = Recorder.make(Recorder.inOrder(tooMany, ok, { ...ok, delay: "5 seconds" }, { status: 404 }))
        const things = yield* client(Public, recorder)
        const read = things.read({ id: "1" })
        yield* inTime(Effect.all([read, read, Effect.flip(read)])).pipe(rolling(0))
        const succeeded = yield* durationOf("things.read", "ok")
        assert.deepInclude(succeeded, { count: 2, min: 2, max: 5, sum: 7 })
        assert.deepInclude(yield* durationOf("things.read", "NotFound"), { count: 1, sum: 0 })
        assert.deepInclude(yield* durationOf("things.read", "interrupted"), { count: 0 })
      })
    )
  )

  it.effect("measure interrupted calls, and calls with invalid arguments", () =>
    measured(
      Effect.gen(function* () {
        const things = yield* client(Public, Recorder.make(Recorder.always({ stalled: "headers" })))
        const fiber = yield* Effect.forkChild(things.read({ id: "1" }), { startImmediately: true })
        yield* TestClock.adjust("3 seconds")
        yield* Fiber.interrupt(fiber)
        yield* Effect.flip(things.read({ id: "" }))
        assert.deepInclude(yield* durationOf("things.read", "interrupted"), { count: 1, sum: 3 })
        assert.deepInclude(yield* durationOf("things.read", "InvalidRequest"), { count: 1, sum: 0 })
      })
    )
  )

  it.effect("measure each request by the conventions for HTTP clients", () =>
    measured(
      Effect.gen(function* () {
        const replies: ReadonlyArray<Recorder.Reply> = [tooMany, { lost: "mid-body" }, { ...ok, delay: "30 millis" }]
        const things = yield* client(Public, Recorder.make(Recorder.inOrder(...replies)))
        yield* inTime(things.read({ id: "1" }))
        const requests = (yield* Metric.snapshot).filter(({ id }) => id === "http.client.request.duration")
        const server = {
          unit: "s",
          "http.request.method": "GET",
          "server.address": "things.test",
          "server.port": "443"
        }
        assert.deepStrictEqual(
          requests.map(({ attributes, state }) => [attributes, "sum" in state && state.sum]),
          [
            [{ ...server, "http.response.status_code": "429", "error.type": "429" }, 0],
            [{ ...server, "error.type": "TransportError" }, 0],
            [{ ...server, "http.response.status_code": "200" }, 0.03]
          ]
        )
      })
    )
  )

  it.effect("count retries, by cause", () =>
    measured(
      Effect.gen(function* () {
        const replies: ReadonlyArray<Recorder.Reply> = [tooMany, { lost: "mid-body" }, tooMany, { status: 503 }, ok]
        const things = yield* client(Public, Recorder.make(Recorder.inOrder(...replies)))
        yield* inTime(things.read({ id: "1" }))
        const causes = ["TooManyRequests", "TransportError", "ServiceUnavailable", "CallTimeout"]
        assert.deepStrictEqual(yield* Effect.forEach(causes, retriesOf), [2, 1, 1, 0])
      })
    )
  )

  it.effect("do not count calls without a retry", () =>
    measured(
      Effect.gen(function* () {
        const things = yield* client(Public, Recorder.make(Recorder.always(tooMany)))
        const once = Effect.provideService(RetryPolicy, RetryPolicy.none)
        yield* inTime(Effect.flip(things.read({ id: "1" })).pipe(once))
        assert.strictEqual(yield* retriesOf("TooManyRequests"), 0)
      })
    )
  )

  it.effect("count the sessions that were renewed after a rejected token", () =>
    measured(
      Effect.gen(function* () {
        const isOld = ({ headers }: Recorder.Recorded) => headers["cb-token"] === "old"
        const rejected = Recorder.json(401, { errors: ["Token is required"] })
        const things = yield* client(
          WithSession,
          Recorder.make((request) => (isOld(request) ? rejected : ok))
        )
        const expiresAt = DateTime.makeUnsafe("2100-01-01")
        const session = yield* Session.makeRenewable({
          initial: { token: Redacted.make("old"), expiresAt },
          create: Effect.succeed({ token: Redacted.make("new"), expiresAt })
        })
        const read = things.read({ id: "1" })
        yield* read.pipe(Effect.provideService(Session.Session, session))
        yield* read.pipe(Effect.provideService(Session.Session, session))
        yield* Effect.flip(read.pipe(asUser("old")))
        const renewals = Metric.withAttributes(Telemetry.renewals, { operation: "things.read" })
        assert.strictEqual((yield* Metric.value(renewals)).count, 1)
      })
    )
  )
})
