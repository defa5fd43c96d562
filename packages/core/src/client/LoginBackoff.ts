/**
 * Keeps a rejected login from being repeated by every call: a server may lock the account.
 *
 * @since 0.1.0
 */
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import type {
  ConnectyCubeError,
  Forbidden,
  TooManyRequests,
  Unauthorized,
  UnprocessableEntity
} from "../ConnectyCubeError.ts"
import { copy } from "../internal/makeErrors.ts"

/**
 * The rejection of a login, and how long it is remembered. It is shared by all who log in with the same credentials.
 *
 * @category models
 * @since 0.1.0
 */
export interface LoginBackoff {
  /**
   * Logs in, unless a login was rejected and its backoff has not passed: then it fails with that error, as a fresh value with 0
   * attempts. When the backoff has passed one caller logs in, and the others fail as before until the outcome is known.
   */
  readonly guard: <A, R>(login: Effect.Effect<A, ConnectyCubeError, R>) => Effect.Effect<A, ConnectyCubeError, R>
  /** Whether a rejection is remembered at a time, in milliseconds since 1970. */
  readonly isPending: (now: number) => boolean
}

/**
 * The backoff after the first rejection: 1 second.
 *
 * @category constants
 * @since 0.1.0
 */
export const base = Duration.seconds(1)

/**
 * How many times longer the backoff is after each further rejection.
 *
 * @category constants
 * @since 0.1.0
 */
export const factor = 4

/**
 * The longest backoff: 10 minutes. With {@link base} and {@link factor} there are six logins in the first quarter of an hour.
 *
 * @category constants
 * @since 0.1.0
 */
export const cap = Duration.minutes(10)

type Rejection = Unauthorized | Forbidden | UnprocessableEntity | TooManyRequests

/**
 * The error of a login, if it is a rejection: a 401, 403, 422 or 429. Everything else says nothing about the credentials, and has
 * retries of its own.
 */
const rejectionOf = (error: ConnectyCubeError): Rejection | undefined => {
  switch (error._tag) {
    case "Unauthorized":
    case "Forbidden":
    case "UnprocessableEntity":
    case "TooManyRequests":
      return error
    default:
      return undefined
  }
}

/**
 * Remembers nothing yet.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = (): LoginBackoff => {
  let rejection: Rejection | undefined
  let rejections = 0
  let until = 0
  let trying = false

  const isPending = (now: number) => rejection !== undefined && (trying || now < until)

  const note = (exit: Exit.Exit<unknown, ConnectyCubeError>, now: number) => {
    if (Exit.isSuccess(exit)) {
      rejection = undefined
      rejections = 0
      return
    }
    const error = Option.getOrUndefined(Exit.findErrorOption(exit))
    const found = error && rejectionOf(error)
    // Those that were under way together are one.
    if (found === undefined || now < until) return
    rejection = found
    until = now + waitOf(rejection, rejections++)
  }

  return {
    isPending,
    guard: (login) =>
      Effect.uninterruptibleMask((restore) =>
        Effect.flatMap(Clock.currentTimeMillis, (now) => {
          if (rejection !== undefined && isPending(now)) return Effect.fail(copy(rejection, { attempts: 0 }))
          const again = rejection !== undefined
          trying = again
          return Effect.onExit(restore(login), (exit) =>
            Effect.map(Clock.currentTimeMillis, (now) => {
              if (again) trying = false
              note(exit, now)
            })
          )
        })
      )
  }
}

/** In milliseconds. A `Retry-After` makes it longer. */
const waitOf = (rejection: Rejection, earlier: number): number =>
  Math.max(
    Math.min(Duration.toMillis(base) * factor ** earlier, Duration.toMillis(cap)),
    rejection.retryAfter === undefined ? 0 : Duration.toMillis(rejection.retryAfter)
  )
