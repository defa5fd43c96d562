// The seam of core on a dispatcher.
import * as Timers from "@effect-connectycube/core/client/Timers"
import {
  type Body,
  Failure,
  type Progress,
  type Request,
  type Response,
  type StreamResponse,
  type Transport
} from "@effect-connectycube/core/client/Transport"
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import type { Dispatcher } from "undici"
import { Exchange } from "./exchange.ts"
import { toFailure } from "./failures.ts"
import { toList, toRecord } from "./headers.ts"
import { type Incoming, type Lost, streamOf } from "./incoming.ts"
import { noTimeouts, open } from "./open.ts"
import * as Target from "./target.ts"
import { Upload } from "./upload.ts"

export const make = (dispatcher: Dispatcher): Transport => {
  const split = Target.make()

  const exchange = (request: Request, maxBody: number, timeout: number | undefined) =>
    Effect.callback<Response, Failure>((resume) => {
      const target = targetOf(split, request.url)
      if (target instanceof Failure) return resume(Effect.fail(target))
      const { body, headers, method } = request
      // Bodies that are streams are for responses that are, too.
      const text = body?._tag === "Text" ? body : undefined
      const exchange = new Exchange(maxBody, timeout, resume)
      dispatcher.dispatch(
        {
          origin: target.origin,
          path: target.path,
          method,
          headers: toList(headers, text?.contentType, undefined),
          body: text === undefined ? null : text.text,
          ...noTimeouts
        },
        exchange
      )
      return Effect.sync(() => exchange.interrupt())
    })

  const send: Transport["send"] = (request, maxBody, timeout) =>
    timeout > Timers.longest
      ? exchange(request, maxBody, undefined)
      : Effect.withFiber((fiber) =>
          Timers.isLive(fiber) && timeout > 0
            ? exchange(request, maxBody, timeout)
            : Effect.timeoutOrElse(exchange(request, maxBody, undefined), { duration: timeout, orElse: timedOut })
        )

  const stream: Transport["stream"] = (request, progress) =>
    Effect.flatMap(dispatcherFor(dispatcher, request), (dispatcher) => openStream(dispatcher, split, request, progress))

  return { send, stream }
}

const timedOut = () => Effect.fail(new Failure("timeout"))

const targetOf = (split: Target.Split, url: string): Target.Target | Failure => {
  try {
    return split(url)
  } catch (cause) {
    return new Failure("invalid", undefined, cause)
  }
}

/** Redirects are followed by undici, to a host that may be another one. */
const dispatcherFor = (dispatcher: Dispatcher, { redirect }: Request): Effect.Effect<Dispatcher> =>
  redirect === "follow"
    ? Effect.map(
        Effect.promise(() => import("undici")),
        ({ interceptors }) =>
          dispatcher.compose(interceptors.redirect({ maxRedirections: mostRedirects, throwOnMaxRedirect: true }))
      )
    : Effect.succeed(dispatcher)

/** As many as `fetch` follows. */
const mostRedirects = 20

const openStream = (
  dispatcher: Dispatcher,
  split: Target.Split,
  { body, headers, method, url }: Request,
  progress: Progress
): Effect.Effect<StreamResponse, Failure> =>
  Effect.withFiber((fiber) => {
    const target = targetOf(split, url)
    if (target instanceof Failure) return Effect.fail(target)
    const length = body?._tag === "Stream" ? body.contentLength : undefined
    const incoming = open(dispatcher, {
      origin: target.origin,
      path: target.path,
      method,
      headers: toList(headers, body?.contentType, length),
      body: bodyOf(body, fiber.context, progress.sent),
      ...noTimeouts
    })
    return Effect.mapBoth(incoming, { onFailure: failureOf, onSuccess: responseOf })
  })

const bodyOf = (body: Body | undefined, context: Context.Context<never>, sent: () => void) => {
  if (body === undefined) return null
  return body._tag === "Text" ? body.text : new Upload(body.stream, context, sent)
}

const responseOf = (incoming: Incoming): StreamResponse => ({
  status: incoming.status,
  headers: toRecord(incoming.headers),
  stream: Stream.mapError(streamOf(incoming), failureOf)
})

const failureOf = ({ cause, started }: Lost): Failure => toFailure(cause, started)
