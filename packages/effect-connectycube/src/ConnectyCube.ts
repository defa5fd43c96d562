/**
 * Every module of the API in one layer.
 *
 * @since 0.1.0
 */
import { AddressBook } from "@effect-connectycube/address-book/AddressBook"
import { Admin } from "@effect-connectycube/admin/Admin"
import * as ApiClient from "@effect-connectycube/core/client/ApiClient"
import { Auth } from "@effect-connectycube/auth/Auth"
import { Chat } from "@effect-connectycube/chat/Chat"
import { LinkPreviews } from "@effect-connectycube/chat/LinkPreviews"
import { ConnectyCubeClient } from "@effect-connectycube/core/ConnectyCubeClient"
import { ConnectyCubeConfig, type Options } from "@effect-connectycube/core/ConnectyCubeConfig"
import type { InvalidConfig } from "@effect-connectycube/core/InvalidConfig"
import * as Environment from "@effect-connectycube/core/client/Environment"
import * as KeyedLayer from "@effect-connectycube/core/client/KeyedLayer"
import { CustomData } from "@effect-connectycube/custom-data/CustomData"
import { PushNotifications } from "@effect-connectycube/push-notifications/PushNotifications"
import { Storage } from "@effect-connectycube/storage/Storage"
import { Users } from "@effect-connectycube/users/Users"
import { VideoCalling } from "@effect-connectycube/video-calling/VideoCalling"
import { Whiteboards } from "@effect-connectycube/whiteboards/Whiteboards"
import { ConfigProvider } from "effect/ConfigProvider"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type * as HttpClient from "effect/http/HttpClient"
import * as Layer from "effect/Layer"
import * as Verify from "./internal/verify.ts"
import { type Verification, VerificationFailed } from "./Verification.ts"

/**
 * The services of all modules, and their configuration.
 *
 * @category models
 * @since 0.1.0
 */
export type ConnectyCube =
  | AddressBook
  | Admin
  | Auth
  | Chat
  | ConnectyCubeClient
  | CustomData
  | LinkPreviews
  | PushNotifications
  | Storage
  | Users
  | VideoCalling
  | Whiteboards
  | ConnectyCubeConfig

const withClient = <R>(input: Effect.Effect<object, never, R>) =>
  Effect.zipWith(ApiClient.clientInputs, input, (inputs, input) => [...inputs, input])

/**
 * Provides all modules, on the configuration and the `HttpClient` in the context.
 *
 * @example
 * ```ts
 * const application = ConnectyCubeConfig.layer({ application_id: 1, auth_key: Redacted.make("emulator-auth-key") })
 * const count = yield* Users.use(({ countOnline }) => countOnline).pipe(
 *   Effect.provide(ConnectyCube.layerModules.pipe(Layer.provide(application)))
 * )
 * count // => 2
 * ```
 *
 * @category layers
 * @since 0.1.0
 */
export const layerModules: Layer.Layer<
  Exclude<ConnectyCube, ConnectyCubeConfig>,
  never,
  ConnectyCubeConfig | HttpClient.HttpClient
> = KeyedLayer.make(withClient(ConnectyCubeConfig), () =>
  Layer.mergeAll(
    AddressBook.layer,
    Admin.layer,
    Auth.layer,
    Chat.layer,
    ConnectyCubeClient.layer,
    CustomData.layer,
    LinkPreviews.layer,
    PushNotifications.layer,
    Storage.layer,
    Users.layer,
    VideoCalling.layer,
    Whiteboards.layer
  )
)

/**
 * Provides all modules, for the application in the options.
 *
 * **Details**
 *
 * Fails with `InvalidConfig` if an option is invalid: an address that is not a URL, an empty key.
 *
 * @example
 * ```ts
 * import * as ConnectyCube from "effect-connectycube/ConnectyCube"
 * import * as Config from "effect/Config"
 * import * as Effect from "effect/Effect"
 * import * as Layer from "effect/Layer"
 *
 * // The key is read from a variable of the program
 * const layer = Layer.unwrap(
 *   Effect.map(Config.Redacted("CHAT_KEY"), (auth_key) => ConnectyCube.layer({ application_id: 1, auth_key }))
 * )
 * ```
 *
 * @example
 * ```ts
 * const application = ConnectyCube.layer({ application_id: 1, auth_key: Redacted.make("emulator-auth-key") })
 * const count = yield* Users.use(({ countOnline }) => countOnline).pipe(Effect.provide(application)) // => 2
 * ```
 *
 * @category layers
 * @since 0.1.0
 */
export const layer = (options: Options): Layer.Layer<ConnectyCube, InvalidConfig, HttpClient.HttpClient> =>
  KeyedLayer.make(withClient(Environment.provider), () =>
    Layer.provideMerge(layerModules, ConnectyCubeConfig.layer(options))
  )

