/**
 * The time of the emulator: Effect's clock, and what the control side moved it by.
 */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as State from "./state.ts"

export class Time extends Context.Service<
  Time,
  {
    /** Milliseconds since 1970. */
    readonly now: Effect.Effect<number>
    /** The time outside of the emulator, which the control side does not move. */
    readonly unmoved: Effect.Effect<number>
    readonly advance: (by: Duration.Duration) => Effect.Effect<void>
    /** Whether only {@link advance} moves it. */
    readonly frozen: Effect.Effect<boolean>
    readonly freeze: Effect.Effect<void>
    readonly unfreeze: Effect.Effect<void>
    readonly reset: Effect.Effect<void>
    readonly save: State.Save
  }
>()("@effect-connectycube/emulator/server/state/Time") {
  static readonly layer = Layer.sync(Time, () => {
    /** By what it is moved; while it is frozen, the time instead. */
    const state = State.make<{ readonly millis: number; readonly frozen: boolean }>({ millis: 0, frozen: false })
    // Read several times in each request.
    const now = Effect.withFiber((fiber) => {
      const { frozen, millis } = state.current
      return Effect.succeed(frozen ? millis : fiber.getRef(Clock.Clock).currentTimeMillisUnsafe() + millis)
    })
    const change = (frozen: boolean, millisAt: (now: number, unmoved: number) => number) =>
      Effect.zipWith(now, Clock.currentTimeMillis, (now, unmoved) => {
        state.current = { frozen, millis: millisAt(now, unmoved) }
      })
    return Time.of({
      now,
      unmoved: Clock.currentTimeMillis,
      advance: (by) =>
        Effect.sync(() => {
          const { frozen, millis } = state.current
          state.current = { frozen, millis: millis + Duration.toMillis(by) }
        }),
      frozen: Effect.sync(() => state.current.frozen),
      freeze: change(true, (now) => now),
      unfreeze: change(false, (now, unmoved) => now - unmoved),
      reset: state.clear,
      save: state.save
    })
  })
}

/** A time without its milliseconds: what the server keeps of most times. */
export const toSecond = (millis: number): number => Math.floor(millis / 1000) * 1000
