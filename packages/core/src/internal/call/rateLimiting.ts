// The limiter of `RateLimit`: a bucket of tokens that refills evenly, and the turns that sessions take at it.
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Metric from "effect/Metric"
import * as PartitionedSemaphore from "effect/PartitionedSemaphore"
import * as RateLimiter from "effect/persistence/RateLimiter"
import { type CallTimeout, type CircuitOpen, RateLimitExceeded } from "../../ConnectyCubeError.ts"
import type { RateLimit } from "../../RateLimit.ts"
import { rateLimitWait } from "../../Telemetry.ts"
import { once } from "../once.ts"
import { report } from "../storeFailure.ts"
import type { Limiter } from "./admission.ts"
import type { CallContext } from "./CallContext.ts"
import { within } from "./within.ts"

type Rejected = RateLimitExceeded | CircuitOpen

/** A limiter whose bucket is in this process. */
export const inMemory: RateLimit["~make"] = (options, application) =>
  make(options, application, Effect.provide(RateLimiter.make, RateLimiter.layerStoreMemory, { local: true }))

/** Makes limiters whose buckets are in a store. Of one store it is the same function, so that equal options are seen to be equal. */
export const inStore = (store: RateLimiter.RateLimiterStore["Service"]): RateLimit["~make"] => {
  let known = stores.get(store)
  if (known === undefined) {
    known = (options, application) =>
      make(options, application, Effect.provideService(RateLimiter.make, RateLimiter.RateLimiterStore, store))
    stores.set(store, known)
  }
  return known
}

const stores = new WeakMap<RateLimiter.RateLimiterStore["Service"], RateLimit["~make"]>()

const make = (
  { burst, limit, window }: RateLimit,
  application: string,
  makeLimiter: Effect.Effect<RateLimiter.RateLimiter>
): Limiter => {
  // What is sent in a window is what was in the bucket and what came into it meanwhile: both together are the limit.
  const windowMillis = Duration.toMillis(window)
  const perToken = burst < limit ? windowMillis / (limit - burst) : windowMillis + 1
  const limiter = once(makeLimiter)
  // The first in turn waits for a token, and all others for their turn. A turn ends before the request is sent.
  const turns = PartitionedSemaphore.makeUnsafe<string>({ permits: 1 })
  const callers = new Map<string, number>()

  const consume = Effect.flatMap(limiter, (limiter) =>
    limiter.consume({
      key: `connectycube:${application}`,
      limit: burst,
      window: Duration.millis(burst * perToken),
      algorithm: "token-bucket",
      // A token that was taken in advance would be lost when the call is interrupted.
      onExceeded: "fail"
    })
  )

  const exceeded = (call: CallContext, wait: number): RateLimitExceeded => {
    const { method, name, path } = call.operation
    const retryAfter = Duration.millis(wait)
    return new RateLimitExceeded({ operation: name, method, path, attempts: call.attempts, limit, window, retryAfter })
  }

  /** Takes a token when there is one. */
  const take = (
    call: CallContext,
    check: Effect.Effect<void, CircuitOpen>,
    noted: boolean
  ): Effect.Effect<void, Rejected> =>
    Effect.andThen(
      check,
      Effect.matchEffect(consume, {
        onSuccess: () => Effect.void,
        onFailure: (error): Effect.Effect<void, Rejected> => {
          const { reason } = error
          if (reason._tag !== "RateLimitExceeded") return report("The store of the rate limit failed", error)
          const wait = Math.max(1, Math.ceil(Duration.toMillis(reason.retryAfter)))
          if (wait >= call.left) return Effect.fail(exceeded(call, wait))
          const retried = Effect.andThen(
            Effect.sleep(wait),
            Effect.suspend(() => take(call, check, true))
          )
          return noted ? retried : note(call, retried)
        }
      })
    )

  return {
    wait: (call, check) =>
      Effect.suspend((): Effect.Effect<void, Rejected | CallTimeout> => {
        const caller = callerOf(call)
        const ahead = callers.get(caller) ?? 0
        // The calls of the same session that are ahead take a token each.
        const least = Math.max(0, ahead - burst) * perToken
        if (least > 0 && least >= call.left) return Effect.fail(exceeded(call, Math.ceil(least)))
        callers.set(caller, ahead + 1)
        const leave = Effect.sync(() => {
          const left = (callers.get(caller) ?? 1) - 1
          if (left > 0) callers.set(caller, left)
          else callers.delete(caller)
        })
        const waits = callers.size > 1 || ahead > 0
        const turn = PartitionedSemaphore.withPermit(turns, caller)(take(call, check, waits))
        return (waits ? note(call, turn) : turn).pipe(
          (turn) => within(turn, call.left, () => Effect.fail(call.timeout("call"))),
          Effect.ensuring(leave)
        )
      })
  }
}

/** The key or the token that the request is sent with. */
const callerOf = ({ credentials }: CallContext): string => {
  const [caller = ""] = Object.values(credentials)
  return caller
}

/** The span and the metric of a wait. */
const note = <A, E>(call: CallContext, wait: Effect.Effect<A, E>): Effect.Effect<A, E> => {
  const start = call.clock.currentTimeMillisUnsafe()
  const measured = Effect.ensuring(
    wait,
    Effect.suspend(() =>
      Metric.update(
        Metric.withAttributes(rateLimitWait, { operation: call.operation.name }),
        Duration.millis(call.clock.currentTimeMillisUnsafe() - start)
      )
    )
  )
  return call.traced ? Effect.withSpan(measured, "RateLimit.wait", { captureStackTrace: false }) : measured
}
