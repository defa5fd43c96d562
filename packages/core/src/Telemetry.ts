/**
 * What is measured of the calls: one span and one duration per operation and per request, and counts of retries and renewals, and what the guards of
 * the service do: waits for a rate limit, requests that a circuit stopped, retries for which there was no budget.
 *
 * @since 0.1.0
 */
import * as Duration from "effect/Duration"
import * as Metric from "effect/Metric"

/** Seconds, as the semantic conventions of OpenTelemetry advise for the durations of HTTP requests. */
const boundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10]

const seconds = (name: string, description: string): Metric.Histogram<Duration.Duration> =>
  Metric.mapInput(Metric.histogram(name, { description, boundaries, attributes: { unit: "s" } }), (duration) =>
    Duration.toSeconds(duration)
  )

/**
 * How long requests take, each attempt by itself, in seconds. By the semantic conventions of OpenTelemetry for HTTP clients.
 * Attributes: `http.request.method`, `server.address`, `server.port`, `http.response.status_code` where there was a response, and
 * `error.type`, which is the status of an error response, or the tag of the error. A request that is interrupted is not recorded.
 *
 * **Details**
 *
 * Of the hosts of files, the first 32 have series of their own. The others are `_OTHER`.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/http/http-metrics/#metric-httpclientrequestduration
 * @category metrics
 * @since 0.1.0
 */
export const requestDuration: Metric.Histogram<Duration.Duration> = seconds(
  "http.client.request.duration",
  "Duration of HTTP client requests."
)

/**
 * How long operations take, over all their attempts, in seconds. Attributes: `operation`, and `outcome`, which is `"ok"`, the tag of
 * the error, or `"interrupted"`.
 *
 * @category metrics
 * @since 0.1.0
 */
export const operationDuration: Metric.Histogram<Duration.Duration> = seconds(
  "connectycube_client_operation_duration",
  "Duration of the operations of the ConnectyCube client"
)

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
 * How long requests waited for a `RateLimit`, in seconds. Those that need not wait are not counted. Attribute: `operation`.
 *
 * @category metrics
 * @since 0.1.0
 */
export const rateLimitWait: Metric.Histogram<Duration.Duration> = seconds(
  "connectycube_client_rate_limit_wait",
  "Time that requests of the ConnectyCube client waited for the rate limit"
)

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
