/** The responses of this server to requests that fail. */
import type { ConnectyCubeError, MissingToken } from "effect-connectycube"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type { HttpServerError } from "effect/http/HttpServerError"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import type * as Schema from "effect/Schema"

/** All that a route can fail with. */
export type Failure = ConnectyCubeError | MissingToken | Schema.SchemaError | HttpServerError

const reject = (status: number, errors: object, headers: Record<string, string> = {}) =>
  HttpServerResponse.jsonUnsafe({ errors }, { status, headers })

const said = (message: string) => ({ base: [message] })

const later = (retryAfter: Duration.Duration = Duration.seconds(5)) =>
  reject(503, said("Try again later"), { "retry-after": String(Math.ceil(Duration.toSeconds(retryAfter))) })

/** The response for each tag: a missing one does not compile. */
const responseTo = (error: Failure): HttpServerResponse.HttpServerResponse => {
  switch (error._tag) {
    // Errors of the caller.
    case "MissingToken":
    case "Unauthorized":
      return reject(401, said("Log in first"))
    case "Forbidden":
      return reject(403, error.errors)
    case "NotFound":
      return reject(404, said("There is no such thing"))
    case "UnprocessableEntity":
      return reject(422, error.errors)
    case "InvalidRequest":
      return reject(422, Object.fromEntries(error.issues.map(({ message, path }) => [path || "base", [message]])))
    case "SchemaError":
      return reject(422, said(error.message))
    case "HttpServerError":
      return error.reason._tag === "RequestParseError" && error.reason.reason === "BodyTooLarge"
        ? reject(413, said("That is too much"))
        : reject(400, said("The request could not be read"))
    // Temporary errors.
    case "SessionClosed":
      return later()
    case "TooManyRequests":
    case "ServiceUnavailable":
    case "RateLimitExceeded":
    case "CircuitOpen":
      return later(error.retryAfter)
    case "CallTimeout":
      return reject(504, said("The chat did not respond in time"))
    // Errors between this server and ConnectyCube, whose details the caller does not get.
    case "BadRequest":
    case "InternalServerError":
    case "UnexpectedStatus":
    case "TransportError":
    case "DecodeError":
      return reject(502, said("The chat cannot be reached"))
  }
}

/** Responds to every failure, and logs those of this server. No error has a secret, so they can be logged as they are. */
export const withErrorResponses = <R>(
  handler: Effect.Effect<HttpServerResponse.HttpServerResponse, Failure, R>
): Effect.Effect<HttpServerResponse.HttpServerResponse, never, R> =>
  Effect.catch(handler, (error) => {
    const response = responseTo(error)
    return response.status < 500 ? Effect.succeed(response) : Effect.as(Effect.logError(error.message, error), response)
  })
