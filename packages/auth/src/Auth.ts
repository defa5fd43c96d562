/**
 * The Auth API: sessions, as the API has them.
 *
 * Most programs need none of this: the layers in `Session` make sessions, and renew them.
 *
 * @since 0.1.0
 */
import * as ApiClient from "@effect-connectycube/core/client/ApiClient"
import * as Arguments from "@effect-connectycube/core/contract/Arguments"
import { ConnectyCubeConfig } from "@effect-connectycube/core/ConnectyCubeConfig"
import type { ConnectyCubeError, InvalidRequest } from "@effect-connectycube/core/ConnectyCubeError"
import * as Method from "@effect-connectycube/core/client/Method"
import type { Application, Session } from "@effect-connectycube/core/Session"
import type { User } from "@effect-connectycube/users/User"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Mac from "effect/crypto/Mac"
import * as Effect from "effect/Effect"
import type * as HttpClient from "effect/http/HttpClient"
import type * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Random from "effect/Random"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { AuthApi, SessionRequest } from "./AuthApi.ts"
import { type Credentials, type Guest, isProvider, issuesOf, toUserFields } from "./Credentials.ts"
import type { SessionInfo } from "./SessionInfo.ts"
import * as Signature from "./Signature.ts"

const make = Effect.gen(function* () {
  const call = yield* ApiClient.make(AuthApi)
  const config = yield* ConnectyCubeConfig
  const mac = yield* Mac.Mac

  const sign = (request: typeof SessionRequest.Type) =>
    Option.match(config.auth_secret, {
      onNone: () => Effect.succeed(request),
      onSome: Effect.fnUntraced(
        function* (auth_secret) {
          const unsigned = { ...request, nonce: String(yield* Random.nextIntBetween(1, 1_000_000_000)) }
          const signature = yield* Signature.sign(yield* encodeRequest(unsigned), auth_secret)
          return { ...unsigned, signature: Redacted.make(signature) }
        },
        Effect.provideService(Mac.Mac, mac)
      )
    })

  const createSession = Effect.fnUntraced(function* (who?: Credentials | Guest) {
    if (who !== undefined) yield* check("createSession", who)
    const now = yield* Clock.currentTimeMillis
    const payload = yield* sign({
      application_id: String(config.application_id),
      auth_key: config.auth_key,
      timestamp: String(Math.floor(now / 1000)),
      ...(who === undefined ? {} : isProvider(who) ? who : { user: toUserFields(who) })
    })
    // Who it is for goes along, so that what must not show in an error is known: an identity token travels as a login.
    return yield* call.createSession(payload, undefined, who)
  })

  return Auth.of({
    application: { api_url: config.api_url, application_id: config.application_id },
    ...Method.named<Omit<Auth["Service"], "application">>("auth", {
      createSession,
      getSession: call.getSession(),
      destroySession: call.destroySession(),
      login: (who) =>
        Effect.andThen(
          check("login", who),
          Effect.suspend(() => call.login(isProvider(who) ? who : toUserFields(who), undefined, who))
        ),
      logout: call.logout()
    })
  })
})

/**
 * Sessions, as the API has them.
 *
 * **When to use**
 *
 * Most programs do not need it: the members of `Session` create sessions and renew them.
 *
 * @example
 * ```ts
 * import { Auth } from "@effect-connectycube/auth/Auth"
 * import * as Effect from "effect/Effect"
 * import * as Redacted from "effect/Redacted"
 *
 * const tokenForChat = Effect.gen(function*() {
 *   const auth = yield* Auth
 *   const session = yield* auth.createSession({ login: "ada", password: Redacted.make("correct horse") })
 *   return session.token
 * })
 * ```
 *
 * @see https://developers.connectycube.com/server/auth
 * @category services
 * @since 0.1.0
 */
export class Auth extends Context.Service<
  Auth,
  {
    /** The application of its sessions. */
    readonly application: Application
    /**
     * Creates a session: of the application, or of a user with credentials, or of a guest.
     *
     * **Details**
     *
     * The request is signed if the configuration has an auth secret. Fails with `Unauthorized` for a wrong password.
     * Retried after a 429 or 503 only.
     *
     * **Gotchas**
     *
     * The server creates a user for an unknown login or e-mail address, unless the dashboard disables it.
     *
     * @example
     * ```ts
     * const session = yield* auth.createSession({ login: "ada", password: Redacted.make("correct horse") })
     * session.user_id // => ada.id
     * ```
     *
     * @see https://developers.connectycube.com/server/auth#create-session-token
     */
    readonly createSession: (who?: Credentials | Guest) => Effect.Effect<SessionInfo, ConnectyCubeError>
    /**
     * Gets the current session.
     *
     * @example
     * ```ts
     * const { user_id } = yield* auth.getSession
     * user_id // => ada.id
     * ```
     *
     * @see https://developers.connectycube.com/server/auth#get-information-about-session
     */
    readonly getSession: Effect.Effect<SessionInfo, ConnectyCubeError, Session>
    /**
     * Destroys the current session. Its token is invalid from then on.
     *
     * @example
     * ```ts
     * yield* auth.destroySession
     * ```
     *
     * @see https://developers.connectycube.com/server/auth#destroy-session
     */
    readonly destroySession: Effect.Effect<void, ConnectyCubeError, Session>
    /**
     * Logs a user in to the current session of the application, whose token stays the same.
     *
     * **Gotchas**
     *
     * From then on the session does not renew itself, since a renewal would be a session of the application again.
     *
     * @example
     * ```ts
     * const user = yield* auth.login({ login: "ada", password: Redacted.make("correct horse") }).pipe(
     *   Effect.provide(Session.layerApplication)
     * )
     * user.full_name // => "Ada Lovelace"
     * ```
     *
     * @see https://developers.connectycube.com/guides/custom-identity-provider
     */
    readonly login: (who: Credentials | Guest) => Effect.Effect<User, ConnectyCubeError, Session>
    /**
     * Logs the user out of the current session, whose token stays the same, as that of a session of the application.
     *
     * **Gotchas**
     *
     * From then on the session does not renew itself.
     *
     * @example
     * ```ts
     * yield* auth.logout
     * const { user_id } = yield* auth.getSession
     * user_id // => null
     * ```
     */
    readonly logout: Effect.Effect<void, ConnectyCubeError, Session>
  }
>()("@effect-connectycube/auth/Auth") {
  /** Provides the service, on the `HttpClient` and the configuration in the context. */
  static readonly layer: Layer.Layer<Auth, never, HttpClient.HttpClient | ConnectyCubeConfig> = ApiClient.layer(
    Auth,
    Effect.provide(make, Signature.layerMac)
  )
}

const check = (name: "createSession" | "login", who: Credentials | Guest): Effect.Effect<void, InvalidRequest> => {
  const issues = issuesOf(who)
  return issues.length === 0 ? Effect.void : Method.invalidRequest(AuthApi.endpoints[name], issues)
}

// What does not fit the schema is rejected with all its issues where the request is sent.
const encodeRequest = (request: typeof SessionRequest.Type) =>
  Effect.orElseSucceed(encodeSession(prepareSession(request).value), () => ({}))

const prepareSession = Arguments.make(SessionRequest)
const encodeSession = Schema.encodeUnknownEffect(SessionRequest)
