// What is asked for at the same time under one name is done once.
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"

interface Flight<A, E> {
  readonly landed: Deferred.Deferred<A, E>
  fiber: Fiber.Fiber<unknown> | undefined
  waiting: number
}

/** Runs an effect, or joins the one that is running under this name, and shares its result. */
export type SingleFlight<A, E> = <R>(name: string, effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>

/**
 * Nothing is remembered of what is over. Interrupting one of those who wait does nothing to the others; it stops when the last
 * one is interrupted.
 */
export const make = <A, E>(): SingleFlight<A, E> => {
  const flights = new Map<string, Flight<A, E>>()

  const leave = (name: string, flight: Flight<A, E>) =>
    Effect.suspend(() => {
      flight.waiting--
      if (flight.waiting > 0) return Effect.void
      flights.delete(name)
      return flight.fiber === undefined ? Effect.void : Fiber.interrupt(flight.fiber)
    })

  const start = <R>(flight: Flight<A, E>, effect: Effect.Effect<A, E, R>) =>
    Effect.interruptible(effect).pipe(
      Effect.onExit((exit) => Deferred.done(flight.landed, exit)),
      Effect.exit,
      // In a scope of its own: the first caller can be the first to be interrupted.
      Effect.forkDetach,
      Effect.tap((fiber) => Effect.sync(() => (flight.fiber = fiber)))
    )

  // Uninterruptible but for the waiting: once it is noted that there is a flight, there has to be one.
  return (name, effect) =>
    Effect.uninterruptibleMask((restore) =>
      Effect.suspend(() => {
        const running = flights.get(name)
        const flight = running ?? { landed: Deferred.makeUnsafe<A, E>(), fiber: undefined, waiting: 0 }
        flight.waiting++
        flights.set(name, flight)
        return Effect.andThen(
          running === undefined ? start(flight, effect) : Effect.void,
          Effect.ensuring(restore(Deferred.await(flight.landed)), leave(name, flight))
        )
      })
    )
}
