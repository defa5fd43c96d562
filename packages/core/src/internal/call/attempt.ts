// One request and its whole response, within the timeout of an attempt, or of the call where that ends first.
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { type CallTimeout, type InvalidRequest, TransportError } from "../../ConnectyCubeError.ts"
import type { RecordAttempt } from "./requestDuration.ts"
import type { CallContext, Step } from "./CallContext.ts"
import type { Failure, Request, Response, Transport } from "../../client/Transport.ts"
import * as UserAgent from "../userAgent.ts"

export type AttemptError = CallTimeout | InvalidRequest | TransportError

export const attempt = (
  transport: Transport,
  baseUrl: string,
  maxBody: number | undefined,
  record: RecordAttempt
): Step<Response, AttemptError> => {
  const headersOf = UserAgent.makeHeadersOf()
  return (call) => {
    const { left, operation, userAgent } = call
    // Of the first attempt the timeout may be nothing at all.
    if (call.attempts > 0 && left <= 0) return Effect.fail(call.timeout("call"))
    // Nothing that the application says of itself goes to external hosts.
    const headers = operation.external ? call.credentials : headersOf(userAgent, call.credentials)
    if (typeof headers === "string") return Effect.fail(call.notReady(`UserAgent ${headers}`))
    call.attempts++
    call.attemptStart = call.clock.currentTimeMillisUnsafe()
    const limit = Duration.toMillis(call.timeouts.attempt)
    const timeout = left < limit ? "call" : "attempt"
    const response = transport.send(
      new ApiRequest(call, baseUrl, headers),
      maxBody === undefined ? call.maxResponseSize : Math.min(maxBody, call.maxResponseSize),
      Math.min(left, limit)
    )
    return Effect.mapError(response, (failure) => {
      const error = failure.kind === "timeout" ? call.timeout(timeout) : errorOf(call, failure)
      record(call, error._tag)
      return error
    })
  }
}

/** The request of a call, made for each attempt: see {@link Encoded} for why it is a class. */
class ApiRequest implements Request {
  readonly method: Request["method"]
  readonly url: string
  readonly headers: Request["headers"]
  readonly body: Request["body"]
  readonly external: boolean
  readonly redirect: Request["redirect"]

  constructor(
    { encoded: { body, url }, operation: { external, method, redirects } }: CallContext,
    baseUrl: string,
    headers: Request["headers"]
  ) {
    this.method = method
    this.url = baseUrl + url
    this.headers = headers
    this.body = body
    this.external = external
    this.redirect = redirects ? "manual" : undefined
  }
}

/** The error of a request that got no whole response, or that could not even be written. */
export const errorOf = (call: CallContext, failure: Failure): InvalidRequest | TransportError => {
  const { method, name, path } = call.operation
  const reason = call.mask(failure.reason)
  return failure.kind === "invalid"
    ? call.invalid([{ path: failure.path, message: reason }])
    : new TransportError({ operation: name, method, path, attempts: call.attempts, reason })
}
