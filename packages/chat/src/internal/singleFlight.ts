// What is asked for at the same time under one name is done once.
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"

interface Flight<A, E> {
  readonly fiber: Fiber.Fiber<A, E>
  waiting: number
}

/** Runs an effect, or joins the one that is running under this name, and shares what becomes of it. */
export type SingleFlight<A, E> = <R>(name: string, effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>

/**
 * Nothing is remembered of what is over. Interrupting one of those who wait does nothing to the others; it stops when the last
 * one is interrupted.
 */
export const make = <A, E>(): SingleFlight<A, E> => {
  const flights = new Map<string, Flight<A, E>>()

  const forget = (name: string, flight: Flight<A, E>) => {
    if (flights.get(name) === flight) flights.delete(name)
  }

  const start = <R>(name: string, effect: Effect.Effect<A, E, R>) =>
    // In no scope but its own: whoever happens to come first may be the first to go.
    Effect.map(Effect.forkDetach(Effect.interruptible(effect)), (fiber) => {
      const flight = { fiber, waiting: 0 }
      flights.set(name, flight)
      fiber.addObserver(() => forget(name, flight))
      return flight
    })

  const leave = (name: string, flight: Flight<A, E>) =>
    Effect.suspend(() => {
      flight.waiting--
      if (flight.waiting > 0) return Effect.void
      forget(name, flight)
      return Fiber.interrupt(flight.fiber)
    })

  return (name, effect) =>
    Effect.uninterruptibleMask((restore) =>
      Effect.flatMap(
        Effect.suspend(() => {
          const running = flights.get(name)
          return running === undefined ? start(name, effect) : Effect.succeed(running)
        }),
        (flight) => {
          flight.waiting++
          return Effect.ensuring(restore(Fiber.join(flight.fiber)), leave(name, flight))
        }
      )
    )
}
