/**
 * How many retries an application may make while its calls fail.
 *
 * A retry helps where few calls fail. Where all of them do, it multiplies the load of a service that is already in trouble: with
 * four retries each call becomes five requests. The budget is a bucket of tokens, as that of the AWS SDKs: a retry takes some
 * out, a success puts some in. While it is empty, calls fail with the error of their first attempt.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Result from "effect/Result"
import type { InvalidConfig } from "./InvalidConfig.ts"
import { fromZero, OptionChecks } from "./internal/optionChecks.ts"

/**
 * The budget of the retries, in tokens.
 *
 * @category models
 * @since 0.1.0
 */
export interface RetryBudget {
  /** The most that the bucket holds. It starts full. */
  readonly capacity: number
  /** The cost of a retry. A retry that succeeds puts it back. */
  readonly retryCost: number
  /** The cost of a retry after the timeout of an attempt: such an attempt has cost the server more. */
  readonly timeoutCost: number
  /** What a call that succeeds without a retry puts in. */
  readonly refund: number
}

const standard: RetryBudget = { capacity: 500, retryCost: 5, timeoutCost: 10, refund: 1 }

const reference = Context.Reference<RetryBudget>("@effect-connectycube/core/RetryBudget", {
  defaultValue: () => standard
})

const purposes = {
  capacity: "the most tokens that the bucket holds",
  retryCost: "the cost of a retry, in tokens",
  timeoutCost: "the cost of a retry after a timeout, in tokens",
  refund: "what a success without a retry puts in, in tokens"
}

const capacityRule = { is: (value: number) => value >= 0, message: "has to be a number of at least 0" }

const check = (options: Partial<RetryBudget> | undefined): Result.Result<RetryBudget, InvalidConfig> => {
  const checks = new OptionChecks(purposes, options)
  const capacity = checks.number("capacity", capacityRule, standard.capacity)
  const retryCost = checks.number("retryCost", fromZero, standard.retryCost)
  const timeoutCost = checks.number("timeoutCost", fromZero, standard.timeoutCost)
  const refund = checks.number("refund", fromZero, standard.refund)
  return checks.result(() => ({ capacity, retryCost, timeoutCost, refund }))
}

/**
 * The budget in force.
 *
 * **When to use**
 *
 * It is on by default. Replace it for a program whose calls are few and have to get through, or that has to spare the service more.
 *
 * **Details**
 *
 * There is one bucket for each application, its `ConnectyCubeConfig`, and each budget: all modules share it, and two applications
 * never do. The store of files and the host of link previews are external hosts, and have a bucket of their own. A 429 with a
 * `Retry-After` costs nothing: the server itself says when to come back. A retry that is not made for want of tokens is counted in
 * `connectycube_client_retry_budget_exhausted`, and noted on the span of the call as `connectycube.retry_budget_exhausted`.
 *
 * @example
 * ```ts
 * import { RetryBudget } from "@effect-connectycube/core/RetryBudget"
 * import * as Effect from "effect/Effect"
 *
 * declare const nightlyReport: Effect.Effect<void>
 *
 * const program = nightlyReport.pipe(Effect.provide(RetryBudget.layer({ capacity: 1000 })))
 * ```
 *
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
 * @category services
 * @since 0.1.0
 */
export const RetryBudget: Context.Reference<RetryBudget> & {
  /**
   * The default: 500 tokens, 5 for a retry and 10 after a timeout, 1 back for each success. Of 2,000 calls in an outage 100 are
   * retried once.
   */
  readonly standard: RetryBudget
  /** Every retry of the `RetryPolicy` is made. */
  readonly unlimited: RetryBudget
  /**
   * Sets the budget of a program or of a region; what is left out is as in `standard`. Building it fails with `InvalidConfig`
   * when a number is negative or no number.
   *
   * @example
   * ```ts
   * const user = yield* users.get(ben.id).pipe(Effect.provide(RetryBudget.layer({ capacity: 100 })))
   * ```
   */
  readonly layer: (budget: Partial<RetryBudget>) => Layer.Layer<never, InvalidConfig>
} = Object.assign(reference, {
  standard,
  unlimited: { ...standard, capacity: Number.POSITIVE_INFINITY },
  layer: (budget: Partial<RetryBudget>) => Layer.effect(reference, Effect.fromResult(check(budget)))
})
