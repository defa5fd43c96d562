/**
 * How long a call may take.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Layer from "effect/Layer"

/**
 * @category models
 * @since 0.1.0
 */
export interface Deadlines {
  /** One request, from its first byte to the last byte of its answer. */
  readonly attempt: Duration.Duration
  /** The whole call: all attempts, the waits between them, and a renewal of the session. */
  readonly call: Duration.Duration
}

/**
 * The default: 30 seconds for an attempt, 3 minutes for a call.
 *
 * @category deadlines
 * @since 0.1.0
 */
export const standard: Deadlines = { attempt: Duration.seconds(30), call: Duration.minutes(3) }

/**
 * The deadlines in force. A call that passes one fails with a `TimeoutError` that names it. A wait before another attempt that
 * would end after the deadline of the call is not begun: the call fails with the error of the last attempt.
 *
 * @example
 * ```ts
 * import * as Deadlines from "@effect-connectycube/core/Deadlines"
 * import * as Effect from "effect/Effect"
 *
 * declare const search: Effect.Effect<void>
 *
 * const quick = search.pipe(Effect.provide(Deadlines.layer({ attempt: "2 seconds", call: "5 seconds" })))
 * ```
 *
 * @category services
 * @since 0.1.0
 */
export const Deadlines = Context.Reference<Deadlines>("@effect-connectycube/core/Deadlines", {
  defaultValue: () => standard
})

/**
 * Sets the deadlines of a program or of a region; what is left out is as in {@link standard}.
 *
 * @category layers
 * @since 0.1.0
 */
export const layer = (deadlines: {
  readonly attempt?: Duration.Input
  readonly call?: Duration.Input
}): Layer.Layer<never> =>
  Layer.succeed(Deadlines, {
    attempt: Duration.fromInputUnsafe(deadlines.attempt ?? standard.attempt),
    call: Duration.fromInputUnsafe(deadlines.call ?? standard.call)
  })
