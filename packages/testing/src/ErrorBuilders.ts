/**
 * Builders of errors: instances of every class that a call can fail with, for mocks of services.
 *
 * @since 0.1.0
 */
import {
  BadRequest,
  CallTimeout,
  CircuitOpen,
  DecodeError,
  Forbidden,
  InternalServerError,
  InvalidRequest,
  NotFound,
  RateLimitExceeded,
  ServiceUnavailable,
  SessionClosed,
  TooManyRequests,
  TransportError,
  Unauthorized,
  UnexpectedStatus,
  UnprocessableEntity
} from "@effect-connectycube/core/ConnectyCubeError"
import * as Duration from "effect/Duration"
import * as ErrorBuild from "./internal/builders/errors.ts"

/**
 * The fields of an error that differ from those of the builder. A duration may be `"3 seconds"`.
 *
 * **Details**
 *
 * `method` and `path` follow from an `operation` of the API, and the `body` from the `errors`. `attempts` is 1.
 *
 * @category models
 * @since 0.1.0
 */
export type ErrorOverrides<E> = {
  readonly [Name in ErrorBuild.FieldsOf<E>]?: E[Name] extends Duration.Duration | undefined ? Duration.Input : E[Name]
}

/**
 * 400: the server could not read the request.
 *
 * @example
 * ```ts
 * import { aBadRequest } from "@effect-connectycube/testing/ErrorBuilders"
 * import { Users } from "effect-connectycube"
 * import * as Effect from "effect/Effect"
 * import * as Layer from "effect/Layer"
 *
 * const UsersTest = Layer.mock(Users, { list: () => Effect.fail(aBadRequest({ errors: { base: ["Invalid JSON"] } })) })
 * ```
 *
 * @category errors
 * @since 0.1.0
 */
export const aBadRequest = (overrides: Omit<ErrorOverrides<BadRequest>, "status"> = {}): BadRequest =>
  ErrorBuild.make(
    "aBadRequest",
    BadRequest,
    ErrorBuild.response(400, { base: ["The body of the request could not be read"] }, overrides)
  )

/**
 * 401: no session, or wrong credentials.
 *
 * @example
 * ```ts
 * import { anUnauthorized } from "@effect-connectycube/testing/ErrorBuilders"
 * import { Users } from "effect-connectycube"
 * import * as Effect from "effect/Effect"
 * import * as Layer from "effect/Layer"
 *
 * const UsersTest = Layer.mock(Users, { list: () => Effect.fail(anUnauthorized({ errors: { base: ["Token is required"] } })) })
 * ```
 *
 * @category errors
 * @since 0.1.0
 */
export const anUnauthorized = (overrides: Omit<ErrorOverrides<Unauthorized>, "status"> = {}): Unauthorized =>
  ErrorBuild.make("anUnauthorized", Unauthorized, ErrorBuild.response(401, { base: ["Unauthorized"] }, overrides))

/**
 * 403: the caller has no permission.
 *
 * @example
 * ```ts
 * import { aForbidden } from "@effect-connectycube/testing/ErrorBuilders"
 * import { Users } from "effect-connectycube"
 * import * as Effect from "effect/Effect"
 * import * as Layer from "effect/Layer"
 *
 * const UsersTest = Layer.mock(Users, { list: () => Effect.fail(aForbidden({ operation: "chat.dialogs.list" })) })
 * ```
 *
 * @category errors
 * @since 0.1.0
 */
export const aForbidden = (overrides: Omit<ErrorOverrides<Forbidden>, "status"> = {}): Forbidden =>
  ErrorBuild.make(
    "aForbidden",
    Forbidden,
    ErrorBuild.response(403, { base: ["You don't have appropriate permissions to perform this operation"] }, overrides)
  )

/**
 * 404: the resource does not exist.
 *
 * @example
 * ```ts
 * import { aNotFound } from "@effect-connectycube/testing/ErrorBuilders"
 * import { Users } from "effect-connectycube"
 * import * as Effect from "effect/Effect"
 * import * as Layer from "effect/Layer"
 *
 * const UsersTest = Layer.mock(Users, { list: () => Effect.fail(aNotFound({ operation: "users.getByLogin" })) })
 * ```
 *
 * @category errors
 * @since 0.1.0
 */
export const aNotFound = (overrides: Omit<ErrorOverrides<NotFound>, "status"> = {}): NotFound =>
  ErrorBuild.make("aNotFound", NotFound, ErrorBuild.response(404, { base: ["The resource wasn't found"] }, overrides))

/**
 * 422: the request breaks a rule.
 *
 * @example
 * ```ts
 * import { anUnprocessableEntity } from "@effect-connectycube/testing/ErrorBuilders"
 * import { Users } from "effect-connectycube"
 * import * as Effect from "effect/Effect"
 * import * as Layer from "effect/Layer"
 *
 * const UsersTest = Layer.mock(Users, { list: () => Effect.fail(anUnprocessableEntity({ errors: { email: ["has already been taken"] } })) })
 * ```
 *
 * @category errors
 * @since 0.1.0
 */
