/**
 * When a call is retried.
 *
 * A 429 and a 503 say that the request was not handled, so both are retried, whatever the method. A lost connection, a
 * timeout, a 408, a 425, and a gateway's 502 or 504 leave it open whether the request was handled, so those are retried for safe
 * and idempotent methods only. Nothing that may have been done is done twice.
 *
 * A `Retry-After` makes a wait longer, and never shorter: the wait is the larger of the schedule's own delay and of what was
 * asked, plus a random 0 to 20 %, so that those who were told the same time do not come back in the same moment. What was
 * asked beyond `maxRetryAfter`, or beyond the time that is left of the call, is not waited for: the call fails at once, and
 * the error has it as `retryAfter`.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Layer from "effect/Layer"
import * as Schedule from "effect/Schedule"
import type {
  ServiceUnavailable,
  CallTimeout,
  TooManyRequests,
  TransportError,
  UnexpectedStatus
} from "./ConnectyCubeError.ts"

/**
 * The schedules by which calls are retried.
 *
 * @category models
 * @since 0.1.0
 */
export interface RetryPolicy {
  /** After a 429. */
  readonly tooManyRequests: Schedule.Schedule<unknown, TooManyRequests>
  /** After a 503. */
  readonly serviceUnavailable: Schedule.Schedule<unknown, ServiceUnavailable>
  /**
   * After an outcome that leaves it open whether the request was handled: a lost connection, the timeout of an attempt, a 408, 425,
   * 502 or 504. Safe and idempotent methods only.
   */
  readonly connection: Schedule.Schedule<unknown, TransportError | CallTimeout | UnexpectedStatus>
  /**
   * The longest `Retry-After` that is waited for, before its jitter of up to 20 %. When more is asked for, the call fails at
   * once.
   */
  readonly maxRetryAfter: Duration.Duration
  /** Whether calls that are neither safe nor idempotent are retried after a 429 or 503 too. */
  readonly retryUnsafe: boolean
}

/** Exponential from `base`, at most `cap`, 20 % of jitter, so many `times`. */
const backoff = (options: {
  readonly base: Duration.Input
  readonly cap: Duration.Input
  readonly times: number
}): Schedule.Schedule<unknown> =>
  Schedule.min([Schedule.exponential(options.base), Schedule.spaced(options.cap)]).pipe(
    Schedule.jittered,
    Schedule.upTo({ times: options.times })
  )

const standard: RetryPolicy = {
  tooManyRequests: backoff({ base: "1 second", cap: "20 seconds", times: 4 }),
  serviceUnavailable: backoff({ base: "250 millis", cap: "20 seconds", times: 4 }),
  connection: backoff({ base: "100 millis", cap: "20 seconds", times: 3 }),
  maxRetryAfter: Duration.seconds(30),
  retryUnsafe: true
}

const reference = Context.Reference<RetryPolicy>("@effect-connectycube/core/RetryPolicy", {
  defaultValue: () => standard
})

/**
 * The policy in force. Replace it for a whole program with `RetryPolicy.layer`, or for one region with `Effect.provideService`.
 *
 * @example
 * ```ts
 * import { RetryPolicy } from "@effect-connectycube/core/RetryPolicy"
 * import * as Effect from "effect/Effect"
 *
 * declare const importUsers: Effect.Effect<void>
 *
 * const careful = importUsers.pipe(Effect.provideService(RetryPolicy, RetryPolicy.idempotentOnly))
 * ```
 *
 * @category services
 * @since 0.1.0
 */
export const RetryPolicy: Context.Reference<RetryPolicy> & {
  /**
   * The default: four retries after a 429 (from 1 s) or a 503 (from 250 ms), three after a lost connection, a timeout of an attempt, a 408, 425, 502 or 504 (from 100 ms), none of
   * them after a delay of more than 20 s, or 30 s where the server asks for it, and each with a jitter of 20 %.
   */
  readonly standard: RetryPolicy
  /** The default, but a call that is neither safe nor idempotent is never retried, not even after a 429 or 503. */
  readonly idempotentOnly: RetryPolicy
  /** Never retries. */
  readonly none: RetryPolicy
  /**
   * A schedule: exponential from `base`, at most `cap`, 20 % of jitter, so many `times`.
   *
   * @example
   * ```ts
   * const tooManyRequests = RetryPolicy.backoff({ base: "2 seconds", cap: "1 minute", times: 10 })
   * const user = yield* users.get(ben.id).pipe(Effect.provide(RetryPolicy.layer({ tooManyRequests })))
   * ```
   */
  readonly backoff: (options: {
    /** The first delay. */
    readonly base: Duration.Input
    /** The longest delay. */
    readonly cap: Duration.Input
    /** The maximum number of retries. */
    readonly times: number
  }) => Schedule.Schedule<unknown>
  /**
   * Sets the policy of a program; what is left out is as in `standard`.
   *
   * @example
   * ```ts
   * const user = yield* users.get(ben.id).pipe(Effect.provide(RetryPolicy.layer({ retryUnsafe: false })))
   * ```
   */
  readonly layer: (policy: Partial<RetryPolicy>) => Layer.Layer<never>
} = Object.assign(reference, {
  standard,
  idempotentOnly: { ...standard, retryUnsafe: false },
  none: {
    ...standard,
    tooManyRequests: Schedule.recurs(0),
    serviceUnavailable: Schedule.recurs(0),
    connection: Schedule.recurs(0)
  },
  backoff,
  layer: (policy: Partial<RetryPolicy>) => Layer.succeed(reference, { ...standard, ...policy })
})