/**
 * Provides all modules, for the application in the environment: `CONNECTYCUBE_APPLICATION_ID`, `CONNECTYCUBE_AUTH_KEY`, and
 * optionally `CONNECTYCUBE_API_URL`, `CONNECTYCUBE_LINK_PREVIEW_URL`, `CONNECTYCUBE_AUTH_SECRET`,
 * `CONNECTYCUBE_ADMIN_API_KEY` and `CONNECTYCUBE_LOG`.
 *
 * **Details**
 *
 * `overrides` are used in place of the variables. Fails with `InvalidConfig`, which names the missing or invalid variable, and its purpose.
 *
 * @example
 * ```ts
 * import * as ConnectyCube from "effect-connectycube/ConnectyCube"
 *
 * const live = ConnectyCube.layerConfig()
 * const local = ConnectyCube.layerConfig({ api_url: "http://127.0.0.1:8090" })
 * ```
 *
 * @example
 * ```ts
 * const application = ConnectyCube.layerConfig({ application_id: 1, auth_key: Redacted.make("emulator-auth-key") })
 * const count = yield* Users.use(({ countOnline }) => countOnline).pipe(Effect.provide(application)) // => 2
 * ```
 *
 * @category layers
 * @since 0.1.0
 */
export const layerConfig = (
  overrides?: Partial<Options>
): Layer.Layer<ConnectyCube, InvalidConfig, HttpClient.HttpClient> =>
  overrides === undefined ? layerEnvironment : layerWith(overrides)

const layerWith = (overrides?: Partial<Options>): Layer.Layer<ConnectyCube, InvalidConfig, HttpClient.HttpClient> =>
  KeyedLayer.make(withClient(ConfigProvider), () =>
    Layer.provideMerge(layerModules, ConnectyCubeConfig.layerConfig(overrides))
  )

// Without overrides it is one layer, which is built once.
const layerEnvironment = layerWith()

/**
 * How a configuration is verified.
 *
 * @category verification
 * @since 0.1.0
 */
export interface VerifyOptions {
  /** How far the clock of this machine may be off; 5 minutes, when left out. With what is no duration, the check of the clock fails. */
  readonly maxClockSkew?: Duration.Input | undefined
}

/**
 * Checks the configuration against the service: whether the address is that of the API, whether the id, the key and the secret of
 * the application are accepted, whether the clock of this machine is right, and whether the key of the administration API is
 * accepted, if there is one.
 *
 * **When to use**
 *
 * At the start of a program, or in a command that checks a deployment. To stop a server at its start, use {@link verified}.
 *
 * **Details**
 *
 * It makes one request for a session of the application, destroys that session, and counts messages if there is a key of the
 * administration API. It never fails: what is wrong is a failed check, with a reason. The service does not tell a wrong id from a
 * wrong key, so both are one check. While the service responds with 429 or 5xx, nothing is checked, and nothing has failed.
 *
 * @example
 * ```ts
 * import * as ConnectyCube from "effect-connectycube/ConnectyCube"
 * import * as Console from "effect/Console"
 * import * as Effect from "effect/Effect"
 *
 * const report = Effect.gen(function*() {
 *   const { checks, passed } = yield* ConnectyCube.verify()
 *   for (const { name, reason, status } of checks) yield* Console.log(name, status, reason)
 *   return passed
 * })
 * ```
 *
 * @example
 * ```ts
 * const { passed } = yield* ConnectyCube.verify() // the configuration of the program
 * passed // => true
 * ```
 *
 * @category verification
 * @since 0.1.0
 */
export const verify = ({ maxClockSkew = "5 minutes" }: VerifyOptions = {}): Effect.Effect<
  Verification,
  never,
  Auth | Admin | ConnectyCubeConfig
> => Verify.verify(maxClockSkew)

/**
 * A layer that is built only if its configuration passes {@link verify}. Building it fails with `VerificationFailed` otherwise,
 * whose message has a line for each failed check.
 *
 * **When to use**
 *
 * In a server, so that it does not start with a wrong configuration.
 *
 * **Details**
 *
 * A service that cannot be reached is a failed check: a wrong address cannot be told from an outage. A service that responds with
 * 429 or 5xx is none, and the server starts.
 *
 * @example
 * ```ts
 * import * as ConnectyCube from "effect-connectycube/ConnectyCube"
 *
 * const live = ConnectyCube.verified(ConnectyCube.layerConfig())
 * ```
 *
 * @example
 * ```ts
 * const wrong = ConnectyCube.verified(ConnectyCube.layer({ application_id: 1, auth_key: Redacted.make("wrong") }))
 * const error = yield* Effect.flip(users.countOnline.pipe(Effect.provide(wrong)))
 * error._tag // => "VerificationFailed"
 * ```
 *
 * @category verification
 * @since 0.1.0
 */
export const verified = <ROut, E, RIn>(
  layer: Layer.Layer<ROut | Auth | Admin | ConnectyCubeConfig, E, RIn>,
  options?: VerifyOptions
): Layer.Layer<ROut | Auth | Admin | ConnectyCubeConfig, E | VerificationFailed, RIn> =>
  Layer.provideMerge(
    Layer.effectDiscard(
      Effect.flatMap(verify(options), ({ checks, passed }) =>
        passed ? Effect.void : Effect.fail(new VerificationFailed({ checks }))
      )
    ),
    layer
  )
