/**
 * How a request becomes an answer: credentials, attempts, resends, deadlines, and the renewal of sessions.
 *
 * @since 0.1.0
 */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import type * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { constTrue } from "effect/Function"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as Headers from "effect/http/Headers"
import * as HttpClient from "effect/http/HttpClient"
import type * as HttpClientError from "effect/http/HttpClientError"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import type * as HttpClientResponse from "effect/http/HttpClientResponse"
import * as Metric from "effect/Metric"
import * as Option from "effect/Option"
import * as Pull from "effect/Pull"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Schedule from "effect/Schedule"
import { ConnectyCubeConfig } from "./ConnectyCubeConfig.ts"
import * as ConnectyCubeError from "./ConnectyCubeError.ts"
import type { ResendClass } from "./Contract.ts"
import { Deadlines } from "./Deadlines.ts"
import * as ErrorBody from "./ErrorBody.ts"
import * as Redaction from "./Redaction.ts"
import { RetryPolicy } from "./RetryPolicy.ts"
import { isTokenRefused, type Lease, Session } from "./Session.ts"
import * as Telemetry from "./Telemetry.ts"
import * as Wire from "./Wire.ts"

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
  readonly resend: ResendClass
  readonly credentials: "none" | "application" | "session" | "administration"
}

/**
 * An answer that is a success.
 *
 * @category models
 * @since 0.1.0
 */
export interface Answer {
  readonly response: HttpClientResponse.HttpClientResponse
  readonly body: string
  readonly attempts: number
  /** Takes the secrets of this application and of this request out of a text. */
  readonly mask: (text: string) => string
}

/**
 * Sends the requests of one operation. `Session` is asked for by operations with the credentials of a session only.
 *
 * @category models
 * @since 0.1.0
 */
export type Send = (
  request: HttpClientRequest.HttpClientRequest
) => Effect.Effect<Answer, ConnectyCubeError.ConnectyCubeError, Session>

