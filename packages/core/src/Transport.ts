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
      const renewed = Metric.update(Metric.withAttributes(Telemetry.renewals, { operation: operation.name }), 1)
      const onResend = (error: ConnectyCubeError.ConnectyCubeError) =>
        Metric.update(Metric.withAttributes(Telemetry.resends, { operation: operation.name, cause: error._tag }), 1)

      const goOn = (
        request: HttpClientRequest.HttpClientRequest,
        call: Call,
        error: ConnectyCubeError.ConnectyCubeError
      ): Sent => Resend.after(error, { send: attempt(request, call), resend: operation.resend, onResend })

      // What goes well at once is bounded by the deadline of its one attempt. Only what goes on after a failure needs a second
      // clock, and most calls do not.
      const send = (request: HttpClientRequest.HttpClientRequest, call: Call): Sent =>
        Effect.catch(attempt(request, call), (error) => withinCall(operation, call, goOn(request, call, error)))

      const sendInSession = (session: Session["Service"], request: HttpClientRequest.HttpClientRequest, call: Call) => {
        const withToken = ({ token }: Lease) => HttpClientRequest.setHeader(request, "CB-Token", Redacted.value(token))
        const accepting = (lease: Lease, sent: Sent): Sent =>
          Effect.tap(sent, ({ response }) => session.accepted(lease, expirationOf(response.headers)))

        /** Once more, with a new token, when the server no longer accepts the one that was sent. */
        const renewing = (lease: Lease) => (error: ConnectyCubeError.Unauthorized) =>
          isTokenRefused(error)
            ? Effect.flatMap(Effect.tap(session.renew(lease, error), renewed), (lease) =>
                accepting(lease, send(withToken(lease), call))
              )
            : Effect.fail(error)

        const sendWith = (lease: Lease): Sent => {
          const request = withToken(lease)
          return Effect.catch(accepting(lease, attempt(request, call)), (error) =>
            withinCall(
              operation,
              call,
              accepting(lease, goOn(request, call, error)).pipe(Effect.catchTag("Unauthorized", renewing(lease)))
            )
          )
        }

        const lease = session.peek(call.start)
        return lease === undefined
          ? withinCall(operation, call, Effect.flatMap(session.lease, sendWith))
          : sendWith(lease)
      }

      return (request, secrets) =>
        Effect.withFiber((fiber) => {
          const call: Call = {
            attempts: 0,
            start: fiber.getRef(Clock.Clock).currentTimeMillisUnsafe(),
            deadlines: fiber.getRef(Deadlines),
            secrets: () => [...configured, ...secrets()]
          }
          const sent: Effect.Effect<Answer, ConnectyCubeError.ConnectyCubeError, Session> =
            operation.credentials === "session"
              ? Effect.flatMap(Session, (session) => sendInSession(session, request, call))
              : Effect.flatMap(key, (headers) => send(HttpClientRequest.setHeaders(request, headers), call))
          return Effect.updateContext(sent, withWireReferences)
        })
    }
  })

type Sent = Effect.Effect<Answer, ConnectyCubeError.ConnectyCubeError>

/** What is kept of a call from attempt to attempt. */
interface Call {
  attempts: number
  /** Milliseconds since 1970. */
  readonly start: number
  readonly deadlines: Deadlines
  readonly secrets: () => ReadonlyArray<string>
}

/** One request and its whole answer, within the deadline of an attempt, or of the call where that comes first. */
const attemptOf = (operation: Operation, client: HttpClient.HttpClient) => {
  const spanName = `${operation.method} ${operation.path}`
  const spanAttributes = { "http.request.method": operation.method, "url.template": operation.path }

  return (request: HttpClientRequest.HttpClientRequest, call: Call): Sent =>
    Effect.withFiber((fiber) => {
      const attempts = ++call.attempts
      const mask = (text: string) => Redaction.maskText(text, [...call.secrets(), ...headerSecretsOf(request)])
      const answered = client.execute(request).pipe(
        Effect.flatMap((response) => Effect.map(response.text, (body) => ({ response, body, attempts, mask }))),
        Effect.mapError(failureOf(operation, attempts, mask))
      )
      const left = leftOf(call, fiber.getRef(Clock.Clock))
      const deadline = Duration.isLessThan(left, call.deadlines.attempt) ? "call" : "attempt"
      const limit = deadline === "call" ? left : call.deadlines.attempt
      const refused = Effect.flatMap(within(operation, call, deadline, limit, answered), (answer) =>
        refuse(operation, answer)
      )
      // The client's own span would end with the client's own error, and that holds what it was told to send.
      return Telemetry.spanned(refused, spanName, {
        kind: "client",
        attributes: { ...spanAttributes, "http.request.resend_count": attempts - 1 }
      })
    })
}

/** What is left of the time of a call. */
const leftOf = ({ deadlines, start }: Call, clock: Clock.Clock): Duration.Duration =>
  Duration.subtract(deadlines.call, Duration.millis(clock.currentTimeMillisUnsafe() - start))

const withinCall = <A, R>(
  operation: Operation,
  call: Call,
  effect: Effect.Effect<A, ConnectyCubeError.ConnectyCubeError, R>
) => Effect.withFiber((fiber) => within(operation, call, "call", leftOf(call, fiber.getRef(Clock.Clock)), effect))

const within = <A, E, R>(
  { method, name, path }: Operation,
  call: Call,
  deadline: "attempt" | "call",
  limit: Duration.Duration,
  effect: Effect.Effect<A, E, R>
) =>
  Effect.timeoutOrElse(effect, {
    duration: limit,
    orElse: () =>
      Effect.fail(
        new ConnectyCubeError.TimeoutError({
          operation: name,
          method,
          path,
          attempts: call.attempts,
          deadline,
          duration: call.deadlines[deadline]
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
