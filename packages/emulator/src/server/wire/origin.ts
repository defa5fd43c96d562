/**
 * Where the emulator is to those who ask.
 */
import type * as HttpServerRequest from "effect/http/HttpServerRequest"

/** Where an emulator in process says that it is: it answers wherever a request is for. */
export const inProcess = "http://connectycube.emulator"

/** The origin under which the emulator was asked, for URLs of its own. In process it is always the same. */
export const of = (request: HttpServerRequest.HttpServerRequest): string =>
  request.headers["host"] === undefined ? inProcess : ofTarget(request)

/** The origin that a request is for. Anything may stand in a `Host` header. */
export const ofTarget = ({ originalUrl }: HttpServerRequest.HttpServerRequest): string => {
  const origin = /^https?:\/\/[^/?#]+/i.exec(originalUrl)?.[0]
  return origin !== undefined && URL.canParse(origin) ? origin : inProcess
}
