/**
 * The responses of a server to requests that failed with an error of the client.
 *
 * @since 0.1.0
 */
import { MissingToken } from "@effect-connectycube/auth/Session"
import { OnceLimitExceeded } from "@effect-connectycube/chat/OnceLimitExceeded"
import * as Issues from "@effect-connectycube/core/contract/Issues"
import { ConnectyCubeError, type StatusError } from "@effect-connectycube/core/ConnectyCubeError"
import * as Wire from "@effect-connectycube/core/contract/Wire"
import { DownloadRejected } from "@effect-connectycube/storage/DownloadRejected"
import { SourceError } from "@effect-connectycube/storage/SourceError"
import { UploadRejected } from "@effect-connectycube/storage/UploadRejected"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as HttpServerError from "effect/http/HttpServerError"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"

const Errors = Schema.Union([
  ...ConnectyCubeError.members,
  MissingToken,
  UploadRejected,
  DownloadRejected,
  SourceError,
  OnceLimitExceeded
])

/**
 * What a request handler fails with: every error of a call, a missing token, and a request that cannot be read.
 *
 * @category models
 * @since 0.1.0
 */
export type Failure = typeof Errors.Type | Schema.SchemaError | HttpServerError.HttpServerError

/**
 * The tag of a {@link Failure}.
 *
 * @category models
 * @since 0.1.0
 */
export type Tag = Failure["_tag"]

/** Each {@link Failure} by its tag. */
type ByTag = { readonly [F in Failure as F["_tag"]]: F }

/**
 * A response to a request that failed, as data: for `Response.json`, for Express, for Hono.
 *
 * @category models
 * @since 0.1.0
 */
export interface ErrorResponse {
  /** The HTTP status. */
  readonly status: number
  /** The headers, in lower case: `retry-after`, in seconds, where the request can be retried. */
  readonly headers: Readonly<Record<string, string>>
  /** The body, to be encoded as JSON. */
  readonly body: {
    /** Messages by field; `base` for those about no field. */
    readonly errors: Readonly<Record<string, ReadonlyArray<string>>>
  }
}

/**
 * Other responses than those of {@link make}, by tag.
 *
 * @category models
 * @since 0.1.0
 */
export type Overrides = {
  /** Returns the response to an error with this tag. `response` is the one without the override. */
  readonly [T in Tag]?: (error: ByTag[T], response: ErrorResponse) => ErrorResponse
}

/**
 * Whether a value is a {@link Failure}. An error of a program that has the same tag, such as `NotFound`, is none.
 *
 * @example
 * ```ts
 * const error = yield* Effect.flip(users.getByLogin("eve"))
 * ErrorResponse.isFailure(error) // => true
 * ErrorResponse.isFailure(new Error("NotFound")) // => false
 * ```
 *
 * @category guards
 * @since 0.1.0
 */
export const isFailure = (u: unknown): u is Failure =>
  isError(u) || Schema.isSchemaError(u) || HttpServerError.isHttpServerError(u)

const isError = Schema.is(Errors)

