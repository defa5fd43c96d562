// Whether a request may be sent, and when: the turn that `RateLimit` gives it, and the circuit of `CircuitBreaker`. It is below
// `authorize`, so that no call holds a turn while it waits for the renewal of its session.
import * as Effect from "effect/Effect"
import type { Application } from "./Application.ts"
import type { Operation, Step } from "./CallContext.ts"

export const admit =
  ({ external }: Operation, { breakers, limiters }: Application) =>
  <A>(next: Step<A>): Step<A> => {
    // The limits are those of the API.
    if (external) return next
    return (call) => {
      const { circuitBreaker, rateLimit } = call
      if (circuitBreaker === undefined && rateLimit === undefined) return next(call)
      const breaker = circuitBreaker && breakers.of(circuitBreaker)
      // A step counts its attempt when it is called, so it is called when the request may be sent.
      const request = Effect.suspend(() => next(call))
      const send = breaker === undefined ? request : breaker.guard(call, request)
      if (rateLimit === undefined) return send
      const check = breaker === undefined ? Effect.void : breaker.check(call)
      return Effect.andThen(limiters.of(rateLimit).wait(call, check), send)
    }
  }

/** Whether a call failed here, before its request was sent. */
export const isNotAdmitted = ({ _tag }: { readonly _tag: string }): boolean =>
  _tag === "CircuitOpen" || _tag === "RateLimitExceeded"
