// What is measured of an operation, whatever it is and however it ends.
import * as Telemetry from "@effect-connectycube/core/Telemetry"
import * as Observe from "@effect-connectycube/core/client/Observe"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Metric from "effect/Metric"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import { capture } from "./support/Spans.ts"

const operation: Observe.Observed = { name: "things.read", method: "GET", path: "/things", retrySafety: "safe" }

const attributes = { "http.request.method": "GET", "url.template": "/things", "connectycube.retry_safety": "safe" }

/** Runs with separate metrics, so that other tests do not count. */
const measured = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.provideService(effect, Metric.MetricRegistry, new Map())

const durations = (outcome: string) =>
  Metric.value(Metric.withAttributes(Telemetry.operationDuration, { operation: "things.read", outcome }))

describe("the metrics", () => {
  it("have the names of the documentation, and are described", () => {
    const { operationDuration, renewals, retries } = Telemetry
    assert.deepStrictEqual(
      [operationDuration, retries, renewals].map(({ description, id }) => [id, description !== undefined]),
      [
        ["connectycube_client_operation_duration", true],
        ["connectycube_client_retries", true],
        ["connectycube_client_session_renewals", true]
      ]
    )
  })

  it.effect.each([Telemetry.retries, Telemetry.renewals])("that count never go down (%#)", (counter) =>
    measured(
      Effect.gen(function* () {
        yield* Metric.update(counter, 3)
        yield* Metric.update(counter, -1)
        assert.strictEqual((yield* Metric.value(counter)).count, 3)
      })
    )
  )
})

const endings: ReadonlyArray<readonly [how: string, effect: Effect.Effect<unknown, unknown>, outcome: string]> = [
  ["succeeds", Effect.succeed(1), "ok"],
  ["fails with a tagged error", Effect.fail({ _tag: "NotFound" }), "NotFound"],
  ["fails with a text", Effect.fail("broken"), "error"],
  ["fails with an object without a tag", Effect.fail({}), "error"],
  ["fails with an object whose tag is no text", Effect.fail({ _tag: 404 }), "error"],
  ["dies", Effect.die(new Error("broken")), "defect"],
  ["is interrupted", Effect.interrupt, "interrupted"]
]

const outcomes = ["ok", "NotFound", "error", "defect", "interrupted"]

describe("an operation", () => {
  it.effect.each(endings)("that %s has this outcome", ([, effect, outcome]) =>
    measured(
      Effect.gen(function* () {
        yield* Effect.exit(Observe.observe(operation, effect))
        yield* Effect.exit(Stream.runDrain(Observe.observeStream(operation, Stream.fromEffect(effect))))
        const counts = yield* Effect.forEach(outcomes, durations)
        assert.deepStrictEqual(
          counts.map(({ count }) => count),
          outcomes.map((each) => (each === outcome ? 2 : 0))
        )
      })
    )
  )

  it.effect("that is a stream is measured from its first pull to its end, and has one span", () =>
    measured(
      Effect.gen(function* () {
        const { spans, traced } = capture()
        const stream = Observe.observeStream(operation, Stream.fromEffect(Effect.as(Effect.sleep("3 seconds"), "item")))
        const fiber = yield* Effect.forkChild(traced(Stream.runCollect(stream)), { startImmediately: true })
        yield* TestClock.adjust("3 seconds")
        assert.deepStrictEqual(yield* Fiber.join(fiber), ["item"])
        assert.deepInclude(yield* durations("ok"), { count: 1, sum: 3 })
        assert.deepStrictEqual(
          spans.map(({ attributes, name, status }) => [name, Object.fromEntries(attributes), status._tag]),
          [["things.read", attributes, "Ended"]]
        )
        const [span] = spans
        assert.isTrue(span?.status._tag === "Ended" && Exit.isSuccess(span.status.exit))
      })
    )
  )

  it.effect("that fails has the tag of its error in its span", () =>
    Effect.gen(function* () {
      const { spans, traced } = capture()
      const failing = Effect.fail({ _tag: "NotFound" })
      yield* traced(Effect.flip(Observe.observe(operation, failing)))
      yield* traced(Effect.flip(Stream.runDrain(Observe.observeStream(operation, Stream.fromEffect(failing)))))
      assert.deepStrictEqual(
        spans.map(({ attributes }) => attributes.get("error.type")),
        ["NotFound", "NotFound"]
      )
    })
  )

  it.effect("has no span where no tracer looks at it", () =>
    Effect.gen(function* () {
      const span = Effect.option(Effect.currentSpan)
      assert.isTrue(Option.isNone(yield* Observe.observe(operation, span)))
      const seen = yield* Stream.runCollect(Observe.observeStream(operation, Stream.fromEffect(span)))
      assert.isTrue(seen.every(Option.isNone))
      const { traced } = capture()
      assert.isTrue(Option.isSome(yield* traced(Observe.observe(operation, span))))
    })
  )
})
