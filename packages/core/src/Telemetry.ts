/**
 * What is measured of the calls: one span and one duration per operation, and counts of retries and renewals.
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
