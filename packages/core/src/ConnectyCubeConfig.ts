/**
 * Which application of which ConnectyCube a program talks to.
 *
 * @since 0.1.0
 */
import * as Config from "effect/Config"
import { ConfigProvider } from "effect/ConfigProvider"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Predicate from "effect/Predicate"
import * as Result from "effect/Result"
import type { DebugLog } from "./DebugLog.ts"
import { ApplicationId } from "./Ids.ts"
import { InvalidConfig } from "./InvalidConfig.ts"
import { readableValue } from "./internal/readable.ts"
import * as Environment from "./client/Environment.ts"
import * as KeyedLayer from "./client/KeyedLayer.ts"

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
 * The options of an application.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options {
  /**
   * Where the API is: an `http` or `https` URL without credentials, query and fragment; {@link defaultApiUrl} when left
   * out.
   */
  readonly api_url?: string | URL | undefined
  /** Where previews of links are made, a URL as `api_url` is one; {@link defaultLinkPreviewUrl} when left out. */
  readonly link_preview_url?: string | URL | undefined
  /** The id of the application, found in the dashboard. */
  readonly application_id: number
  /** The authorization key of the application, found in the dashboard. */
  readonly auth_key: Redacted.Redacted
  /** Signs session requests. Leave it out where the application does not ask for signatures. */
  readonly auth_secret?: Redacted.Redacted | undefined
  /** For the administration API only. */
  readonly admin_api_key?: Redacted.Redacted | undefined
  /** What is logged of each request: `"off"`, `"basic"` or `"full"`; what `CONNECTYCUBE_LOG` says, when left out. */
  readonly log?: DebugLog | undefined
}

/**
 * The application, its credentials, and the address of the API.
 *
 * @example
 * ```ts
 * import { ConnectyCubeConfig } from "@effect-connectycube/core/ConnectyCubeConfig"
 *
 * // CONNECTYCUBE_APPLICATION_ID and CONNECTYCUBE_AUTH_KEY
 * const config = ConnectyCubeConfig.layerConfig()
 * ```
 *
 * @see https://developers.connectycube.com/server/
 * @category services
 * @since 0.1.0
 */
export class ConnectyCubeConfig extends Context.Service<
  ConnectyCubeConfig,
  {
    /** The URL of the API. */
    readonly api_url: string
    /** The URL of the link previews. */
    readonly link_preview_url: string
    /** The id of the application. */
    readonly application_id: ApplicationId
    /** The authorization key of the application. */
    readonly auth_key: Redacted.Redacted
    /** The secret that signs the creation of sessions. */
    readonly auth_secret: Option.Option<Redacted.Redacted>
    /** The key of the administration API. */
    readonly admin_api_key: Option.Option<Redacted.Redacted>
    /** What is logged of each request, where no `DebugLog` is provided. */
    readonly log: DebugLog
  }
>()("@effect-connectycube/core/ConnectyCubeConfig") {
  /**
   * The configuration in these options, and in `CONNECTYCUBE_LOG`. Building it fails with {@link InvalidConfig} when something is wrong with them.
   *
   * @example
   * ```ts
   * const config = ConnectyCubeConfig.layer({ application_id: 1, auth_key: Redacted.make("emulator-auth-key") })
   * const { api_url } = yield* ConnectyCubeConfig.pipe(Effect.provide(config))
   * api_url // => "https://api.connectycube.com"
   * ```
   */
  static readonly layer = (options: Options): Layer.Layer<ConnectyCubeConfig, InvalidConfig> =>
    KeyedLayer.effect(
      ConnectyCubeConfig,
      Effect.all([Environment.provider]),
      Effect.suspend(() => {
        const given = optionsOf(options)
        return Effect.flatMap(given.log === undefined ? logOfEnvironment : Effect.undefined, (log) =>
          make(
            (name) => (name === "log" && log !== undefined ? log : { label: name, value: Result.succeed(given[name]) }),
            given
          )
        )
      })
    )

  /**
   * The configuration in `CONNECTYCUBE_APPLICATION_ID`, `CONNECTYCUBE_AUTH_KEY`, and, where they are set,
   * `CONNECTYCUBE_API_URL`, `CONNECTYCUBE_LINK_PREVIEW_URL`, `CONNECTYCUBE_AUTH_SECRET`, `CONNECTYCUBE_ADMIN_API_KEY` and `CONNECTYCUBE_LOG`.
   * `overrides` are used in place of what is set there.
   *
   * Building it fails with {@link InvalidConfig}, which says what is missing or wrong, and what it is for.
   *
   * @example
   * ```ts
   * const config = ConnectyCubeConfig.layerConfig({ application_id: 1, auth_key: Redacted.make("emulator-auth-key") })
   * const { application_id } = yield* ConnectyCubeConfig.pipe(Effect.provide(config))
   * application_id // => 1
   * ```
   */
  static readonly layerConfig = (overrides?: Partial<Options>): Layer.Layer<ConnectyCubeConfig, InvalidConfig> =>
    overrides === undefined ? layerEnvironment : layerWith(overrides)
}

