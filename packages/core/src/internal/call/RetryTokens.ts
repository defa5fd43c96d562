// The bucket of a `RetryBudget`: the tokens that are left for the retries of one application.
import * as Effect from "effect/Effect"
import type { RetryBudget } from "../../RetryBudget.ts"
import type { Retryable } from "./retry.ts"

export class RetryTokens {
  readonly budget: RetryBudget
  left: number
  /** What a success without a retry puts in. It is made once, since most calls end with it. */
  readonly succeeded = <A>(success: A): Effect.Effect<A> => {
    this.put(this.budget.refund)
    return Effect.succeed(success)
  }

  constructor(budget: RetryBudget) {
    this.budget = budget
    this.left = budget.capacity
  }

  /** What a retry after this error costs. A server that says when to come back expects the retry. */
  costOf(error: Retryable): number {
    if (error._tag === "TooManyRequests" && error.retryAfter !== undefined) return 0
    return error._tag === "CallTimeout" ? this.budget.timeoutCost : this.budget.retryCost
  }

  /** Takes tokens out, if there are enough. */
  take(tokens: number): boolean {
    if (tokens > this.left) return false
    this.left -= tokens
    return true
  }

  /** Puts tokens in. What does not fit is lost. */
  put(tokens: number): void {
    this.left = Math.min(this.budget.capacity, this.left + tokens)
  }
}
