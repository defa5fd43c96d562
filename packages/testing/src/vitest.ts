/**
 * Fixtures and matchers for vitest: an emulator for each test. It is the only module of the package that imports vitest.
 *
 * @since 0.1.0
 */
import type { ConnectyCubeError } from "@effect-connectycube/core/ConnectyCubeError"
import type { Options as ApplicationOptions } from "@effect-connectycube/core/ConnectyCubeConfig"
import type { Session } from "@effect-connectycube/auth/Session"
import type { UserCredentials } from "@effect-connectycube/auth/Credentials"
import type { InvalidControl } from "@effect-connectycube/emulator/InvalidControl"
import type * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import { expect, test, type TestAPI } from "vitest"
import * as Fixtures from "./internal/fixtures.ts"
import * as Matchers from "./internal/matchers.ts"
import { layerTest, type TestOptions, type TestServices } from "./layerTest.ts"
import type { OperationName } from "./OperationName.ts"
import type { PromiseEmulator } from "./PromiseEmulator.ts"
import type { Expectation } from "./Requests.ts"

/**
 * What is set of each emulator of {@link connectyCubeTest}.
 *
 * @category models
 * @since 0.1.0
 */
export interface FixtureOptions extends Omit<TestOptions, "data" | "from"> {}

/**
 * The client on the emulator of a test.
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectyCubeFixture<R> {
  /**
   * Runs an effect with all services, and rejects with the error that it fails with. Its scope is closed when it ends. An effect that is
   * running when the test times out is interrupted.
   */
  readonly run: <A, E>(effect: Effect.Effect<A, E, R | Scope.Scope>) => Promise<A>
  /** The services, for `Effect.provide` in `it.effect`, or for a runtime of your own. They are those of `run`. */
  readonly layer: Layer.Layer<R>
  /**
   * The same for a user: one of the seed by `id`, `login` or `email`, or one with these credentials. The user is logged in by the
   * first effect that is run.
   */
  readonly as: (user: number | string | UserCredentials) => {
    /** Runs an effect with the session of the user. */
    readonly run: <A, E>(effect: Effect.Effect<A, E, R | Session | Scope.Scope>) => Promise<A>
    /** The services, and the session of the user. */
    readonly layer: Layer.Layer<R | Session, ConnectyCubeError | InvalidControl>
  }
}

/**
 * The fixtures of a test. Each is set up for tests that take it, and ends with the test.
 *
 * @category models
 * @since 0.1.0
 */
export interface ConnectyCubeFixtures<R> {
  /** The emulator of the test: its controls as promises. */
  readonly emulator: PromiseEmulator
  /** The client on it, for effects. */
  readonly connectyCube: ConnectyCubeFixture<R>
  /** Runs an effect with the client: `connectyCube.run`. */
  readonly run: ConnectyCubeFixture<R>["run"]
  /** The URL of the emulator. A test that takes it, or one of the next two, starts a server on a free port of 127.0.0.1. */
  readonly url: string
  /** The options of `ConnectyCube.layer`, with the URL. */
  readonly credentials: ApplicationOptions
  /** The variables of `ConnectyCube.layerConfig`, for the environment of a process. */
  readonly environment: { readonly [name: string]: string }
}

/**
 * A `test` of vitest whose tests have an emulator of their own.
 *
 * **When to use**
 *
 * In tests that are written with promises. Where all tests are effects, `it.effect` with `layerTest` is enough.
 *
 * **Details**
 *
 * The seed is inserted once in each test file, and each emulator begins with a copy of that. Nothing is shared between tests, also
 * those of `test.concurrent`, and nothing is left when a test has ended. Users of the seed without a `password` are given one.
 * Time is the real one, unless there is a `now`.
 *
 * @example
 * ```ts
 * import { connectyCubeTest } from "@effect-connectycube/testing/vitest"
 * import { Users } from "effect-connectycube"
 * import { expect } from "vitest"
 *
 * const test = connectyCubeTest({ seed: { users: [{ login: "ada" }, { login: "ben" }] }, as: "ada" })
 *
 * test("finds a user", async ({ emulator, run }) => {
 *   await emulator.addFault({ operation: "users.list", times: 1, respond: { status: 503 } })
 *   const page = await run(Users.use((users) => users.list({ login: "ben" })))
 *   expect(page.total_entries).toBe(1)
 *   await expect(emulator).toHaveReceived("users.list", { query: { login: "ben" }, times: 2 })
 * })
 * ```
 *
 * @category fixtures
 * @since 0.1.0
 */
export const connectyCubeTest: {
  (options: LoggedInOptions): TestAPI<ConnectyCubeFixtures<TestServices | Session>>
  (options?: NobodyOptions): TestAPI<ConnectyCubeFixtures<TestServices>>
} = make

type LoggedInOptions = FixtureOptions & {
  /** The user who calls: one of the seed, by `id`, `login` or `email`. */
  readonly as: number | string
}

type NobodyOptions = FixtureOptions & {
  /** Nobody: sessions are those of `connectyCube.as`. */
  readonly as?: undefined
}

type AnyTest = TestAPI<ConnectyCubeFixtures<TestServices>> | TestAPI<ConnectyCubeFixtures<TestServices | Session>>

function make(options: LoggedInOptions): TestAPI<ConnectyCubeFixtures<TestServices | Session>>
function make(options?: NobodyOptions): TestAPI<ConnectyCubeFixtures<TestServices>>
function make({ as, seed, settings, ...options }: FixtureOptions = {}): AnyTest {
  const data = { seed, settings }
  return as === undefined
    ? define(Fixtures.starting<TestServices>(data, (from) => layerTest({ ...options, from })))
    : define(Fixtures.starting<TestServices | Session>(data, (from) => layerTest({ ...options, from, as })))
}

const define = <R>(start: (signal: AbortSignal) => Promise<Fixtures.Setup<R>>): TestAPI<ConnectyCubeFixtures<R>> => {
  const setups = new WeakMap<ConnectyCubeFixture<R>, Fixtures.Setup<R>>()
  const setupOf = (client: ConnectyCubeFixture<R>): Fixtures.Setup<R> => {
    const setup = setups.get(client)
    if (setup === undefined) throw new Error("The fixture connectyCube was replaced")
    return setup
  }
  return test.extend<ConnectyCubeFixtures<R>>({
    connectyCube: async ({ signal }, use) => {
      const setup = await start(signal)
      setups.set(setup.client, setup)
      await use(setup.client)
      await setup.end()
    },
    emulator: ({ connectyCube }, use) => use(setupOf(connectyCube).emulator),
    run: ({ connectyCube }, use) => use(connectyCube.run),
    url: async ({ connectyCube }, use) => use(await setupOf(connectyCube).listen()),
    credentials: ({ connectyCube, url }, use) => use(Fixtures.credentialsAt(url, setupOf(connectyCube).settings)),
    environment: ({ connectyCube, url }, use) => use(Fixtures.environmentAt(url, setupOf(connectyCube).settings))
  })
}

declare module "vitest" {
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> {
    /**
     * Expects that an emulator got a request for an operation: `await expect(emulator).toHaveReceived("users.list")`. See
     * `requests.toHaveBeenMade` for what is compared, and `requests.notToHaveBeenMade` for `.not`.
     */
    toHaveReceived(operation: OperationName, expected?: Expectation): Promise<void>
    /** Expects that an emulator got requests one after the other. See `requests.toHaveBeenMadeInOrder`. */
    toHaveReceivedInOrder(steps: ReadonlyArray<OperationName | readonly [OperationName, Expectation]>): Promise<void>
  }
}

expect.extend(Matchers.matchers)
