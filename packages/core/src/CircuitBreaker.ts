/**
 * Stops the requests of an application while the service fails.
 *
 * @since 0.1.0
 */
import type * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { CircuitBreakerStore } from "effect/persistence/CircuitBreaker"
import * as Result from "effect/Result"
import type { InvalidConfig } from "./InvalidConfig.ts"
import { type Breaker, CurrentCircuitBreaker } from "./internal/call/admission.ts"
import * as CircuitBreaking from "./internal/call/circuitBreaking.ts"
import { OptionChecks, wholeFromOne } from "./internal/optionChecks.ts"

/**
 * A circuit breaker that is in force.
 *
 * @category models
 * @since 0.1.0
 */
export interface CircuitBreaker {
  /** The part of the last requests that has to fail for the circuit to open: more than 0, and at most 1. */
  readonly threshold: number
  /** How many of the last requests count. */
  readonly size: number
  /** How many of them there have to be. */
  readonly minimumCalls: number
  /** How long the circuit stays open. */
  readonly openDuration: Duration.Duration
  /** The longest that it stays open where the service asks for more (`Retry-After`). */
  readonly maxOpenDuration: Duration.Duration
  /** Makes the circuit of an application. For this package only. */
  readonly "~make": (options: CircuitBreaker, application: string) => Breaker
}

/**
 * The options of a circuit breaker.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options {
  /** The part of the last requests that has to fail for the circuit to open: more than 0, and at most 1; 0.5 when left out. */
  readonly threshold?: number | undefined
  /** How many of the last requests count; 50 when left out. */
  readonly size?: number | undefined
  /** How many of them there have to be before the circuit may open; 20 when left out, or `size` where that is less. */
  readonly minimumCalls?: number | undefined
  /** How long the circuit stays open before one request tests the service; 1 second when left out. */
  readonly openDuration?: Duration.Input | undefined
  /** The longest that it stays open where the service asks for more (`Retry-After`); 30 seconds when left out. */
  readonly maxOpenDuration?: Duration.Input | undefined
}

const purposes = {
  threshold: "the part of the last requests that has to fail for the circuit to open",
  size: "how many of the last requests count",
  minimumCalls: "how many of them there have to be before the circuit may open",
  openDuration: "how long the circuit stays open",
  maxOpenDuration: "the longest that it stays open where the service asks for more"
}

const thresholdRule = {
  is: (value: number) => value > 0 && value <= 1,
  message: "has to be a number of more than 0 and at most 1"
}

/** Each request of the last ones is kept. */
const largestSize = 10_000

const sizeRule = {
  is: (value: number) => wholeFromOne.is(value) && value <= largestSize,
  message: `has to be a whole number from 1 to ${largestSize}`
}

type Checked = Omit<CircuitBreaker, "~make">

const check = (options: Options | undefined): Result.Result<Checked, InvalidConfig> => {
  const checks = new OptionChecks(purposes, options)
  const threshold = checks.number("threshold", thresholdRule, 0.5)
  const size = checks.number("size", sizeRule, 50)
  const minimumCalls = checks.number("minimumCalls", wholeFromOne, Math.min(20, size) || 1)
  if (minimumCalls > size) checks.issue("minimumCalls", "has to be at most size")
  const openDuration = checks.duration("openDuration", Duration.seconds(1))
  const maxOpenDuration = checks.duration("maxOpenDuration", Duration.seconds(30))
  return checks.result(() => ({ threshold, size, minimumCalls, openDuration, maxOpenDuration }))
}

/**
 * The circuit breaker in force; `undefined` where there is none, which is the default.
 *
 * **When to use**
 *
 * When a call that is bound to fail should fail at once, so that a server can respond with a 503 of its own in place of holding its
 * callers for the timeout of an attempt.
 *
 * **Details**
 *
 * It is Effect's `CircuitBreaker`. The circuit opens when at least `threshold` of the last `size` requests failed. While it is open,
 * calls fail with `CircuitOpen`, which has `retryAfter`, and is not retried. After `openDuration` one request tests the service: if it
 * succeeds, the circuit is closed, and if it fails, open again. Meanwhile other calls fail.
 *
 * A failure is a `TransportError`, the timeout of an attempt, and a 500, 502, 503 or 504. A success is any other response, but for a
 * 429, which counts as neither. Neither does a request that was interrupted, or that the timeout of its call has ended.
 *
 * There is one circuit for each application, its `ConnectyCubeConfig`: all modules share it, and two applications never do. External
 * hosts, such as the store of files, have none. Requests that it stopped are counted in `connectycube_client_circuit_rejections`.
 *
 * @example
 * ```ts
 * import { CircuitBreaker } from "@effect-connectycube/core/CircuitBreaker"
 * import * as Effect from "effect/Effect"
 *
 * declare const server: Effect.Effect<void>
 *
 * const program = server.pipe(Effect.provide(CircuitBreaker.layer()))
 * ```
 *
 * @category services
 * @since 0.1.0
 */
export const CircuitBreaker: Context.Reference<CircuitBreaker | undefined> & {
  /** No circuit breaker, for a region of a program that has one. */
  readonly off: undefined
  /**
   * Sets the circuit breaker of a program or of a region, kept in this process. Equal options share a circuit, wherever they are set.
   * Building it fails with `InvalidConfig` when the options are wrong.
   *
   * @example
   * ```ts
   * const breaker = CircuitBreaker.layer({ threshold: 0.5, openDuration: "5 seconds" })
   * const user = yield* users.get(ben.id).pipe(Effect.provide(breaker))
   * ```
   */
  readonly layer: (options?: Options) => Layer.Layer<never, InvalidConfig>
  /**
   * As `layer`, kept in the `CircuitBreakerStore` of Effect, such as one on Redis, for all processes that share that. All of them have
   * to set the same options. When the store fails, requests are sent, and the failure is logged.
   *
   * @example
   * ```ts
   * const breaker = CircuitBreaker.layerShared().pipe(Layer.provide(EffectCircuitBreaker.layerStoreMemory()))
   * const user = yield* users.get(ben.id).pipe(Effect.provide(breaker))
   * ```
   */
  readonly layerShared: (options?: Options) => Layer.Layer<never, InvalidConfig, CircuitBreakerStore>
} = Object.assign(CurrentCircuitBreaker, {
  off: undefined,
  layer: (options?: Options) => {
    const checked = Result.map(check(options), (breaker) => ({ ...breaker, "~make": CircuitBreaking.inMemory }))
    return Layer.effect(CurrentCircuitBreaker, Effect.fromResult(checked))
  },
  layerShared: (options?: Options) => {
    const checked = check(options)
    return Layer.effect(
      CurrentCircuitBreaker,
      Effect.flatMap(CircuitBreakerStore, (store) =>
        Effect.fromResult(Result.map(checked, (breaker) => ({ ...breaker, "~make": CircuitBreaking.inStore(store) })))
      )
    )
  }
})
