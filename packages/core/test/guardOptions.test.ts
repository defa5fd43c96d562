// The options of RetryBudget, RateLimit and CircuitBreaker: which are valid, and what the error of the others says.
import * as CircuitBreaker from "@effect-connectycube/core/CircuitBreaker"
import type { InvalidConfig } from "@effect-connectycube/core/InvalidConfig"
import * as RateLimit from "@effect-connectycube/core/RateLimit"
import { RetryBudget } from "@effect-connectycube/core/RetryBudget"
import { assert, describe, it } from "@effect/vitest"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"

/** Options as a program in JavaScript can give them. */
const untyped = (given: unknown) => Object.assign(JSON.parse("{}"), { given }).given

const layers = {
  RetryBudget: (given: unknown) => RetryBudget.layer(untyped(given)),
  RateLimit: (given: unknown) => RateLimit.RateLimit.layer(untyped(given)),
  CircuitBreaker: (given: unknown) => CircuitBreaker.CircuitBreaker.layer(untyped(given))
}

const messages = (layer: Layer.Layer<never, InvalidConfig>) =>
  Effect.match(Effect.void.pipe(Effect.provide(layer)), {
    onSuccess: () => [],
    onFailure: ({ issues }) => issues.map(({ message, name }) => `${name} ${message}`)
  })

const whole = "has to be a whole number of at least 1"
const least = "has to be a number of at least 0"
const time = "has to be a time of at least 1 millisecond, such as `1 second`"
const part = "has to be a number of more than 0 and at most 1"
const size = "has to be a whole number from 1 to 10000"

const invalid: ReadonlyArray<readonly [layer: keyof typeof layers, options: unknown, ...messages: Array<string>]> = [
  ["RetryBudget", { capacity: -1 }, `capacity ${least}`],
  ["RetryBudget", { capacity: Number.NaN }, `capacity ${least}`],
  ["RetryBudget", { capacity: "500" }, `capacity ${least}`],
  [
    "RetryBudget",
    { retryCost: Infinity, timeoutCost: -1, refund: null, x: 1 },
    "x is not an option",
    `retryCost ${least}`,
    `timeoutCost ${least}`
  ],
  ["RetryBudget", { refund: Number.NaN }, `refund ${least}`],
  ["RateLimit", undefined, "limit is missing", "window is missing"],
  ["RateLimit", {}, "limit is missing", "window is missing"],
  ["RateLimit", { limit: 0, window: "1 second" }, `limit ${whole}`],
  ["RateLimit", { limit: 1.5, window: 0 }, `limit ${whole}`, `window ${time}`],
  ["RateLimit", { limit: 10, window: "soon" }, `window ${time}`],
  ["RateLimit", { limit: 10, window: Infinity }, `window ${time}`],
  ["RateLimit", { limit: 10, window: Number.NaN }, `window ${time}`],
  ["RateLimit", { limit: 10, window: true }, `window ${time}`],
  ["RateLimit", { limit: 10, window: "-1 second" }, `window ${time}`],
  ["RateLimit", { limit: 10, window: "1 second", burst: 10 }, "burst has to be less than limit"],
  ["RateLimit", { limit: 10, window: "1 second", burst: 0 }, `burst ${whole}`],
  ["RateLimit", { limit: 10, window: "1 second", rate: 1 }, "rate is not an option"],
  ["CircuitBreaker", { threshold: 0 }, `threshold ${part}`],
  ["CircuitBreaker", { threshold: 1.1 }, `threshold ${part}`],
  ["CircuitBreaker", { size: 0 }, `size ${size}`],
  ["CircuitBreaker", { size: 10_001 }, `size ${size}`],
  ["CircuitBreaker", { size: 5, minimumCalls: 6 }, "minimumCalls has to be at most size"],
  ["CircuitBreaker", { minimumCalls: 0.5 }, `minimumCalls ${whole}`],
  ["CircuitBreaker", { openDuration: 0, maxOpenDuration: "?" }, `openDuration ${time}`, `maxOpenDuration ${time}`]
]

describe("the layer of a guard", () => {
  it.effect.each(invalid)("%s rejects %j, and says why", ([layer, options, ...expected]) =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* messages(layers[layer](options)), expected)
    })
  )

  it.effect("takes the smallest and the largest values", () =>
    Effect.gen(function* () {
      const valid = [
        layers.RetryBudget({}),
        layers.RetryBudget({ capacity: 0, retryCost: 0, timeoutCost: 0, refund: 0 }),
        layers.RetryBudget({ capacity: Infinity }),
        layers.RateLimit({ limit: 1, window: 1 }),
        layers.RateLimit({ limit: 1, window: "1 second", burst: 1 }),
        layers.RateLimit({ limit: 2, window: Duration.days(1), burst: 1 }),
        layers.CircuitBreaker(undefined),
        layers.CircuitBreaker({ threshold: 1, size: 1, minimumCalls: 1, openDuration: 1, maxOpenDuration: 1 }),
        layers.CircuitBreaker({ size: 10_000 })
      ]
      for (const layer of valid) assert.deepStrictEqual(yield* messages(layer), [])
    })
  )

  it.effect("has defaults", () =>
    Effect.gen(function* () {
      const budget = yield* RetryBudget
      assert.deepStrictEqual(budget, { capacity: 500, retryCost: 5, timeoutCost: 10, refund: 1 })
      assert.isUndefined(yield* RateLimit.RateLimit)
      assert.isUndefined(yield* CircuitBreaker.CircuitBreaker)
      for (const [limit, burst] of [
        [1, 1],
        [9, 1],
        [100, 10]
      ] as const) {
        const set = yield* RateLimit.RateLimit.pipe(
          Effect.provide(RateLimit.RateLimit.layer({ limit, window: "1 second" }))
        )
        assert.deepInclude(set, { limit, burst, window: Duration.seconds(1) })
      }
      const breaker = yield* CircuitBreaker.CircuitBreaker.pipe(
        Effect.provide(CircuitBreaker.CircuitBreaker.layer({ size: 10 }))
      )
      assert.deepInclude(breaker, { threshold: 0.5, size: 10, minimumCalls: 10, openDuration: Duration.seconds(1) })
    })
  )
})
