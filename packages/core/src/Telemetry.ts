/**
 * What is measured of the calls: one span and one duration per operation, and counts of retries and renewals, and what the guards of
 * the service do: waits for a rate limit, requests that a circuit stopped, retries for which there was no budget.
 *
 * @since 0.1.0
 */
import * as Metric from "effect/Metric"

/**
 * How long operations take, over all their attempts. Attributes: `operation`, and `outcome`, which is `"ok"`, the tag of
 * the error, or `"interrupted"`.
 *
 * @category metrics
 * @since 0.1.0
 */
export const operationDuration = Metric.timer("connectycube_client_operation_duration", {
  description: "Duration of the operations of the ConnectyCube client"
})

/**
 * How many requests were retried. Attributes: `operation`, and `cause`, the tag of the error.
 *
 * @category metrics
 * @since 0.1.0
 */
export const retries = Metric.counter("connectycube_client_retries", {
  description: "Requests retried by the ConnectyCube client",
  incremental: true
})

/**
 * How many sessions were renewed because the server rejected their token. Attribute: `operation`, the one that was rejected.
 *
 * @category metrics
 * @since 0.1.0
 */
export const renewals = Metric.counter("connectycube_client_session_renewals", {
  description: "Sessions renewed by the ConnectyCube client after a rejected token",
  incremental: true
})

/**
 * How often a call was not retried because the `RetryBudget` was exhausted. Attributes: `operation`, and `cause`, the tag of the
 * error.
 *
 * @category metrics
 * @since 0.1.0
 */
export const retryBudgetExhausted = Metric.counter("connectycube_client_retry_budget_exhausted", {
  description: "Calls of the ConnectyCube client that were not retried because the retry budget was exhausted",
  incremental: true
})

/**
 * How long requests waited for a `RateLimit`. Those that need not wait are not counted. Attribute: `operation`.
 *
 * @category metrics
 * @since 0.1.0
 */
export const rateLimitWait = Metric.timer("connectycube_client_rate_limit_wait", {
  description: "Time that requests of the ConnectyCube client waited for the rate limit"
})

/**
 * How many requests were not sent because the circuit of a `CircuitBreaker` was open. Attribute: `operation`.
 *
 * @category metrics
 * @since 0.1.0
 */
export const circuitRejections = Metric.counter("connectycube_client_circuit_rejections", {
  description: "Requests that the ConnectyCube client did not send because the circuit was open",
  incremental: true
})