/**
 * Makes the response to a request that failed, by the tag of the error.
 *
 * **Details**
 *
 * | Tags                                                                                                | Status | Body                           |
 * | --------------------------------------------------------------------------------------------------- | ------ | ------------------------------ |
 * | `Unauthorized`, `MissingToken`                                                                      | 401    | one text                       |
 * | `Forbidden`                                                                                         | 403    | the messages of ConnectyCube, or one text where it is not the API that responded |
 * | `NotFound`                                                                                          | 404    | one text                       |
 * | `UnprocessableEntity`                                                                               | 422    | the messages of ConnectyCube, or one text where it is not the API that responded |
 * | `InvalidRequest`, `SchemaError`                                                                     | 422    | the invalid fields             |
 * | `InvalidRequest` with the source `"program"`                                                        | 500    | one text                       |
 * | `SourceError`                                                                                       | 400    | one text                       |
 * | `HttpServerError`                                                                                   | 400, 404, 413 or 500, by its reason | one text |
 * | `TooManyRequests`, `ServiceUnavailable`, `RateLimitExceeded`, `CircuitOpen`, `SessionClosed`        | 503    | one text, with a `Retry-After` |
 * | `CallTimeout`                                                                                       | 504    | one text                       |
 * | `OnceLimitExceeded`                                                                                 | 500    | one text                       |
 * | all others                                                                                          | 502    | one text                       |
 *
 * `Retry-After` is the `retryAfter` of the error in whole seconds, rounded up, or 5 seconds where it has none.
 *
 * A 429 of ConnectyCube is a 503 here: its limit is that of the application, and not of the caller. A 400 and a 500 of ConnectyCube
 * are a 502. The caller never gets a body of ConnectyCube, a path, a method, the text of an invalid value or a text of a proxy: log
 * the error for those.
 *
 * **Gotchas**
 *
 * It takes calls to be made in the session of the caller. Where the server makes them in a session of its own, a 401 or 403 of
 * ConnectyCube is a fault of the server, and the caller cannot log in to mend it: override `Unauthorized` and `Forbidden` there.
 *
 * @example
 * ```ts
 * import * as ErrorResponse from "effect-connectycube/ErrorResponse"
 *
 * const toResponse = (error: ErrorResponse.Failure) => {
 *   const { body, headers, status } = ErrorResponse.make(error, {
 *     NotFound: (_, response) => ({ ...response, status: 410 })
 *   })
 *   return Response.json(body, { status, headers })
 * }
 * ```
 *
 * @example
 * ```ts
 * const error = yield* Effect.flip(users.getByLogin("eve"))
 * const { status } = ErrorResponse.make(error)
 * status // => 404
 * ```
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = (error: Failure, overrides: Overrides = {}): ErrorResponse =>
  overridden(overrides, error._tag, error, responseTo(error))

const overridden = <T extends Tag>(overrides: Overrides, tag: T, error: ByTag[T], response: ErrorResponse) => {
  const override: ((error: ByTag[T], response: ErrorResponse) => ErrorResponse) | undefined = overrides[tag]
  return override === undefined ? response : override(error, response)
}

/**
 * Makes the response to a request that failed, for a server of Effect.
 *
 * @example
 * ```ts
 * const error = yield* Effect.flip(users.getByLogin("eve"))
 * const { status } = ErrorResponse.toHttp(error, { NotFound: (_, response) => ({ ...response, status: 410 }) })
 * status // => 410
 * ```
 *
 * @see {@link make} for the responses
 * @category constructors
 * @since 0.1.0
 */
export const toHttp = (error: Failure, overrides?: Overrides): HttpServerResponse.HttpServerResponse => {
  const { body, headers, status } = make(error, overrides)
  return HttpServerResponse.jsonUnsafe(body, { status, headers })
}

/**
 * Responds to every {@link Failure} of a request handler, and logs those with a status of 500 and above.
 *
 * **Details**
 *
 * Other errors of the handler stay in its error channel. What is logged has no secret: no error of the client has one, and of an
 * `HttpServerError`, which holds the request, the message and the cause are logged.
 *
 * @example
 * ```ts
 * import { Chat, Session } from "effect-connectycube"
 * import * as ErrorResponse from "effect-connectycube/ErrorResponse"
 * import * as Effect from "effect/Effect"
 * import * as HttpRouter from "effect/http/HttpRouter"
 * import * as HttpServerResponse from "effect/http/HttpServerResponse"
 *
 * const unread = HttpRouter.add(
 *   "GET",
 *   "/unread",
 *   Effect.gen(function* () {
 *     const chat = yield* Chat
 *     const { total } = yield* chat.messages.countUnread()
 *     return HttpServerResponse.jsonUnsafe({ total })
 *   }).pipe(Effect.provide(Session.layerFromRequest), ErrorResponse.handle())
 * )
 * ```
 *
 * @example
 * ```ts
 * const { status } = yield* users.getByLogin("eve").pipe(
 *   Effect.map(({ login }) => HttpServerResponse.text(login ?? "")),
 *   ErrorResponse.handle()
 * )
 * status // => 404
 * ```
 *
 * @see {@link make} for the responses
 * @category error handling
 * @since 0.1.0
 */
