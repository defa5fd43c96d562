/**
 * The makers of sessions, as layers and as plain effects.
 *
 * A session that has what it takes renews itself: before its token ends, and once when the server no longer accepts it.
 * However many calls notice, one request is made. A session never becomes another identity: when a renewal answers another
 * user, it fails.
 *
 * @since 0.1.0
 */
import { type ConnectyCubeError, Unauthorized } from "@effect-connectycube/core/ConnectyCubeError"
import { fromToken, lifetime, makeRenewable, Session, type Token } from "@effect-connectycube/core/Session"
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
import type { SessionInfo } from "./SessionInfo.ts"

export {
  /**
   * The session in which a call is made.
   *
   * @category services
   * @since 0.1.0
   */
  Session
} from "@effect-connectycube/core/Session"

type Made<R = never> = Effect.Effect<Session["Service"], ConnectyCubeError, Auth | R>

/**
 * Logs a user in by login or e-mail and password, or by the token of the application's identity provider. Renews itself.
 *
 * Unless the application denies it in the dashboard, the server makes a user when the login or e-mail is unknown.
 * Fails with `Unauthorized` on a wrong password.
 *
 * @see https://developers.connectycube.com/server/auth#create-session-token
 * @category constructors
 * @since 0.1.0
 */
export const login = (credentials: UserCredentials | IdentityProviderCredentials): Made<Scope.Scope> =>
  renewable(Effect.succeed(credentials))

/**
 * {@link login} as a layer.
 *
 * It logs in when it is built, and `Effect.provide` builds it for each run of what it is provided to: in the handler of a
 * server that is one `POST /session` for each request, also where the layer is a constant. Provide it once, around the
 * program, or keep one session for each user, as the guide to sessions shows.
 *
 * @see https://github.com/effect-connectycube/effect-connectycube/blob/main/docs/sessions.md
 * @example
 * ```ts
 * import * as Session from "@effect-connectycube/auth/Session"
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
 * @category layers
 * @since 0.1.0
 */
export const layerLogin = (
  credentials: UserCredentials | IdentityProviderCredentials
): Layer.Layer<Session, ConnectyCubeError, Auth> => Layer.effect(Session, login(credentials))

/**
 * Logs a user in by an account elsewhere. Renews itself; give the credentials as an effect where they change with time, as
 * the id tokens of Firebase do.
 *
 * @see https://developers.connectycube.com/server/auth#create-session-token
 * @category constructors
 * @since 0.1.0
 */
export const provider = (
  credentials: ProviderCredentials | Effect.Effect<ProviderCredentials, ConnectyCubeError>
): Made<Scope.Scope> => renewable(Effect.isEffect(credentials) ? credentials : Effect.succeed(credentials))

/**
 * {@link provider} as a layer. It logs in each time it is built, as {@link layerLogin} does: in the handler of a server that
 * is one `POST /session` for each request.
 *
 * @see https://github.com/effect-connectycube/effect-connectycube/blob/main/docs/sessions.md
 * @category layers
 * @since 0.1.0
 */
export const layerProvider = (
  credentials: ProviderCredentials | Effect.Effect<ProviderCredentials, ConnectyCubeError>
): Layer.Layer<Session, ConnectyCubeError, Auth> => Layer.effect(Session, provider(credentials))

/**
 * A session of the application itself, without a user. Renews itself. Chat, push notifications and storage refuse it with
 * a `Forbidden`.
 *
 * @category constructors
 * @since 0.1.0
 */
export const application: Made<Scope.Scope> = Effect.suspend(() => renewable(Effect.succeed(undefined)))

/**
 * {@link application} as a layer.
 *
 * @category layers
 * @since 0.1.0
 */
export const layerApplication: Layer.Layer<Session, ConnectyCubeError, Auth> = Layer.effect(Session, application)

/**
 * A session of a guest, who is deleted with it after a day. It does not renew itself: that would make another guest.
 *
 * @see https://developers.connectycube.com/server/auth#create-session-with-guest-user
 * @category constructors
 * @since 0.1.0
 */
export const guest = (options?: Omit<Guest, "guest">): Made =>
  Effect.flatMap(Auth, (auth) =>
    Effect.map(auth.createSession({ guest: true, ...options }), ({ token }) => fromToken(token))
  )

/**
 * {@link guest} as a layer.
 *
 * @category layers
 * @since 0.1.0
 */
export const layerGuest = (options?: Omit<Guest, "guest">): Layer.Layer<Session, ConnectyCubeError, Auth> =>
  Layer.effect(Session, guest(options))

/**
 * The session of a token from elsewhere. It cannot renew itself.
 *
 * @category layers
 * @since 0.1.0
 */
export const layerToken = (token: Redacted.Redacted): Layer.Layer<Session> =>
  Layer.sync(Session, () => fromToken(token))

/**
 * The request has no `CB-Token`. Answers itself with a 401 where it leaves a server's handler unhandled.
 *
 * @category errors
 * @since 0.1.0
 */
export class MissingToken extends Schema.TaggedError<MissingToken>()("MissingToken", {}, { httpApiStatus: 401 }) {
  override get message(): string {
    return "The request has no CB-Token header"
  }

  [HttpServerRespondable.symbol](): Effect.Effect<HttpServerResponse.HttpServerResponse> {
    return Effect.succeed(HttpServerResponse.jsonUnsafe({ errors: ["Token is required"] }, { status: 401 }))
  }
}

/**
 * In a server: the session of whoever made the request, by the `CB-Token` header of that request. Without one it fails, so
 * that nobody is ever served with another one's session.
 *
 * @category layers
 * @since 0.1.0
 */
export const layerFromRequest: Layer.Layer<Session, MissingToken, HttpServerRequest.HttpServerRequest> = Layer.effect(
  Session,
  Effect.flatMap(HttpServerRequest.HttpServerRequest, ({ headers }) => {
    const token = headers["cb-token"]?.trim()
    return token ? Effect.succeed(fromToken(Redacted.make(token))) : Effect.fail(new MissingToken())
  })
)

const renewable = (credentials: Effect.Effect<Credentials | undefined, ConnectyCubeError>): Made<Scope.Scope> =>
  Effect.gen(function* () {
    const auth = yield* Auth
    const create = Effect.flatMap(credentials, (who) => auth.createSession(who))
    const first = yield* create
    return yield* makeRenewable({
      initial: yield* tokenOf(first),
      create: create.pipe(
        Effect.filterOrElse(
          ({ user_id }) => user_id === first.user_id,
          ({ user_id }) => Effect.fail(anotherUser(first.user_id, user_id))
        ),
        Effect.flatMap(tokenOf)
      )
    })
  })

const tokenOf = ({ token }: SessionInfo): Effect.Effect<Token> =>
  Effect.map(DateTime.now, (now) => ({ token, expiresAt: DateTime.addDuration(now, lifetime) }))

const anotherUser = (expected: number | null, actual: number | null) =>
  new Unauthorized({
    operation: "auth.createSession",
    method: "POST",
    path: "/session",
    attempts: 1,
    status: 401,
    errors: { base: [`The session was renewed as user ${actual}, and not as user ${expected}`] },
    body: ""
  })
