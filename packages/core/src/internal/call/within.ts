// A timeout that costs little when it is not reached: one fiber and one timer, in place of a race of two fibers.
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Timers from "../../client/Timers.ts"

/** An effect that fails when it takes longer than `limit`, in milliseconds. It is interrupted then. */
export const within = <A, E, R, E2>(
  effect: Effect.Effect<A, E, R>,
  limit: number,
  onTimeout: () => Effect.Effect<never, E2>
): Effect.Effect<A, E | E2, R> => {
  if (limit > Timers.longest) return effect
  return Effect.contextWith((context: Context.Context<R>) =>
    Effect.withFiber((parent) =>
      Timers.isLive(parent) && limit > 0
        ? withTimer(effect, context, limit, onTimeout)
        : Effect.timeoutOrElse(effect, { duration: limit, orElse: onTimeout })
    )
  )
}

const withTimer = <A, E, R, E2>(
  effect: Effect.Effect<A, E, R>,
  context: Context.Context<R>,
  limit: number,
  onTimeout: () => Effect.Effect<never, E2>
): Effect.Effect<A, E | E2> =>
  Effect.callback<A, E | E2>((resume) => {
    const fiber = Effect.runForkWith(context)(effect)
    const exit = fiber.pollUnsafe()
    if (exit !== undefined) return resume(exit)
    const timer = setTimeout(() => resume(Effect.flatMap(Fiber.interrupt(fiber), onTimeout)), limit)
    fiber.addObserver((exit) => {
      clearTimeout(timer)
      resume(exit)
    })
    return Effect.suspend(() => {
      clearTimeout(timer)
      return Fiber.interrupt(fiber)
    })
  })
