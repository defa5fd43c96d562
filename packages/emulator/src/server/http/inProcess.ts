/**
 * The emulator without a socket: an `HttpClient` that gets its responses from the emulator, whatever host a request is for.
 */
import * as Effect from "effect/Effect"
import * as HttpClient from "effect/http/HttpClient"
import { HttpClientError, TransportError } from "effect/http/HttpClientError"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import type { Application } from "./front.ts"

export const client = (app: Application): HttpClient.HttpClient =>
  HttpClient.make((request) =>
    Effect.flatMap(serialized(request), (sent) =>
      app.pipe(
        Effect.map((response) => HttpServerResponse.toClientResponse(response, { request })),
        Effect.catchTag("Dropped", () =>
          Effect.fail(
            new HttpClientError({
              reason: new TransportError({ request, description: "The emulator dropped the connection" })
            })
          )
        ),
        Effect.provideService(HttpServerRequest.HttpServerRequest, HttpServerRequest.fromClientRequest(sent)),
        // What the emulator does is no part of the program's trace.
        Effect.withTracerEnabled(false),
        Effect.scoped
      )
    )
  )

/** A form has no boundary, and no header that tells it, until it is written. */
const serialized = (
  request: HttpClientRequest.HttpClientRequest
): Effect.Effect<HttpClientRequest.HttpClientRequest> => {
  if (request.body._tag !== "FormData") return Effect.succeed(request)
  const form = new Response(request.body.formData)
  return Effect.map(
    Effect.promise(() => form.arrayBuffer()),
    (bytes) =>
      HttpClientRequest.bodyUint8Array(request, new Uint8Array(bytes), form.headers.get("content-type") ?? undefined)
  )
}
