/**
 * Calls of endpoints that no module has, and what all calls have in common.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import { dual } from "effect/Function"
import type * as HttpClient from "effect/http/HttpClient"
import type * as Layer from "effect/Layer"
import type * as Redacted from "effect/Redacted"
import type * as Schema from "effect/Schema"
import * as ApiClient from "./client/ApiClient.ts"
import type { ConnectyCubeConfig } from "./ConnectyCubeConfig.ts"
import type { ConnectyCubeError } from "./ConnectyCubeError.ts"
import type { RetrySafety } from "./contract/Endpoint.ts"
import * as Decode from "./internal/call/decode.ts"
import { readableValue } from "./internal/readable.ts"
import { Input } from "./internal/call/input.ts"
import * as Row from "./internal/call/row.ts"
import * as Request from "./internal/apiRequest.ts"
import { ClientTransform } from "./internal/clientTransform.ts"
import type { Session } from "./Session.ts"

/**
 * Who makes a request: the session in the context (`"session"`), the application by its key, or its administrator by the key of
 * the administration API.
 *
 * @category models
 * @since 0.1.0
 */
export type Credentials = "session" | "application" | "administration" | "none"

/**
 * A value in a query. A list is sent as repeated keys.
 *
 * @category models
 * @since 0.1.0
 */
export type QueryValue = string | number | boolean | Redacted.Redacted

/**
 * A request of an endpoint.
 *
 * @category models
 * @since 0.1.0
 */
export interface ApiRequest<C extends Credentials = "session"> {
  /** The HTTP method. */
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE"
  /** The path after the address of the API, with the names of its parameters: `/users/:user_id`. Ids go into `params`. */
  readonly path: string
  /** The values of the parameters in the path. They are escaped. */
  readonly params?: { readonly [name: string]: string | number }
  /** The query parameters. A list is sent as several, and `undefined` is left out. */
  readonly query?: { readonly [name: string]: QueryValue | ReadonlyArray<QueryValue> | undefined }
  /** A body that is sent as JSON. What is `Redacted` in it is sent, and masked in errors. */
  readonly body?: unknown
  /** `"session"`, when left out. */
  readonly credentials?: C
  /**
   * What sending it twice does. When left out, a GET is `"safe"`, a PUT and a DELETE are `"idempotent"`, and a POST and a PATCH
   * `"unsafe"`.
   */
  readonly retrySafety?: RetrySafety
  /** The name of the call in errors, spans and metrics; `ConnectyCubeClient.request`, when left out. */
  readonly operation?: string
}

const make = Effect.map(Row.make, (rowOf) => {
  function request<A, C extends Credentials = "session">(
    request: ApiRequest<C> & { readonly response: Schema.Codec<A, unknown> }
  ): Effect.Effect<A, ConnectyCubeError, C extends "session" ? Session : never>
  function request<C extends Credentials = "session">(
    request: ApiRequest<C> & { readonly response?: undefined }
  ): Effect.Effect<void, ConnectyCubeError, C extends "session" ? Session : never>
  function request(unread: Request.Given): Effect.Effect<unknown, ConnectyCubeError, Session> {
    return Effect.suspend(() => {
      const given = readableValue(unread)
      const issues = Request.issuesOf(given)
      if (issues.length > 0) return Effect.fail(Request.invalidRequest(given, issues))
      const { response } = given
      // What is unwrapped for the body is secret in errors.
      const secrets: Array<unknown> = []
      const row = rowOf({
        operation: Request.operationOf(given),
        observed: true,
        maxBody: response === undefined ? Decode.longestIgnored : undefined,
        write: () => Request.write(given, secrets),
        read: response === undefined ? Decode.noBodyDecoder : Decode.jsonDecoder(response, false)
      })
      return row(new Input(given, undefined, secrets))
    })
  }
  return { request }
})

