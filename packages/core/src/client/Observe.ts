/**
 * How operations are observed: spans, and the metrics of `Telemetry`.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import type * as Fiber from "effect/Fiber"
import * as Metric from "effect/Metric"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Stream from "effect/Stream"
import * as Tracer from "effect/Tracer"
import type { RetrySafety } from "../contract/Endpoint.ts"
import { operationDuration } from "../Telemetry.ts"

/**
 * An operation, as it is told of: by its name, and by the request that it is, or that counts in it.
 *
 * @category models
 * @since 0.1.0
 */
export interface Observed {
  /** The name of the operation. */
  readonly name: string
  /** The HTTP method. */
  readonly method: string
  /** The path, as a template. */
  readonly path: string
  /** Whether a retry is safe. */
  readonly retrySafety: RetrySafety
}

const attributesOf = ({ method, path, retrySafety }: Observed) => ({
  "http.request.method": method,
  "url.template": path,
  "connectycube.retry_safety": retrySafety
})

/** The timers by operation and outcome, since `withAttributes` makes a metric anew each time. The methods of the client are few. */
const timers = new Map<string, Map<string, typeof operationDuration>>()

const timerOf = (operation: string, outcome: string) => {
  let byOutcome = timers.get(operation)
  if (byOutcome === undefined) timers.set(operation, (byOutcome = new Map()))
  let timer = byOutcome.get(outcome)
  if (timer === undefined) {
    timer = Metric.withAttributes(operationDuration, { operation, outcome })
    byOutcome.set(outcome, timer)
  }
  return timer
}

/**
 * Takes the time of an operation that has ended. `start` is in milliseconds since 1970.
 *
 * @category instrumentation
 * @since 0.1.0
 */
export const measure = (
  { name }: Observed,
  clock: Clock.Clock,
  start: number,
  exit: Exit.Exit<unknown, unknown>
): Effect.Effect<void> =>
  Effect.withFiber((fiber) => {
    const duration = Duration.millis(clock.currentTimeMillisUnsafe() - start)
    timerOf(name, outcomeOf(exit)).updateUnsafe(duration, fiber.context)
    return Effect.void
  })

const meter = (operation: Observed, fiber: Fiber.Fiber<unknown, unknown>) => {
  const clock = fiber.getRef(Clock.Clock)
  const start = clock.currentTimeMillisUnsafe()
  return (exit: Exit.Exit<unknown, unknown>) => measure(operation, clock, start, exit)
}

/**
 * Observes an operation: a span around it, where a tracer looks at spans, and its duration.
 *
 * @category instrumentation
 * @since 0.1.0
 */
export const observe = <A, E, R>(operation: Observed, effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.withFiber((fiber) => {
    const measured = Effect.onExit(effect, meter(operation, fiber))
    return isSeen(fiber) ? operationSpan(operation, measured) : measured
  })

/**
 * The span of an operation.
 *
 * @category instrumentation
 * @since 0.1.0
 */
export const operationSpan = <A, E, R>(operation: Observed, effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  spanned(operation.name, { attributes: attributesOf(operation) }, Effect.tapError(effect, noteError))

const noteError = (error: unknown) => Effect.annotateCurrentSpan("error.type", tagOf(error))

/**
 * A span around an effect, which ends without the value of a success: a tracer keeps its spans, and with them it would keep each
 * body.
 *
 * @category instrumentation
 * @since 0.1.0
 */
export const spanned = <A, E, R>(
  name: string,
  options: Tracer.SpanOptionsNoTrace,
  effect: Effect.Effect<A, E, R>
): Effect.Effect<A, E, R> =>
  Effect.suspend(() => {
    let succeeded: Effect.Effect<A> = Effect.never
    const ended = Effect.map(effect, (value) => {
      succeeded = Effect.succeed(value)
    })
    return Effect.andThen(
      ended.pipe(Effect.withSpan(name, options, { captureStackTrace: false })),
      Effect.suspend(() => succeeded)
    )
  })

/**
 * As {@link observe}, for an operation that is a stream, from its first pull to its end.
 *
 * @category instrumentation
 * @since 0.1.0
 */
export const observeStream = <A, E, R>(operation: Observed, stream: Stream.Stream<A, E, R>): Stream.Stream<A, E, R> =>
  Stream.unwrap(
    Effect.withFiber((fiber) => {
      const measured = Stream.onExit(stream, meter(operation, fiber))
      return Effect.succeed(
        isSeen(fiber)
          ? Stream.withSpan(Stream.tapError(measured, noteError), operation.name, {
              attributes: attributesOf(operation)
            })
          : measured
      )
    })
  )

/**
 * Whether a tracer looks at spans: Effect's own tracer keeps them to itself.
 *
 * @category instrumentation
 * @since 0.1.0
 */
export const isSeen = (fiber: Fiber.Fiber<unknown, unknown>): boolean =>
  fiber.getRef(Tracer.Tracer) !== Tracer.nativeTracer

const outcomeOf = (exit: Exit.Exit<unknown, unknown>): string => {
  if (Exit.isSuccess(exit)) return "ok"
  return Option.match(Cause.findErrorOption(exit.cause), {
    onNone: () => (Cause.hasInterrupts(exit.cause) ? "interrupted" : "defect"),
    onSome: tagOf
  })
}

/** What a source of an upload fails with can be anything. */
const tagOf = (error: unknown): string =>
  Predicate.hasProperty(error, "_tag") && typeof error._tag === "string" ? error._tag : "error"
