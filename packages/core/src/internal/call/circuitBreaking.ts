// The circuit of `CircuitBreaker`: Effect's own, told of the outcome of each request.
import * as Cause from "effect/Cause"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Metric from "effect/Metric"
import * as Option from "effect/Option"
import * as Breaking from "effect/persistence/CircuitBreaker"
import * as Scope from "effect/Scope"
import type { CircuitBreaker } from "../../CircuitBreaker.ts"
import { CircuitOpen, type ConnectyCubeError } from "../../ConnectyCubeError.ts"
import { circuitRejections } from "../../Telemetry.ts"
import { once } from "../once.ts"
import { report } from "../storeFailure.ts"
import type { Breaker } from "./admission.ts"
import type { CallContext } from "./CallContext.ts"

/** A circuit whose state is in this process. */
export const inMemory: CircuitBreaker["~make"] = (options, application) =>
  make(options, application, (breaker) => Effect.provide(breaker, Breaking.layerStoreMemory(), { local: true }))

/** Makes circuits whose state is in a store. Of one store it is the same function, so that equal options are seen to be equal. */
export const inStore = (store: Breaking.CircuitBreakerStore["Service"]): CircuitBreaker["~make"] => {
  let known = stores.get(store)
  if (known === undefined) {
    known = (options, application) =>
      make(options, application, Effect.provideService(Breaking.CircuitBreakerStore, store))
    stores.set(store, known)
  }
  return known
}

const stores = new WeakMap<Breaking.CircuitBreakerStore["Service"], CircuitBreaker["~make"]>()

const make = (
  { maxOpenDuration, minimumCalls, openDuration, size, threshold }: CircuitBreaker,
  application: string,
  provideStore: (
    breaker: Effect.Effect<Breaking.CircuitBreaker, never, Breaking.CircuitBreakerStore>
  ) => Effect.Effect<Breaking.CircuitBreaker>
): Breaker => {
  const key = `connectycube:${application}`
  const breaker = Breaking.make({
    tripPolicy: Breaking.rate({ threshold, size, minimumCalls }),
    openDuration,
    maxOpenDuration
  }).pipe(
    // What it ends with its scope is the stream of its transitions, which nobody reads.
    Effect.provideService(Scope.Scope, Scope.makeUnsafe()),
    provideStore,
    once
  )

  const rejected = (call: CallContext, retryAfter: Duration.Duration): Effect.Effect<never, CircuitOpen> => {
    const { method, name, path } = call.operation
    return Effect.andThen(
      Metric.update(Metric.withAttributes(circuitRejections, { operation: name }), 1),
      Effect.fail(new CircuitOpen({ operation: name, method, path, attempts: call.attempts, retryAfter }))
    )
  }

  return {
    check: (call) =>
      Effect.flatMap(breaker, (breaker) =>
        Effect.matchEffect(breaker.state(key), {
          onFailure: (error) => report("The store of the circuit breaker failed", error),
          onSuccess: (state) =>
            state._tag === "Open" && Duration.toMillis(state.retryAfter) > 0
              ? rejected(call, state.retryAfter)
              : Effect.void
        })
      ),
    guard: <A>(call: CallContext, request: Effect.Effect<A, ConnectyCubeError>) =>
      Effect.flatMap(breaker, (breaker) =>
        Effect.catch(breaker.execute(request, { key, classify }), (error): Effect.Effect<never, ConnectyCubeError> =>
          error._tag === "CircuitBreakerError"
            ? rejected(call, error.reason._tag === "CircuitOpen" ? error.reason.retryAfter : openDuration)
            : Effect.fail(error)
        )
      )
  }
}

const classify = (exit: Exit.Exit<unknown, ConnectyCubeError>): Breaking.Outcome => {
  if (Exit.isSuccess(exit)) return Breaking.success
  const error = Option.getOrUndefined(Cause.findErrorOption(exit.cause))
  switch (error?._tag) {
    case "ServiceUnavailable":
      return Breaking.failure({ retryAfter: error.retryAfter })
    case "InternalServerError":
    case "TransportError":
      return Breaking.failure()
    case "CallTimeout":
      // A call that ends its attempt early says nothing of the service.
      return error.timeout === "attempt" ? Breaking.failure() : Breaking.ignored
    case "UnexpectedStatus":
      return failing.has(error.status) ? Breaking.failure({ retryAfter: error.retryAfter }) : Breaking.success
    case undefined:
    case "TooManyRequests":
    case "InvalidRequest":
      return Breaking.ignored
    default:
      return Breaking.success
  }
}

const failing: ReadonlySet<number> = new Set([502, 504])
