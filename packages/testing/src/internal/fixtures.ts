// What the fixtures of a test are made of.
import type { UserCredentials } from "@effect-connectycube/auth/Credentials"
import { Session } from "@effect-connectycube/auth/Session"
import type { Options as ApplicationOptions } from "@effect-connectycube/core/ConnectyCubeConfig"
import type { ConnectyCubeError } from "@effect-connectycube/core/ConnectyCubeError"
import { Emulator, type Options } from "@effect-connectycube/emulator/Emulator"
import type { InvalidControl } from "@effect-connectycube/emulator/InvalidControl"
import type { Seed } from "@effect-connectycube/emulator/Seed"
import type { Settings } from "@effect-connectycube/emulator/Settings"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as Redacted from "effect/Redacted"
import * as Scope from "effect/Scope"
import type { TestError, TestServices } from "../layerTest.ts"
import { fromEmulator, type PromiseEmulator } from "../PromiseEmulator.ts"
import type { ConnectyCubeFixture } from "../vitest.ts"
import * as Callers from "./callers.ts"

export interface Setup<R> {
  readonly emulator: PromiseEmulator
  readonly client: ConnectyCubeFixture<R>
  /** Starts a server. Returns the URL. */
  readonly listen: () => Promise<string>
  readonly settings: Settings
  readonly end: () => Promise<void>
}

/** Inserts the seed for the first test, and starts an emulator with a copy of it for each. */
export const starting = <R>(
  { seed, settings }: Pick<Options, "seed" | "settings">,
  layerOf: (from: NonNullable<Options["from"]>) => Layer.Layer<R | TestServices, TestError | ConnectyCubeError>
): ((signal: AbortSignal) => Promise<Setup<R>>) => {
  const data = Callers.withPasswords(seed)
  const template = Effect.runSync(Effect.cached(Emulator.template({ seed: data, settings })))
  const layer = Layer.unwrap(Effect.map(template, layerOf))
  return (signal) => start(layer, data, signal)
}

const start = async <R>(
  layer: Layer.Layer<R | TestServices, TestError | ConnectyCubeError>,
  data: Seed,
  signal: AbortSignal
): Promise<Setup<R>> => {
  const runtime = ManagedRuntime.make(layer)
  const scope = Effect.runSync(Scope.make())
  // An emulator that cannot be started is the error of the test.
  const context = await runtime.context()
  const services = Layer.succeedContext(context)
  const run = <A, E>(effect: Effect.Effect<A, E, R | TestServices | Scope.Scope>) =>
    runtime.runPromise(Effect.scoped(effect), { signal })
  const emulator = await run(Emulator)

  const as: ConnectyCubeFixture<R>["as"] = (user) => {
    const session: Effect.Effect<Session["Service"], ConnectyCubeError | InvalidControl> = credentialsOf(
      user,
      data
    ).pipe(Effect.flatMap(Session.login), Effect.provideService(Scope.Scope, scope), Effect.provideContext(context))
    const once = Effect.runSync(Effect.cached(session))
    return {
      run: (effect) => run(Effect.flatMap(once, (session) => Effect.provideService(effect, Session, session))),
      layer: Layer.merge(Layer.effect(Session, once), services)
    }
  }

  return {
    emulator: fromEmulator(emulator, (effect) => runtime.runPromise(effect)),
    client: { run, layer: services, as },
    listen: () => runtime.runPromise(Effect.provideService(emulator.listen(), Scope.Scope, scope)),
    settings: await run(emulator.settings),
    end: () => runtime.runPromise(Scope.close(scope, Exit.void)).finally(() => runtime.dispose())
  }
}

const credentialsOf = (
  user: number | string | UserCredentials,
  seed: Seed
): Effect.Effect<UserCredentials, InvalidControl> =>
  typeof user === "object"
    ? Effect.succeed(user)
    : Effect.map(Effect.fromResult(Callers.find(user, seed, false)), ({ credentials }) => credentials)

export const credentialsAt = (
  api_url: string,
  { admin_api_key, application_id, auth_key, auth_secret }: Settings
): ApplicationOptions => ({
  api_url,
  application_id,
  auth_key: Redacted.make(auth_key),
  auth_secret: Redacted.make(auth_secret),
  admin_api_key: Redacted.make(admin_api_key)
})

export const environmentAt = (
  url: string,
  { admin_api_key, application_id, auth_key, auth_secret }: Settings
): { readonly [name: string]: string } => ({
  CONNECTYCUBE_API_URL: url,
  CONNECTYCUBE_APPLICATION_ID: String(application_id),
  CONNECTYCUBE_AUTH_KEY: auth_key,
  CONNECTYCUBE_AUTH_SECRET: auth_secret,
  CONNECTYCUBE_ADMIN_API_KEY: admin_api_key
})
