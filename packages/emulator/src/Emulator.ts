/**
 * A local ConnectyCube: its Server API, with no account and no network.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as HttpClient from "effect/http/HttpClient"
import type { ServeError } from "effect/http/HttpServerError"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import type * as Scope from "effect/Scope"
import * as App from "./app/app.ts"
import type { Template } from "./app/template.ts"
import type { Controls } from "./control/controls.ts"
import type { DatabaseError } from "./DatabaseError.ts"
import type { Application } from "./server/http/front.ts"
import * as Guard from "./server/http/guard.ts"
import * as InProcess from "./server/http/inProcess.ts"
import * as Origin from "./server/wire/origin.ts"
import type { InvalidControl } from "./InvalidControl.ts"
import { defaults } from "./Settings.ts"

/**
 * How an emulator is set up.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options extends App.Options {}

/**
 * How an emulator on a socket is set up.
 *
 * @category models
 * @since 0.1.0
 */
export interface ServerOptions extends Options, ListenOptions {}

/**
 * Where an emulator listens.
 *
 * @category models
 * @since 0.1.0
 */
export interface ListenOptions {
  /** A free one, when it is 0 or left out. */
  readonly port?: number | undefined
  /** `127.0.0.1`, when left out. */
  readonly host?: string | undefined
  /**
   * Host names that it accepts, besides `host` and those of this machine. A web page cannot make up another one: see `Host` in
   * the README.
   */
  readonly allowHosts?: ReadonlyArray<string> | undefined
}

/**
 * A running emulator: what a test sets up before, and reads afterwards.
 *
 * @example
 * ```ts
 * import { Emulator } from "@effect-connectycube/emulator/Emulator"
 * import * as Effect from "effect/Effect"
 *
 * // What a test of a program in an outage does before, and looks at afterwards.
 * const inOutage = Effect.fn(function* <A, E, R>(program: Effect.Effect<A, E, R>) {
 *   const emulator = yield* Emulator
 *   yield* emulator.addFault({ path: "/**", respond: { status: 503 } })
 *   const exit = yield* Effect.exit(program)
 *   const requests = yield* emulator.requests
 *   return { exit, count: requests.length }
 * })
 * ```
 *
 * @category services
 * @since 0.1.0
 */
export class Emulator extends Context.Service<
  Emulator,
  Controls & {
    /** Its URL. An emulator in process gets the requests for every host. */
    readonly url: string
    /**
     * Listens on a port, too, until the scope closes. Returns the URL.
     *
     * @example
     * ```ts
     * const url = yield* emulator.listen()
     * const { status } = yield* Effect.promise(() => fetch(`${url}/openapi.json`))
     * status // => 200
     * ```
     */
    readonly listen: (options?: ListenOptions) => Effect.Effect<string, ServeError, Scope.Scope>
  }
>()("@effect-connectycube/emulator/Emulator") {
  /**
   * The credentials of the application, as `ConnectyCubeConfig.layer` takes them.
   */
  static readonly credentials = {
    application_id: defaults.application_id,
    auth_key: Redacted.make(defaults.auth_key),
    auth_secret: Redacted.make(defaults.auth_secret),
    admin_api_key: Redacted.make(defaults.admin_api_key)
  }

  /**
   * An emulator in process: an `HttpClient` for the program under test. There is no socket: it gets the requests for every
   * host. Time and random numbers are those of the caller's `Clock` and `Random`. Invalid settings are an `InvalidControl`.
   *
   * @example
   * ```ts
   * const emulated = Emulator.layer({ seed: { users: [{ login: "eve", password: "correct horse" }] } })
   * const { url } = yield* Emulator.pipe(Effect.provide(emulated))
   * ```
   */
  static readonly layer = (
    options: Options = {}
  ): Layer.Layer<Emulator | HttpClient.HttpClient, DatabaseError | InvalidControl> =>
    Layer.effectContext(
      Effect.map(App.make(options), ({ app, controls }) =>
        Context.make(Emulator, Emulator.of({ ...controls, url: Origin.inProcess, listen: listenTo(app) })).pipe(
          Context.add(HttpClient.HttpClient, InProcess.client(app))
        )
      )
    )

  /**
   * An emulator that listens on a port, for any client.
   *
   * @example
   * ```ts
   * const { url } = yield* Emulator.pipe(Effect.provide(Emulator.layerServer({ port: 0 })))
   * yield* Console.log(`The emulator listens at ${url}`)
   * ```
   */
  static readonly layerServer = (
    options: ServerOptions = {}
  ): Layer.Layer<Emulator, DatabaseError | InvalidControl | ServeError> =>
    Layer.effect(
      Emulator,
      Effect.gen(function* () {
        const { app, controls } = yield* App.make(options)
        const listen = listenTo(app)
        return Emulator.of({ ...controls, url: yield* listen(options), listen })
      })
    )

  /**
   * Inserts data once, for the `from` of any number of emulators. Each of them begins with a copy of its own.
   *
   * **When to use**
   *
   * Where many tests begin with the same data: a copy takes less than a millisecond, however much there is. `layerTest` and the fixtures
   * of `@effect-connectycube/testing` use it.
   *
   * @example
   * ```ts
   * const template = yield* Emulator.template({ seed: { users: [{ login: "eve", password: "correct horse" }] } })
   * const eve = Emulator.use(({ userId }) => userId("eve"))
   * const one = yield* eve.pipe(Effect.provide(Emulator.layer({ from: template })))
   * const other = yield* eve.pipe(Effect.provide(Emulator.layer({ from: template })))
   * one === other // => true
   * ```
   */
  static readonly template = (
    options: Pick<Options, "seed" | "settings">
  ): Effect.Effect<Template, DatabaseError | InvalidControl> => App.template(options)
}

const listenTo =
  (app: Application) =>
  ({ allowHosts = [], host = "127.0.0.1", port = 0 }: ListenOptions = {}) =>
    Effect.gen(function* () {
      // Loaded when it is needed: a test in process needs no server.
      const { serve } = yield* Effect.promise(() => import("./server/http/socket.ts"))
      return yield* serve(Guard.make([host, ...allowHosts])(app), { port, host })
    })
