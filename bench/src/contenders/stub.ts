/** A transport without a network: each request gets the response that is set, as text that is ready. */
import * as Transport from "@effect-connectycube/core/client/Transport"
import * as Effect from "effect/Effect"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientResponse from "effect/http/HttpClientResponse"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import { session } from "../wire/bodies.ts"

const headers = {
  "content-type": "application/json; charset=utf-8",
  "cb-token-expirationdate": "2099-01-01 00:00:00 UTC"
}

export interface Stub {
  readonly layer: Layer.Layer<HttpClient.HttpClient>
  /** The body of the responses from now on. */
  readonly respond: (body: string) => void
}

export const make = (): Stub => {
  let body = ""
  const bodyOf = (method: string) => (method === "POST" ? session : body)
  const statusOf = (method: string) => (method === "POST" ? 201 : 200)
  const client = HttpClient.make((request) =>
    Effect.sync(() =>
      HttpClientResponse.fromWeb(
        request,
        new Response(bodyOf(request.method), { headers, status: statusOf(request.method) })
      )
    )
  )
  Transport.set(client, {
    send: ({ method }) => Effect.sync(() => ({ status: statusOf(method), headers, body: bodyOf(method), cut: false })),
    stream: () => Effect.sync(() => ({ status: 200, headers, stream: Stream.empty }))
  })
  return {
    layer: Layer.succeed(HttpClient.HttpClient, client),
    respond: (text) => {
      body = text
    }
  }
}
