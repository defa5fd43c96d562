/** Sees what is really sent and received, below what is recorded, and finds the secrets in it in a way of its own. */
import * as Effect from "effect/Effect"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientResponse from "effect/http/HttpClientResponse"
import * as Layer from "effect/Layer"

const patterns: ReadonlyArray<RegExp> = [
  /"token":"([^"]+)"/g,
  /"signature":"([^"]+)"/g,
  /[?&](?:policy|x-amz-signature|signature)=([^&"\s]+)/gi,
  /x-amz-credential=([^&"\s%/]+)/gi
]

export interface Spy {
  /** Tokens of sessions, and what signs. */
  readonly secrets: ReadonlySet<string>
  readonly layer: Layer.Layer<HttpClient.HttpClient, never, HttpClient.HttpClient>
}

export const make = (): Spy => {
  const secrets = new Set<string>()
  const look = (text: string) => {
    for (const pattern of patterns) {
      for (const [, found = ""] of text.matchAll(pattern)) secrets.add(decodeURIComponent(found))
    }
  }
  const layer = Layer.effect(
    HttpClient.HttpClient,
    Effect.map(HttpClient.HttpClient, (client) =>
      HttpClient.transform(client, (sending, request) =>
        Effect.flatMap(sending, (response) => {
          const { body, headers } = request
          look(request.url)
          if (body._tag === "Uint8Array") look(Buffer.from(body.body).toString())
          if (headers["cb-token"] !== undefined) secrets.add(headers["cb-token"])
          look(response.headers["location"] ?? "")
          const isJson = response.headers["content-type"]?.startsWith("application/json") === true
          if (!isJson) return Effect.succeed(response)
          // A body is read once.
          return Effect.map(response.text, (text) => {
            look(text)
            const { status } = response
            return HttpClientResponse.fromWeb(request, new Response(text, { status, headers: { ...response.headers } }))
          })
        })
      )
    )
  )
  return { secrets, layer }
}
