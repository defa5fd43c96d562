/**
 * Sending again, as the `RetryPolicy` says.
 *
 * @since 0.1.0
 */
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Pull from "effect/Pull"
import * as Result from "effect/Result"
import * as Schedule from "effect/Schedule"
import type { ConnectyCubeError } from "./ConnectyCubeError.ts"
import type { ResendClass } from "./Contract.ts"
import { RetryPolicy } from "./RetryPolicy.ts"

/**
 * Goes on after a first failure, as long as the policy in force says so.
 *
 * @category sending
 * @since 0.1.0
 */
export const after = Effect.fnUntraced(function* <A, R>(
  first: ConnectyCubeError,
  options: {
    readonly send: Effect.Effect<A, ConnectyCubeError, R>
    readonly resend: ResendClass
    readonly onResend: (error: ConnectyCubeError) => Effect.Effect<void>
  }
): Effect.fn.Return<A, ConnectyCubeError, R> {
  const policy = yield* RetryPolicy
  const steps = {
    tooManyRequests: yield* Schedule.toStep(policy.tooManyRequests),
    serviceUnavailable: yield* Schedule.toStep(policy.serviceUnavailable),
    connection: yield* Schedule.toStep(policy.connection)
  }
  const idempotent = options.resend !== "write"
  const refusedToo = idempotent || policy.resend === "all"

  /** The next step of the schedule for this error, if there is one. Each schedule counts its own errors. */
  const step = (error: ConnectyCubeError, now: number): Step | undefined => {
    switch (error._tag) {
      case "TooManyRequests":
        return refusedToo ? steps.tooManyRequests(now, error) : undefined
      case "ServiceUnavailable":
        return refusedToo ? steps.serviceUnavailable(now, error) : undefined
      case "TransportError":
      case "TimeoutError":
        return idempotent ? steps.connection(now, error) : undefined
      case "UnexpectedStatus":
        return idempotent && isGateway(error.status) ? steps.connection(now, error) : undefined
      default:
        return undefined
    }
  }

  let error = first
  while (true) {
    const next = step(error, yield* Clock.currentTimeMillis)
    const delay =
      next &&
      (yield* next.pipe(
        Effect.map(([, delay]) => delay),
        Pull.catchDone(() => Effect.undefined)
      ))
    if (delay === undefined) return yield* error
    yield* Effect.sleep(waitAsked(error, policy.maxRetryAfter) ?? delay)
    yield* options.onResend(error)
    const result = yield* Effect.result(options.send)
    if (Result.isSuccess(result)) return result.success
    error = result.failure
  }
})

type Step = Pull.Pull<[unknown, Duration.Duration], never, unknown>

/** A gateway that got no answer, so it is open whether the request was handled. */
const isGateway = (status: number): boolean => status === 502 || status === 504

const waitAsked = (error: ConnectyCubeError, max: Duration.Duration): Duration.Duration | undefined =>
  "retryAfter" in error && error.retryAfter !== undefined ? Duration.min(error.retryAfter, max) : undefined