/**
 * Builds the senders of operations on the `HttpClient` and the configuration in the context.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make: Effect.Effect<
  (operation: Operation) => Send,
  never,
  HttpClient.HttpClient | ConnectyCubeConfig
> = Effect.gen(function* () {
  const config = yield* ConnectyCubeConfig
  const client = (yield* HttpClient.HttpClient).pipe(
    HttpClient.mapRequest(HttpClientRequest.prependUrl(config.api_url))
  )
  const configured = [
    config.auth_key,
    ...Option.toArray(config.auth_secret),
    ...Option.toArray(config.admin_api_key)
  ].map((secret) => Redacted.value(secret))

  return (operation): Send => {
    const { method, path, name } = operation
    const key = keyOf(operation, config)
    const spanAttributes = { "http.request.method": method, "url.template": path }
    const resendsMetric = (cause: string) => Metric.withAttributes(Telemetry.resends, { operation: name, cause })
    const renewalsMetric = Metric.withAttributes(Telemetry.renewals, { operation: name })

    return (request) =>
      Effect.suspend(() => {
        let attempts = 0
        const call = () => ({ operation: name, method, path, attempts })

        const attempt = (request: HttpClientRequest.HttpClientRequest) =>
          Effect.flatMap(Deadlines, (deadlines) => {
            attempts++
            const mask = (text: string) => Redaction.maskText(text, secretsOf(request, configured))
            return client.execute(request).pipe(
              Effect.flatMap((response) => Effect.map(response.text, (body) => ({ response, body, attempts, mask }))),
              Effect.mapError(
                (error) => new ConnectyCubeError.TransportError({ ...call(), reason: mask(reasonOf(error)) })
              ),
              Effect.timeoutOrElse({
                duration: deadlines.attempt,
                orElse: () =>
                  Effect.fail(
                    new ConnectyCubeError.TimeoutError({
                      ...call(),
                      deadline: "attempt",
                      duration: deadlines.attempt
                    })
                  )
              }),
              Effect.flatMap((answer) => refuse(answer, call)),
              // The client's own span would end with the client's own error, and that holds what it was told to send.
              Effect.withSpan(
                `${method} ${path}`,
                { kind: "client", attributes: { ...spanAttributes, "http.request.resend_count": attempts - 1 } },
                { captureStackTrace: false }
              )
            )
          })

        const refuse = (
          answer: Answer,
          call: () => Pick<ConnectyCubeError.Answer, "operation" | "method" | "path" | "attempts">
        ): Effect.Effect<Answer, ConnectyCubeError.StatusError> => {
          const { status, headers } = answer.response
          const noted = Effect.annotateCurrentSpan("http.response.status_code", status)
          if (status >= 200 && status < 300) return Effect.as(noted, answer)
          return Effect.flatMap(Effect.andThen(noted, retryAfterOf(headers)), (retryAfter) =>
            Effect.fail(
              ConnectyCubeError.fromAnswer({
                ...call(),
                status,
                errors: ErrorBody.parse(answer.body, answer.mask),
                body: answer.mask(answer.body),
                ...(retryAfter === undefined ? {} : { retryAfter })
              })
            )
          )
        }

        const attemptAndResend = (request: HttpClientRequest.HttpClientRequest) => {
          const sending = attempt(request)
          return Effect.catch(sending, (first) =>
            resend(operation, sending, first, (error) => Metric.update(resendsMetric(error._tag), 1))
          )
        }

        const sent =
          operation.credentials === "session"
            ? inSession(request, attemptAndResend, Metric.update(renewalsMetric, 1))
            : Effect.flatMap(key, (headers) => attemptAndResend(HttpClientRequest.setHeaders(request, headers)))

        return Effect.flatMap(Deadlines, (deadlines) =>
          Effect.timeoutOrElse(sent, {
            duration: deadlines.call,
            orElse: () =>
              Effect.fail(
                new ConnectyCubeError.TimeoutError({ ...call(), deadline: "call", duration: deadlines.call })
              )
          })
        )
      }).pipe(Effect.updateContext(withWireReferences))
  }
})

/** The headers of the application's keys. An operation whose key is not configured is refused here, before the wire. */
const keyOf = (
  { credentials, name, method, path }: Operation,
  config: ConnectyCubeConfig["Service"]
): Effect.Effect<Headers.Input, ConnectyCubeError.InvalidRequest> => {
  if (credentials === "application") return Effect.succeed({ "CB-AuthKey": Redacted.value(config.auth_key) })
  if (credentials !== "administration") return Effect.succeed({})
  return Option.match(config.admin_api_key, {
    onNone: () =>
      Effect.fail(
        new ConnectyCubeError.InvalidRequest({
          operation: name,
          method,
          path,
          issues: [{ path: "", message: "Expected an administration API key: set admin_api_key or CONNECTYCUBE_ADMIN_API_KEY" }]
        })
      ),
    onSome: (key) => Effect.succeed({ "CB-Administration-API-Key": Redacted.value(key) })
  })
}

type SendOnce = (
  request: HttpClientRequest.HttpClientRequest
) => Effect.Effect<Answer, ConnectyCubeError.ConnectyCubeError>

/** Sends with the token of the session, and once more with a new one when the server no longer accepts it. */
const inSession = (request: HttpClientRequest.HttpClientRequest, send: SendOnce, onRenewal: Effect.Effect<void>) =>
  Effect.flatMap(Session, (session) => {
    const sendWith = (lease: Lease) =>
      send(HttpClientRequest.setHeader(request, "CB-Token", Redacted.value(lease.token))).pipe(
        Effect.tap(({ response }) => session.accepted(lease, expirationOf(response.headers)))
      )
    return Effect.flatMap(session.lease, (lease) =>
      Effect.catchTag(sendWith(lease), "Unauthorized", (error) =>
        isTokenRefused(error)
          ? session.renew(lease, error).pipe(Effect.tap(onRenewal), Effect.flatMap(sendWith))
          : Effect.fail(error)
      )
    )
  })

