/**
 * The errors of a call: one class for each outcome, each caught by `Effect.catchTag`.
 *
 * An error has the operation, the method and path of the endpoint, and the number of attempts. With a response it also has the
 * status, the messages by field, the body, and the `Retry-After`. No error has a token, a key or a password, at any depth.
 *
 * @since 0.1.0
 */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as ErrorBody from "./contract/ErrorBody.ts"
import { ownMessage } from "./contract/OwnMessage.ts"

/**
 * The schema of a {@link BatchOutcome}.
 *
 * @category models
 * @since 0.1.0
 */
export const BatchOutcome = Schema.Struct({
  /** Those whose request succeeded. Of a deletion: those that do not exist any more. */
  done: Schema.Array(Schema.Union([Schema.String, Schema.Finite])),
  /** Those that the server rejected: the caller has no permission to delete them. */
  rejected: Schema.Array(Schema.Union([Schema.String, Schema.Finite])),
  /** Those of the requests that failed: the error says whether such a request may have been handled. */
  open: Schema.Array(Schema.Union([Schema.String, Schema.Finite])),
  /** Those that were not sent. */
  notSent: Schema.Array(Schema.Union([Schema.String, Schema.Finite]))
})

/**
 * The outcome of each id of a list that was sent in several requests, of which one failed.
 *
 * @category models
 * @since 0.1.0
 */
export interface BatchOutcome extends Schema.Schema.Type<typeof BatchOutcome> {}

const batch = {
  /** Where the ids of the call were sent in several requests: the outcome of each. The error is that of one request. */
  batch: Schema.optionalKey(BatchOutcome)
}

const call = {
  ...batch,
  /** The method of the client that was called, such as `users.signUp`. */
  operation: Schema.String,
  /** The HTTP method. */
  method: Schema.String,
  /** The path of the endpoint, with the names of its parameters: `/users/:user_id`. */
  path: Schema.String,
  /** How many requests were made for this call, this one included. 0 where the call failed before its first request. */
  attempts: Schema.Int
}

const response = {
  ...call,
  /** The HTTP status. */
  status: Schema.Int,
  /** Messages by field; `base` for those about no field. */
  errors: Schema.Record(Schema.String, Schema.Array(Schema.String)),
  /** The body as it came, cut to 16 KiB, secrets masked. */
  body: Schema.String,
  /** How long the server asked to wait (`Retry-After`). */
  retryAfter: Schema.optionalKey(Schema.DurationFromMillis)
}

/** What stands behind an error: `"response"`, unless it is said otherwise. */
const source = <const Other extends string>(other: Other) =>
  Schema.Literals(["response", other]).pipe(Schema.withConstructorDefault(Effect.succeed("response" as const)))

interface Where {
  readonly operation: string
  readonly method: string
  readonly path: string
  readonly batch?: BatchOutcome
}

const where = ({ batch, method, operation, path }: Where) =>
  `${operation} (${method} ${path})${batch === undefined ? "" : ` of ${countsOf(batch)}`}`

const countsOf = ({ done, notSent, open, rejected }: BatchOutcome) =>
  `several requests (ids done: ${done.length}, rejected: ${rejected.length}, open: ${open.length}, not sent: ${notSent.length})`

const describe = (
  error: Where & {
    readonly status: number
    readonly errors: ErrorBody.FieldErrors
  }
) => `${where(error)} got ${error.status}: ${ErrorBody.format(error.errors) || "no message"}`

/**
 * 400: the server could not read the request.
 *
 * @category errors
 * @since 0.1.0
 */
export class BadRequest extends ownMessage(Schema.TaggedError<BadRequest>()("BadRequest", response)) {
  override get message(): string {
    return describe(this)
  }
}

/**
 * 401: no session, a session that has ended and could not be renewed, or wrong credentials.
 *
 * **Details**
 *
 * A token that the server rejects is renewed once by a session that can renew itself, before this error. A login that was rejected
 * is not repeated by each call: until its backoff has passed, calls fail with the error of that login, with 0 attempts.
 *
 * **Gotchas**
 *
 * When a session was renewed and the new one is of another user, the call fails with this error too: the session has ended, and its user
 * has to log in again. Its `source` is then `"another user"`, and `status` and `body` are those of the response with the session, a 201.
 *
 * @category errors
 * @since 0.1.0
 */
