/**
 * The body of a request, as it is sent.
 */
import * as Effect from "effect/Effect"
import * as HttpBody from "effect/http/HttpBody"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as Stream from "effect/Stream"
import type { RecordedRequest } from "../../Recording.ts"
import * as Body from "./body.ts"
import type { Collector } from "./collector.ts"
import * as Headers from "./headers.ts"

type Request = HttpClientRequest.HttpClientRequest

/** A request whose body is seen when it is sent. */
export const tapped = (request: Request, collector: Collector): Request => {
  const { body } = request
  if (body._tag !== "Stream") return request
  const { contentLength, contentType, stream } = body
  return HttpClientRequest.setBody(request, HttpBody.stream(collector.through(stream), contentType, contentLength))
}

/** As it is recorded. A stream is what was collected of it. */
export const recorded = async (request: Request, url: string, collector: Collector): Promise<RecordedRequest> => {
  const { body, isCut } = await contentOf(request, collector)
  const headers = Headers.ofRequest(request.headers)
  const type = request.body._tag === "FormData" ? "multipart/form-data" : headers["content-type"]
  return {
    method: request.method,
    url,
    // Its boundary is another one each time.
    headers:
      type === undefined
        ? headers
        : { ...headers, "content-type": Body.isMultipart(type) ? "multipart/form-data" : type },
    ...(body === undefined ? {} : { body }),
    ...(isCut ? { cut: true as const } : {})
  }
}

interface Content {
  readonly body: RecordedRequest["body"]
  readonly isCut: boolean
}

const contentOf = async ({ body, headers }: Request, collector: Collector): Promise<Content> => {
  const type = headers["content-type"]
  switch (body._tag) {
    case "Empty":
      return { body: undefined, isCut: false }
    case "FormData":
      return { body: await Body.ofFormData(body.formData), isCut: false }
    case "Uint8Array":
      return { body: Body.ofRequest(limited(body.body, collector), type), isCut: collector.isCut }
    case "Stream":
      return { body: Body.ofRequest(collector.bytes, type), isCut: collector.isCut }
    case "Raw": {
      const bytes = await bytesOfRaw(body.body)
      return bytes === undefined
        ? { body: undefined, isCut: true }
        : { body: Body.ofRequest(limited(bytes, collector), type), isCut: collector.isCut }
    }
  }
}

const limited = (bytes: Uint8Array, collector: Collector): Uint8Array<ArrayBuffer> => {
  collector.restart()
  collector.add(bytes)
  return collector.finish().bytes
}

/** What is read once, as a stream of the web is, belongs to who sends it. */
const bytesOfRaw = async (body: unknown): Promise<Uint8Array | undefined> => {
  if (typeof body === "string") return new TextEncoder().encode(body)
  if (body instanceof URLSearchParams) return new TextEncoder().encode(body.toString())
  if (body instanceof Blob) return new Uint8Array(await body.arrayBuffer())
  if (body instanceof ArrayBuffer) return new Uint8Array(body)
  return ArrayBuffer.isView(body) ? new Uint8Array(body.buffer, body.byteOffset, body.byteLength) : undefined
}

/** Sends a body to nobody, so that it can be compared. */
export const drained = (request: Request, collector: Collector): Effect.Effect<void, unknown> => {
  const { body } = tapped(request, collector)
  return body._tag === "Stream" ? Stream.runDrain(body.stream) : Effect.void
}
