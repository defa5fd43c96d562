/** What a program may provide against storms. */
import { CircuitBreaker, type InvalidConfig, RateLimit, RetryBudget, RetryPolicy } from "effect-connectycube"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Random from "effect/Random"

const withoutBudget = Layer.succeed(RetryBudget, RetryBudget.unlimited)
const rateLimit = RateLimit.layer({ limit: 200, window: "1 second" })

export type Guarded =
  | "the defaults"
  | "no guard"
  | "no retries"
  | "the retry budget alone"
  | "a rate limit alone"
  | "a circuit breaker alone"
  | "all of them"

export const guards: Readonly<Record<Guarded, Layer.Layer<never, InvalidConfig>>> = {
  "the defaults": Layer.empty,
  "no guard": withoutBudget,
  "no retries": Layer.succeed(RetryPolicy, RetryPolicy.none),
  "the retry budget alone": Layer.empty,
  "a rate limit alone": Layer.merge(withoutBudget, rateLimit),
  "a circuit breaker alone": Layer.merge(withoutBudget, CircuitBreaker.layer()),
  "all of them": Layer.merge(rateLimit, CircuitBreaker.layer())
}

/** Runs a simulation within these guards. What is random in it has a seed. */
export const simulate =
  (guarded: Guarded) =>
  <A, E, R>(simulation: Effect.Effect<A, E, R>) =>
    simulation.pipe(Effect.provide(Layer.orDie(guards[guarded])), Random.withSeed("storm"))