export class Unauthorized extends ownMessage(
  Schema.TaggedError<Unauthorized>()("Unauthorized", {
    ...response,
    /** What stands behind it. */ source: source("another user")
  })
) {
  override get message(): string {
    return this.source === "response" ? describe(this) : `${where(this)}: ${ErrorBody.format(this.errors)}`
  }
}

/**
 * 403: the caller has no permission; `Forbidden. Need user.` when the session has no user.
 *
 * **Details**
 *
 * A success can say it too: the response of `chat.messages.delete` names the message as one that the user may not delete. The
 * `source` is then `"body"`, and `status` and `body` are those of the response, a 200.
 *
 * @category errors
 * @since 0.1.0
 */
export class Forbidden extends ownMessage(
  Schema.TaggedError<Forbidden>()("Forbidden", {
    ...response,
    /** What stands behind it. */ source: source("body")
  })
) {
  override get message(): string {
    return this.source === "response" ? describe(this) : `${where(this)}: ${ErrorBody.format(this.errors)}`
  }
}

/**
 * 404: the resource does not exist.
 *
 * **Details**
 *
 * A success can say it too: the list of `users.get` has no such user, or the response of `chat.messages.delete` names the message as
 * not found. The `source` is then `"body"`, and `status` and `body` are those of the response, a 200.
 *
 * @category errors
 * @since 0.1.0
 */
export class NotFound extends ownMessage(
  Schema.TaggedError<NotFound>()("NotFound", {
    ...response,
    /** What stands behind it. */ source: source("body")
  })
) {
  override get message(): string {
    return this.source === "response"
      ? describe(this)
      : `${where(this)} found nothing: ${ErrorBody.format(this.errors)}`
  }
}

/**
 * 422: the request breaks a rule; `errors` has the messages by field.
 *
 * @category errors
 * @since 0.1.0
 */
export class UnprocessableEntity extends ownMessage(
  Schema.TaggedError<UnprocessableEntity>()("UnprocessableEntity", response)
) {
  override get message(): string {
    return describe(this)
  }
}

/**
 * 429: too many requests, after the retries of the `RetryPolicy`. `retryAfter` is how long the server asks to wait.
 *
 * @category errors
 * @since 0.1.0
 */
export class TooManyRequests extends ownMessage(Schema.TaggedError<TooManyRequests>()("TooManyRequests", response)) {
  override get message(): string {
    return describe(this)
  }
}

/**
 * 500: the server failed. It is not retried: the request may have been handled.
 *
 * @category errors
 * @since 0.1.0
 */
export class InternalServerError extends ownMessage(
  Schema.TaggedError<InternalServerError>()("InternalServerError", response)
) {
  override get message(): string {
    return describe(this)
  }
}

/**
 * 503: the server is down or overloaded, after the retries of the `RetryPolicy`.
 *
 * @category errors
 * @since 0.1.0
 */
export class ServiceUnavailable extends ownMessage(
  Schema.TaggedError<ServiceUnavailable>()("ServiceUnavailable", response)
) {
  override get message(): string {
    return describe(this)
  }
}

/**
 * Any other status that is no success: a proxy's 502, a redirect, a status that is not documented.
 *
 * **Details**
 *
 * A 408, 425, 502 and 504 are retried as a `TransportError` is.
 *
 * @category errors
 * @since 0.1.0
 */
export class UnexpectedStatus extends ownMessage(Schema.TaggedError<UnexpectedStatus>()("UnexpectedStatus", response)) {
  override get message(): string {
    return describe(this)
  }
}

/**
 * There is no complete response: the host could not be reached, or the connection was lost.
 *
 * **Details**
 *
 * The request may have been handled, so only safe and idempotent methods are retried before this error.
 *
 * @category errors
 * @since 0.1.0
 */
export class TransportError extends ownMessage(
  Schema.TaggedError<TransportError>()("TransportError", {
    ...call,
    /** What the HTTP client said. */
    reason: Schema.String
  })
) {
  override get message(): string {
    return `${where(this)} got no whole response: ${this.reason}`
  }
}

