/**
 * The client and an emulator of its own, in one layer.
 *
 * @since 0.1.0
 */
import type { ConnectyCubeError } from "@effect-connectycube/core/ConnectyCubeError"
import type { Options as ApplicationOptions } from "@effect-connectycube/core/ConnectyCubeConfig"
import type { InvalidConfig } from "@effect-connectycube/core/InvalidConfig"
import { RetryPolicy } from "@effect-connectycube/core/RetryPolicy"
import { Timeouts } from "@effect-connectycube/core/Timeouts"
import { Session } from "@effect-connectycube/auth/Session"
import type { DatabaseError } from "@effect-connectycube/emulator/DatabaseError"
import { Emulator, type Options } from "@effect-connectycube/emulator/Emulator"
import { InvalidControl } from "@effect-connectycube/emulator/InvalidControl"
import * as ConnectyCube from "effect-connectycube/ConnectyCube"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import type * as HttpClient from "effect/http/HttpClient"
import * as Layer from "effect/Layer"
import * as TestClock from "effect/testing/TestClock"
import * as Callers from "./internal/callers.ts"

/**
 * The options of {@link layerTest}: those of the emulator, and what is set of the client and of the clock.
 *
 * @category models
 * @since 0.1.0
 */
export interface TestOptions extends Options {
  /**
   * The user who calls: one of the seed, by `id`, `login` or `email`. The layer then has a `Session` of that user. A user
   * without a `password` in the seed is given one.
   */
  readonly as?: number | string | undefined
  /** The application, where it is not that of the emulator: no `admin_api_key`, another `auth_key`, a `log`. */
  readonly application?: Partial<ApplicationOptions> | undefined
  /** Retries. `RetryPolicy.none` makes a fault an error at once. The default policy of the client, when left out. */
  readonly retryPolicy?: Partial<RetryPolicy> | undefined
  /** The timeouts. Those of the client, when left out. */
  readonly timeouts?: Parameters<typeof Timeouts.layer>[0] | undefined
  /**
   * The time at the start. The layer then has a `TestClock` of its own, which stands still until `TestClock.adjust` moves it. Left
   * out, the clock is that of the test.
   */
  readonly now?: DateTime.DateTime.Input | undefined
}

/**
 * What {@link layerTest} provides: all services of the client, the emulator, and the `HttpClient` that it is reached by.
 *
 * @category models
 * @since 0.1.0
 */
export type TestServices = ConnectyCube.ConnectyCube | Emulator | HttpClient.HttpClient

/**
 * What building a {@link layerTest} fails with: an option that is invalid, or a file of `data` that cannot be used.
 *
 * @category models
 * @since 0.1.0
 */
export type TestError = DatabaseError | InvalidConfig | InvalidControl

/**
 * All services of the client on an emulator in memory, and the {@link Emulator} to control it. There is no socket.
 *
 * **Details**
 *
 * Each `Effect.provide` builds an emulator. Tests that provide the layer share nothing, also while they run at the same time,
 * and also where they provide the same value. Two exceptions are those of every layer: `layer(layerTest())` of `@effect/vitest` builds
 * it once for all tests of the block, and within a program that has the layer, the same value is the same emulator.
 *
 * With `as`, the user is logged in before the test begins. That request is not in the journal.
 *
 * **Time**
 *
 * Client and emulator use the `Clock` of the test. In `it.effect` of `@effect/vitest` that is the `TestClock`, which begins in 1970 and
 * stands still: fork a call that waits, `TestClock.adjust`, and join it. In `it.live` it is the real one. `now` sets a date.
 *
 * @example
 * ```ts
 * import { Chat } from "effect-connectycube"
 * import { layerTest } from "@effect-connectycube/testing/layerTest"
 * import { assert, it } from "@effect/vitest"
 * import * as Effect from "effect/Effect"
 *
 * const seed = { users: [{ id: 1, login: "ada" }, { id: 2, login: "ben" }] }
 *
 * it.effect("has no dialogs at first", () =>
 *   Effect.gen(function* () {
 *     const { dialogs } = yield* Chat
 *     assert.strictEqual((yield* dialogs.list()).total_entries, 0)
 *   }).pipe(Effect.provide(layerTest({ seed, as: "ada" })))
 * )
 * ```
 *
 * @category layers
 * @since 0.1.0
 */
export const layerTest: {
  (options: LoggedInOptions): Layer.Layer<TestServices | Session, TestError | ConnectyCubeError>
  (options?: NobodyOptions): Layer.Layer<TestServices, TestError>
} = make

type LoggedInOptions = TestOptions & {
  /** The user who calls: one of the seed, by `id`, `login` or `email`. */
  readonly as: number | string
}

type NobodyOptions = TestOptions & {
  /** Nobody: a test provides sessions of its own. */
  readonly as?: undefined
}

function make(options: LoggedInOptions): Layer.Layer<TestServices | Session, TestError | ConnectyCubeError>
function make(options?: NobodyOptions): Layer.Layer<TestServices, TestError>
function make(options: TestOptions = {}): Layer.Layer<TestServices, TestError | ConnectyCubeError> {
  const { application, as, now, retryPolicy, timeouts, ...emulator } = options
  const client = ConnectyCube.layer({ ...Emulator.credentials, ...application })
  const on = (options: Options) => Layer.provideMerge(client, Emulator.layer(options))
  return (as === undefined ? on(emulator) : loggedIn(as, emulator, on)).pipe(
    Layer.provideMerge(retryPolicy === undefined ? Layer.empty : RetryPolicy.layer(retryPolicy)),
    Layer.provideMerge(timeouts === undefined ? Layer.empty : Timeouts.layer(timeouts)),
    Layer.provideMerge(now === undefined ? Layer.empty : clockAt(now))
  )
}

/** The journal begins with what the test does. */
const loggedIn = (
  as: number | string,
  options: Options,
  on: (options: Options) => Layer.Layer<TestServices, TestError>
): Layer.Layer<TestServices | Session, TestError | ConnectyCubeError> => {
  const { from } = options
  const caller = Callers.find(as, from?.seed ?? options.seed, from === undefined)
  return Layer.unwrap(
    Effect.map(Effect.fromResult(caller), ({ credentials, seed }) =>
      Layer.effectDiscard(Emulator.use(({ clearRequests }) => clearRequests)).pipe(
        Layer.provideMerge(Session.layerLogin(credentials)),
        Layer.provideMerge(on(from === undefined ? { ...options, seed } : options))
      )
    )
  )
}

const clockAt = (now: DateTime.DateTime.Input): Layer.Layer<never, InvalidControl> =>
  DateTime.make(now).pipe(
    Effect.fromOption,
    Effect.mapError(
      () => new InvalidControl({ control: "layerTest", errors: { now: [`${JSON.stringify(now)} is not a time`] } })
    ),
    Effect.map(({ epochMilliseconds }) =>
      Layer.provideMerge(Layer.effectDiscard(TestClock.setTime(epochMilliseconds)), TestClock.layer())
    ),
    Layer.unwrap
  )
