/**
 * An `HttpClient` on an undici dispatcher, made for many small calls: whole bodies are collected without a web stream, and headers
 * are read when they are asked for. The calls of `effect-connectycube` use the dispatcher below it directly.
 *
 * **When to use**
 *
 * On Node, wherever an Effect program takes an `HttpClient`.
 *
 * @since 0.1.0
 */
import * as Transport from "@effect-connectycube/core/client/Transport"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as HttpClient from "effect/http/HttpClient"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import type * as Undici from "undici"
import * as Client from "./internal/client.ts"
import * as DispatcherTransport from "./internal/transport.ts"

/**
 * The dispatcher that sends: an `Agent`, a `Pool`, a `ProxyAgent`, a `MockAgent`, or one that is composed with interceptors.
 *
 * @category services
 * @since 0.1.0
 */
export class Dispatcher extends Context.Service<Dispatcher, Undici.Dispatcher>()(
  "@effect-connectycube/undici/Dispatcher"
) {}

/**
 * The options of an `Agent`.
 *
 * @category models
 * @since 0.1.0
 */
export type AgentOptions = Undici.Agent.Options

/**
 * The options of a `ProxyAgent`.
 *
 * @category models
 * @since 0.1.0
 */
export type ProxyOptions = Undici.ProxyAgent.Options

/**
 * The options of an `EnvHttpProxyAgent`.
 *
 * @category models
 * @since 0.1.0
 */
export type EnvProxyOptions = Undici.EnvHttpProxyAgent.Options

/**
 * Makes an `HttpClient` on a dispatcher, which it does not close.
 *
 * @category constructors
 * @since 0.1.0
 */
export const fromDispatcher = (dispatcher: Undici.Dispatcher): HttpClient.HttpClient => {
  const client = Client.make(dispatcher)
  Transport.set(client, DispatcherTransport.make(dispatcher))
  return client
}

/**
 * Makes an `HttpClient` on the dispatcher in the context.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make: Effect.Effect<HttpClient.HttpClient, never, Dispatcher> = Effect.map(Dispatcher, fromDispatcher)

/** Requests in flight fail when the scope is closed: who closes it has no use for their responses. */
const scoped = (
  make: (undici: typeof Undici) => Undici.Dispatcher
): Effect.Effect<Undici.Dispatcher, never, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.map(
      Effect.promise(() => import("undici")),
      make
    ),
    (dispatcher) => Effect.promise(() => dispatcher.destroy())
  )

const layerOf = (
  dispatcher: Effect.Effect<Undici.Dispatcher, never, Scope.Scope>
): Layer.Layer<HttpClient.HttpClient> => Layer.effect(HttpClient.HttpClient, Effect.map(dispatcher, fromDispatcher))

/**
 * Provides an `HttpClient` on the `Dispatcher` in the context.
 *
 * @category layers
 * @since 0.1.0
 */
export const layerNoDispatcher: Layer.Layer<HttpClient.HttpClient, never, Dispatcher> = Layer.effect(
  HttpClient.HttpClient,
  make
)

/**
 * Provides an `HttpClient` on a dispatcher that is yours: it is not closed with the layer.
 *
 * @category layers
 * @since 0.1.0
 */
export const layerDispatcher = (dispatcher: Undici.Dispatcher): Layer.Layer<HttpClient.HttpClient> =>
  Layer.sync(HttpClient.HttpClient, () => fromDispatcher(dispatcher))

/**
 * Provides an `HttpClient` on an `Agent` with these options, which is destroyed when the layer is closed. A request in flight fails
 * then.
 *
 * **Details**
 *
 * The options are those of undici: `connections` (per origin, unlimited by default), `keepAliveTimeout` (milliseconds),
 * `pipelining`, and `connect` for TLS (`ca`, `cert`, `key`) and Unix sockets (`socketPath`). `allowH2` is `false` by default.
 *
 * **Gotchas**
 *
 * `headersTimeout` and `bodyTimeout` have no effect: use `Effect.timeout`, or the `Timeouts` of `effect-connectycube`.
 *
 * @category layers
 * @since 0.1.0
 */
export const layerOptions = (options: AgentOptions = {}): Layer.Layer<HttpClient.HttpClient> =>
  layerOf(scoped(({ Agent }) => new Agent({ ...http1, ...options })))

/** One connection for each request in flight: that is faster for small calls, and an abort is that of a connection. */
const http1 = { allowH2: false }

/**
 * Provides an `HttpClient` on an `Agent`, which is destroyed when the layer is closed. A request in flight fails then.
 *
 * @category layers
 * @since 0.1.0
 */
export const layer: Layer.Layer<HttpClient.HttpClient> = layerOptions()

/**
 * Provides an `HttpClient` that sends through a proxy, given by its URL or its options. The proxy's connections are closed with
 * the layer.
 *
 * @category layers
 * @since 0.1.0
 */
export const layerProxy = (options: string | ProxyOptions): Layer.Layer<HttpClient.HttpClient> =>
  layerOf(
    scoped(
      ({ ProxyAgent }) => new ProxyAgent({ ...http1, ...(typeof options === "string" ? { uri: options } : options) })
    )
  )

/**
 * Provides an `HttpClient` that sends through the proxies that `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` name in the environment.
 *
 * @category layers
 * @since 0.1.0
 */
export const layerEnvProxy = (options: EnvProxyOptions = {}): Layer.Layer<HttpClient.HttpClient> =>
  layerOf(scoped(({ EnvHttpProxyAgent }) => new EnvHttpProxyAgent({ ...http1, ...options })))
