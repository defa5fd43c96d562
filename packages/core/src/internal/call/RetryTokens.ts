// The bucket of a `RetryBudget`: the tokens that are left for the retries of one application.
import type { RetryBudget } from "../../RetryBudget.ts"
import type { Retryable } from "./retry.ts"

export class RetryTokens {
  readonly budget: RetryBudget
  left: number

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
