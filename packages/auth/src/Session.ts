/**
 * The session in which methods call the API, made by an effect or provided by a layer.
 *
 * @since 0.1.0
 */
import type { ConnectyCubeError } from "@effect-connectycube/core/ConnectyCubeError"
import { Timeouts } from "@effect-connectycube/core/Timeouts"
import * as Arguments from "@effect-connectycube/core/contract/Arguments"
import * as KeyedLayer from "@effect-connectycube/core/client/KeyedLayer"
import { ApiResponse } from "@effect-connectycube/core/ApiResponse"
import * as ResponseError from "@effect-connectycube/core/client/ResponseError"
import { ownMessage } from "@effect-connectycube/core/contract/OwnMessage"
import { RetryPolicy } from "@effect-connectycube/core/RetryPolicy"
import {
  fromToken,
  lifetime,
  makeRenewable,
  Session as CoreSession,
  type Token
} from "@effect-connectycube/core/Session"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as HttpServerRespondable from "effect/http/HttpServerRespondable"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import { Auth } from "./Auth.ts"
import type {
  Credentials,
  Guest,
  IdentityProviderCredentials,
  ProviderCredentials,
  UserCredentials
} from "./Credentials.ts"
import * as RejectedLogins from "./internal/rejectedLogins.ts"
import type { SessionInfo } from "./SessionInfo.ts"

// A renewal keeps to the timeouts and the policy that were in force when the session was made.
const layerOf = (
  session: Effect.Effect<Session["Service"], ConnectyCubeError, Auth | Scope.Scope>
): Layer.Layer<Session, ConnectyCubeError, Auth> =>
  KeyedLayer.effect(CoreSession, Effect.all([Auth, Timeouts, RetryPolicy]), session)

/**
 * The session in which methods call the API. A method that acts as a user has `Session` in its requirements.
 *
 * **When to use**
 *
 * Provide it once, around the program, or keep one session for each user, as the guide to sessions shows.
 *
 * **Details**
 *
 * A session with credentials renews itself: before its token expires, and once when the server rejects it. Concurrent calls
 * share one renewal. A session never becomes another user's: a renewal that returns another user fails with an
 * `Unauthorized` whose `source` is `"another user"`.
 *
 * A login that was rejected is not repeated by every call, since a server may lock the account. For 1 second, and for four times as
 * long after each further rejection, up to 10 minutes, logins with the same credentials fail with the error of that login, and make
 * no request.
 *
 * Layers are built for the application, and in a server for the request, in their context. One layer value can be used for
 * several applications: each has a session of its own.
 *
 * **Gotchas**
 *
 * A layer that logs in does so when it is built, and `Effect.provide` builds it for each run: in the handler of a server
 * that is one `POST /session` for each request, even if the layer is a constant.
 *
 * @example
 * ```ts
 * import { Session } from "@effect-connectycube/auth/Session"
 * import { Users } from "@effect-connectycube/users/Users"
 * import * as Effect from "effect/Effect"
 * import * as Redacted from "effect/Redacted"
 *
 * const vips = Effect.gen(function*() {
 *   const users = yield* Users
 *   return yield* users.list({ user_tags: "vip" })
 * }).pipe(
 *   Effect.provide(Session.layerLogin({ login: "ada", password: Redacted.make("correct horse") }))
 * )
 * ```
 *
 * @see https://developers.connectycube.com/server/auth
 * @see https://github.com/effect-connectycube/effect-connectycube/blob/main/docs/sessions.md
 * @category services
 * @since 0.1.0
 */
export class Session extends CoreSession {
  /**
   * Logs a user in by login or e-mail address and password, or by a token of the identity provider of the application. The
   * session renews itself.
   *
   * **Details**
   *
   * Fails with `Unauthorized` for a wrong password. The next login with the same credentials makes a request when the backoff of the
   * rejection has passed. Other credentials have a backoff of their own.
   *
   * **Gotchas**
   *
   * The server creates a user for an unknown login or e-mail address, unless the dashboard disables it.
   *
   * @example
   * ```ts
   * const session = yield* Session.login({ login: "ben", password: Redacted.make("correct horse") })
   * const dialogs = yield* chat.dialogs.list().pipe(Effect.provideService(Session, session))
   * dialogs.total_entries // => 1
   * ```
   *
   * @see https://developers.connectycube.com/server/auth#create-session-token
   */
  static readonly login = (
    credentials: UserCredentials | IdentityProviderCredentials
  ): Effect.Effect<Session["Service"], ConnectyCubeError, Auth | Scope.Scope> =>
    renewable(Arguments.readable(credentials))

