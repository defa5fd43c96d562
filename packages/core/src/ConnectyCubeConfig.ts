/**
 * Which application of which ConnectyCube a program talks to.
 *
 * @since 0.1.0
 */
import * as Config from "effect/Config"
import { ConfigProvider } from "effect/ConfigProvider"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type * as Redacted from "effect/Redacted"
import { ApplicationId } from "./Ids.ts"
import * as KeyedLayer from "./KeyedLayer.ts"

/**
 * The address of the service.
 *
 * @category defaults
 * @since 0.1.0
 */
export const defaultApiUrl = "https://api.connectycube.com"

/**
 * The address of the service that looks at links.
 *
 * @category defaults
 * @since 0.1.0
 */
export const defaultLinkPreviewUrl = "https://linkpreview.connectycube.com"

/**
 * @category models
 * @since 0.1.0
 */
export interface Options {
  /** Where the API is; {@link defaultApiUrl} when left out. */
  readonly api_url?: string | URL | undefined
  /** Where previews of links are made; {@link defaultLinkPreviewUrl} when left out. */
  readonly link_preview_url?: string | URL | undefined
  readonly application_id: number
  readonly auth_key: Redacted.Redacted
  /** Signs session requests. Leave it out where the application does not ask for signatures. */
  readonly auth_secret?: Redacted.Redacted | undefined
  /** For the administration API only. */
  readonly admin_api_key?: Redacted.Redacted | undefined
}

/**
 * The application, its credentials, and the address of the API.
 *
 * @example
 * ```ts
 * import { ConnectyCubeConfig } from "@effect-connectycube/core/ConnectyCubeConfig"
 * import * as Redacted from "effect/Redacted"
 *
 * const config = ConnectyCubeConfig.layer({ application_id: 1, auth_key: Redacted.make("29WfrNWdvkhmX6V") })
 * ```
 *
 * @see https://developers.connectycube.com/server/
 * @category services
 * @since 0.1.0
 */
export class ConnectyCubeConfig extends Context.Service<
  ConnectyCubeConfig,
  {
    readonly api_url: string
    readonly link_preview_url: string
    readonly application_id: ApplicationId
    readonly auth_key: Redacted.Redacted
    readonly auth_secret: Option.Option<Redacted.Redacted>
    readonly admin_api_key: Option.Option<Redacted.Redacted>
  }
>()("@effect-connectycube/core/ConnectyCubeConfig") {
  /** The configuration in these options. */
  static readonly layer = (options: Options): Layer.Layer<ConnectyCubeConfig> =>
    Layer.sync(ConnectyCubeConfig, () => make(options))

  /**
   * The configuration in `CONNECTYCUBE_APPLICATION_ID`, `CONNECTYCUBE_AUTH_KEY`, and, where they are set,
   * `CONNECTYCUBE_API_URL`, `CONNECTYCUBE_LINK_PREVIEW_URL`, `CONNECTYCUBE_AUTH_SECRET` and `CONNECTYCUBE_ADMIN_API_KEY`.
   */
  static readonly layerConfig: Layer.Layer<ConnectyCubeConfig, Config.ConfigError> = KeyedLayer.effect(
    ConnectyCubeConfig,
    Effect.all([ConfigProvider]),
    Effect.suspend(() => Effect.map(options, make))
  )
}

const optional = <A>(config: Config.Config<A>) => Config.map(Config.option(config), Option.getOrUndefined)

// Names in full, since an error about one names it as it is written here.
const options: Config.Config<Options> = Config.all({
  api_url: optional(Config.URL("CONNECTYCUBE_API_URL")),
  link_preview_url: optional(Config.URL("CONNECTYCUBE_LINK_PREVIEW_URL")),
  application_id: Config.Int("CONNECTYCUBE_APPLICATION_ID"),
  auth_key: Config.Redacted("CONNECTYCUBE_AUTH_KEY"),
  auth_secret: optional(Config.Redacted("CONNECTYCUBE_AUTH_SECRET")),
  admin_api_key: optional(Config.Redacted("CONNECTYCUBE_ADMIN_API_KEY"))
})

const make = (options: Options): ConnectyCubeConfig["Service"] => ({
  api_url: addressOf(options.api_url ?? defaultApiUrl),
  link_preview_url: addressOf(options.link_preview_url ?? defaultLinkPreviewUrl),
  application_id: ApplicationId.make(options.application_id),
  auth_key: options.auth_key,
  auth_secret: Option.fromNullishOr(options.auth_secret),
  admin_api_key: Option.fromNullishOr(options.admin_api_key)
})

const addressOf = (url: string | URL): string => String(url).replace(/\/+$/, "")
