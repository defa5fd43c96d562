/**
 * The session of a call.
 *
 * A method that acts as a user has {@link Session} in its requirements. Sessions are values: a process can have any number of
 * them, and none is global. `@effect-connectycube/auth` creates them.
 *
 * @since 0.1.0
 */
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as DateTime from "effect/DateTime"
import * as Deferred from "effect/Deferred"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Redacted from "effect/Redacted"
import type * as Scope from "effect/Scope"
import type { ConnectyCubeConfig } from "./ConnectyCubeConfig.ts"
import { type ConnectyCubeError, InvalidRequest, SessionClosed, type Unauthorized } from "./ConnectyCubeError.ts"
import { Timeouts } from "./Timeouts.ts"
import * as LoginBackoff from "./client/LoginBackoff.ts"
import * as ErrorBody from "./contract/ErrorBody.ts"
import { ClientTransform } from "./internal/clientTransform.ts"
import { CurrentMethod } from "./internal/currentMethod.ts"
import { readableValue } from "./internal/readable.ts"
import { RetryPolicy } from "./RetryPolicy.ts"

/**
 * A token, and when it expires unless it is used before.
 *
 * @category models
 * @since 0.1.0
 */
export interface Token {
  /** The token. */
  readonly token: Redacted.Redacted
  /** The time at which the token expires, unless it is used before. */
  readonly expiresAt: DateTime.Utc
}

/**
 * The token of a session, as one call sends it. `generation` grows with each renewal, whether it succeeds or fails.
 *
 * @category models
 * @since 0.1.0
 */
export interface IssuedToken {
  /** The token. */
  readonly token: Redacted.Redacted
  /** The number of renewals so far, successful or not. */
  readonly generation: number
}

/**
 * The application of a session: its id and the address of its API.
 *
 * @category models
 * @since 0.1.0
 */
export interface Application extends Pick<ConnectyCubeConfig["Service"], "api_url" | "application_id"> {}

/**
 * The session in which a call is made.
 *
 * @category services
 * @since 0.1.0
 */
export class Session extends Context.Service<
  Session,
  {
    /**
     * The application that it was created for; `undefined` for a token of unknown origin. A call to another application fails with
     * `InvalidRequest`, before the token is sent there.
     */
    readonly application: Application | undefined
    /**
     * The token to call with at a time, in milliseconds since 1970; `undefined` when it has to be renewed first.
     *
     * @example
     * ```ts
     * const session = yield* Session
     * const now = yield* DateTime.now
     * const issued = session.currentToken(now.epochMilliseconds)
     * issued?.generation // => 0
     * ```
     */
    readonly currentToken: (now: number) => IssuedToken | undefined
    /**
     * The token to call with. A session that can renew itself does so first when its token is about to expire. Fails with the error
     * of the renewal, and with `SessionClosed` when the session is closed meanwhile.
     *
     * @example
     * ```ts
     * const session = yield* Session.login({ login: "ada", password: Redacted.make("correct horse") })
     * const { token } = yield* session.getToken
     * ```
     */
    readonly getToken: Effect.Effect<IssuedToken, ConnectyCubeError>
    /**
     * Renews the session after the server rejected a token, and gives the new one. Fails with the error of the renewal, with
     * `SessionClosed` when the session is closed meanwhile, or with the given error when this session cannot renew itself.
     *
     * @example
     * ```ts
     * const session = yield* Session.login({ login: "ada", password: Redacted.make("correct horse") })
     * const rejected = yield* session.getToken
     * const error = yield* Effect.flip(auth.getSession.pipe(Effect.provide(Session.layerToken(Redacted.make("expired")))))
     * if (error._tag === "Unauthorized") {
     *   const { generation } = yield* session.renew(rejected, error)
     * }
     * ```
     */
    readonly renew: (rejected: IssuedToken, error: Unauthorized) => Effect.Effect<IssuedToken, ConnectyCubeError>
    /**
     * Notes when the token expires, as a response says. Where it does not say, that is two hours after `now`, in milliseconds
     * since 1970.
     *
     * @example
     * ```ts
     * const session = yield* Session.login({ login: "ada", password: Redacted.make("correct horse") })
     * const issued = yield* session.getToken
     * const now = yield* DateTime.now
     * session.setExpiration(issued, DateTime.add(now, { hours: 2 }), now.epochMilliseconds)
     * ```
     */
    readonly setExpiration: (token: IssuedToken, expiresAt: DateTime.Utc | undefined, now: number) => void
    /**
     * Stops the renewal of the session. Its token belongs to another user from now on, or to none: a user has logged in or out of
     * it, or destroyed it. A renewal would bring back the earlier user.
     *
     * @example
     * ```ts
     * const session = yield* Session.login({ login: "ada", password: Redacted.make("correct horse") })
     * yield* session.stopRenewal
     * ```
     */
    readonly stopRenewal: Effect.Effect<void>
  }