export const anUnprocessableEntity = (
  overrides: Omit<ErrorOverrides<UnprocessableEntity>, "status"> = {}
): UnprocessableEntity =>
  ErrorBuild.make(
    "anUnprocessableEntity",
    UnprocessableEntity,
    ErrorBuild.response(422, { email: ["is invalid"] }, overrides)
  )

/**
 * 429: too many requests.
 *
 * @example
 * ```ts
 * import { aTooManyRequests } from "@effect-connectycube/testing/ErrorBuilders"
 * import { Users } from "effect-connectycube"
 * import * as Effect from "effect/Effect"
 * import * as Layer from "effect/Layer"
 *
 * const UsersTest = Layer.mock(Users, { list: () => Effect.fail(aTooManyRequests({ retryAfter: "3 seconds" })) })
 * ```
 *
 * @category errors
 * @since 0.1.0
 */
export const aTooManyRequests = (overrides: Omit<ErrorOverrides<TooManyRequests>, "status"> = {}): TooManyRequests =>
  ErrorBuild.make(
    "aTooManyRequests",
    TooManyRequests,
    ErrorBuild.response(429, { base: ["Rate limit exceeded"] }, overrides)
  )

/**
 * 500: the server failed.
 *
 * @example
 * ```ts
 * import { anInternalServerError } from "@effect-connectycube/testing/ErrorBuilders"
 * import { Users } from "effect-connectycube"
 * import * as Effect from "effect/Effect"
 * import * as Layer from "effect/Layer"
 *
 * const UsersTest = Layer.mock(Users, { list: () => Effect.fail(anInternalServerError({ attempts: 2 })) })
 * ```
 *
 * @category errors
 * @since 0.1.0
 */
export const anInternalServerError = (
  overrides: Omit<ErrorOverrides<InternalServerError>, "status"> = {}
): InternalServerError =>
  ErrorBuild.make(
    "anInternalServerError",
    InternalServerError,
    ErrorBuild.response(500, { base: ["Internal server error"] }, overrides)
  )

/**
 * 503: the server is down or overloaded.
 *
 * @example
 * ```ts
 * import { aServiceUnavailable } from "@effect-connectycube/testing/ErrorBuilders"
 * import { Users } from "effect-connectycube"
 * import * as Effect from "effect/Effect"
 * import * as Layer from "effect/Layer"
 *
 * const UsersTest = Layer.mock(Users, { list: () => Effect.fail(aServiceUnavailable({ retryAfter: "1 minute" })) })
 * ```
 *
 * @category errors
 * @since 0.1.0
 */
export const aServiceUnavailable = (
  overrides: Omit<ErrorOverrides<ServiceUnavailable>, "status"> = {}
): ServiceUnavailable =>
  ErrorBuild.make(
    "aServiceUnavailable",
    ServiceUnavailable,
    ErrorBuild.response(503, { base: ["Service unavailable"] }, overrides)
  )

/**
 * A 502, or any other status without an error of its own.
 *
 * @example
 * ```ts
 * import { anUnexpectedStatus } from "@effect-connectycube/testing/ErrorBuilders"
 * import { Users } from "effect-connectycube"
 * import * as Effect from "effect/Effect"
 * import * as Layer from "effect/Layer"
 *
 * const UsersTest = Layer.mock(Users, { list: () => Effect.fail(anUnexpectedStatus({ status: 504 })) })
 * ```
 *
 * @category errors
 * @since 0.1.0
 */
export const anUnexpectedStatus = (overrides: ErrorOverrides<UnexpectedStatus> = {}): UnexpectedStatus =>
  ErrorBuild.make(
    "anUnexpectedStatus",
    UnexpectedStatus,
    ErrorBuild.response(502, { base: ["Bad gateway"] }, overrides)
  )

/**
 * There is no complete response.
 *
 * @example
 * ```ts
 * import { aTransportError } from "@effect-connectycube/testing/ErrorBuilders"
 * import { Users } from "effect-connectycube"
 * import * as Effect from "effect/Effect"
 * import * as Layer from "effect/Layer"
 *
 * const UsersTest = Layer.mock(Users, { list: () => Effect.fail(aTransportError({ reason: "ECONNRESET" })) })
 * ```
 *
 * @category errors
 * @since 0.1.0
 */
export const aTransportError = (overrides: ErrorOverrides<TransportError> = {}): TransportError =>
  ErrorBuild.make(
    "aTransportError",
    TransportError,
    ErrorBuild.call({ reason: "The connection was closed" }, overrides)
  )

/**
 * A timeout passed.
 *
 * @example
 * ```ts
 * import { aCallTimeout } from "@effect-connectycube/testing/ErrorBuilders"
 * import { Users } from "effect-connectycube"
 * import * as Effect from "effect/Effect"
 * import * as Layer from "effect/Layer"
 *
 * const UsersTest = Layer.mock(Users, { list: () => Effect.fail(aCallTimeout({ duration: "30 seconds" })) })
 * ```
 *
 * @category errors
 * @since 0.1.0
 */
