// The `HttpClient` on a dispatcher.
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import { constVoid, identity } from "effect/Function"
import type * as HttpBody from "effect/http/HttpBody"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientError from "effect/http/HttpClientError"
import type * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as Stream from "effect/Stream"
import { Readable } from "node:stream"
import type { Dispatcher, FormData as UndiciFormData } from "undici"
import { toFailure } from "./failures.ts"
import { toList } from "./headers.ts"
import type { Incoming, Lost } from "./incoming.ts"
import { noTimeouts, open } from "./open.ts"
import { UndiciResponse } from "./response.ts"
import { Upload } from "./upload.ts"

/** `HttpClient.make` makes the spans of requests, propagates them, and resolves URLs. */
export const make = (dispatcher: Dispatcher): HttpClient.HttpClient =>
  HttpClient.make((request, url, signal, fiber) => {
    if (url.username !== "" || url.password !== "") return Effect.fail(withCredentials(request))
    return Effect.flatMap(bodyOf(request.body, fiber.context), ({ body, contentType }) =>
      Effect.mapBoth(
        open(dispatcher, {
          origin: url.origin,
          path: url.pathname + url.search,
          method: request.method,
          headers: toList(request.headers, contentType, undefined),
          body,
          ...noTimeouts
        }),
        {
          onFailure: (lost) => errorOf(request, lost),
          onSuccess: (incoming) => {
            closeOn(signal, incoming)
            return new UndiciResponse(request, url, incoming)
          }
        }
      )
    )
  })

/** The connection is closed with the scope of a request, and when its response is forgotten. */
const closeOn = (signal: AbortSignal, incoming: Incoming): void => {
  if (signal.aborted) incoming.interrupt()
  else signal.addEventListener("abort", () => incoming.interrupt(), { once: true })
}

interface Outgoing {
  readonly body: Exclude<Dispatcher.DispatchOptions["body"], undefined>
  /** Where the headers of the request do not have it. */
  readonly contentType?: string | undefined
}

const bodyOf = (body: HttpBody.HttpBody, context: Context.Context<never>): Effect.Effect<Outgoing> => {
  switch (body._tag) {
    case "Empty":
      return Effect.succeed({ body: null })
    case "Uint8Array":
      return Effect.succeed({ body: body.body })
    case "Stream":
      return Effect.sync(() => ({ body: new Upload(body.stream, context, constVoid) }))
    case "FormData":
      return formOf(body.formData)
    case "Raw":
      return Effect.sync(() => rawOf(body.body, body.contentType, context))
  }
}

/** A form of the platform in the class of undici, which reads its files as they are sent. */
const formOf = (form: FormData): Effect.Effect<Outgoing> =>
  Effect.map(
    Effect.promise(() => import("undici")),
    (undici) => {
      const body: UndiciFormData = new undici.FormData()
      for (const [name, value] of form) {
        if (typeof value === "string") body.append(name, value)
        else body.append(name, value, value.name)
      }
      return { body }
    }
  )

/** What undici takes as it is, and else what `fetch` takes. */
const rawOf = (body: unknown, contentType: string | undefined, context: Context.Context<never>): Outgoing => {
  if (body === null || body === undefined) return { body: null }
  if (typeof body === "string" || body instanceof Uint8Array || body instanceof Readable) return { body }
  // A raw body has no type. What is no body of `fetch` is written as text by it, as by Effect's own client for `fetch`.
  const response = new Response(body as BodyInit)
  const web = response.body
  return {
    body:
      web === null
        ? null
        : new Upload(Stream.fromReadableStream({ evaluate: () => web, onError: identity }), context, constVoid),
    contentType: contentType === undefined ? (response.headers.get("content-type") ?? undefined) : undefined
  }
}

const withCredentials = (request: HttpClientRequest.HttpClientRequest) =>
  new HttpClientError.HttpClientError({
    reason: new HttpClientError.InvalidUrlError({
      request,
      description: "Expected a URL without a user name and password"
    })
  })

const errorOf = (request: HttpClientRequest.HttpClientRequest, { cause, started }: Lost) => {
  const { description, kind } = toFailure(cause, started)
  const options = { request, cause, ...(description === undefined ? {} : { description }) }
  return new HttpClientError.HttpClientError({
    reason: kind === "invalid" ? new HttpClientError.EncodeError(options) : new HttpClientError.TransportError(options)
  })
}
