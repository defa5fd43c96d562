/** What a program can switch on around its calls. Each is measured beside a call without it. */
import { CircuitBreaker, type InvalidConfig, RateLimit, RetryBudget } from "effect-connectycube"
import * as Layer from "effect/Layer"

// So high that no call waits.
const limit = RateLimit.layer({ limit: 1_000_000, window: "1 second" })

/** By the title of its row in the table. */
export const guards: Readonly<Record<string, Layer.Layer<never, InvalidConfig>>> = {
  "`RateLimit.layer`": limit,
  "`CircuitBreaker.layer`": CircuitBreaker.layer(),
  "both of them": Layer.merge(limit, CircuitBreaker.layer()),
  "`RetryBudget.unlimited`, in place of the budget that is on": Layer.succeed(RetryBudget, RetryBudget.unlimited)
}
