/**
 * How many requests an application sends in a time, so that it stays under the rate of its plan.
 *
 * @since 0.1.0
 */
import type * as Context from "effect/Context"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { RateLimiterStore } from "effect/persistence/RateLimiter"
import * as Result from "effect/Result"
import type { InvalidConfig } from "./InvalidConfig.ts"
import { CurrentRateLimit, type Limiter } from "./internal/call/admission.ts"
import * as RateLimiting from "./internal/call/rateLimiting.ts"
import { OptionChecks, wholeFromOne } from "./internal/optionChecks.ts"

/**
 * A limit that is in force.
 *
 * @category models
 * @since 0.1.0
 */
export interface RateLimit {
  /** The most requests in any window. */
  readonly limit: number
  /** The length of a window. */
  readonly window: Duration.Duration
  /** How many of them may be sent at once, after a pause. */
  readonly burst: number
  /** Makes the limiter of an application. For this package only. */
  readonly "~make": (options: RateLimit, application: string) => Limiter
}

/**
 * The options of a limit.
 *
 * @category models
 * @since 0.1.0
 */
export interface Options {
  /** The most requests in any window, such as 100. */
  readonly limit: number
  /** The length of a window, such as `"1 second"`. */
  readonly window: Duration.Input
  /**
   * How many of them may be sent at once, after a pause: a tenth of `limit`, when left out. The others are spread evenly over the
   * window. It has to be less than `limit`, unless both are 1.
   */
  readonly burst?: number | undefined
}

const purposes = {
  limit: "the most requests in a window",
  window: "the length of a window",
  burst: "how many requests of a window may be sent at once"
}

type Checked = Omit<RateLimit, "~make">

const check = (options: Options): Result.Result<Checked, InvalidConfig> => {
  const checks = new OptionChecks(purposes, options)
  const limit = checks.number("limit", wholeFromOne)
  const window = checks.duration("window")
  const burst = checks.number("burst", wholeFromOne, Math.max(1, Math.floor(limit / 10)) || 1)
  if (burst >= limit && limit > 1) checks.issue("burst", "has to be less than limit")
  return checks.result(() => ({ limit, window, burst }))
}

/**
 * The limit in force; `undefined` where there is none, which is the default.
 *
 * **When to use**
 *
 * When the plan of the application has a rate, and a job may exceed it. Without a limit the server rejects what is too much with a
 * 429, and the retries take a part of the rate. With a limit the requests wait here, and the server rejects none.
 *
 * **Details**
 *
 * In no window of this length more than `limit` requests are sent: `burst` at once, and the others evenly. Each attempt counts,
 * retries and renewals of sessions included. There is one limit for each application, its `ConnectyCubeConfig`: all modules share
 * it, and two applications never do. External hosts, such as the store of files, are not limited.
 *
 * Requests wait by session, and sessions take turns: a call does not wait behind all calls of a bulk job in another session. Calls
 * by the key of the application, such as logins, are one session more.
 *
 * The wait is part of the time of the call, and not of its attempt. A call that would have to wait for longer than it has time left
 * fails with `RateLimitExceeded`, at once where that is known at once, and with `CallTimeout` where it turns out later. The wait is a
 * span, `RateLimit.wait`, and a metric, `connectycube_client_rate_limit_wait`.
 *
 * **Gotchas**
 *
 * Each process has a limit of its own, unless they share a store: give `n` processes an `n`th of the rate each, or use
 * `layerShared`.
 *
 * @example
 * ```ts
 * import { RateLimit } from "@effect-connectycube/core/RateLimit"
 * import * as Effect from "effect/Effect"
 *
 * declare const importUsers: Effect.Effect<void>
 *
 * const program = importUsers.pipe(Effect.provide(RateLimit.layer({ limit: 100, window: "1 second" })))
 * ```
 *
 * @category services
 * @since 0.1.0
 */
export const RateLimit: Context.Reference<RateLimit | undefined> & {
  /** No limit, for a region of a program that has one. */
  readonly off: undefined
  /**
   * Sets the limit of a program or of a region, kept in this process. Equal limits are one, wherever they are set. Building it fails
   * with `InvalidConfig` when the options are wrong.
   *
   * @example
   * ```ts
   * const user = yield* users.get(ben.id).pipe(Effect.provide(RateLimit.layer({ limit: 100, window: "1 second" })))
   * ```
   */
  readonly layer: (options: Options) => Layer.Layer<never, InvalidConfig>
  /**
   * As `layer`, kept in the `RateLimiterStore` of Effect, such as one on Redis, for all processes that share that. All of them have to
   * set the same limit. Sessions take turns in each process. When the store fails, requests are sent without a limit, and the failure
   * is logged.
   *
   * @example
   * ```ts
   * const limit = RateLimit.layerShared({ limit: 100, window: "1 second" }).pipe(
   *   Layer.provide(EffectRateLimiter.layerStoreMemory)
   * )
   * const user = yield* users.get(ben.id).pipe(Effect.provide(limit))
   * ```
   */
  readonly layerShared: (options: Options) => Layer.Layer<never, InvalidConfig, RateLimiterStore>
} = Object.assign(CurrentRateLimit, {
  off: undefined,
  layer: (options: Options) => {
    const checked = Result.map(check(options), (limit) => ({ ...limit, "~make": RateLimiting.inMemory }))
    return Layer.effect(CurrentRateLimit, Effect.fromResult(checked))
  },
  layerShared: (options: Options) => {
    const checked = check(options)
    return Layer.effect(
      CurrentRateLimit,
      Effect.flatMap(RateLimiterStore, (store) =>
        Effect.fromResult(Result.map(checked, (limit) => ({ ...limit, "~make": RateLimiting.inStore(store) })))
      )
    )
  }
})
