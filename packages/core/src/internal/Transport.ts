/**
 * How a request becomes a response: credentials, retries, and the renewal of sessions around single attempts.
 *
 * @since 0.1.0
 */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import type * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { constTrue } from "effect/Function"
import type * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as Headers from "effect/http/Headers"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as Metric from "effect/Metric"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import { type RawResponse, attemptOf, type Call, type Operation, type Sent, withinCall } from "../client/Attempt.ts"
import { ConnectyCubeConfig } from "../ConnectyCubeConfig.ts"
import * as ConnectyCubeError from "../ConnectyCubeError.ts"
import { Timeouts } from "../Timeouts.ts"
import * as FetchOptions from "./fetchOptions.ts"
import * as Redaction from "../client/Redaction.ts"
import * as Retry from "../client/Retry.ts"
import { applicationError, isTokenRejected, type Lease, Session } from "../Session.ts"
import * as Telemetry from "../Telemetry.ts"
import * as Wire from "../contract/Wire.ts"

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
) => Effect.Effect<RawResponse, ConnectyCubeError.ConnectyCubeError, Session>

/**
 * Builds the senders of operations on the `HttpClient` and the configuration in the context.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make: Effect.Effect<(operation: Operation) => Send, never, HttpClient.HttpClient | ConnectyCubeConfig> =
  Effect.gen(function* () {
    const config = yield* ConnectyCubeConfig
    const client = (yield* FetchOptions.client).pipe(
      HttpClient.mapRequest(HttpClientRequest.prependUrl(config.api_url))
    )
    const configured = Redaction.secretsIn([
      config.auth_key,
      ...Option.toArray(config.auth_secret),
      ...Option.toArray(config.admin_api_key)
    ])

    return (operation): Send => {
      const key = keyOf(operation, config)
      const references = referencesOf(operation)
      const attempt = attemptOf(operation, client)
      const renewed = Metric.update(Metric.withAttributes(Telemetry.renewals, { operation: operation.name }), 1)
      const onRetry = (error: ConnectyCubeError.ConnectyCubeError) =>
        Metric.update(Metric.withAttributes(Telemetry.retries, { operation: operation.name, cause: error._tag }), 1)

      const goOn = (
        request: HttpClientRequest.HttpClientRequest,
        call: Call,
        error: ConnectyCubeError.ConnectyCubeError
      ): Sent =>
        Retry.after(error, {
          send: attempt(request, call),
          retrySafety: operation.retrySafety,
          retryable: Retry.retryable,
          timeout: call.start + Duration.toMillis(call.timeouts.call),
          onRetry
        })

      // What goes well at once is bounded by the timeout of its one attempt. Only what goes on after a failure needs a second
      // clock, and most calls do not.
      const send = (request: HttpClientRequest.HttpClientRequest, call: Call): Sent =>
        Effect.catch(attempt(request, call), (error) => withinCall(operation, call, goOn(request, call, error)))

      const sendInSession = (
        session: Session["Service"],
        request: HttpClientRequest.HttpClientRequest,
        call: Call
      ): Sent => {
        const mixed = applicationError(session, config, operation)
        if (mixed !== undefined) return Effect.fail(mixed)

        const withToken = ({ token }: Lease) => HttpClientRequest.setHeader(request, "CB-Token", Redacted.value(token))
        const accepting = (lease: Lease, sent: Sent): Sent =>
          Effect.tap(sent, ({ response }) => session.accepted(lease, expirationOf(response.headers)))

        /** Once more, with a new token, when the server no longer accepts the one that was sent. */
        const renewing = (lease: Lease) => (error: ConnectyCubeError.Unauthorized) =>
          isTokenRejected(error)
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
            timeouts: fiber.getRef(Timeouts),
            secrets: () => [...configured, ...secrets()]
          }
          const sent: Effect.Effect<RawResponse, ConnectyCubeError.ConnectyCubeError, Session> =
            operation.credentials === "session"
              ? Effect.flatMap(Session, (session) => sendInSession(session, request, call))
              : Effect.flatMap(key, (headers) => send(HttpClientRequest.setHeaders(request, headers), call))
          return Effect.updateContext(sent, references)
        })
    }
  })

/** The headers of the application's keys. An operation whose key is not configured is rejected here, before the wire. */
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

const expirationOf = (headers: Headers.Headers): DateTime.Utc | undefined => {
  const header = headers["cb-token-expirationdate"]
  return header === undefined ? undefined : Option.getOrUndefined(Wire.parseTime(header))
}

/**
 * How requests are sent. The service is somebody else's: our trace ids stay here, our secrets out of logs, and redirects are
 * not followed, unless the program has options for `fetch` that say so.
 *
 * @category sending
 * @since 0.1.0
 */
export const withWireReferences = <R>(
  context: Context.Context<R>,
  change?: (inside: Context.Context<never>) => Context.Context<never>
): Context.Context<Exclude<R, FetchHttpClient.RequestInit>> =>
  FetchOptions.sending(
    context.pipe(
      Context.add(HttpClient.TracerPropagationEnabled, false),
      Context.add(HttpClient.TracerDisabledWhen, constTrue),
      Context.add(Headers.CurrentRedactedNames, [
        ...Context.get(context, Headers.CurrentRedactedNames),
        ...Redaction.secretHeaders
      ])
    ),
    { redirect: "manual" },
    change
  )

const referencesOf = ({ elsewhere, redirects }: Operation) => {
  const change = redirects ? FetchOptions.notRedirected : elsewhere === true ? FetchOptions.elsewhere : undefined
  return (context: Context.Context<Session>) => withWireReferences(context, change)
}