/**
 * A timeout passed: that of one attempt (`timeout: "attempt"`), or that of the whole call (`timeout: "call"`).
 *
 * **Gotchas**
 *
 * Its tag is not `TimeoutError`, which is the tag of Effect's own error of `Effect.timeout`.
 *
 * @see `Timeouts` for how to set them
 *
 * @category errors
 * @since 0.1.0
 */
export class CallTimeout extends ownMessage(
  Schema.TaggedError<CallTimeout>()("CallTimeout", {
    ...call,
    /** The timeout that was exceeded: that of an attempt, or that of the whole call. */
    timeout: Schema.Literals(["attempt", "call"]),
    /** The length of the timeout. */
    duration: Schema.DurationFromMillis
  })
) {
  override get message(): string {
    return `${where(this)} passed the timeout of one ${this.timeout} (${Duration.format(this.duration)})`
  }
}

/**
 * The session was closed while the call waited for a new token: the scope in which it was created is closed, or the effect that
 * gives its credentials was interrupted.
 *
 * **Details**
 *
 * The request was not sent, or was sent with the earlier token and rejected with a 401: it was not handled. The user has not to log
 * in again for that reason, as after an `Unauthorized`: the program that closed the session does.
 *
 * @category errors
 * @since 0.1.0
 */
export class SessionClosed extends ownMessage(Schema.TaggedError<SessionClosed>()("SessionClosed", call)) {
  override get message(): string {
    return `${where(this)} was waiting for a new token when its session was closed`
  }
}

/**
 * The response is a success, and its body is not what the API promises: another shape, or not JSON.
 *
 * @category errors
 * @since 0.1.0
 */
export class DecodeError extends ownMessage(
  Schema.TaggedError<DecodeError>()("DecodeError", {
    ...call,
    /** The HTTP status. */
    status: Schema.Int,
    /** The body as it came, cut to 16 KiB, secrets masked. */
    body: Schema.String,
    /** What was expected, and where: the first twenty. Of a long list the first items are looked at. */
    issues: Schema.Array(
      Schema.Struct({
        /** The path of the invalid value. */
        path: Schema.String,
        /** What was expected. */
        message: Schema.String
      })
    )
  })
) {
  override get message(): string {
    return `${where(this)} got an unknown shape: ${formatIssues(this.issues)}`
  }
}

/**
 * The arguments are invalid. Nothing was sent.
 *
 * **Details**
 *
 * The `source` is `"arguments"`, or `"program"` where the arguments are valid and the program is not set up for the call: there is no
 * administration API key, the session is of another application or has no token, the `UserAgent` is invalid.
 *
 * @category errors
 * @since 0.1.0
 */
export class InvalidRequest extends ownMessage(
  Schema.TaggedError<InvalidRequest>()("InvalidRequest", {
    ...batch,
    /** The method that was called, such as `users.get`. */
    operation: Schema.String,
    /** The HTTP method of the request. */
    method: Schema.String,
    /** The path: of the request, or in `issues` of the invalid value. */
    path: Schema.String,
    /** What is invalid: the arguments, or what the program has set up. */
    source: Schema.Literals(["arguments", "program"]).pipe(
      Schema.withConstructorDefault(Effect.succeed("arguments" as const))
    ),
    /** What was expected, and where. */
    issues: Schema.Array(
      Schema.Struct({
        /** The path: of the request, or in `issues` of the invalid value. */
        path: Schema.String,
        /** What was expected. */
        message: Schema.String
      })
    )
  })
) {
  override get message(): string {
    return `${where(this)} was not sent: ${formatIssues(this.issues)}`
  }
}

/**
 * The `RateLimit` of the program would hold the request for longer than its call has time left. It was not sent.
 *
 * **Details**
 *
 * `attempts` counts the requests that were sent before: 0, or 1 where a session was renewed. A retry that would have to wait for too
 * long fails with the error of the attempt before it.
 *
 * @see `RateLimit` for how to set it
 *
 * @category errors
 * @since 0.1.0
 */
