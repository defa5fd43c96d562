/**
 * Requests to hosts that are not the API: a store of files, a service next door.
 *
 * They carry no credentials, no ids of our traces, and go nowhere else when they are redirected. What they transfer can be
 * large, so there is no deadline for all of it: a transfer is given up when it has not moved for as long as one attempt may
 * take.
 *
 * @since 0.1.0
 */
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as HttpBody from "effect/http/HttpBody"
import type * as HttpClient from "effect/http/HttpClient"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import type * as HttpClientResponse from "effect/http/HttpClientResponse"
import * as Pull from "effect/Pull"
import * as Stream from "effect/Stream"
import { failureOf, type Operation } from "./Attempt.ts"
import { type InvalidRequest, TimeoutError, TransportError } from "./ConnectyCubeError.ts"
import { Deadlines } from "./Deadlines.ts"
import * as Telemetry from "./Telemetry.ts"
import { withWireReferences } from "./Transport.ts"

/**
 * One request and its answer, as part of an operation of the client.
 *
 * @category models
 * @since 0.1.0
 */
export interface Exchange {
  readonly operation: Pick<Operation, "method" | "name" | "path">
  /** How many requests were made for the operation, this one included. */
  readonly attempts: number
  /** Takes the secrets of this request out of a text. */
  readonly mask: (text: string) => string
}

/**
 * Sends a request, and yields the answer when its head has come, whatever its status.
 *
 * A body with a known length is sent with that length, also over `fetch`.
 *
 * @category sending
 * @since 0.1.0
 */
export const send = (
  client: HttpClient.HttpClient,
  exchange: Exchange,
  request: HttpClientRequest.HttpClientRequest
): Effect.Effect<HttpClientResponse.HttpClientResponse, InvalidRequest | TimeoutError | TransportError> =>
  Effect.withFiber((fiber) => {
    const { attempts, mask, operation } = exchange
    const clock = fiber.getRef(Clock.Clock)
    const limit = Duration.toMillis(fiber.getRef(Deadlines).attempt)
    let moved = clock.currentTimeMillisUnsafe()
    const watched = watch(request, () => {
      moved = clock.currentTimeMillisUnsafe()
    })
    const stalled: Effect.Effect<never, TimeoutError> = Effect.suspend(() => {
      const left = moved + limit - clock.currentTimeMillisUnsafe()
      return left > 0 ? Effect.andThen(Effect.sleep(left), stalled) : timeout(exchange)
    })
    const answered = Effect.mapError(client.execute(watched), failureOf(operation, attempts, mask))
    const noted = Effect.tap(Number.isFinite(limit) ? Effect.raceFirst(answered, stalled) : answered, ({ status }) =>
      Effect.annotateCurrentSpan("http.response.status_code", status)
    )
    const contentLength = request.body._tag === "Stream" ? request.body.contentLength : undefined
    return Telemetry.spanned(
      Effect.updateContext(noted, (context) => withReferences(context, contentLength)),
      `${operation.method} ${operation.path}`,
      {
        kind: "client",
        attributes: {
          "http.request.method": operation.method,
          "url.template": operation.path,
          "server.address": hostOf(request.url),
          "http.request.resend_count": attempts - 1
        }
      }
    )
  })

/**
 * The body of an answer, as it comes. An end before its `Content-Length` is a `TransportError`.
 *
 * @category receiving
 * @since 0.1.0
 */
