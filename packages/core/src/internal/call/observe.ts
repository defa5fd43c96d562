// What a call shows of itself: a span and a metric for all of it, and a span for each attempt.
import * as Effect from "effect/Effect"
import { constUndefined } from "effect/Function"
import { isStatusError } from "../../ConnectyCubeError.ts"
import * as Observe from "../../client/Observe.ts"
import type { CallContext, Operation, Step } from "./CallContext.ts"
import { errorTypeOf, isError, measureExternal } from "./requestDuration.ts"
import { type Server, serverOf } from "./server.ts"
import type { Head } from "../../client/Transport.ts"

/**
 * The whole call. Under the name of its method, or, where it is a step of a longer method that is observed too, under that of its
 * endpoint.
 */
export const observe =
  (endpoint?: Operation) =>
  <A, E, R>(next: Step<A, E, R>): Step<A, E, R> =>
  (call) => {
    const operation = endpoint ?? call.operation
    const measured = Effect.onExit(
      Effect.suspend(() => next(call)),
      (exit) => Observe.measure(operation, call.clock, call.start, exit)
    )
    return call.traced ? Observe.operationSpan(operation, measured) : measured
  }

/** The span of an attempt. */
export const observeAttempt =
  (api_url: string, server: Server) =>
  <A extends Head, E extends { readonly _tag: string }>(next: Step<A, E>): Step<A, E> =>
  (call) =>
    attemptSpan(call, server, next(call), (call) => `${api_url}${urlWithoutValues(call)}`)

/** One attempt at an external host, whose URL is a secret. */
export const observeExternalAttempt = <A extends Head, E extends { readonly _tag: string }, R>(
  call: CallContext,
  url: string,
  attempt: Effect.Effect<A, E, R>
): Effect.Effect<A, E, R> => {
  const server = serverOf(url)
  return attemptSpan(call, server, measureExternal(call, server, attempt), constUndefined)
}

/** The span of one attempt, where a tracer looks at it: that of a client, by the conventions of OpenTelemetry. */
const attemptSpan = <A extends Head, E extends { readonly _tag: string }, R>(
  call: CallContext,
  { address, port }: Server,
  attempt: Effect.Effect<A, E, R>,
  urlOf: (call: CallContext) => string | undefined
): Effect.Effect<A, E, R> => {
  if (!call.traced) return attempt
  const { external, method, path } = call.operation
  const noted = attempt.pipe(
    Effect.tap(({ status }) =>
      annotate({
        "http.response.status_code": status,
        ...(isError(status) ? { "error.type": String(status) } : {})
      })
    ),
    Effect.tapError((error) =>
      annotate({
        "error.type": errorTypeOf(error),
        ...(isStatusError(error) ? { "http.response.status_code": error.status } : {})
      })
    )
  )
  const retries = call.attempts - 1
  const url = external ? undefined : urlOf(call)
  // The client's own span would end with the client's own error, and that holds what it was told to send.
  return Observe.spanned(
    `${method} ${path}`,
    {
      kind: "client",
      attributes: {
        "http.request.method": method,
        "url.template": path,
        "server.address": address,
        "server.port": port,
        ...(url === undefined ? {} : { "url.full": url }),
        ...(retries > 0 ? { "http.request.resend_count": retries } : {})
      }
    },
    noted
  )
}

const annotate = (attributes: Readonly<Record<string, unknown>>) => Effect.annotateCurrentSpan(attributes)

/** The path and the names in the query. Its values may be of persons: names, addresses, telephone numbers. */
const urlWithoutValues = (call: CallContext): string => {
  const { url } = call.encoded
  return call.mask(url.replace(/\?.*$/s, (query) => query.replaceAll(/=[^&]*/g, "=REDACTED")))
}
