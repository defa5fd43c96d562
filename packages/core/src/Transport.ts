/**
 * How a request becomes an answer: credentials, attempts, resends, deadlines, and the renewal of sessions.
 *
 * @since 0.1.0
 */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import type * as DateTime from "effect/DateTime"
import type * as Duration from "effect/Duration"
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
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import { ConnectyCubeConfig } from "./ConnectyCubeConfig.ts"
import * as ConnectyCubeError from "./ConnectyCubeError.ts"
import type { ResendClass } from "./Contract.ts"
import { Deadlines } from "./Deadlines.ts"
import * as ErrorBody from "./ErrorBody.ts"
import * as Redaction from "./Redaction.ts"
import * as Resend from "./Resend.ts"
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
 * Sends a request of one operation. `secrets` are those of its arguments, asked for only when something went wrong.
 * `Session` is needed by operations with the credentials of a session only.
 *
 * @category models
 * @since 0.1.0
 */
export type Send = (
  request: HttpClientRequest.HttpClientRequest,
  secrets: () => ReadonlyArray<string>
) => Effect.Effect<Answer, ConnectyCubeError.ConnectyCubeError, Session>

/**
 * Builds the senders of operations on the `HttpClient` and the configuration in the context.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make: Effect.Effect<(operation: Operation) => Send, never, HttpClient.HttpClient | ConnectyCubeConfig> =
  Effect.gen(function* () {
    const config = yield* ConnectyCubeConfig
    const client = (yield* HttpClient.HttpClient).pipe(
      HttpClient.mapRequest(HttpClientRequest.prependUrl(config.api_url))
    )
    const configured = Redaction.secretsIn([
      config.auth_key,
      ...Option.toArray(config.auth_secret),
      ...Option.toArray(config.admin_api_key)
    ])

    return (operation): Send => {
      const key = keyOf(operation, config)
      const attempt = attemptOf(operation, client)
      const renewals = Metric.withAttributes(Telemetry.renewals, { operation: operation.name })
      const onResend = (error: ConnectyCubeError.ConnectyCubeError) =>
        Metric.update(Metric.withAttributes(Telemetry.resends, { operation: operation.name, cause: error._tag }), 1)

      return (request, secrets) =>
        Effect.suspend(() => {
          const call: Call = { attempts: 0, secrets: () => [...configured, ...secrets()] }

          const send: SendOnce = (request) => {
            const sending = attempt(request, call)
            return Effect.catch(sending, (first) =>
              Resend.after(first, { send: sending, resend: operation.resend, onResend })
            )
          }

          const sent =
            operation.credentials === "session"
              ? inSession(request, send, Metric.update(renewals, 1))
              : Effect.flatMap(key, (headers) => send(HttpClientRequest.setHeaders(request, headers)))

          return Effect.flatMap(Deadlines, ({ call: duration }) => within(sent, operation, call, "call", duration))
        }).pipe(Effect.updateContext(withWireReferences))
    }
  })

/** What is kept of a call from attempt to attempt. */
interface Call {
  attempts: number
  readonly secrets: () => ReadonlyArray<string>
}

type SendOnce = (
  request: HttpClientRequest.HttpClientRequest
) => Effect.Effect<Answer, ConnectyCubeError.ConnectyCubeError>

/** One request and its whole answer. */
const attemptOf = (operation: Operation, client: HttpClient.HttpClient) => {
  const spanName = `${operation.method} ${operation.path}`
  const spanAttributes = { "http.request.method": operation.method, "url.template": operation.path }

  return (request: HttpClientRequest.HttpClientRequest, call: Call) =>
    Effect.flatMap(Deadlines, (deadlines) => {
      const attempts = ++call.attempts
      const mask = (text: string) => Redaction.maskText(text, [...call.secrets(), ...headerSecretsOf(request)])
      const answered = client.execute(request).pipe(
        Effect.flatMap((response) => Effect.map(response.text, (body) => ({ response, body, attempts, mask }))),
        Effect.mapError(failureOf(operation, attempts, mask))
      )
      return within(answered, operation, call, "attempt", deadlines.attempt).pipe(
        Effect.flatMap((answer) => refuse(operation, answer)),
        // The client's own span would end with the client's own error, and that holds what it was told to send.
        Effect.withSpan(
          spanName,
          { kind: "client", attributes: { ...spanAttributes, "http.request.resend_count": attempts - 1 } },
          { captureStackTrace: false }
        )
      )
    })
}

const within = <A, E, R>(
  effect: Effect.Effect<A, E, R>,
  { method, name, path }: Operation,
  call: Call,
  deadline: "attempt" | "call",
  duration: Duration.Duration
) =>
  Effect.timeoutOrElse(effect, {
    duration,
    orElse: () =>
      Effect.fail(
        new ConnectyCubeError.TimeoutError({
          operation: name,
          method,
          path,
          attempts: call.attempts,
          deadline,
          duration
        })
      )
  })

/** The error of an answer that is none of success. */
const refuse = (
  { method, name, path }: Operation,
  answer: Answer
): Effect.Effect<Answer, ConnectyCubeError.StatusError> => {
  const { status, headers } = answer.response
  const noted = Effect.annotateCurrentSpan("http.response.status_code", status)
  if (status >= 200 && status < 300) return Effect.as(noted, answer)
  return Effect.flatMap(Effect.andThen(noted, retryAfterOf(headers)), (retryAfter) =>
    Effect.fail(
      ConnectyCubeError.fromAnswer({
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

/** The error of a request that got no whole answer, or that the HTTP client could not even write. */
const failureOf =
  ({ method, name, path }: Operation, attempts: number, mask: (text: string) => string) =>
  (error: HttpClientError.HttpClientError): ConnectyCubeError.TransportError | ConnectyCubeError.InvalidRequest => {
    const reason = mask(reasonOf(error))
    const { _tag } = error.reason
    return _tag === "InvalidUrlError" || _tag === "EncodeError"
      ? new ConnectyCubeError.InvalidRequest({ operation: name, method, path, issues: [{ path: "", message: reason }] })
      : new ConnectyCubeError.TransportError({ operation: name, method, path, attempts, reason })
  }

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
          issues: [
            { path: "", message: "Expected an administration API key: set admin_api_key or CONNECTYCUBE_ADMIN_API_KEY" }
          ]
        })
      ),
    onSome: (key) => Effect.succeed({ "CB-Administration-API-Key": Redacted.value(key) })
  })
}

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

const headerSecretsOf = ({ headers }: HttpClientRequest.HttpClientRequest): ReadonlyArray<string> =>
  Redaction.secretHeaders.flatMap((name) => headers[name] ?? [])

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