>()("@effect-connectycube/core/Session") {}

/**
 * The error of a call in a session of another application: a token is not sent to another application than its own. `undefined`
 * where session and application belong together, or that is not known.
 *
 * @category errors
 * @since 0.1.0
 */
export const applicationError = (
  { application }: Session["Service"],
  { api_url, application_id }: Application,
  {
    method,
    name,
    path
  }: {
    /** The name of the method. */
    readonly name: string
    /** The HTTP method. */
    readonly method: string
    /** The path of the request. */
    readonly path: string
  }
): InvalidRequest | undefined =>
  application === undefined || (application.application_id === application_id && application.api_url === api_url)
    ? undefined
    : new InvalidRequest({
        operation: name,
        method,
        path,
        source: "program",
        issues: [{ path: "", message: "Expected a session of this application: the one provided is of another" }]
      })

/**
 * How long a token is valid after its last use: 2 hours.
 *
 * @category constants
 * @since 0.1.0
 */
export const lifetime = Duration.hours(2)

/**
 * How long before it expires a token is renewed: 1 minute.
 *
 * @category constants
 * @since 0.1.0
 */
export const renewalMargin = Duration.minutes(1)

/**
 * Whether a 401 means that the token is no longer valid, in any of the known wordings. A wrong password is a 401 too, and
 * means nothing for the session.
 *
 * @category predicates
 * @since 0.1.0
 */
export const isTokenRejected = (error: Unauthorized): boolean => {
  const messages = ErrorBody.format(error.errors)
  return messages === "" || /session|token|^unauthorized$/i.test(messages)
}

/**
 * Creates a session of a token that cannot be renewed. When the token expires, calls fail with `Unauthorized`.
 *
 * @category constructors
 * @since 0.1.0
 */
export const fromToken = (token: Redacted.Redacted, application?: Application): Session["Service"] => {
  if (!isToken(token))
    return { ...fromToken(noToken, application), currentToken: () => undefined, getToken: withoutToken }
  const issued = { token, generation: 0 }
  const session: Session["Service"] = {
    application,
    currentToken: () => issued,
    getToken: Effect.succeed(issued),
    renew: (_, error) => Effect.fail(error),
    setExpiration: () => {},
    stopRenewal: Effect.void
  }
  tokens.set(session, token)
  return session
}

/** Callers without types can give anything. */
const isToken = (token: unknown): boolean => {
  const read = readableValue(token)
  return Redacted.isRedacted(read) && typeof Redacted.value(read) === "string"
}

const noToken = Redacted.make("")

const withoutToken = Effect.withFiber((fiber) => {
  const operation = fiber.getRef(CurrentMethod)?.name ?? renewalItself.operation
  const issues = [{ path: "", message: "Expected a session of a token that is a Redacted text" }]
  return Effect.fail(new InvalidRequest({ ...renewalItself, operation, source: "program", issues }))
})

/** The tokens of the sessions that have one for good. */
const tokens = new WeakMap<Session["Service"], Redacted.Redacted>()

/**
 * Identifies the caller: calls in sessions with equal keys are of one caller. The key of a session that was created from a token is
 * that token, and every other session is its own key. Keys are compared by `Equal`; none shows its token.
 *
 * @category getters
 * @since 0.1.0
 */
export const callerKey = (session: Session["Service"]): Redacted.Redacted | Session["Service"] =>
  tokens.get(session) ?? session

/**
 * Creates a session that renews itself: before its token expires, and when the server rejects it.
 *
 * **Details**
 *
 * However many calls need a new token, `create` runs once, and they share its outcome. It runs in the scope of the session: the
 * interruption of a caller neither stops a renewal nor fails the others. It has the timeouts and the `RetryPolicy` that were in
 * force when the session was created. When its scope is closed, the session is no longer renewed, and calls that wait for a renewal
 * fail with `SessionClosed`.
 *
 * A login that is rejected with a 401, 403, 422 or 429 is not repeated by each call, since a server may lock the account. Until a
 * backoff has passed, calls fail at once with the error of that login, with 0 attempts; then one of them runs `create` again. The
 * backoff is 1 second, four times as long after each further rejection, 10 minutes at most, and no shorter than a `Retry-After`. Other
 * failures have no backoff: the next call runs `create`.
 *
 * @category constructors
 * @since 0.1.0
 */
