// Makes a value on first use.
import * as Effect from "effect/Effect"

/** Runs an effect until it has given a value, and then gives that. */
export const once = <A extends object>(make: Effect.Effect<A>): Effect.Effect<A> => {
  let made: A | undefined
  // Two fibers may run it at the same time: the first value is that of both.
  return Effect.suspend(() =>
    made === undefined ? Effect.map(make, (value) => (made ??= value)) : Effect.succeed(made)
  )
}
