// The duration of each request, by the semantic conventions of OpenTelemetry for HTTP clients.
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Metric from "effect/Metric"
import { isStatusError } from "../../ConnectyCubeError.ts"
import type { Head } from "../../client/Transport.ts"
import { requestDuration } from "../../Telemetry.ts"
import type { CallContext } from "./CallContext.ts"
import type { Server } from "./server.ts"

/** The conventions: the status of an error response, or the class of the error. */
export const errorTypeOf = (error: { readonly _tag: string }): string =>
  isStatusError(error) ? String(error.status) : error._tag

/** The outcome of a request: the status of its response, or the class of its error. */
type Outcome = number | string

/** Records an attempt that has ended with a response or an error. */
export type RecordAttempt = (call: CallContext, outcome: Outcome) => void

/**
 * Records the attempts of one operation. It is called by the steps that look at each response and each error in any case: a
 * step of its own would cost more than all the rest of the measuring. An attempt that is interrupted is not recorded.
 */
export const recordOf = ({ address, port }: Server, method: string): RecordAttempt => {
  const known = new Map<Outcome, typeof requestDuration>()
  return (call, outcome) => {
    let metric = known.get(outcome)
    if (metric === undefined) known.set(outcome, (metric = metricOf(address, port, method, outcome)))
    metric.updateUnsafe(Duration.millis(call.clock.currentTimeMillisUnsafe() - call.attemptStart), call.context)
  }
}

/** Records an attempt at an external host. */
export const measureExternal = <A extends Head, E extends { readonly _tag: string }, R>(
  call: CallContext,
  { address, port }: Server,
  attempt: Effect.Effect<A, E, R>
): Effect.Effect<A, E, R> =>
  Effect.suspend(() => {
    call.attemptStart = call.clock.currentTimeMillisUnsafe()
    const record = recordOf({ address: hostOf(address), port }, call.operation.method)
    return attempt.pipe(
      Effect.tap(({ status }) => Effect.sync(() => record(call, status))),
      Effect.tapError((error) => Effect.sync(() => record(call, errorTypeOf(error))))
    )
  })

/** The API names the hosts of files, and each makes series of its own. Beyond these they count as one. */
const mostHosts = 32

const hosts = new Set<string>()

const hostOf = (address: string): string => {
  if (hosts.has(address)) return address
  if (hosts.size >= mostHosts) return "_OTHER"
  hosts.add(address)
  return address
}

/** `withAttributes` makes a metric anew each time. */
const metrics = new Map<string, typeof requestDuration>()

/** Servers are few, but a program may have one for each of its tests. */
const mostMetrics = 1024

const metricOf = (address: string, port: number, method: string, outcome: Outcome): typeof requestDuration => {
  const key = `${method} ${address}:${port} ${outcome}`
  let metric = metrics.get(key)
  if (metric === undefined) {
    if (metrics.size >= mostMetrics) metrics.clear()
    metric = Metric.withAttributes(requestDuration, {
      "http.request.method": method,
      "server.address": address,
      "server.port": String(port),
      ...attributesOf(outcome)
    })
    metrics.set(key, metric)
  }
  return metric
}

const attributesOf = (outcome: Outcome): Readonly<Record<string, string>> => {
  const status = Number(outcome)
  if (!Number.isFinite(status)) return { "error.type": String(outcome) }
  const text = String(status)
  return isError(status)
    ? { "http.response.status_code": text, "error.type": text }
    : { "http.response.status_code": text }
}

/** Whether the conventions call a status an error. The response of an external host is a value, whatever its status. */
export const isError = (status: number): boolean => status >= 400
