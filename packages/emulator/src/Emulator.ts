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
import * as Applications from "./app/applications/applications.ts"
import { type ApplicationSettings, type NoSuchApplication, settingsOf } from "./Application.ts"
import type { Template } from "./app/template.ts"
import type { Controls } from "./control/controls.ts"
import type { DatabaseError } from "./DatabaseError.ts"
import type { Application } from "./server/http/front.ts"
import * as Guard from "./server/http/guard.ts"
import * as InProcess from "./server/http/inProcess.ts"
import * as Origin from "./server/wire/origin.ts"
import type { InvalidControl } from "./InvalidControl.ts"
import { defaults, type Settings } from "./Settings.ts"

const credentialsIn = ({ admin_api_key, application_id, auth_key, auth_secret }: Settings) => ({
  application_id,
  auth_key: Redacted.make(auth_key),
  auth_secret: Redacted.make(auth_secret),
  admin_api_key: Redacted.make(admin_api_key)
})

/**
 * How an emulator is set up.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options extends App.Options {}

/**
 * How a further application of an emulator is set up.
 *
 * @category models
 * @since 0.1.0
 */
export interface ApplicationOptions extends App.ApplicationOptions {}

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
     * The ids of its applications, the first one first.
     *
     * @example
     * ```ts
     * const applications = yield* emulator.applications
     * applications // => [1]
     * ```
     */
    readonly applications: Effect.Effect<ReadonlyArray<number>>
    /**
     * The controls of one of its applications. Those of the emulator itself are the ones of the first application.
     *
     * @example
     * ```ts
     * const staging = yield* emulator.application(1)
     * yield* staging.advance("3 hours")
     * ```
     */
    readonly application: (application_id: number) => Effect.Effect<Controls, NoSuchApplication>
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
  static readonly credentials = credentialsIn(defaults)

  /**
   * The credentials of a further application with these settings, as `ConnectyCubeConfig.layer` takes them.
   *
   * @example
   * ```ts
   * const staging = { application_id: 2 }
   * const emulated = Emulator.layer({ applications: [{ settings: staging }] })
   * const client = ConnectyCube.layer(Emulator.credentialsOf(staging)).pipe(Layer.provide(emulated))
   * const signUp = Users.use((users) => users.signUp({ login: "eve", password: Redacted.make("correct horse") }))
   * const { login } = yield* signUp.pipe(Effect.provide(client))
   * login // => "eve"
   * ```
   */
  static readonly credentialsOf = (settings: ApplicationSettings) => credentialsIn(settingsOf(settings))

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
      Effect.map(Applications.make(options), ({ app, controls, ...applications }) =>
        Context.make(
          Emulator,
          Emulator.of({ ...controls, ...applications, url: Origin.inProcess, listen: listenTo(app) })
        ).pipe(Context.add(HttpClient.HttpClient, InProcess.client(app)))
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
        const { app, controls, ...applications } = yield* Applications.make(options)
        const listen = listenTo(app)
        return Emulator.of({ ...controls, ...applications, url: yield* listen(options), listen })
      })
    )

  /**
   * Inserts data once, for the `from` of any number of emulators. Each of them begins with a copy of its own.
   *
   * **When to use**
   *
   * Where many tests begin with the same data: a copy is made at once, and not row by row. The fixtures of
   * `@effect-connectycube/testing` use it.
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
