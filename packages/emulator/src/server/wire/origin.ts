/**
 * The origin of the emulator, as clients see it.
 */
import type * as HttpServerRequest from "effect/http/HttpServerRequest"

/** The origin of an emulator in process, which gets the requests for every host. */
export const inProcess = "http://connectycube.emulator"

/** The origin by which a client has reached the emulator, for URLs of its own. In process it is always the same. */
export const of = (request: HttpServerRequest.HttpServerRequest): string =>
  request.headers["host"] === undefined ? inProcess : ofTarget(request)

/** The origin that a request is for. Anything may stand in a `Host` header. */
export const ofTarget = ({ originalUrl }: HttpServerRequest.HttpServerRequest): string => {
  const origin = /^https?:\/\/[^/?#]+/i.exec(originalUrl)?.[0]
  return origin !== undefined && URL.canParse(origin) ? origin : inProcess
}
