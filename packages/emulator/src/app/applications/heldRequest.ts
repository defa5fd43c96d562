/**
 * Requests of which the dispatcher has read something. A body comes over a socket once, so the application gets what was read.
 */
import * as ByteSize from "effect/ByteSize"
import * as Effect from "effect/Effect"
import { MaxBodySize } from "effect/http/HttpIncomingMessage"
import type * as HttpServerRequest from "effect/http/HttpServerRequest"

type Body = Partial<Pick<HttpServerRequest.HttpServerRequest, "arrayBuffer" | "stream">>

/** The request, with this in place of its body: also when its URL is changed. */
export const withBody = (
  request: HttpServerRequest.HttpServerRequest,
  body: Body
): HttpServerRequest.HttpServerRequest => {
  const modify: HttpServerRequest.HttpServerRequest["modify"] = (options) => withBody(request.modify(options), body)
  return Object.create(request, Object.getOwnPropertyDescriptors({ ...body, modify }))
}

/** The request, with its body read to the end, or up to so many bytes. What went wrong goes wrong for the application, too. */
export const whole = (
  request: HttpServerRequest.HttpServerRequest,
  bytes: number
): Effect.Effect<HttpServerRequest.HttpServerRequest> =>
  request.arrayBuffer.pipe(
    Effect.provideService(MaxBodySize, ByteSize.bytes(bytes)),
    Effect.exit,
    Effect.map((arrayBuffer) => withBody(request, { arrayBuffer }))
  )