export class RateLimitExceeded extends ownMessage(
  Schema.TaggedError<RateLimitExceeded>()("RateLimitExceeded", {
    ...call,
    /** The most requests in a window. */
    limit: Schema.Int,
    /** The length of a window. */
    window: Schema.DurationFromMillis,
    /** How long it would have had to wait at least. */
    retryAfter: Schema.DurationFromMillis
  })
) {
  override get message(): string {
    const limit = `${this.limit} requests in ${Duration.format(this.window)}`
    return `${where(this)} was not sent: at ${limit} its turn comes in ${Duration.format(this.retryAfter)}, after its timeout`
  }
}

/**
 * The `CircuitBreaker` of the program is open: too many requests of the application have failed. This one was not sent.
 *
 * **Details**
 *
 * `attempts` counts the requests that were sent before: 0, or 1 where a session was renewed. A retry that meets an open circuit fails
 * with the error of the attempt before it.
 *
 * @see `CircuitBreaker` for how to set it
 *
 * @category errors
 * @since 0.1.0
 */
export class CircuitOpen extends ownMessage(
  Schema.TaggedError<CircuitOpen>()("CircuitOpen", {
    ...call,
    /**
     * When to try again. While the request that tests the service is under way, that is how long the circuit stays open if it fails.
     */
    retryAfter: Schema.DurationFromMillis
  })
) {
  override get message(): string {
    return `${where(this)} was not sent: the circuit is open, try again in ${Duration.format(this.retryAfter)}`
  }
}

const formatIssues = (issues: ReadonlyArray<{ readonly path: string; readonly message: string }>) =>
  issues.map(({ path, message }) => (path === "" ? message : `${path}: ${message}`)).join("; ")

/**
 * The errors with a status: the server responded, and not with a success.
 *
 * @category errors
 * @since 0.1.0
 */
export const StatusError = Schema.Union([
  BadRequest,
  Unauthorized,
  Forbidden,
  NotFound,
  UnprocessableEntity,
  TooManyRequests,
  InternalServerError,
  ServiceUnavailable,
  UnexpectedStatus
])

/**
 * Any of {@link StatusError}.
 *
 * @category errors
 * @since 0.1.0
 */
export type StatusError = typeof StatusError.Type

/**
 * The schema of every error that a call can fail with, for the contract of an `HttpApi`, an `Rpc` or a `Workflow`.
 *
 * **Details**
 *
 * An error encodes to JSON with its tag and its fields; durations are milliseconds. It decodes to an error of the same class, with the
 * same fields and the same `message`. No class has an `httpApiStatus`: an `HttpApi` responds with a 500, unless its contract gives the
 * class another one with `HttpApiSchema.status`.
 *
 * **Gotchas**
 *
 * The `stack` and the `cause` are not encoded: a decoded error has the stack of the place where it was decoded. All fields are
 * encoded, `body`, `operation` and `path` among them. They have no secret, but they are not meant for a public API: give its
 * callers errors of your own, or the responses of `ErrorResponse`.
 *
 * @example
 * ```ts
 * import { ConnectyCubeError } from "@effect-connectycube/core/ConnectyCubeError"
 * import * as Schema from "effect/Schema"
 * import * as Rpc from "effect/rpc/Rpc"
 *
 * const Rename = Rpc.make("Rename", { payload: { full_name: Schema.String }, error: ConnectyCubeError })
 * ```
 *
 * @category errors
 * @since 0.1.0
 */
export const ConnectyCubeError = Schema.Union([
  ...StatusError.members,
  TransportError,
  CallTimeout,
  SessionClosed,
  DecodeError,
  InvalidRequest,
  RateLimitExceeded,
  CircuitOpen
])

/**
 * Every error that a call can fail with.
 *
 * @category errors
 * @since 0.1.0
 */
export type ConnectyCubeError = typeof ConnectyCubeError.Type

/**
 * Whether a value is a `StatusError`.
 *
 * @example
 * ```ts
 * import { isStatusError } from "@effect-connectycube/core/ConnectyCubeError"
 *
 * const statusOf = (error: unknown) => (isStatusError(error) ? error.status : undefined)
 * ```
 *
 * @category guards
 * @since 0.1.0
 */
export const isStatusError: (u: unknown) => u is StatusError = Schema.is(StatusError)
