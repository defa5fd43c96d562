import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientError from "effect/http/HttpClientError"
import type * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as HttpClientResponse from "effect/http/HttpClientResponse"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import { apiUrl, uid } from "./Service.ts"

/** A request as it was sent, with its whole body. */
export interface Sent {
  readonly method: string
  readonly host: string
  readonly path: string
  readonly url: string
  /** Without the `User-Agent` of requests to the API. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array<ArrayBuffer>
  /** The time of its response, on the clock of the test. */
  readonly at: number
}

export type Reply =
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: BodyInit | null }
  /** The connection is lost after so many bytes of the request. */
  | { readonly lostAfter: number }
  /** After so many bytes of the request nothing more is read, and there is no response. */
  | { readonly stuckAfter: number }
  /** The response is sent after so many bytes of the request, and the rest is not read. */
  | { readonly respondedAfter: number; readonly reply: Reply }
  /** The body is read slowly: one part in each so many seconds. */
  | { readonly secondsForEachPart: number; readonly reply: Reply }

const withoutUserAgent = (headers: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => name !== "user-agent"))

export type Handler = (request: Sent, index: number) => Reply | Effect.Effect<Reply>

export const storeUrl = "https://s3.amazonaws.com/cb-shared-s3"

export const fields: ReadonlyArray<readonly [string, string]> = [
  ["Content-Type", "image/jpeg"],
  ["Expires", "Mon, 10 Dec 2018 11:26:01 GMT"],
  ["acl", "public-read"],
  ["key", uid],
  ["policy", "eyJleHBpcmF0aW9uIjoiMjAxOC0xMi0xMFQxMToyNjowMVoifQ=="],
  ["success_action_status", "201"],
  ["x-amz-algorithm", "AWS4-HMAC-SHA256"],
  ["x-amz-credential", "AKIAIG3WPT7RALYOZW6Q/20181210/us-east-1/s3/aws4_request"],
  ["x-amz-date", "20181210T102601Z"],
  ["x-amz-signature", "718eabea1a52a1cf03f926310a22ad7f68daa5b2b66432abaed2a0f90e74952d"]
]

export const paramsOf = (url: string) =>
  `${url}?${fields.map((pair) => pair.map(encodeURIComponent).join("=")).join("&")}`

export const file = {
  id: 46919,
  uid,
  content_type: "image/jpeg",
  name: "cat.jpeg",
  size: null,
  created_at: "2018-12-10T10:26:01Z",
  updated_at: "2018-12-10T10:26:01Z",
  public: true
}

export const created = (params = paramsOf(storeUrl)): Reply => ({
  status: 201,
  body: JSON.stringify({
    blob: {
      ...file,
      blob_object_access: {
        id: 46919,
        blob_id: 46919,
        expires: "2018-12-10T11:26:01Z",
        object_access_type: "Write",
        params
      }
    }
  })
})

export const postResponse = (key: string = uid): Reply => ({
  status: 201,
  body: `<?xml version="1.0" encoding="UTF-8"?>
<PostResponse><Location>${storeUrl}/${key}</Location><Bucket>cb-shared-s3</Bucket><Key>${key}</Key><ETag>"x"</ETag></PostResponse>`
})

export const storeError = (
  status: number,
  code: string,
  message = "",
  headers: Record<string, string> = {}
): Reply => ({
  status,
  headers: { "content-type": "application/xml", ...headers },
  body: `<?xml version="1.0" encoding="UTF-8"?>
<Error><Code>${code}</Code><Message>${message}</Message><RequestId>1</RequestId></Error>`
})

export const empty: Reply = { status: 200, body: " " }

/** The API has successful responses, and the store has this handler. */
export const respondingWith = (store: Handler, api: Partial<Record<string, Handler>> = {}): Handler => {
  let atStore = 0
  const counts: Record<string, number> = {}
  return (request) => {
    if (!request.url.startsWith(`${apiUrl}/blobs`)) return store(request, atStore++)
    const name = `${request.method} ${request.path}`
    const index = counts[name] ?? 0
    counts[name] = index + 1
    const handler = api[name]
    if (handler !== undefined) return handler(request, index)
    return request.method === "POST" ? created() : empty
  }
}

/**
 * An `HttpClient` without a network: it reads each body to its end, records the requests, and responds by the handler.
 */
export const make = (handler: Handler) => {
  const requests: Array<Sent> = []
  const client = HttpClient.make((request, url) =>
    Effect.gen(function* () {
      const sent = (body: Uint8Array<ArrayBuffer>, at: number): Sent => ({
        method: request.method,
        host: url.host,
        path: url.pathname,
        url: url.href,
        headers: url.origin === apiUrl ? withoutUserAgent(request.headers) : { ...request.headers },
        body,
        at
      })
      const note = (body: Uint8Array<ArrayBuffer>) =>
        Effect.map(Clock.currentTimeMillis, (at) => {
          const request = sent(body, at)
          requests.push(request)
          return request
        })
      const ask = handler(sent(new Uint8Array(), 0), requests.length)
      let reply = Effect.isEffect(ask) ? yield* ask : ask
      if ("lostAfter" in reply) {
        yield* note(yield* bodyOf(request, 0, reply.lostAfter))
        return yield* lost(request)
      }
      if ("stuckAfter" in reply) {
        yield* note(yield* bodyOf(request, 0, reply.stuckAfter))
        return yield* Effect.never
      }
      const pause = "secondsForEachPart" in reply ? reply.secondsForEachPart : 0
      const limit = "respondedAfter" in reply ? reply.respondedAfter : undefined
      if ("reply" in reply) reply = reply.reply
      yield* note(yield* bodyOf(request, pause, limit))
      if (!("status" in reply)) return yield* lost(request)
      const { status, headers = {}, body = null } = reply
      return HttpClientResponse.fromWeb(request, new Response(body, { status, headers }))
    })
  )
  return { requests, layer: Layer.succeed(HttpClient.HttpClient, client) }
}

const lost = (request: HttpClientRequest.HttpClientRequest) =>
  Effect.fail(
    new HttpClientError.HttpClientError({
      reason: new HttpClientError.TransportError({ request, cause: new TypeError("fetch failed") })
    })
  )

const bodyOf = (
  request: HttpClientRequest.HttpClientRequest,
  seconds: number,
  limit = Number.POSITIVE_INFINITY
): Effect.Effect<Uint8Array<ArrayBuffer>, HttpClientError.HttpClientError> => {
  if (request.body._tag === "Uint8Array") return Effect.succeed(new Uint8Array(request.body.body))
  if (request.body._tag !== "Stream") return Effect.succeed(new Uint8Array())
  let taken = 0
  return request.body.stream.pipe(
    Stream.tap(() => (seconds === 0 ? Effect.void : Effect.sleep(`${seconds} seconds`))),
    Stream.takeUntil((chunk) => (taken += chunk.byteLength) >= limit),
    Stream.mkUint8Array,
    Effect.mapError(
      (cause) => new HttpClientError.HttpClientError({ reason: new HttpClientError.EncodeError({ request, cause }) })
    )
  )
}

/** The parts of a form, as any server reads them. */
export const formOf = async ({ body, headers }: Pick<Sent, "body" | "headers">) => {
  const form = await new Response(body, { headers: { "content-type": headers["content-type"] ?? "" } }).formData()
  const parts: Array<readonly [string, string]> = []
  let content: File | undefined
  for (const [name, value] of form) {
    if (typeof value === "string") parts.push([name, value])
    else {
      parts.push([name, "@"])
      content = value
    }
  }
  return { parts, file: content }
}
