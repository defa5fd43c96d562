// What a call shows of itself: a span and a metric for all of it, and a span for each attempt.
import * as Effect from "effect/Effect"
import { isStatusError } from "../../ConnectyCubeError.ts"
import * as Observe from "../../client/Observe.ts"
import type { CallContext, Operation, Step } from "./CallContext.ts"
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

export const observeAttempt =
  <A extends Head, E>(next: Step<A, E>): Step<A, E> =>
  (call) =>
    attemptSpan(call, next(call))

/** The span of one attempt, where a tracer looks at it. */
export const attemptSpan = <A extends Head, E, R>(
  call: CallContext,
  attempt: Effect.Effect<A, E, R>,
  attributes: Readonly<Record<string, unknown>> = {}
): Effect.Effect<A, E, R> => {
  if (!call.traced) return attempt
  const { method, path } = call.operation
  const noted = attempt.pipe(
    Effect.tap(({ status }) => noteStatus(status)),
    Effect.tapError((error) => (isStatusError(error) ? noteStatus(error.status) : Effect.void))
  )
  // The client's own span would end with the client's own error, and that holds what it was told to send.
  return Observe.spanned(
    `${method} ${path}`,
    {
      kind: "client",
      attributes: {
        "http.request.method": method,
        "url.template": path,
        ...attributes,
        "http.request.resend_count": call.attempts - 1
      }
    },
    noted
  )
}

const noteStatus = (status: number) => Effect.annotateCurrentSpan("http.response.status_code", status)
