/**
 * Records what goes through an `HttpClient`. All of it is in memory, as it was sent, until it is written without its secrets.
 */
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientError from "effect/http/HttpClientError"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import type * as HttpClientResponse from "effect/http/HttpClientResponse"
import * as Option from "effect/Option"
import type { Exchange, RecordedFailure, RecordedResponse } from "../../Recording.ts"
import * as Body from "./body.ts"
import { type Budget, Collector } from "./collector.ts"
import * as Failure from "./failure.ts"
import * as Headers from "./headers.ts"
import * as RequestBody from "./requestBody.ts"
import * as Response from "./response.ts"

export interface Limits {
  /** In bytes. */
  readonly maxBodySize: number
  readonly maxExchanges: number
}

/** So many bytes of bodies are held in memory. */
const maxBytes = 256 * 1024 * 1024

/** A request that was sent, and what is known of its response by now. */
interface Pending {
  readonly request: HttpClientRequest.HttpClientRequest
  readonly sent: Collector
  readonly started: number
  received: { readonly response: HttpClientResponse.HttpClientResponse; readonly body: Collector } | undefined
  failure: RecordedFailure | undefined
  ended: number
}

export interface Recorder {
  /** Sends with this client, and records. */
  readonly over: (client: HttpClient.HttpClient) => HttpClient.HttpClient
  /** What was recorded by now, with its secrets. */
  readonly exchanges: Effect.Effect<ReadonlyArray<Exchange>>
  /** How many exchanges there were beyond the limit. */
  readonly leftOut: () => number
}

type Sending = Effect.Effect<HttpClientRequest.HttpClientRequest, HttpClientError.HttpClientError>

export const make = ({ maxBodySize, maxExchanges }: Limits): Recorder => {
  const budget: Budget = { left: maxBytes }
  const pending: Array<Pending> = []
  let leftOut = 0

  const begin = (request: HttpClientRequest.HttpClientRequest, started: number): Pending => {
    const sent = new Collector(maxBodySize, budget)
    const one: Pending = { request, sent, started, received: undefined, failure: undefined, ended: started }
    pending.push(one)
    return one
  }

  const receive = (one: Pending, response: HttpClientResponse.HttpClientResponse) => {
    const body = new Collector(maxBodySize, budget)
    // Where there is nothing to read, nobody reads it.
    if (hasNoBody(one.request.method, response.status)) body.finish()
    one.received = { response, body }
    return Response.make(one.request, {
      status: response.status,
      headers: response.headers,
      cookies: response.cookies,
      stream: () => body.through(response.stream)
    })
  }

  const execute = (client: HttpClient.HttpClient, request: HttpClientRequest.HttpClientRequest) =>
    Effect.flatMap(Clock.currentTimeMillis, (started) => {
      if (pending.length >= maxExchanges) {
        leftOut++
        return client.postprocess(Effect.succeed(request))
      }
      const one = begin(request, started)
      return client.postprocess(Effect.sync(() => RequestBody.tapped(request, one.sent))).pipe(
        Effect.map((response) => receive(one, response)),
        Effect.mapError((error) => {
          const { reason } = error
          // A client can make an error of a status. It is a response nevertheless.
          if (reason._tag !== "StatusCodeError") return error
          const { cause, description, request, response } = reason
          return new HttpClientError.HttpClientError({
            reason: new HttpClientError.StatusCodeError({
              cause,
              description,
              request,
              response: receive(one, response)
            })
          })
        }),
        Effect.onExit((exit) =>
          Effect.map(Clock.currentTimeMillis, (now) => {
            one.ended = now
            if (Exit.isFailure(exit) && one.received === undefined) one.failure = failureOf(exit.cause)
          })
        )
      )
    })

  return {
    over: (client) =>
      HttpClient.makeWith(
        (sending: Sending) => Effect.flatMap(sending, (request) => execute(client, request)),
        client.preprocess
      ),
    exchanges: Effect.suspend(() =>
      Effect.forEach([...pending], (one) => Effect.promise(() => exchangeOf(one)), { concurrency: 16 })
    ),
    leftOut: () => leftOut
  }
}

const failureOf = (cause: Cause.Cause<HttpClientError.HttpClientError>): RecordedFailure =>
  Option.match(Cause.findErrorOption(cause), {
    // A defect of a client says nothing that could be replayed: there is no response, as after an interruption.
    onNone: () => ({ kind: "Interrupted" }),
    onSome: Failure.ofError
  })

const hasNoBody = (method: string, status: number): boolean =>
  method === "HEAD" || status === 204 || status === 205 || status === 304

const exchangeOf = async ({ ended, failure, received, request, sent, started }: Pending): Promise<Exchange> => {
  const url = Option.match(HttpClientRequest.toUrl(request), { onNone: () => request.url, onSome: ({ href }) => href })
  const recorded = await RequestBody.recorded(request, url, sent)
  const timing = { at: DateTime.makeUnsafe(started), duration: ended - started }
  if (received === undefined) {
    // It is still on its way: nobody has got a response yet.
    return { request: recorded, failure: failure ?? { kind: "Interrupted" }, ...timing }
  }
  return { request: recorded, response: responseOf(request.method, received), ...timing }
}

const responseOf = (method: string, { body, response }: NonNullable<Pending["received"]>): RecordedResponse => {
  const content = Body.ofResponse(body.bytes)
  const failure = body.state === "failed" ? errorOf(body.error) : body.state === "interrupted" ? interrupted : undefined
  return {
    status: response.status,
    headers: Headers.ofResponse(response.headers, method),
    ...(content === undefined ? {} : { body: content }),
    ...(body.isCut ? { cut: true as const } : {}),
    ...(failure === undefined ? {} : { failure })
  }
}

const interrupted: RecordedFailure = { kind: "Interrupted" }

/** Some clients say in this way that a body is empty. */
const errorOf = (error: unknown): RecordedFailure | undefined => {
  if (!HttpClientError.isHttpClientError(error)) return { kind: "DecodeError" }
  return error.reason._tag === "EmptyBodyError" ? undefined : Failure.ofError(error)
}
