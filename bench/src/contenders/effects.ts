/** Clients whose calls are effects. */
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import type { Running } from "./contender.ts"

/** Builds the layer once. Calls are made in fibers, one after the other in each, as the handlers of a server make them. */
export const effects = async <R, E>(
  layer: Layer.Layer<R, E>,
  call: Effect.Effect<unknown, unknown, R>
): Promise<Running> => {
  const runtime = ManagedRuntime.make(layer)
  await runtime.context()
  return {
    once: () => runtime.runPromise(call),
    run: (calls, concurrency, took) => {
      let left = calls
      const worker = Effect.suspend(() => {
        let start = 0
        return Effect.whileLoop({
          while: () => left-- > 0,
          body: () => {
            start = performance.now()
            return call
          },
          step: () => took(performance.now() - start)
        })
      })
      return runtime.runPromise(
        Effect.all(
          Array.from({ length: concurrency }, () => worker),
          { concurrency: "unbounded", discard: true }
        )
      )
    }
  }
}