/** Callers without types can give anything. What is no object has no options. */
const optionsOf = (options: Partial<Options>): Partial<Options> => {
  const read = readableValue(options)
  return Predicate.isObject(read) ? read : {}
}

const textOf = (value: unknown): string =>
  Result.getOrElse(
    Result.try(() => String(value)),
    () => ""
  )

const layerWith = (overrides: Partial<Options>): Layer.Layer<ConnectyCubeConfig, InvalidConfig> =>
  KeyedLayer.effect(
    ConnectyCubeConfig,
    Effect.all([ConfigProvider]),
    Effect.suspend(() => {
      const own = optionsOf(overrides)
      return Effect.flatMap(variables, (given) =>
        make((name) => (own[name] === undefined ? given[name] : { label: name, value: Result.succeed(own[name]) }), own)
      )
    })
  )

// Without overrides it is one layer, which is built once.
const layerEnvironment = layerWith({})

const purposes = {
  api_url: "the address of the API",
  link_preview_url: "the address of the service that previews links",
  application_id: "the id of the application, as its page in the dashboard of ConnectyCube shows it",
  auth_key: "the authorization key of the application, as its page in the dashboard of ConnectyCube shows it",
  auth_secret: "the authorization secret of the application, which signs session requests",
  admin_api_key: "the key of the administration API, as the dashboard of ConnectyCube shows it",
  log: "what is logged of each request"
}

const names = Object.keys(purposes).join(", ")

type Name = keyof typeof purposes

/** What was given, whatever it is, or why it could not be read. */
interface Given {
  readonly label: string
  readonly value: Result.Result<unknown, string>
}

const readVariable = <A>(name: Name, config: (label: string) => Config.Config<A>): Effect.Effect<Given> => {
  const label = `CONNECTYCUBE_${name.toUpperCase()}`
  return Effect.match(Config.option(config(label)), {
    onSuccess: (value) => ({ label, value: Result.succeed(Option.getOrUndefined(value)) }),
    // A source says why in its own words. A schema could show what was there instead.
    onFailure: ({ cause }) => ({
      label,
      value: Result.fail(cause._tag === "SourceError" ? `cannot be read: ${cause.message}` : "has to be text")
    })
  })
}

const logVariable = readVariable("log", Config.String)

/** The options suffice without an environment. */
const logOfEnvironment = Effect.flatMap(Environment.provider, (provider) =>
  Effect.provideService(logVariable, ConfigProvider, provider)
)

const variables = Effect.all({
  api_url: readVariable("api_url", Config.String),
  link_preview_url: readVariable("link_preview_url", Config.String),
  application_id: readVariable("application_id", Config.String),
  auth_key: readVariable("auth_key", Config.Redacted),
  auth_secret: readVariable("auth_secret", Config.Redacted),
  admin_api_key: readVariable("admin_api_key", Config.Redacted),
  log: logVariable
})

