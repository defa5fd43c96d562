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
    readonly reset: Effect.Effect<void>
    readonly save: State.Save
  }
>()("@effect-connectycube/emulator/server/state/Time") {
  static readonly layer = Layer.sync(Time, () => {
    const offset = State.make(0)
    return Time.of({
      // Read several times in each request.
      now: Effect.withFiber((fiber) =>
        Effect.succeed(fiber.getRef(Clock.Clock).currentTimeMillisUnsafe() + offset.current)
      ),
      unmoved: Clock.currentTimeMillis,
      advance: (by) =>
        Effect.sync(() => {
          offset.current += Duration.toMillis(by)
        }),
      reset: offset.clear,
      save: offset.save
    })
  })
}

/** A time without its milliseconds: what the server keeps of most times. */
export const toSecond = (millis: number): number => Math.floor(millis / 1000) * 1000
