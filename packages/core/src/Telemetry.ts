/**
 * What is measured of the calls: one span and one duration per operation, and counts of resends and renewals.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Metric from "effect/Metric"
import * as Option from "effect/Option"
import * as Tracer from "effect/Tracer"
import type { ConnectyCubeError } from "./ConnectyCubeError.ts"

/**
 * How long operations take, over all their attempts. Attributes: `operation`, and `outcome`, which is `"ok"`, the tag of
 * the error, or `"interrupted"`.
 *
 * @category metrics
 * @since 0.1.0
 */
export const operationDuration = Metric.timer("connectycube_client_operation_duration", {
  description: "Duration of the operations of the ConnectyCube client"
})

/**
 * How many requests were sent again. Attributes: `operation`, and `cause`, the tag of the error.
 *
 * @category metrics
 * @since 0.1.0
 */
export const resends = Metric.counter("connectycube_client_resends", {
  description: "Requests sent again by the ConnectyCube client",
  incremental: true
})

/**
 * How many sessions were renewed because the server refused their token. Attribute: `operation`, the one that was refused.
 *
 * @category metrics
 * @since 0.1.0
 */
export const renewals = Metric.counter("connectycube_client_session_renewals", {
  description: "Sessions renewed by the ConnectyCube client after a refused token",
  incremental: true
})

/**
 * Makes an operation seen: a span around it, where somebody looks at spans, and its duration.
 *
 * @category instrumentation
 * @since 0.1.0
 */
export const observe = (
  operation: string,
  attributes: Record<string, unknown>
): (<A, R>(effect: Effect.Effect<A, ConnectyCubeError, R>) => Effect.Effect<A, ConnectyCubeError, R>) => {
  // Built once per outcome, since a metric with attributes is made anew by each `withAttributes`.
  const durations = new Map<string, typeof operationDuration>()
  const durationOf = (outcome: string) => {
    let duration = durations.get(outcome)
    if (duration === undefined) {
      duration = Metric.withAttributes(operationDuration, { operation, outcome })
      durations.set(outcome, duration)
    }
    return duration
  }
  return (effect) =>
    Effect.withFiber((fiber) => {
      const clock = fiber.getRef(Clock.Clock)
      const start = clock.currentTimeMillisUnsafe()
      const measured = Effect.onExit(effect, (exit) =>
        Effect.sync(() => {
          const duration = Duration.millis(clock.currentTimeMillisUnsafe() - start)
          durationOf(outcomeOf(exit)).updateUnsafe(duration, fiber.context)
        })
      )
      return spanned(measured, operation, { attributes })
    })
}

/**
 * Puts an effect into a span, unless nobody would see it: Effect's own tracer keeps spans to itself.
 *
 * @category instrumentation
 * @since 0.1.0
 */
export const spanned = <A, E, R>(
  effect: Effect.Effect<A, E, R>,
  name: string,
  options: Tracer.SpanOptionsNoTrace
): Effect.Effect<A, E, R> =>
  Effect.withFiber((fiber) =>
    fiber.getRef(Tracer.Tracer) === Tracer.nativeTracer
      ? effect
      : effect.pipe(Effect.withSpan(name, options, { captureStackTrace: false }))
  )

const outcomeOf = (exit: Exit.Exit<unknown, ConnectyCubeError>): string => {
  if (Exit.isSuccess(exit)) return "ok"
  return Option.match(Cause.findErrorOption(exit.cause), {
    onNone: () => (Cause.hasInterrupts(exit.cause) ? "interrupted" : "defect"),
    onSome: (error) => error._tag
  })
}