  /**
   * Provides the session of {@link Session.login}. It logs in each time it is built.
   *
   * @example
   * ```ts
   * const dialogs = yield* chat.dialogs.list().pipe(
   *   Effect.provide(Session.layerLogin({ login: "ben", password: Redacted.make("correct horse") }))
   * )
   * dialogs.items.map(({ name }) => name) // => ["Engines"]
   * ```
   *
   * @see https://github.com/effect-connectycube/effect-connectycube/blob/main/docs/sessions.md
   */
  static readonly layerLogin = (
    credentials: UserCredentials | IdentityProviderCredentials
  ): Layer.Layer<Session, ConnectyCubeError, Auth> => layerOf(Session.login(credentials))

  /**
   * Logs a user in by an account at an external provider. The session renews itself.
   *
   * **Details**
   *
   * Pass an effect for credentials that expire, such as the id tokens of Firebase. It runs for each login. When a login with its
   * credentials was rejected, it runs again after the backoff, whatever credentials it would give.
   *
   * @example
   * ```ts
   * const session = yield* Session.provider({
   *   provider: "firebase_phone",
   *   firebase_phone: { project_id: "my-project", access_token: Redacted.make("id token") }
   * })
   * ```
   *
   * @see https://developers.connectycube.com/server/auth#create-session-token
   */
  static readonly provider = (
    credentials: ProviderCredentials | Effect.Effect<ProviderCredentials, ConnectyCubeError>
  ): Effect.Effect<Session["Service"], ConnectyCubeError, Auth | Scope.Scope> =>
    renewable(Arguments.readable(credentials))

  /**
   * Provides the session of {@link Session.provider}. It logs in each time it is built, as {@link Session.layerLogin} does.
   *
   * @example
   * ```ts
   * const { user_id } = yield* auth.getSession.pipe(
   *   Effect.provide(Session.layerProvider({ provider: "facebook", keys: { token: Redacted.make("access token") } }))
   * )
   * ```
   *
   * @see https://github.com/effect-connectycube/effect-connectycube/blob/main/docs/sessions.md
   */
  static readonly layerProvider = (
    credentials: ProviderCredentials | Effect.Effect<ProviderCredentials, ConnectyCubeError>
  ): Layer.Layer<Session, ConnectyCubeError, Auth> => layerOf(Session.provider(credentials))

  /**
   * Makes a session of the application, without a user. It renews itself.
   *
   * **Gotchas**
   *
   * Chat, push notifications and storage reject it with `Forbidden`.
   *
   * @example
   * ```ts
   * const session = yield* Session.application
   * const page = yield* users.list({ user_tags: "vip" }).pipe(Effect.provideService(Session, session))
   * page.total_entries // => 2
   * ```
   */
  static readonly application: Effect.Effect<Session["Service"], ConnectyCubeError, Auth | Scope.Scope> =
    Effect.suspend(() => renewable(undefined))

  /**
   * Provides the session of {@link Session.application}.
   *
   * @example
   * ```ts
   * const page = yield* users.list({ user_tags: "vip" }).pipe(Effect.provide(Session.layerApplication))
   * page.total_entries // => 2
   * ```
   */
  static readonly layerApplication: Layer.Layer<Session, ConnectyCubeError, Auth> = layerOf(Session.application)

  /**
   * Makes a session of a guest, a user who is deleted with it after a day.
   *
   * **Gotchas**
   *
   * It does not renew itself, since that would create another guest.
   *
   * @example
   * ```ts
   * const session = yield* Session.guest({ full_name: "A visitor" })
   * const { user } = yield* auth.getSession.pipe(Effect.provideService(Session, session))
   * user?.full_name // => "A visitor"
   * ```
   *
   * @see https://developers.connectycube.com/server/auth#create-session-with-guest-user
   */
  static readonly guest = (
    options?: Omit<Guest, "guest">
  ): Effect.Effect<Session["Service"], ConnectyCubeError, Auth> =>
    Effect.flatMap(Auth, (auth) =>
      Effect.map(auth.createSession({ guest: true, ...Arguments.readable(options) }), ({ token }) =>
        fromToken(token, auth.application)
      )
    )

  /**
   * Provides the session of {@link Session.guest}.
   *
   * @example
   * ```ts
   * const { user } = yield* auth.getSession.pipe(Effect.provide(Session.layerGuest({ full_name: "A visitor" })))
   * user?.full_name // => "A visitor"
   * ```
   */
  static readonly layerGuest = (options?: Omit<Guest, "guest">): Layer.Layer<Session, ConnectyCubeError, Auth> =>
    layerOf(Session.guest(options))

