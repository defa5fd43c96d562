/**
 * Looks after what goes on in the background when an upload was interrupted.
 */
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import type * as Scope from "effect/Scope"

/**
 * Takes over a fiber for which nobody waits any more. One that takes too long, is one too many, or is left when the layer is closed is
 * interrupted, with this warning.
 */
export type TakeOver = (fiber: Fiber.Fiber<unknown, unknown>, warning: string) => Effect.Effect<void>

/** So many at a time. */
const most = 100

/** How long one may take. */
const longest = "1 minute"

/** How long the closing of the layer waits for those that are left: an upload that is interrupted can close its layer. */
const patience = "750 millis"

/** In the background of the scope. */
export const make: Effect.Effect<TakeOver, never, Scope.Scope> = Effect.gen(function* () {
  const watching = new Set<Fiber.Fiber<unknown>>()

  yield* Effect.addFinalizer(() =>
    Effect.suspend(() => {
      const left = [...watching]
      return left.length === 0
        ? Effect.void
        : Effect.andThen(Effect.timeoutOption(Fiber.awaitAll(left), patience), Fiber.interruptAll(left))
    })
  )

  return (fiber, warning) => {
    const stop = (why: string) =>
      Effect.suspend(() => {
        fiber.interruptUnsafe()
        return Effect.logWarning(`${warning}: ${why}`)
      })
    const watch = Fiber.await(fiber).pipe(
      Effect.timeoutOrElse({ duration: longest, orElse: () => stop(`it took longer than ${longest}`) }),
      Effect.onInterrupt(() => stop("the layer was closed"))
    )
    return Effect.suspend(() => {
      if (watching.size >= most) return stop(`there are ${most} others`)
      return Effect.map(Effect.forkDetach(watch, { startImmediately: true }), (watcher) => {
        watching.add(watcher)
        watcher.addObserver(() => watching.delete(watcher))
      })
    })
  }
})