/**
 * Calls endpoints of the API by their method and path.
 *
 * **When to use**
 *
 * For an endpoint that the modules do not have. Such a call has the session, the retries, the timeouts, the errors and the
 * telemetry of every other call.
 *
 * @example
 * ```ts
 * import { ConnectyCubeClient } from "@effect-connectycube/core/ConnectyCubeClient"
 * import * as Effect from "effect/Effect"
 * import * as Schema from "effect/Schema"
 *
 * const Poll = Schema.Struct({ _id: Schema.String, question: Schema.String })
 *
 * const getPoll = Effect.fn(function*(poll_id: string) {
 *   const client = yield* ConnectyCubeClient
 *   return yield* client.request({ method: "GET", path: "/polls/:poll_id", params: { poll_id }, response: Poll })
 * })
 * ```
 *
 * @category services
 * @since 0.1.0
 */
export class ConnectyCubeClient extends Context.Service<
  ConnectyCubeClient,
  {
    /**
     * Makes a request, and decodes its response.
     *
     * Fails with `InvalidRequest`, before anything is sent, when it cannot be written: a parameter of the path without a value, a
     * body that is no JSON, a URL of more than 6 KiB. Fails with `DecodeError` when a success does not fit `response`.
     *
     * @example
     * ```ts
     * const { user } = yield* client.request({
     *   method: "GET",
     *   path: "/users/:user_id",
     *   params: { user_id: ben.id },
     *   response: Schema.Struct({ user: Schema.Struct({ full_name: Schema.String }) })
     * })
     * user.full_name // => "Ben Herschel"
     * ```
     */
    readonly request: {
      /** With a schema for the JSON of the response. */
      <A, C extends Credentials = "session">(
        request: ApiRequest<C> & {
          /** The schema of the response. */
          readonly response: Schema.Codec<A, unknown>
        }
      ): Effect.Effect<A, ConnectyCubeError, C extends "session" ? Session : never>
      /** Without one: the response has no body, or one that is ignored. */
      <C extends Credentials = "session">(
        request: ApiRequest<C> & {
          /** The schema of the response. */
          readonly response?: undefined
        }
      ): Effect.Effect<void, ConnectyCubeError, C extends "session" ? Session : never>
    }
  }
>()("@effect-connectycube/core/ConnectyCubeClient") {
  /** The service on the `HttpClient` and the configuration in the context. */
  static readonly layer: Layer.Layer<ConnectyCubeClient, never, HttpClient.HttpClient | ConnectyCubeConfig> =
    ApiClient.layer(ConnectyCubeClient, make)

  /**
   * Transforms the `HttpClient` for the requests to the API that an effect makes: to add a header, to log, to count. Transforms of
   * regions that are inside each other are all applied, that of the inner region last.
   *
   * **Gotchas**
   *
   * It wraps each attempt, inside the retries. Requests to other hosts, such as uploads to the store, are not transformed, and
   * neither is the renewal of a session, which is shared. A stream is transformed where it is run, not where it is made.
   *
   * @example
   * ```ts
   * const tagged = users.get(ben.id).pipe(
   *   ConnectyCubeClient.withTransform(HttpClient.mapRequest(HttpClientRequest.setHeader("x-job", "import")))
   * )
   * const { login } = yield* tagged
   * login // => "ben"
   * ```
   */
  static readonly withTransform: {
    (
      transform: (client: HttpClient.HttpClient) => HttpClient.HttpClient
    ): <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
    <A, E, R>(
      effect: Effect.Effect<A, E, R>,
      transform: (client: HttpClient.HttpClient) => HttpClient.HttpClient
    ): Effect.Effect<A, E, R>
  } = dual(
    2,
    <A, E, R>(
      effect: Effect.Effect<A, E, R>,
      transform: (client: HttpClient.HttpClient) => HttpClient.HttpClient
    ): Effect.Effect<A, E, R> =>
      Effect.flatMap(ClientTransform, (outer) =>
        Effect.provideService(effect, ClientTransform, (client) => transform(outer(client)))
      )
  )
}
