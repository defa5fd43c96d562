import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientError from "effect/http/HttpClientError"
import type * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as HttpClientResponse from "effect/http/HttpClientResponse"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"

/** A request as it was sent. */
export interface Recorded {
  readonly method: string
  /** As it is written on the wire, query included. */
  readonly url: string
  /** As it is written on the wire. */
  readonly path: string
  readonly query: ReadonlyArray<readonly [string, string]>
  /** Without the `User-Agent`, which no documented request has. */
  readonly headers: Readonly<Record<string, string>>
  readonly userAgent: string | undefined
  readonly body: string
  /** When it went out, on the clock of the test. */
  readonly at: number
  readonly signal: AbortSignal
}

export type Reply =
  | {
      readonly status: number
      readonly headers?: Record<string, string>
      readonly body?: string | null
      readonly delay?: Duration.Input
    }
  | { readonly lost: "before-headers" | "mid-body"; readonly cause?: unknown; readonly description?: string }
  | { readonly stalled: "headers" | "body" }

export type Handler = (request: Recorded) => Reply | Effect.Effect<Reply>

export const json = (status: number, value: unknown, headers?: Record<string, string>): Reply => ({
  status,
  body: JSON.stringify(value),
  headers: { "content-type": "application/json; charset=utf-8", ...headers }
})

/** One reply for each request, in order. A further request is a defect. */
export const inOrder = (...replies: ReadonlyArray<Reply>): Handler => {
  const rest = [...replies]
  return () => {
    const reply = rest.shift()
    if (reply === undefined) throw new Error(`request ${replies.length + 1} was not expected`)
    return reply
  }
}

export const always =
  (reply: Reply): Handler =>
  () =>
    reply

export interface Recorder {
  readonly requests: ReadonlyArray<Recorded>
  /** How long each request went out after the one before it. */
  readonly delays: () => ReadonlyArray<number>
  readonly layer: Layer.Layer<HttpClient.HttpClient>
}

/** An `HttpClient` without a network: it records the requests, and responds by the handler. */
export const make = (handler: Handler): Recorder => {
  const requests: Array<Recorded> = []
  const client = HttpClient.make((request, url, signal) =>
    Effect.flatMap(Clock.currentTimeMillis, (at) => {
      const { "user-agent": userAgent, ...headers } = request.headers
      const recorded: Recorded = {
        method: request.method,
        url: url.href,
        path: url.pathname,
        query: Array.from(url.searchParams),
        headers,
        userAgent,
        body: request.body._tag === "Uint8Array" ? new TextDecoder().decode(request.body.body) : "",
        at,
        signal
      }
      requests.push(recorded)
      const reply = handler(recorded)
      return Effect.flatMap(Effect.isEffect(reply) ? reply : Effect.succeed(reply), (reply) => respond(request, reply))
    })
  )
  return {
    requests,
    delays: () => requests.slice(1).map(({ at }, index) => at - (requests[index]?.at ?? 0)),
    layer: Layer.succeed(HttpClient.HttpClient, client)
  }
}

type Request = HttpClientRequest.HttpClientRequest

const respond = (
  request: Request,
  reply: Reply
): Effect.Effect<HttpClientResponse.HttpClientResponse, HttpClientError.HttpClientError> => {
  if ("stalled" in reply) {
    return reply.stalled === "headers" ? Effect.never : Effect.succeed(withText(request, {}, Effect.never))
  }
  if ("lost" in reply) {
    const { cause, description } = reply
    const details = { request, cause: cause ?? new TypeError("fetch failed"), ...(description && { description }) }
    if (reply.lost === "before-headers") {
      return Effect.fail(new HttpClientError.HttpClientError({ reason: new HttpClientError.TransportError(details) }))
    }
    const response = HttpClientResponse.fromWeb(request, new Response())
    const reason = new HttpClientError.DecodeError({ ...details, response })
    return Effect.succeed(withText(request, {}, Effect.fail(new HttpClientError.HttpClientError({ reason }))))
  }
  const { status, headers = {}, body = "", delay = 0 } = reply
  const response = withText(request, { status, headers }, Effect.succeed(body ?? ""))
  return Duration.toMillis(delay) === 0 ? Effect.succeed(response) : Effect.delay(Effect.succeed(response), delay)
}

/**
 * The body is available at once, and not some turns of the event loop later, so that the clock of the test stays exact.
 */
const withText = (
  request: Request,
  init: ResponseInit,
  text: Effect.Effect<string, HttpClientError.HttpClientError>
): HttpClientResponse.HttpClientResponse =>
  Object.create(HttpClientResponse.fromWeb(request, new Response(null, init)), {
    text: { get: () => text },
    stream: { get: () => Stream.fromEffect(Effect.map(text, (text) => new TextEncoder().encode(text))) }
  })
