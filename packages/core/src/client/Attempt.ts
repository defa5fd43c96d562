/**
 * One request on its way: its timeouts, its span, and the error when it fails.
 *
 * @since 0.1.0
 */
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Headers from "effect/http/Headers"
import type * as HttpClient from "effect/http/HttpClient"
import type * as HttpClientError from "effect/http/HttpClientError"
import type * as HttpClientRequest from "effect/http/HttpClientRequest"
import type * as HttpClientResponse from "effect/http/HttpClientResponse"
import * as Result from "effect/Result"
import * as ConnectyCubeError from "../ConnectyCubeError.ts"
import type { RetrySafety } from "../contract/Endpoint.ts"
import type { Timeouts } from "../Timeouts.ts"
import * as ErrorBody from "../contract/ErrorBody.ts"
import * as Beginning from "../internal/beginning.ts"
import { fromResponse } from "../internal/makeErrors.ts"
import * as Redaction from "./Redaction.ts"
import * as Telemetry from "../Telemetry.ts"

/**
 * What the transport has to know of an endpoint.
 *
 * @category models
 * @since 0.1.0
 */
export interface Operation {
  /** The method of the client: `users.signUp`. */
  readonly name: string
  readonly method: string
  /** The path with the names of its parameters: `/users/:user_id`. */
  readonly path: string
  readonly retrySafety: RetrySafety
  readonly credentials: "none" | "application" | "session" | "administration"
  /** Whether it gets a redirect. */
  readonly redirects: boolean
  /** Whether another host than the API answers it, to which nothing goes that was meant for the API. */
  readonly elsewhere?: boolean
  /** So many bytes of a success are read at most, where it need not have a body; all of it, when left out. */
  readonly longestBody?: number
}

/**
 * A response that is a success.
 *
 * @category models
 * @since 0.1.0
 */
export interface RawResponse {
  readonly response: HttpClientResponse.HttpClientResponse
  readonly body: string
  /** Whether the body went on, and the rest of it was not read. */
  readonly cut: boolean
  readonly attempts: number
  /** Takes the secrets of this application and of this request out of a text. */
  readonly mask: (text: string) => string
}

/**
 * What becomes of an attempt, or of several.
 *
 * @category models
 * @since 0.1.0
 */
export type Sent = Effect.Effect<RawResponse, ConnectyCubeError.ConnectyCubeError>

/**
 * What is kept of a call from attempt to attempt.
 *
 * @category models
 * @since 0.1.0
 */
export interface Call {
  attempts: number
  /** Milliseconds since 1970. */
  readonly start: number
  readonly timeouts: Timeouts
  readonly secrets: () => ReadonlyArray<string>
}

/**
 * One request and its whole response, within the timeout of an attempt, or of the call where that comes first.
 *
 * @category sending
 * @since 0.1.0
 */
export const attemptOf = (operation: Operation, client: HttpClient.HttpClient) => {
  const spanName = `${operation.method} ${operation.path}`
  const spanAttributes = { "http.request.method": operation.method, "url.template": operation.path }

  return (request: HttpClientRequest.HttpClientRequest, call: Call): Sent =>
    Effect.withFiber((fiber) => {
      const left = leftOf(call, fiber.getRef(Clock.Clock))
      // Of the first one the timeout may be nothing at all.
      if (call.attempts > 0 && !Duration.isPositive(left)) return overdue(operation, call, "call")
      const attempts = ++call.attempts
      const mask = (text: string) => Redaction.maskText(text, [...call.secrets(), ...headerSecretsOf(request)])
      const answered = client.execute(request).pipe(
        Effect.flatMap((response) =>
          Effect.map(bodyOf(operation, response), (read) => ({ ...read, response, attempts, mask }))
        ),
        Effect.mapError(failureOf(operation, attempts, mask))
      )
      const timeout = Duration.isLessThan(left, call.timeouts.attempt) ? "call" : "attempt"
      const limit = timeout === "call" ? left : call.timeouts.attempt
      const rejected = Effect.flatMap(within(operation, call, timeout, limit, answered), (answer) =>
        reject(operation, answer)
      )
      // The client's own span would end with the client's own error, and that holds what it was told to send.
      return Telemetry.spanned(rejected, spanName, {
        kind: "client",
        attributes: { ...spanAttributes, "http.request.resend_count": attempts - 1 }
      })
    })
}

const bodyOf = (
  operation: Operation,
  response: HttpClientResponse.HttpClientResponse
): Effect.Effect<Beginning.Beginning, HttpClientError.HttpClientError> => {
  const { longestBody } = operation
  return longestBody === undefined || !isSuccess(operation, response.status)
    ? Effect.map(response.text, (body) => ({ body, cut: false }))
    : Beginning.read(response, longestBody)
}