export const body = (
  exchange: Exchange,
  response: HttpClientResponse.HttpClientResponse
): Stream.Stream<Uint8Array, InvalidRequest | TimeoutError | TransportError> =>
  Stream.unwrap(
    Effect.map(Deadlines, ({ attempt }) => {
      const { attempts, mask, operation } = exchange
      const failure = failureOf(operation, attempts, mask)
      const length = lengthOf(response)
      const arriving = Stream.catch(response.stream, (error) =>
        error.reason._tag === "EmptyBodyError" ? Stream.empty : Stream.fail(failure(error))
      )
      return Stream.transformPull(arriving, (pull) =>
        Effect.sync(() => {
          let received = 0
          const pulled = Duration.isFinite(attempt)
            ? Effect.timeoutOrElse(pull, { duration: attempt, orElse: () => timeout(exchange) })
            : pull
          return pulled.pipe(
            Effect.map((chunks) => {
              for (const chunk of chunks) received += chunk.byteLength
              return chunks
            }),
            Pull.catchDone((): Pull.Pull<never, TransportError> =>
              length === undefined || received >= length
                ? Cause.done()
                : Effect.fail(
                    new TransportError({
                      operation: operation.name,
                      method: operation.method,
                      path: operation.path,
                      attempts,
                      reason: `The connection was closed after ${received} of ${length} bytes`
                    })
                  )
            )
          )
        })
      )
    })
  )

/**
 * What can be read of a short body, as text: 64 KiB of it at most, and what came of it when the connection was lost.
 *
 * @category receiving
 * @since 0.1.0
 */
export const text = (exchange: Exchange, response: HttpClientResponse.HttpClientResponse): Effect.Effect<string> =>
  Effect.suspend(() => {
    const decoder = new TextDecoder()
    let read = ""
    return body(exchange, response).pipe(
      Stream.takeUntil((chunk) => {
        read += decoder.decode(chunk, { stream: true })
        return read.length > longestText
      }),
      Stream.runDrain,
      Effect.ignore,
      Effect.map(() => read)
    )
  })

const longestText = 64 * 1024

const timeout = ({ attempts, operation: { method, name, path } }: Exchange): Effect.Effect<never, TimeoutError> =>
  Effect.flatMap(Deadlines, ({ attempt }) =>
    Effect.fail(new TimeoutError({ operation: name, method, path, attempts, deadline: "attempt", duration: attempt }))
  )

/** Tells of each part of the body that the HTTP client takes. */
const watch = (
  request: HttpClientRequest.HttpClientRequest,
  onMove: () => void
): HttpClientRequest.HttpClientRequest => {
  if (request.body._tag !== "Stream") return request
  const { contentLength, contentType, stream } = request.body
  const watched = Stream.transformPull(stream, (pull) =>
    Effect.succeed(
      Effect.map(pull, (chunks) => {
        onMove()
        return chunks
      })
    )
  )
  return HttpClientRequest.setBody(request, HttpBody.stream(watched, contentType, contentLength))
}

const withReferences = <R>(context: Context.Context<R>, contentLength: number | undefined): Context.Context<R> => {
  // Options that a program sets for the API may hold its credentials.
  const { headers: _, ...init } = Context.getOrUndefined(context, FetchHttpClient.RequestInit) ?? {}
  return withWireReferences(context).pipe(
    Context.add(FetchHttpClient.RequestInit, { ...init, credentials: "omit", redirect: "manual" }),
    Context.add(FetchHttpClient.StreamBodyFallback, "buffer"),
    Context.add(FetchHttpClient.Fetch, withLength(Context.get(context, FetchHttpClient.Fetch), contentLength))
  )
}

/** The client for `fetch` leaves the length out, and a body without one is sent in chunks, which stores refuse. */
const withLength =
  (fetch: typeof globalThis.fetch, contentLength: number | undefined): typeof globalThis.fetch =>
  (input, init) => {
    if (contentLength === undefined) return fetch(input, init)
    const headers = new Headers(init?.headers)
    headers.set("content-length", String(contentLength))
    return fetch(input, { ...init, headers })
  }

/** How long a body is said to be. An encoded one is decoded on its way, and then its length says nothing. */
const lengthOf = ({ headers }: HttpClientResponse.HttpClientResponse): number | undefined => {
  const encoding = headers["content-encoding"]
  const length = headers["content-length"]
  if (length === undefined || !/^\d+$/.test(length)) return undefined
  return encoding === undefined || encoding === "identity" ? Number(length) : undefined
}

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : "")
