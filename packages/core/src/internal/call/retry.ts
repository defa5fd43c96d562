// Retries what failed, as the `RetryPolicy` says, within the `RetryBudget`. A call that succeeds at once passes by.
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Metric from "effect/Metric"
import * as Pull from "effect/Pull"
import * as Random from "effect/Random"
import * as Result from "effect/Result"
import * as Schedule from "effect/Schedule"
import type {
  CallTimeout,
  ConnectyCubeError,
  ServiceUnavailable,
  TooManyRequests,
  TransportError,
  UnexpectedStatus
} from "../../ConnectyCubeError.ts"
import { RetryPolicy } from "../../RetryPolicy.ts"
import type { RetryBudget } from "../../RetryBudget.ts"
import { retries, retryBudgetExhausted } from "../../Telemetry.ts"
import { isNotAdmitted } from "./admit.ts"
import type { CallContext, Step } from "./CallContext.ts"
import { logRetry } from "./debugLog.ts"
import type { OptionStates } from "./OptionStates.ts"
import type { RetryTokens } from "./RetryTokens.ts"
import { within } from "./within.ts"

/** The errors that the schedules of the policy are asked about. */
export type Retryable = TooManyRequests | ServiceUnavailable | TransportError | CallTimeout | UnexpectedStatus

/** The error of a call, if it is one after which the policy may retry. */
export const retryable = (error: ConnectyCubeError): Retryable | undefined => {
  switch (error._tag) {
    case "TooManyRequests":
    case "ServiceUnavailable":
    case "TransportError":
      return error
    case "CallTimeout":
      return error.timeout === "attempt" ? error : undefined
    case "UnexpectedStatus":
      return openStatuses.has(error.status) ? error : undefined
    default:
      return undefined
  }
}

/**
 * A request that came too slowly (408) or too early (425, RFC 8470), and a gateway that got no response (502, 504): it is unknown
 * whether the request was handled.
 */
const openStatuses: ReadonlySet<number> = new Set([408, 425, 502, 504])

interface Failed {
  readonly _tag: string
}

/**
 * Retries a call until it succeeds, the policy says no more, the budget is exhausted, or the next attempt would come after the
 * timeout of the call. `retryable` puts an error in the terms of the policy.
 */
export const retry =
  <E extends Failed>(retryable: (error: E) => Retryable | undefined, budgets: OptionStates<RetryBudget, RetryTokens>) =>
  <A, R>(next: Step<A, E, R>): Step<A, E, R> =>
  (call) => {
    const tokens = budgets.of(call.retryBudget)
    return Effect.matchEffect(next(call), {
      onSuccess: tokens.succeeded,
      onFailure: (error) => again(call, error, next, retryable, tokens)
    })
  }

const again = Effect.fnUntraced(function* <A, E extends Failed, R>(
  call: CallContext,
  first: E,
  next: Step<A, E, R>,
  retryable: (error: E) => Retryable | undefined,
  tokens: RetryTokens
): Effect.fn.Return<A, E, R> {
  const policy = yield* RetryPolicy
  const { name, retrySafety } = call.operation
  const steps = {
    tooManyRequests: yield* Schedule.toStep(policy.tooManyRequests),
    serviceUnavailable: yield* Schedule.toStep(policy.serviceUnavailable),
    connection: yield* Schedule.toStep(policy.connection)
  }
  const repeatable = retrySafety === "safe" || retrySafety === "idempotent"
  const unhandled = repeatable || policy.retryUnsafe

  /** The next step of the schedule for this error, if there is one. Each schedule counts its own errors. */
  const stepFor = (error: Retryable, now: number): ScheduleStep | undefined => {
    switch (error._tag) {
      case "TooManyRequests":
        return unhandled ? steps.tooManyRequests(now, error) : undefined
      case "ServiceUnavailable":
        return unhandled ? steps.serviceUnavailable(now, error) : undefined
      default:
        return repeatable ? steps.connection(now, error) : undefined
    }
  }

  let error = first
  while (true) {
    const cause = error === call.renewalError ? undefined : retryable(error)
    if (cause === undefined) return yield* Effect.fail(error)
    const step = stepFor(cause, call.clock.currentTimeMillisUnsafe())
    const last = error
    const delay =
      step &&
      (yield* within(
        step.pipe(
          Effect.map(([, delay]) => delay),
          Pull.catchDone(() => Effect.undefined)
        ),
        call.left,
        () => Effect.fail(last)
      ))
    if (delay === undefined) return yield* Effect.fail(error)
    const wait = yield* waitOf(Duration.toMillis(delay), cause, Duration.toMillis(policy.maxRetryAfter), call.left)
    if (wait === undefined) return yield* Effect.fail(error)
    const cost = tokens.costOf(cause)
    if (!tokens.take(cost)) {
      yield* noteExhausted(call, error)
      return yield* Effect.fail(error)
    }
    const putBack = Effect.sync(() => tokens.put(cost))
    yield* logRetry(call, wait, error)
    yield* Effect.onInterrupt(Effect.sleep(wait), () => putBack)
    yield* Metric.update(Metric.withAttributes(retries, { operation: name, cause: error._tag }), 1)
    const result = yield* Effect.result(next(call))
    if (Result.isSuccess(result)) {
      if (cost > 0) yield* putBack
      else tokens.put(tokens.budget.refund)
      return result.success
    }
    if (isNotAdmitted(result.failure)) {
      // It was not sent: what is known of the call is what the last attempt has shown.
      yield* putBack
      return yield* Effect.fail(error)
    }
    error = result.failure
  }
})

/** A call that would have been retried, had there been tokens. */
const noteExhausted = (call: CallContext, { _tag }: Failed): Effect.Effect<void> => {
  const counted = Metric.withAttributes(retryBudgetExhausted, { operation: call.operation.name, cause: _tag })
  const noted = Metric.update(counted, 1)
  return call.traced
    ? Effect.andThen(Effect.annotateCurrentSpan("connectycube.retry_budget_exhausted", true), noted)
    : noted
}

type ScheduleStep = Pull.Pull<[unknown, Duration.Duration], never, unknown>

/**
 * How long to wait, in milliseconds, if that is worth it. Where the server asked for a time it is not shorter than that, and
 * longer by a jitter: without one, all who were told the same time would come back in the same moment.
 */
const waitOf = (
  delay: number,
  error: Retryable,
  maxRetryAfter: number,
  left: number
): Effect.Effect<number | undefined> => {
  const asked = "retryAfter" in error ? error.retryAfter : undefined
  if (asked === undefined) return Effect.succeed(delay < left ? delay : undefined)
  const least = Duration.toMillis(asked)
  const wait = Math.max(delay, least)
  if (least > maxRetryAfter || wait >= left) return Effect.undefined
  return Effect.map(Random.next, (random) => wait + random * Math.min(wait * retryAfterJitter, left - wait))
}

/** The jitter of what the server asked for, as a part of the wait. */
const retryAfterJitter = 0.2
