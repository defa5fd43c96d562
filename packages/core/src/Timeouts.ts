/**
 * How long a call may take.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Layer from "effect/Layer"

/**
 * The timeouts of calls.
 *
 * @category models
 * @since 0.1.0
 */
export interface Timeouts {
  /** The timeout of one attempt. */
  readonly attempt: Duration.Duration
  /** The timeout of a call, with its retries and their delays. */
  readonly call: Duration.Duration
}

const standard: Timeouts = { attempt: Duration.seconds(30), call: Duration.minutes(3) }

const reference = Context.Reference<Timeouts>("@effect-connectycube/core/Timeouts", { defaultValue: () => standard })

/**
 * The timeouts in force. A call that takes longer fails with a `CallTimeout` that names the one it is. A wait before another attempt
 * that would end after the timeout of the call is not begun: the call fails with the error of the last attempt.
 *
 * @example
 * ```ts
 * import { Timeouts } from "@effect-connectycube/core/Timeouts"
 * import * as Effect from "effect/Effect"
 *
 * declare const search: Effect.Effect<void>
 *
 * const quick = search.pipe(Effect.provide(Timeouts.layer({ attempt: "2 seconds", call: "5 seconds" })))
 * ```
 *
 * @category services
 * @since 0.1.0
 */
export const Timeouts: Context.Reference<Timeouts> & {
  /** The default: 30 seconds for an attempt, 3 minutes for a call. */
  readonly standard: Timeouts
  /**
   * Sets the timeouts of a program or of a region; what is left out is as in `standard`.
   *
   * @example
   * ```ts
   * const timeouts = Timeouts.layer({ attempt: "5 seconds", call: "20 seconds" })
   * const user = yield* users.get(ben.id).pipe(Effect.provide(timeouts))
   * ```
   */
  readonly layer: (timeouts: {
    /** The timeout of one attempt; 30 seconds when left out. */
    readonly attempt?: Duration.Input
    /** The timeout of a call, with its retries and their delays; 3 minutes when left out. */
    readonly call?: Duration.Input
  }) => Layer.Layer<never>
} = Object.assign(reference, {
  standard,
  layer: (timeouts: { readonly attempt?: Duration.Input; readonly call?: Duration.Input }) =>
    Layer.succeed(reference, {
      attempt: Duration.fromInputUnsafe(timeouts.attempt ?? standard.attempt),
      call: Duration.fromInputUnsafe(timeouts.call ?? standard.call)
    })
})
