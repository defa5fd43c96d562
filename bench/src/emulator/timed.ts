import * as Effect from "effect/Effect"

/** Notes how many milliseconds an effect takes. */
export const timed = <A, E, R>(times: Array<number>, effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.suspend(() => {
    const started = performance.now()
    return Effect.tap(effect, () => Effect.sync(() => times.push(performance.now() - started)))
  })