export const handle =
  (overrides?: Overrides) =>
  <E, R>(
    handler: Effect.Effect<HttpServerResponse.HttpServerResponse, E, R>
  ): Effect.Effect<HttpServerResponse.HttpServerResponse, Exclude<E, Extract<E, Failure>>, R> =>
    Effect.catchIf(
      handler,
      (error): error is Extract<E, Failure> => isFailure(error),
      (error): Effect.Effect<HttpServerResponse.HttpServerResponse> => {
        const response = toHttp(error, overrides)
        return response.status < 500
          ? Effect.succeed(response)
          : Effect.as(Effect.logError(error.message, ...detailsOf(error)), response)
      },
      (error) => Effect.fail(error)
    )

/** An error of the server holds the request of the caller, with the token in its headers. */
const detailsOf = (error: Failure): ReadonlyArray<unknown> => {
  if (error._tag !== "HttpServerError") return [error]
  return error.cause === undefined ? [] : [error.cause]
}

const respond = (
  status: number,
  errors: ErrorResponse["body"]["errors"],
  headers: ErrorResponse["headers"] = {}
): ErrorResponse => ({ status, headers, body: { errors } })

const said = (message: string) => ({ base: [message] })

const later = (retryAfter: Duration.Duration = Duration.seconds(5)) => {
  const seconds = Math.ceil(Math.min(Math.max(Duration.toSeconds(retryAfter), 0), longestSeconds))
  return respond(503, said("Try again later"), { "retry-after": String(seconds) })
}

/** A day. */
const longestSeconds = 86_400

/** Messages by field: of several about one field, all. */
const byField = (issues: ReadonlyArray<{ readonly path: string; readonly message: string }>) => {
  const errors: Record<string, ReadonlyArray<string>> = {}
  for (const { message, path } of issues) {
    const field = path === "" || path === "__proto__" ? "base" : path
    errors[field] = [...(Object.hasOwn(errors, field) ? (errors[field] ?? []) : []), message]
  }
  return errors
}

/** ConnectyCube writes its errors as JSON. Any other text is that of a proxy or a firewall, about itself. */
const messagesOf = ({ body, errors }: StatusError, otherwise: string): ErrorResponse["body"]["errors"] =>
  Option.isSome(Wire.parseJson(body.trim())) ? errors : said(otherwise)

/** The response for each tag: a missing one does not compile. */
const responseTo = (error: Failure): ErrorResponse => {
  switch (error._tag) {
    // Errors of the caller.
    case "MissingToken":
    case "Unauthorized":
      return respond(401, said("Log in first"))
    case "Forbidden":
      return respond(403, messagesOf(error, "You have no permission"))
    case "NotFound":
      return respond(404, said("There is no such resource"))
    case "UnprocessableEntity":
      return respond(422, messagesOf(error, "The request is invalid"))
    case "InvalidRequest":
      return error.source === "program"
        ? respond(500, said("The request could not be handled"))
        : respond(422, byField(error.issues))
    case "SchemaError":
      // Without the invalid values, which could be a secret.
      return respond(422, byField(Issues.format(error.issue)))
    case "SourceError":
      return respond(400, said("The file could not be read"))
    case "HttpServerError":
      return toServerError(error)
    // Temporary errors.
    case "SessionClosed":
      return later()
    case "TooManyRequests":
    case "ServiceUnavailable":
    case "RateLimitExceeded":
    case "CircuitOpen":
      return later(error.retryAfter)
    case "CallTimeout":
      return respond(504, said("The chat service did not respond in time"))
    case "OnceLimitExceeded":
      return respond(500, said("The request could not be handled"))
    // Errors between the server and ConnectyCube, whose details the caller does not get.
    case "BadRequest":
    case "InternalServerError":
    case "UnexpectedStatus":
    case "TransportError":
    case "DecodeError":
    case "UploadRejected":
    case "DownloadRejected":
      return respond(502, said("The chat service cannot be reached"))
  }
}

const toServerError = ({ reason }: HttpServerError.HttpServerError): ErrorResponse => {
  switch (reason._tag) {
    case "RequestParseError":
      return reason.reason === "BodyTooLarge"
        ? respond(413, said("The request is too large"))
        : respond(400, said("The request could not be read"))
    case "RouteNotFound":
      return respond(404, said("There is no such resource"))
    case "InternalError":
    case "ResponseError":
      return respond(500, said("The request could not be handled"))
  }
}