/** What is left of the time of a call. */
const leftOf = ({ timeouts, start }: Call, clock: Clock.Clock): Duration.Duration =>
  Duration.subtract(timeouts.call, Duration.millis(clock.currentTimeMillisUnsafe() - start))

/**
 * What goes on after a first attempt, within what is left of the call.
 *
 * @category sending
 * @since 0.1.0
 */
export const withinCall = <A, R>(
  operation: Operation,
  call: Call,
  effect: Effect.Effect<A, ConnectyCubeError.ConnectyCubeError, R>
) => Effect.withFiber((fiber) => within(operation, call, "call", leftOf(call, fiber.getRef(Clock.Clock)), effect))

const within = <A, E, R>(
  operation: Operation,
  call: Call,
  timeout: "attempt" | "call",
  limit: Duration.Duration,
  effect: Effect.Effect<A, E, R>
) => Effect.timeoutOrElse(effect, { duration: limit, orElse: () => overdue(operation, call, timeout) })

const overdue = ({ method, name, path }: Operation, { attempts, timeouts }: Call, timeout: "attempt" | "call") =>
  Effect.fail(
    new ConnectyCubeError.CallTimeout({
      operation: name,
      method,
      path,
      attempts,
      timeout,
      duration: timeouts[timeout]
    })
  )

/** The error of a response that is none of success. */
const reject = (
  operation: Operation,
  answer: RawResponse
): Effect.Effect<RawResponse, ConnectyCubeError.StatusError> => {
  const { method, name, path } = operation
  const { status, headers } = answer.response
  const noted = Effect.annotateCurrentSpan("http.response.status_code", status)
  if (isSuccess(operation, status)) return Effect.as(noted, answer)
  return Effect.flatMap(Effect.andThen(noted, retryAfterOf(headers)), (retryAfter) =>
    Effect.fail(
      fromResponse({
        operation: name,
        method,
        path,
        attempts: answer.attempts,
        status,
        errors: ErrorBody.parse(answer.body, answer.mask),
        body: answer.mask(answer.body),
        ...(retryAfter === undefined ? {} : { retryAfter })
      })
    )
  )
}

const isSuccess = ({ redirects }: Operation, status: number): boolean =>
  redirects ? isRedirect(status) : status >= 200 && status < 300

const isRedirect = (status: number): boolean => [301, 302, 303, 307, 308].includes(status)

/**
 * The error of a request that got no whole response, or that the HTTP client could not even write.
 *
 * @category errors
 * @since 0.1.0
 */
export const failureOf =
  (
    { method, name, path }: Pick<Operation, "method" | "name" | "path">,
    attempts: number,
    mask: (text: string) => string
  ) =>
  (error: HttpClientError.HttpClientError): ConnectyCubeError.TransportError | ConnectyCubeError.InvalidRequest => {
    const reason = mask(reasonOf(error))
    const { _tag } = error.reason
    return _tag === "InvalidUrlError" || _tag === "EncodeError"
      ? new ConnectyCubeError.InvalidRequest({ operation: name, method, path, issues: [{ path: "", message: reason }] })
      : new ConnectyCubeError.TransportError({ operation: name, method, path, attempts, reason })
  }

/**
 * How long a response asks to wait.
 *
 * @category decoding
 * @since 0.1.0
 */
export const retryAfterOf = (headers: Headers.Headers): Effect.Effect<Duration.Duration | undefined> => {
  const header = headers["retry-after"]
  if (header === undefined) return Effect.succeed(undefined)
  return Effect.map(Clock.currentTimeMillis, (now) =>
    Result.match(Headers.parseRetryAfter(header), {
      onFailure: () => undefined,
      onSuccess: (retryAfter) => Headers.retryAfterDelay(retryAfter, now)
    })
  )
}

/** What went wrong, in words and error codes: the error itself holds the request, and with it the token. */
const reasonOf = (error: HttpClientError.HttpClientError): string => {
  const parts: Array<string> = []
  if (error.reason.description !== undefined) parts.push(error.reason.description)
  let cause: unknown = error.reason.cause
  for (let depth = 0; depth < 5 && cause instanceof Error; depth++) {
    const code = "code" in cause && typeof cause.code === "string" ? `${cause.code} ` : ""
    if (cause.message !== "") parts.push(`${code}${cause.message}`)
    cause = cause.cause
  }
  return parts.length === 0 ? error.reason._tag : [...new Set(parts)].join(": ")
}

const headerSecretsOf = ({ headers }: HttpClientRequest.HttpClientRequest): ReadonlyArray<string> =>
  Redaction.secretHeaders.flatMap((name) => headers[name] ?? [])