/** Checks everything, so that all that is missing or wrong is told at once. */
const make = (
  givenFor: (name: Name) => Given,
  options: object
): Effect.Effect<ConnectyCubeConfig["Service"], InvalidConfig> => {
  const issues: Array<InvalidConfig["issues"][number]> = Object.keys(options)
    .filter((name) => !Object.hasOwn(purposes, name))
    .map((name) => ({ name, message: "is not an option", purpose: `those are ${names}`, isMissing: false }))

  const check = <A>(name: Name, parse: (value: unknown) => Result.Result<A, string>): Option.Option<A> => {
    const { label, value } = givenFor(name)
    if (Result.isSuccess(value) && (value.success === undefined || value.success === null)) return Option.none()
    const parsed = Result.flatMap(value, parse)
    if (Result.isSuccess(parsed)) return Option.some(parsed.success)
    issues.push({ name: label, message: parsed.failure, purpose: purposes[name], isMissing: false })
    return Option.none()
  }

  const needed = <A>(name: Name, parse: (value: unknown) => Result.Result<A, string>): Option.Option<A> => {
    const told = issues.length
    const checked = check(name, parse)
    if (Option.isNone(checked) && issues.length === told) {
      issues.push({ name: givenFor(name).label, message: "is missing", purpose: purposes[name], isMissing: true })
    }
    return checked
  }

  const application_id = needed("application_id", parseApplicationId)
  const auth_key = needed("auth_key", parseSecret)
  const rest = {
    api_url: Option.getOrElse(check("api_url", parseAddress), () => defaultApiUrl),
    link_preview_url: Option.getOrElse(check("link_preview_url", parseAddress), () => defaultLinkPreviewUrl),
    auth_secret: check("auth_secret", parseSecret),
    admin_api_key: check("admin_api_key", parseSecret),
    log: Option.getOrElse(check("log", parseLog), (): DebugLog => "off")
  }
  return issues.length > 0 || Option.isNone(application_id) || Option.isNone(auth_key)
    ? Effect.fail(new InvalidConfig({ issues }))
    : Effect.succeed({ ...rest, application_id: application_id.value, auth_key: auth_key.value })
}

const parseApplicationId = (value: unknown): Result.Result<ApplicationId, string> => {
  const id = /^\s*\d+\s*$/.test(textOf(value)) ? Number(value) : Number.NaN
  return Number.isSafeInteger(id) && id > 0
    ? Result.succeed(ApplicationId.make(id))
    : Result.fail("has to be a positive whole number")
}

const logs: ReadonlyArray<DebugLog> = ["off", "basic", "full"]

const parseLog = (value: unknown): Result.Result<DebugLog, string> => {
  const log = logs.find((log) => log === value)
  return log === undefined ? Result.fail(`has to be one of ${logs.join(", ")}`) : Result.succeed(log)
}

const parseSecret = (value: unknown): Result.Result<Redacted.Redacted, string> => {
  if (!isSecret(value)) return Result.fail("has to be a Redacted text: Redacted.make(...)")
  const text = Redacted.value(value)
  if (text.trim() === "") return Result.fail("is empty")
  // It could not be sent in a header.
  return text !== text.trim() || hasControl.test(text)
    ? Result.fail("has blanks around it, or a line break")
    : Result.succeed(value)
}

const isSecret = (value: unknown): value is Redacted.Redacted =>
  Redacted.isRedacted(value) && typeof Redacted.value(value) === "string"

const hasControl = /\p{Cc}/u

/** An address that paths can be put after, without the slashes at its end. */
const parseAddress = (value: unknown): Result.Result<string, string> => {
  const text = textOf(value)
  if (text.trim() === "") return Result.fail("is empty: leave it out, or set a URL")
  if (/\s|\p{Cc}/u.test(text)) return Result.fail("has blanks in it")
  if (!/^https?:\/\//i.test(text)) return Result.fail("has to begin with https:// or http://")
  if (text.includes("?")) return Result.fail("has a query: only a path may follow the host")
  if (text.includes("#")) return Result.fail("has a fragment: only a path may follow the host")
  if (!URL.canParse(text)) return Result.fail("is not a URL")
  const { origin, password, pathname, username } = new URL(text)
  return username !== "" || password !== ""
    ? Result.fail("has a user name or a password in it, which would show in logs: ConnectyCube takes none")
    : Result.succeed(`${origin}${pathname}`.replace(/\/+$/, ""))
}
