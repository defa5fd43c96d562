/**
 * The other side of a custom identity provider: the endpoint of your server that ConnectyCube asks who a token belongs to.
 *
 * @since 0.1.0
 */
import * as KeyedLayer from "@effect-connectycube/core/client/KeyedLayer"
import * as Redaction from "@effect-connectycube/core/client/Redaction"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as HttpRouter from "effect/http/HttpRouter"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as UrlParams from "effect/http/UrlParams"
import type * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"

/**
 * The schema of an {@link Identity}.
 *
 * @category models
 * @since 0.1.0
 */
export const Identity = Schema.Struct({
  /** The id of the user in your system: whoever has the same one is the same user of ConnectyCube. */
  id: Schema.Union([Schema.NonEmptyString, Schema.Int]),
  login: Schema.optional(Schema.NullOr(Schema.String)),
  email: Schema.optional(Schema.NullOr(Schema.String)),
  full_name: Schema.optional(Schema.NullOr(Schema.String)),
  avatar: Schema.optional(Schema.NullOr(Schema.String))
})

/**
 * A user as your system knows one. What is beside the id is taken over where the dashboard maps it; `null` is nothing. Only these
 * fields are answered, whatever else is there, and of them those that are texts: a number is written as text, and anything else is
 * left out, for nobody is to be kept out because of a picture.
 *
 * @see https://developers.connectycube.com/guides/custom-identity-provider
 * @category models
 * @since 0.1.0
 */
export interface Identity extends Schema.Schema.Type<typeof Identity> {}

/**
 * How tokens are told apart.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options<E, R> {
  /** Whom a token of yours belongs to; none, if to nobody, or to nobody any more. */
  readonly verify: (token: Redacted.Redacted) => Effect.Effect<Option.Option<Identity>, E, R>
  /** The parameter that the token comes in, as the dashboard's request params name it: `token`, when left out. */
  readonly parameter?: string
}

/**
 * Answers the request in the context, on whatever path it came.
 *
 * - 200: the user, as `{ "user": { "id": … } }`.
 * - 400: there is no token, or more than one.
 * - 401: the token belongs to nobody.
 * - 405: the request is no `GET`.
 * - 500, 503: `verify` died or was interrupted, or failed. Why is logged, without the token, and not answered.
 *
 * ConnectyCube answers its client with a 422 for all but the first, and tells it the status and the `error` of this response.
 *
 * @see https://developers.connectycube.com/guides/custom-identity-provider
 * @category handlers
 * @since 0.1.0
 */
export const handler = <E, R>({
  verify,
  parameter = "token"
}: Options<E, R>): Effect.Effect<
  HttpServerResponse.HttpServerResponse,
  never,
  R | HttpServerRequest.HttpServerRequest
> =>
  Effect.flatMap(HttpServerRequest.HttpServerRequest, ({ method, url }) => {
    if (method !== "GET") return Effect.succeed(errorResponse(405, "Method not allowed", { allow: "GET" }))
    const [token, ...more] = new URLSearchParams(searchOf(url)).getAll(parameter)
    if (token === undefined || token === "") return Effect.succeed(errorResponse(400, "Token is required"))
    if (more.length > 0) return Effect.succeed(errorResponse(400, "One token is expected"))
    return response(
      token,
      Effect.suspend(() => verify(Redacted.make(token)))
    )
  })

/**
 * {@link handler} on a path of a router.
 *
 * @example
 * ```ts
 * import { IdentityProvider } from "@effect-connectycube/auth"
 * import * as Context from "effect/Context"
 * import type * as Effect from "effect/Effect"
 * import * as HttpRouter from "effect/http/HttpRouter"
 * import * as Layer from "effect/Layer"
 * import type * as Option from "effect/Option"
 * import type * as Redacted from "effect/Redacted"
 *
 * class Tokens extends Context.Service<
 *   Tokens,
 *   {
 *     readonly owner: (token: Redacted.Redacted) => Effect.Effect<Option.Option<IdentityProvider.Identity>, Error>
 *   }
 * >()("app/Tokens") {}
 *
 * const server = HttpRouter.serve(
 *   IdentityProvider.layer({
 *     path: "/user/verify",
 *     verify: (token) => Tokens.use(({ owner }) => owner(token))
 *   })
 * ).pipe(Layer.provide(IdentityProvider.layerRedacted()))
 * ```
 *
 * @see https://developers.connectycube.com/guides/custom-identity-provider
 * @category layers
 * @since 0.1.0
 */
export const layer = <E, R>(
  options: Options<E, R> & { readonly path: HttpRouter.PathInput }
): Layer.Layer<
  never,
  never,
  HttpRouter.HttpRouter | HttpRouter.Request.From<"Requires", Exclude<R, HttpRouter.Provided>>
> => HttpRouter.add("*", options.path, handler(options))

/**
 * Keeps tokens out of the spans of a server, which hold the URLs of its requests: provide it to the server, not to a route. The
 * parameter of this name is redacted for all of its routes.
 *
 * @category layers
 * @since 0.1.0
 */
export const layerRedacted = ({ parameter = "token" }: { readonly parameter?: string } = {}): Layer.Layer<never> =>
  KeyedLayer.effect(
    UrlParams.CurrentRedactedNames,
    Effect.all([UrlParams.CurrentRedactedNames]),
    Effect.map(UrlParams.CurrentRedactedNames, (names) => [...names, parameter])
  )

const searchOf = (url: string): string => url.replace(/#.*$/s, "").replace(/^[^?]*/, "")

const response = <E, R>(
  token: string,
  verified: Effect.Effect<Option.Option<Identity>, E, R>
): Effect.Effect<HttpServerResponse.HttpServerResponse, never, R> =>
  verified.pipe(
    Effect.flatMap(
      Option.match({
        onNone: () => Effect.succeed(errorResponse(401, "Token invalid")),
        // What has no id is a defect: without one, all users would be one.
        onSome: (identity) =>
          Effect.map(Effect.orDie(encode(identity)), ({ id }) => json(200, { user: { id, ...textsOf(identity) } }))
      })
    ),
    Effect.catchCause((cause) => unverified(token, cause))
  )

const { id, ...besides } = Identity.fields

const encode = Schema.encodeEffect(Schema.Struct({ id }))

/** What is beside the id. */
const textsOf = (identity: { readonly [name: string]: unknown }) =>
  Object.fromEntries(
    Object.keys(besides).flatMap((name) => {
      const value = identity[name]
      return typeof value === "string" || (typeof value === "number" && Number.isFinite(value))
        ? [[name, String(value)]]
        : []
    })
  )

const unverified = (token: string, cause: Cause.Cause<unknown>) =>
  Effect.as(
    Effect.logError(
      `A token could not be verified for ConnectyCube: ${Redaction.maskText(Cause.pretty(cause), [token])}`
    ),
    errorResponse(cause.reasons.every(Cause.isFailReason) ? 503 : 500, "Identity provider is not available")
  )

const json = (status: number, body: object, headers: { readonly [name: string]: string } = {}) =>
  HttpServerResponse.jsonUnsafe(body, { status, headers: { "cache-control": "no-store", ...headers } })

const errorResponse = (status: number, error: string, headers?: { readonly [name: string]: string }) =>
  json(status, { error }, headers)
