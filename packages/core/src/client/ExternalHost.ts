/**
 * Requests to hosts that are not the API: a store of files, a service next door.
 *
 * They carry no credentials, no ids of our traces, and go nowhere else when they are redirected. What they transfer can be
 * large, so there is no timeout for all of it: a transfer is given up when it has not moved for as long as one attempt may
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
import { InvalidRequest, CallTimeout, TransportError } from "../ConnectyCubeError.ts"
import { Timeouts } from "../Timeouts.ts"
import * as BodyLength from "../internal/bodyLength.ts"
import * as FetchOptions from "../internal/fetchOptions.ts"
import * as Telemetry from "../Telemetry.ts"
import { withWireReferences } from "../internal/Transport.ts"

/**
 * One request and its response, as part of an operation of the client.
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
 * The `HttpClient` in the context, with the options for `fetch` that are there as well, under those of its own.
 *
 * @category constructors
 * @since 0.1.0
 */
export const client: Effect.Effect<HttpClient.HttpClient, never, HttpClient.HttpClient> = FetchOptions.client

/**
 * Sends a request, and yields the response when its head has come, whatever its status.
 *
 * A stream of a known length is sent with that length, also over `fetch`: see {@link StreamLength}. With `whole` it can be sent
 * otherwise than as a stream, where that is needed: these are the parts of the same body.
 *
 * @category sending
 * @since 0.1.0
 */
export const send = (
  client: HttpClient.HttpClient,
  exchange: Exchange,
  request: HttpClientRequest.HttpClientRequest,
  whole?: ReadonlyArray<Uint8Array | Blob>
): Effect.Effect<HttpClientResponse.HttpClientResponse, InvalidRequest | CallTimeout | TransportError> =>
  Effect.withFiber((fiber) => {
    const { attempts, mask, operation } = exchange
    const clock = fiber.getRef(Clock.Clock)
    const limit = Duration.toMillis(fiber.getRef(Timeouts).attempt)
    let moved = clock.currentTimeMillisUnsafe()
    const watched = watch(request, () => {
      moved = clock.currentTimeMillisUnsafe()
    })
    const stalled: Effect.Effect<never, CallTimeout> = Effect.suspend(() => {
      const left = moved + limit - clock.currentTimeMillisUnsafe()
      return left > 0 ? Effect.andThen(Effect.sleep(left), stalled) : timeout(exchange)
    })
    const contentLength = request.body._tag === "Stream" ? request.body.contentLength : undefined
    const body =
      contentLength === undefined
        ? undefined
        : BodyLength.make({
            length: contentLength,
            how: fiber.getRef(StreamLength),
            whole,
            // Nothing of it is seen any more. It has the time that it takes over a slow line.
            onWhole: () => {
              moved = clock.currentTimeMillisUnsafe() + (contentLength / slowestBytesPerSecond) * 1000
            }
          })
    const failure = failureOf(operation, attempts, mask)
    const answered = Effect.mapError(FetchOptions.prepared(client).execute(watched), (error) =>
      body?.isTooLong() === true ? tooLong(exchange, body.length) : failure(error)
    )
    const noted = Effect.tap(Number.isFinite(limit) ? Effect.raceFirst(answered, stalled) : answered, ({ status }) =>
      Effect.annotateCurrentSpan("http.response.status_code", status)
    )
    return Telemetry.spanned(
      Effect.updateContext(noted, (context: Context.Context<never>) => withReferences(context, body)),
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
 * How `fetch` is told the length of a stream, without which most stores reject it:
 *
 * - `"header"`: by a `Content-Length`, as Node and Bun take it.
 * - `"fixed"`: by a `FixedLengthStream`, which workers of Cloudflare have.
 * - `"whole"`: not at all, as in Deno and in browsers. What is in memory, or is a `Blob`, is sent as a `Blob`. A stream is
 *   collected, up to 16 MiB; a longer one is an `InvalidRequest`, and is not sent.
 *
 * It is found out by itself. Provide it where the runtime or a `Fetch` of your own is none of these. Other HTTP clients than
 * `FetchHttpClient` take no notice of it: they send streams with their length.
 *
 * @category services
 * @since 0.1.0
 */
export const StreamLength = Context.Reference<"header" | "fixed" | "whole">("@effect-connectycube/core/StreamLength", {
  defaultValue: () => BodyLength.howIn(globalThis)
})

const slowestBytesPerSecond = 16 * 1024

const tooLong = ({ operation: { method, name, path } }: Exchange, length: number) =>
  new InvalidRequest({
    operation: name,
    method,
    path,
    issues: [
      {
        path: "size",
        message:
          `Expected at most ${BodyLength.longestCollected} bytes of a stream, and there are ${length}: fetch takes no length ` +
          "for a stream in this runtime, so it is collected. Give bytes, a Blob, or another HttpClient"
      }
    ]
  })

/**
 * The body of a response, as it comes. An end before its `Content-Length` is a `TransportError`.
 *
 * @category receiving
 * @since 0.1.0
 */
export const body = (
  exchange: Exchange,
  response: HttpClientResponse.HttpClientResponse
): Stream.Stream<Uint8Array, InvalidRequest | CallTimeout | TransportError> =>
  Stream.unwrap(
    Effect.map(Timeouts, ({ attempt }) => {
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

const timeout = ({ attempts, operation: { method, name, path } }: Exchange): Effect.Effect<never, CallTimeout> =>
  Effect.flatMap(Timeouts, ({ attempt }) =>
    Effect.fail(new CallTimeout({ operation: name, method, path, attempts, timeout: "attempt", duration: attempt }))
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

const withReferences = (context: Context.Context<never>, body: BodyLength.Body | undefined): Context.Context<never> =>
  withWireReferences(Context.add(context, FetchHttpClient.StreamBodyFallback, "buffer"), (inside) => {
    const elsewhere = FetchOptions.elsewhere(inside)
    return body === undefined
      ? elsewhere
      : Context.add(elsewhere, FetchHttpClient.Fetch, body.over(Context.get(inside, FetchHttpClient.Fetch)))
  })

/** How long a body is said to be. An encoded one is decoded on its way, and then its length says nothing. */
const lengthOf = ({ headers }: HttpClientResponse.HttpClientResponse): number | undefined => {
  const encoding = headers["content-encoding"]
  const length = headers["content-length"]
  if (length === undefined || !/^\d+$/.test(length)) return undefined
  return encoding === undefined || encoding === "identity" ? Number(length) : undefined
}

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : "")