  /**
   * Makes a session from a token. It does not renew itself.
   *
   * @example
   * ```ts
   * const { token } = yield* auth.createSession({ login: "ben", password: Redacted.make("correct horse") })
   * const session = yield* Session.fromToken(token)
   * const { user } = yield* auth.getSession.pipe(Effect.provideService(Session, session))
   * user?.login // => "ben"
   * ```
   */
  static readonly fromToken = (token: Redacted.Redacted): Effect.Effect<Session["Service"]> =>
    Effect.sync(() => fromToken(token))

  /**
   * Provides the session of {@link Session.fromToken}.
   *
   * @example
   * ```ts
   * const { token } = yield* auth.createSession({ login: "ben", password: Redacted.make("correct horse") })
   * const { user_id } = yield* auth.getSession.pipe(Effect.provide(Session.layerToken(token)))
   * user_id // => ben.id
   * ```
   */
  static readonly layerToken = (token: Redacted.Redacted): Layer.Layer<Session> =>
    Layer.effect(CoreSession, Session.fromToken(token))

  /**
   * Makes a session from the `CB-Token` header of the request to a server.
   *
   * **Details**
   *
   * Fails with {@link MissingToken} if the request has none, so that no caller gets the session of another one.
   *
   * @example
   * ```ts
   * const request = HttpServerRequest.fromWeb(new Request("https://example.com/", { headers: { "CB-Token": "token" } }))
   * const session = yield* Session.fromRequest.pipe(
   *   Effect.provideService(HttpServerRequest.HttpServerRequest, request)
   * )
   * const { token } = yield* session.getToken
   * Redacted.value(token) // => "token"
   * ```
   */
  static readonly fromRequest: Effect.Effect<Session["Service"], MissingToken, HttpServerRequest.HttpServerRequest> =
    Effect.flatMap(HttpServerRequest.HttpServerRequest, ({ headers }) => {
      const token = headers["cb-token"]?.trim()
      return token ? Effect.succeed(fromToken(Redacted.make(token))) : Effect.fail(new MissingToken())
    })

  /**
   * Provides the session of {@link Session.fromRequest}.
   *
   * @example
   * ```ts
   * const unread = chat.messages.countUnread().pipe(Effect.provide(Session.layerFromRequest))
   * const request = HttpServerRequest.fromWeb(new Request("https://example.com/"))
   * const error = yield* unread.pipe(Effect.provideService(HttpServerRequest.HttpServerRequest, request), Effect.flip)
   * error._tag // => "MissingToken"
   * ```
   */
  static readonly layerFromRequest: Layer.Layer<Session, MissingToken, HttpServerRequest.HttpServerRequest> =
    KeyedLayer.effect(CoreSession, Effect.all([HttpServerRequest.HttpServerRequest]), Session.fromRequest)
}

/**
 * The request to the server has no `CB-Token` header. A handler that does not catch it responds with a 401.
 *
 * @category errors
 * @since 0.1.0
 */
export class MissingToken extends ownMessage(
  Schema.TaggedError<MissingToken>()("MissingToken", {}, { httpApiStatus: 401 })
) {
  override get message(): string {
    return "The request has no CB-Token header"
  }

  [HttpServerRespondable.symbol](): Effect.Effect<HttpServerResponse.HttpServerResponse> {
    return Effect.succeed(HttpServerResponse.jsonUnsafe({ errors: ["Token is required"] }, { status: 401 }))
  }
}

const renewable = Effect.fnUntraced(function* (
  who: Credentials | undefined | Effect.Effect<Credentials, ConnectyCubeError>
): Effect.fn.Return<Session["Service"], ConnectyCubeError, Auth | Scope.Scope> {
  const auth = yield* Auth
  const backoff = RejectedLogins.backoffOf(auth, who)
  const create = Effect.isEffect(who)
    ? Effect.flatMap(who, (credentials) => auth.createSession(credentials))
    : auth.createSession(who)
  const first = yield* backoff.guard(create)
  return yield* makeRenewable({
    application: auth.application,
    initial: yield* tokenOf(first),
    create: Effect.flatMap(ApiResponse.withResponse(create), ({ response, value }) =>
      value.user_id === first.user_id
        ? tokenOf(value)
        : Effect.fail(anotherUser(first.user_id, value.user_id, response))
    ),
    backoff
  })
})

const tokenOf = ({ token }: SessionInfo): Effect.Effect<Token> =>
  Effect.map(DateTime.now, (now) => ({ token, expiresAt: DateTime.addDuration(now, lifetime) }))

const anotherUser = (expected: number | null, actual: number | null, response: ApiResponse) =>
  ResponseError.anotherUser(response, `The session was renewed as user ${actual}, and not as user ${expected}`)
