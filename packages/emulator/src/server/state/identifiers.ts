/**
 * The ids and tokens that the server gives out, from Effect's `Random` and the emulator's time.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Random from "effect/Random"
import { Hosting } from "./hosting.ts"
import { Time } from "./time.ts"

export class Identifiers extends Context.Service<
  Identifiers,
  {
    /** 36 hexadecimal digits in upper case. The last ones tell the application, where there are several. */
    readonly token: Effect.Effect<string>
    /** The random number of an application's session: nine digits. */
    readonly sessionId: Effect.Effect<number>
    /** 24 hexadecimal digits that grow with time, as MongoDB makes them. */
    readonly objectId: Effect.Effect<string>
    /** As {@link objectId}, of something that is of another time. */
    readonly objectIdAt: (millis: number) => string
  }
>()("@effect-connectycube/emulator/server/state/Identifiers") {
  static readonly layer = Layer.effect(
    Identifiers,
    Effect.gen(function* () {
      const time = yield* Time
      const { mark } = yield* Hosting
      const machine = yield* hex(10)
      let counter = 0
      const objectIdAt = (millis: number): string => {
        // The time has four bytes, and begins anew in the year 2106.
        const seconds = Math.floor(millis / 1000) % 0x100000000
        counter = (counter + 1) % 0x1000000
        return seconds.toString(16).padStart(8, "0") + machine + counter.toString(16).padStart(6, "0")
      }
      return Identifiers.of({
        token: Effect.map(hex(36), (token) => token.slice(mark.length).toUpperCase() + mark),
        sessionId: Random.nextIntBetween(100_000_000, 999_999_999),
        objectId: Effect.map(time.now, objectIdAt),
        objectIdAt
      })
    })
  )
}

/** Random hexadecimal digits. */
export const hex = (digits: number): Effect.Effect<string> =>
  Effect.map(
    Effect.forEach(Array.from({ length: Math.ceil(digits / 8) }), () => Random.nextIntBetween(0, 0xffffffff)),
    (numbers) =>
      numbers
        .map((number) => number.toString(16).padStart(8, "0"))
        .join("")
        .slice(0, digits)
  )
