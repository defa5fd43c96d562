// What `admit` asks before a request is sent. The limiter and the breaker come with the options: who uses neither loads neither.
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { CallTimeout, CircuitOpen, ConnectyCubeError, RateLimitExceeded } from "../../ConnectyCubeError.ts"
import type { CallContext } from "./CallContext.ts"
import type { CircuitBreaker } from "../../CircuitBreaker.ts"
import type { RateLimit } from "../../RateLimit.ts"

/** Holds a request until it may be sent. */
export interface Limiter {
  /** `check` runs each time before a token is taken. What fails it ends the wait. */
  readonly wait: (
    call: CallContext,
    check: Effect.Effect<void, CircuitOpen>
  ) => Effect.Effect<void, RateLimitExceeded | CallTimeout | CircuitOpen>
}

/** Stops requests while the service fails. */
export interface Breaker {
  /** Fails while the circuit is open. */
  readonly check: (call: CallContext) => Effect.Effect<void, CircuitOpen>
  /** Sends the request and records its outcome, or fails while the circuit is open. */
  readonly guard: <A>(
    call: CallContext,
    request: Effect.Effect<A, ConnectyCubeError>
  ) => Effect.Effect<A, ConnectyCubeError>
}

/** The reference of `RateLimit`. */
export const CurrentRateLimit = Context.Reference<RateLimit | undefined>("@effect-connectycube/core/RateLimit", {
  defaultValue: () => undefined
})

/** The reference of `CircuitBreaker`. */
export const CurrentCircuitBreaker = Context.Reference<CircuitBreaker | undefined>(
  "@effect-connectycube/core/CircuitBreaker",
  { defaultValue: () => undefined }
)
