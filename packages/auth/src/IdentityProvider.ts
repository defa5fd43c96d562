/**
 * The other side of a custom identity provider: the endpoint of your server that ConnectyCube asks who a token belongs to.
 *
 * @since 0.1.0
 */
import * as KeyedLayer from "@effect-connectycube/core/client/KeyedLayer"
import * as InboundRequest from "@effect-connectycube/core/client/InboundRequest"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import type * as HttpRouter from "effect/http/HttpRouter"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as UrlParams from "effect/http/UrlParams"
import type * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import * as Struct from "effect/Struct"

/**
 * The schema of an {@link Identity}.
 *
 * @category models
 * @since 0.1.0
 */
export const Identity = Schema.Struct({
  /** The id of the user in the external system. Equal ids are the same user of ConnectyCube. */
  id: Schema.Union([Schema.NonEmptyString, Schema.Int]),
  /** The login. */
  login: Schema.optional(Schema.NullOr(Schema.String)),
  /** The e-mail address. */
  email: Schema.optional(Schema.NullOr(Schema.String)),
  /** The full name. */
  full_name: Schema.optional(Schema.NullOr(Schema.String)),
  /** The picture. */
  avatar: Schema.optional(Schema.NullOr(Schema.String))
})

/**
 * A user, as an external system knows it.
 *
 * **Details**
 *
 * The dashboard maps the fields beside the id to fields of the user; `null` has no effect. The response has these fields
 * only: a number is encoded as text, and a field of another type is left out, so that an invalid picture does not prevent a
 * login.
 *
 * @see https://developers.connectycube.com/guides/custom-identity-provider
 * @category models
 * @since 0.1.0
 */
export interface Identity extends Schema.Schema.Type<typeof Identity> {}

/**
 * The options of the identity provider.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options<E, R> {
  /** Finds the user of a token; `Option.none()` if the token is unknown or expired. */
  readonly verify: (token: Redacted.Redacted) => Effect.Effect<Option.Option<Identity>, E, R>
  /** The query parameter with the token, as the request params of the dashboard name it; `token` when left out. */
  readonly parameter?: string
}

/**
 * Handles the request in the context, on any path.
 *
 * - 200: the user, as `{ "user": { "id": … } }`.
 * - 400: there is no token, or more than one.
 * - 401: `verify` found no user.
 * - 405: the method is not `GET`.
 * - 500, 503: `verify` died or was interrupted, or failed. The cause is logged, without the token, and not in the response.
 *
 * **Details**
 *
 * For all but the first, ConnectyCube responds to its client with a 422, with the status and the `error` of this response.
 *
 * @example
 * ```ts
 * const request = HttpServerRequest.fromWeb(new Request("https://example.com/user/verify?token=t0ken"))
 * const response = yield* IdentityProvider.handler({
 *   verify: (token) => Effect.succeed(Redacted.value(token) === "t0ken" ? Option.some({ id: 1815 }) : Option.none())
 * }).pipe(Effect.provideService(HttpServerRequest.HttpServerRequest, request))
 * response.status // => 200
 * ```
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
    const [token, ...more] = InboundRequest.parameters(url, parameter)
    if (token === undefined || token === "") return Effect.succeed(errorResponse(400, "Token is required"))
    if (more.length > 0) return Effect.succeed(errorResponse(400, "One token is expected"))
    return response(
      token,
      Effect.suspend(() => verify(Redacted.make(token)))
    )
  })

/**
 * Adds the {@link handler} to a router, on a path.
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
 * @example
 * ```ts
 * const { handler } = HttpRouter.toWebHandler(
 *   IdentityProvider.layer({ path: "/user/verify", verify: () => Effect.succeed(Option.some({ id: 1815 })) }),
 *   { disableLogger: true }
 * )
 * const request = new Request("https://example.com/user/verify?token=t0ken")
 * const response = yield* Effect.promise(() => handler(request))
 * response.status // => 200
 * ```
 *
 * @see https://developers.connectycube.com/guides/custom-identity-provider
 * @category layers
 * @since 0.1.0
 */
export const layer = <E, R>(
  options: Options<E, R> & {
    /** The path of the identity provider. */
    readonly path: HttpRouter.PathInput
  }
): Layer.Layer<
  never,
  never,
  HttpRouter.HttpRouter | HttpRouter.Request.From<"Requires", Exclude<R, HttpRouter.Provided>>
> => InboundRequest.layer(options.path, handler(options))

/**
 * Redacts tokens in the spans of a server, which have the URLs of its requests.
 *
 * **Gotchas**
 *
 * Provide it to the server, not to a route. It redacts the parameter of this name in all of its routes.
 *
 * @example
 * ```ts
 * const { handler } = HttpRouter.toWebHandler(
 *   IdentityProvider.layer({ path: "/user/verify", verify: () => Effect.succeed(Option.none()) }).pipe(
 *     Layer.provide(IdentityProvider.layerRedacted())
 *   )
 * )
 * ```
 *
 * @category layers
 * @since 0.1.0
 */
export const layerRedacted = ({
  parameter = "token"
}: {
  /** The query parameter with the token; `token` when left out. */
  readonly parameter?: string
} = {}): Layer.Layer<never> =>
  KeyedLayer.effect(
    UrlParams.CurrentRedactedNames,
    Effect.all([UrlParams.CurrentRedactedNames]),
    Effect.map(UrlParams.CurrentRedactedNames, (names) => [...names, parameter])
  )

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

const encode = Schema.encodeEffect(Schema.Struct({ id: Identity.fields.id }))

/** What is beside the id. */
const textsOf = (identity: { readonly [name: string]: unknown }) =>
  Object.fromEntries(
    Object.keys(Struct.omit(Identity.fields, ["id"])).flatMap((name) => {
      const value = identity[name]
      return typeof value === "string" || (typeof value === "number" && Number.isFinite(value))
        ? [[name, String(value)]]
        : []
    })
  )

const unverified = (token: string, cause: Cause.Cause<unknown>) =>
  Effect.as(
    InboundRequest.logFailure("A token could not be verified for ConnectyCube", cause, [token]),
    errorResponse(cause.reasons.every(Cause.isFailReason) ? 503 : 500, "Identity provider is not available")
  )

const json = (status: number, body: object, headers: { readonly [name: string]: string } = {}) =>
  HttpServerResponse.jsonUnsafe(body, { status, headers: { "cache-control": "no-store", ...headers } })

const errorResponse = (status: number, error: string, headers?: { readonly [name: string]: string }) =>
  json(status, { error }, headers)