/** Goes on after the first failure, as long as the policy says so. */
const resend = Effect.fnUntraced(function* (
  operation: Operation,
  send: Effect.Effect<Answer, ConnectyCubeError.ConnectyCubeError>,
  first: ConnectyCubeError.ConnectyCubeError,
  onResend: (error: ConnectyCubeError.ConnectyCubeError) => Effect.Effect<void>
): Effect.fn.Return<Answer, ConnectyCubeError.ConnectyCubeError> {
  const policy = yield* RetryPolicy
  const steps = {
    TooManyRequests: yield* Schedule.toStep(policy.tooManyRequests),
    ServiceUnavailable: yield* Schedule.toStep(policy.serviceUnavailable),
    connection: yield* Schedule.toStep(policy.connection)
  }
  const idempotent = operation.resend !== "write"
  const refusedToo = idempotent || policy.resend === "all"

  const step = (
    error: ConnectyCubeError.ConnectyCubeError,
    now: number
  ): Pull.Pull<[unknown, Duration.Duration], never, unknown> | undefined => {
    switch (error._tag) {
      case "TooManyRequests":
        return refusedToo ? steps.TooManyRequests(now, error) : undefined
      case "ServiceUnavailable":
        return refusedToo ? steps.ServiceUnavailable(now, error) : undefined
      case "TransportError":
      case "TimeoutError":
        return idempotent ? steps.connection(now, error) : undefined
      case "UnexpectedStatus":
        return idempotent && isGateway(error.status) ? steps.connection(now, error) : undefined
      default:
        return undefined
    }
  }

  let error = first
  while (true) {
    const next = step(error, yield* Clock.currentTimeMillis)
    const delay = next && (yield* next.pipe(Effect.map(([, delay]) => delay), Pull.catchDone(() => Effect.undefined)))
    if (delay === undefined) return yield* error
    yield* Effect.sleep(waitAsked(error, policy.maxRetryAfter) ?? delay)
    yield* onResend(error)
    const result = yield* Effect.result(send)
    if (Result.isSuccess(result)) return result.success
    error = result.failure
  }
})

/** A gateway that got no answer, so it is open whether the request was handled. */
const isGateway = (status: number): boolean => status === 502 || status === 504

const waitAsked = (error: ConnectyCubeError.ConnectyCubeError, max: Duration.Duration): Duration.Duration | undefined =>
  "retryAfter" in error && error.retryAfter !== undefined ? Duration.min(error.retryAfter, max) : undefined

const retryAfterOf = (headers: Headers.Headers): Effect.Effect<Duration.Duration | undefined> => {
  const header = headers["retry-after"]
  if (header === undefined) return Effect.succeed(undefined)
  return Effect.map(Clock.currentTimeMillis, (now) =>
    Result.match(Headers.parseRetryAfter(header), {
      onFailure: () => undefined,
      onSuccess: (retryAfter) => Headers.retryAfterDelay(retryAfter, now)
    })
  )
}

const expirationOf = (headers: Headers.Headers): DateTime.Utc | undefined => {
  const header = headers["cb-token-expirationdate"]
  return header === undefined ? undefined : Option.getOrUndefined(Wire.parseTime(header))
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

/** The secrets of a request, to mask them in what comes back. */
const secretsOf = (request: HttpClientRequest.HttpClientRequest, configured: ReadonlyArray<string>) => {
  const headers = Redaction.secretHeaders.flatMap((name) => request.headers[name] ?? [])
  const body = request.body._tag === "Uint8Array" ? new TextDecoder().decode(request.body.body) : ""
  return [...configured, ...headers, ...Redaction.secretsOf(body)]
}

/** The service is somebody else's: our trace ids stay here, our secrets out of logs, and redirects are not followed. */
const withWireReferences = <R>(context: Context.Context<R>): Context.Context<R> =>
  context.pipe(
    Context.add(HttpClient.TracerPropagationEnabled, false),
    Context.add(HttpClient.TracerDisabledWhen, constTrue),
    Context.add(Headers.CurrentRedactedNames, [
      ...Context.get(context, Headers.CurrentRedactedNames),
      ...Redaction.secretHeaders
    ]),
    Context.add(FetchHttpClient.RequestInit, {
      redirect: "manual",
      ...Context.getOrUndefined(context, FetchHttpClient.RequestInit)
    })
  )