export const makeRenewable = Effect.fnUntraced(function* (options: {
  /** The application that the session is for; any, when left out. */
  readonly application?: Application | undefined
  /** The token to begin with. */
  readonly initial: Token
  /** Creates the next token. */
  readonly create: Effect.Effect<Token, ConnectyCubeError>
  /** Remembers rejected logins: of this session, when left out. */
  readonly backoff?: LoginBackoff.LoginBackoff | undefined
}): Effect.fn.Return<Session["Service"], never, Scope.Scope> {
  const scope = yield* Effect.scope
  // A renewal is everybody's: the haste of the call that happens to start it is not.
  const timeouts = yield* Timeouts
  const policy = yield* RetryPolicy
  const transform = yield* ClientTransform
  const backoff = options.backoff ?? LoginBackoff.make()
  const create = backoff
    .guard(options.create)
    .pipe(
      Effect.provideService(Timeouts, timeouts),
      Effect.provideService(RetryPolicy, policy),
      Effect.provideService(ClientTransform, transform),
      Effect.provideService(CurrentMethod, undefined)
    )

  let current: Token = options.initial
  // Set when the server has rejected the current token, so that the next call does not try it again.
  let rejected = false
  let stopped = false
  let generation = 0
  let outcome: Exit.Exit<IssuedToken | undefined, ConnectyCubeError> = Exit.succeed(undefined)
  let renewal: Deferred.Deferred<IssuedToken | undefined, ConnectyCubeError> | undefined

  const issue = (): IssuedToken => ({ token: current.token, generation })

  const renewable = () => !stopped && scope.state._tag !== "Closed"

  const margin = Duration.toMillis(renewalMargin)
  const isEnding = (expiresAt: DateTime.Utc, now: number) => expiresAt.epochMilliseconds - now <= margin

  const currentToken = (now: number) =>
    renewable() && (rejected || isEnding(current.expiresAt, now)) ? undefined : issue()

  /** The token that a renewal gave; `undefined` where it was interrupted, which is no interruption of those who wait for it. */
  const finish = (exit: Exit.Exit<Token, ConnectyCubeError>): Exit.Exit<IssuedToken | undefined, ConnectyCubeError> => {
    generation++
    renewal = undefined
    if (Exit.isSuccess(exit) && !stopped) {
      current = exit.value
      rejected = false
    }
    outcome =
      Exit.isFailure(exit) && Cause.hasInterruptsOnly(exit.cause) ? Exit.succeed(undefined) : Exit.map(exit, issue)
    return outcome
  }

  // Uninterruptible but for the waiting: once it is noted that there is a renewal, there has to be one.
  const renewOnce = Effect.uninterruptibleMask((restore) =>
    Effect.suspend(() => {
      if (renewal !== undefined) return restore(Deferred.await(renewal))
      const deferred = Deferred.makeUnsafe<IssuedToken | undefined, ConnectyCubeError>()
      renewal = deferred
      return restore(create).pipe(
        Effect.onExit((exit) => Deferred.done(deferred, finish(exit))),
        Effect.exit,
        Effect.forkIn(scope, { startImmediately: true }),
        Effect.andThen(restore(Deferred.await(deferred)))
      )
    })
  )

  return {
    application: options.application,
    currentToken,
    getToken: Effect.flatMap(Clock.currentTimeMillis, (now) => {
      const token = currentToken(now)
      return token === undefined ? orClosed(renewOnce, renewalItself) : Effect.succeed(token)
    }),
    renew: (token, error) =>
      Effect.suspend((): Effect.Effect<IssuedToken, ConnectyCubeError> => {
        if (!renewable()) return Effect.fail(error)
        const renewed = token.generation < generation && renewal === undefined
        if (!renewed) rejected = true
        return orClosed(renewed ? Effect.map(outcome, (token) => token && issue()) : renewOnce, error)
      }),
    setExpiration: (token, expiresAt, now) => {
      if (token.generation !== generation) return
      // An end that has come contradicts the response that names it: a clock is off, and each call would renew.
      const end =
        expiresAt !== undefined && !isEnding(expiresAt, now)
          ? expiresAt
          : DateTime.makeUnsafe(now + Duration.toMillis(lifetime))
      current = { token: current.token, expiresAt: end }
    },
    stopRenewal: Effect.sync(() => {
      stopped = true
    })
  }
})

/** What fails where nothing is known of the call: the steps of a call fill in their own. */
const renewalItself = { operation: "Session.getToken", method: "POST", path: "/session", attempts: 0 }

/** The token of a renewal, or the error of one that gave none. */
const orClosed = (
  renewed: Effect.Effect<IssuedToken | undefined, ConnectyCubeError>,
  { attempts, method, operation, path }: typeof renewalItself
): Effect.Effect<IssuedToken, ConnectyCubeError> =>
  Effect.flatMap(renewed, (token) =>
    token === undefined ? Effect.fail(new SessionClosed({ operation, method, path, attempts })) : Effect.succeed(token)
  )
