/**
 * Retrying, as the `RetryPolicy` says.
 *
 * @since 0.1.0
 */
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Pull from "effect/Pull"
import * as Random from "effect/Random"
import * as Result from "effect/Result"
import * as Schedule from "effect/Schedule"
import type {
  ConnectyCubeError,
  ServiceUnavailable,
  CallTimeout,
  TooManyRequests,
  TransportError,
  UnexpectedStatus
} from "../ConnectyCubeError.ts"
import type { RetrySafety } from "../contract/Endpoint.ts"
import { RetryPolicy } from "../RetryPolicy.ts"

/**
 * What the schedules of the policy are asked about.
 *
 * @category models
 * @since 0.1.0
 */
export type Retryable = TooManyRequests | ServiceUnavailable | TransportError | CallTimeout | UnexpectedStatus

/**
 * The error of a call, if it is one after which the policy may retry.
 *
 * @category sending
 * @since 0.1.0
 */
export const retryable = (error: ConnectyCubeError): Retryable | undefined => {
  switch (error._tag) {
    case "TooManyRequests":
    case "ServiceUnavailable":
    case "TransportError":
      return error
    case "CallTimeout":
      return error.timeout === "attempt" ? error : undefined
    case "UnexpectedStatus":
      return isGateway(error.status) ? error : undefined
    default:
      return undefined
  }
}

/**
 * Goes on after a first failure, as long as the policy in force says so, and there is time. `retryable` puts an error in the
 * terms of the policy.
 *
 * @category sending
 * @since 0.1.0
 */
export const after = Effect.fnUntraced(function* <A, E, R>(
  first: E,
  options: {
    readonly send: Effect.Effect<A, E, R>
    readonly retrySafety: RetrySafety
    readonly retryable: (error: E) => Retryable | undefined
    /** When it has to be over, in milliseconds since 1970: what would be sent later is not waited for. */
    readonly timeout?: number
    readonly onRetry: (error: E) => Effect.Effect<void>
  }
): Effect.fn.Return<A, E, R> {
  const policy = yield* RetryPolicy
  const steps = {
    tooManyRequests: yield* Schedule.toStep(policy.tooManyRequests),
    serviceUnavailable: yield* Schedule.toStep(policy.serviceUnavailable),
    connection: yield* Schedule.toStep(policy.connection)
  }
  const idempotent = options.retrySafety !== "unsafe"
  const rejectedToo = idempotent || policy.retryUnsafe

  /** The next step of the schedule for this error, if there is one. Each schedule counts its own errors. */
  const step = (error: Retryable, now: number): Step | undefined => {
    switch (error._tag) {
      case "TooManyRequests":
        return rejectedToo ? steps.tooManyRequests(now, error) : undefined
      case "ServiceUnavailable":
        return rejectedToo ? steps.serviceUnavailable(now, error) : undefined
      default:
        return idempotent ? steps.connection(now, error) : undefined
    }
  }

  let error = first
  while (true) {
    const cause = options.retryable(error)
    if (cause === undefined) return yield* Effect.fail(error)
    const now = yield* Clock.currentTimeMillis
    const next = step(cause, now)
    const delay =
      next &&
      (yield* next.pipe(
        Effect.map(([, delay]) => delay),
        Pull.catchDone(() => Effect.undefined)
      ))
    if (delay === undefined) return yield* Effect.fail(error)
    const left = options.timeout === undefined ? Infinity : options.timeout - now
    const wait = yield* waitOf(Duration.toMillis(delay), cause, Duration.toMillis(policy.maxRetryAfter), left)
    if (wait === undefined) return yield* Effect.fail(error)
    yield* Effect.sleep(wait)
    yield* options.onRetry(error)
    const result = yield* Effect.result(options.send)
    if (Result.isSuccess(result)) return result.success
    error = result.failure
  }
})

type Step = Pull.Pull<[unknown, Duration.Duration], never, unknown>

/** A gateway that got no response, so it is open whether the request was handled. */
const isGateway = (status: number): boolean => status === 502 || status === 504

/**
 * How long to wait, in milliseconds, if that is worth it. Where the server asked for a time it is not shorter than that, and
 * longer by a jitter: without one, all who were told the same time would come back in the same moment.
 */
const waitOf = (delay: number, error: Retryable, longest: number, left: number): Effect.Effect<number | undefined> => {
  const asked = "retryAfter" in error ? error.retryAfter : undefined
  if (asked === undefined) return Effect.succeed(delay < left ? delay : undefined)
  const least = Duration.toMillis(asked)
  const wait = Math.max(delay, least)
  if (least > longest || wait >= left) return Effect.undefined
  return Effect.map(Random.next, (random) => wait + random * Math.min(wait * retryAfterJitter, left - wait))
}

/** The jitter of what was asked for, as a part of the wait. */
const retryAfterJitter = 0.2
