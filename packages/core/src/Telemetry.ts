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
 * Measures one operation.
 *
 * @category instrumentation
 * @since 0.1.0
 */
export const measure = (
  operation: string
): (<A, R>(effect: Effect.Effect<A, ConnectyCubeError, R>) => Effect.Effect<A, ConnectyCubeError, R>) => {
  // Built once per operation and outcome, since a metric with attributes is made anew by each `withAttributes`.
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
    Effect.flatMap(Clock.currentTimeMillis, (start) =>
      Effect.onExit(effect, (exit) =>
        Effect.flatMap(Clock.currentTimeMillis, (end) =>
          Metric.update(durationOf(outcomeOf(exit)), Duration.millis(end - start))
        )
      )
    )
}

const outcomeOf = (exit: Exit.Exit<unknown, ConnectyCubeError>): string => {
  if (Exit.isSuccess(exit)) return "ok"
  return Option.match(Cause.findErrorOption(exit.cause), {
    onNone: () => (Cause.hasInterrupts(exit.cause) ? "interrupted" : "defect"),
    onSome: (error) => error._tag
  })
}