export const aCallTimeout = (overrides: ErrorOverrides<CallTimeout> = {}): CallTimeout =>
  ErrorBuild.make(
    "aCallTimeout",
    CallTimeout,
    ErrorBuild.call({ timeout: "call" as const, duration: Duration.minutes(3) }, overrides, ["duration"])
  )

/**
 * The session was closed while the call waited for a token.
 *
 * @example
 * ```ts
 * import { aSessionClosed } from "@effect-connectycube/testing/ErrorBuilders"
 * import { Users } from "effect-connectycube"
 * import * as Effect from "effect/Effect"
 * import * as Layer from "effect/Layer"
 *
 * const UsersTest = Layer.mock(Users, { list: () => Effect.fail(aSessionClosed({ operation: "users.list" })) })
 * ```
 *
 * @category errors
 * @since 0.1.0
 */
export const aSessionClosed = (overrides: ErrorOverrides<SessionClosed> = {}): SessionClosed =>
  ErrorBuild.make("aSessionClosed", SessionClosed, ErrorBuild.call({}, overrides))

/**
 * The response is a success with another shape.
 *
 * @example
 * ```ts
 * import { aDecodeError } from "@effect-connectycube/testing/ErrorBuilders"
 * import { Users } from "effect-connectycube"
 * import * as Effect from "effect/Effect"
 * import * as Layer from "effect/Layer"
 *
 * const UsersTest = Layer.mock(Users, { list: () => Effect.fail(aDecodeError({ issues: [{ path: "items.0.id", message: "Expected an integer" }] })) })
 * ```
 *
 * @category errors
 * @since 0.1.0
 */
export const aDecodeError = (overrides: ErrorOverrides<DecodeError> = {}): DecodeError =>
  ErrorBuild.make(
    "aDecodeError",
    DecodeError,
    ErrorBuild.call({ status: 200, body: "<html>", issues: [{ path: "", message: "Expected JSON" }] }, overrides)
  )

/**
 * The arguments are invalid, and nothing was sent.
 *
 * @example
 * ```ts
 * import { anInvalidRequest } from "@effect-connectycube/testing/ErrorBuilders"
 * import { Users } from "effect-connectycube"
 * import * as Effect from "effect/Effect"
 * import * as Layer from "effect/Layer"
 *
 * const UsersTest = Layer.mock(Users, { list: () => Effect.fail(anInvalidRequest({ issues: [{ path: "limit", message: "Expected an integer" }] })) })
 * ```
 *
 * @category errors
 * @since 0.1.0
 */
export const anInvalidRequest = (overrides: ErrorOverrides<InvalidRequest> = {}): InvalidRequest =>
  ErrorBuild.make(
    "anInvalidRequest",
    InvalidRequest,
    ErrorBuild.place({ issues: [{ path: "limit", message: "Expected a value less than or equal to 100" }] }, overrides)
  )

/**
 * The rate limit of the program holds the request for too long.
 *
 * @example
 * ```ts
 * import { aRateLimitExceeded } from "@effect-connectycube/testing/ErrorBuilders"
 * import { Users } from "effect-connectycube"
 * import * as Effect from "effect/Effect"
 * import * as Layer from "effect/Layer"
 *
 * const UsersTest = Layer.mock(Users, { list: () => Effect.fail(aRateLimitExceeded({ limit: 100, window: "1 minute" })) })
 * ```
 *
 * @category errors
 * @since 0.1.0
 */
export const aRateLimitExceeded = (overrides: ErrorOverrides<RateLimitExceeded> = {}): RateLimitExceeded =>
  ErrorBuild.make(
    "aRateLimitExceeded",
    RateLimitExceeded,
    ErrorBuild.call({ limit: 10, window: Duration.seconds(1), retryAfter: Duration.minutes(5) }, overrides, [
      "window",
      "retryAfter"
    ])
  )

/**
 * The circuit breaker of the program is open.
 *
 * @example
 * ```ts
 * import { aCircuitOpen } from "@effect-connectycube/testing/ErrorBuilders"
 * import { Users } from "effect-connectycube"
 * import * as Effect from "effect/Effect"
 * import * as Layer from "effect/Layer"
 *
 * const UsersTest = Layer.mock(Users, { list: () => Effect.fail(aCircuitOpen({ retryAfter: "5 seconds" })) })
 * ```
 *
 * @category errors
 * @since 0.1.0
 */
export const aCircuitOpen = (overrides: ErrorOverrides<CircuitOpen> = {}): CircuitOpen =>
  ErrorBuild.make(
    "aCircuitOpen",
    CircuitOpen,
    ErrorBuild.call({ retryAfter: Duration.seconds(30) }, overrides, ["retryAfter"])
  )
