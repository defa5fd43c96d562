/**
 * How many requests a plan allows, of all users of the application together.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Layer from "effect/Layer"
import type { Settings } from "../../Settings.ts"
import { SettingsStore } from "./settingsStore.ts"
import * as State from "./state.ts"
import { Time } from "./time.ts"

export class RateLimit extends Context.Service<
  RateLimit,
  {
    /** Counts a request. One too many is to come again after this number of seconds. */
    readonly count: Effect.Effect<number | undefined>
    readonly clear: Effect.Effect<void>
    readonly save: State.Save
  }
>()("@effect-connectycube/emulator/server/state/RateLimit") {
  static readonly layer = Layer.effect(
    RateLimit,
    Effect.gen(function* () {
      const { settings } = yield* SettingsStore
      const time = yield* Time
      const window = State.make({ start: 0, requests: 0 })
      const countIn = (limit: NonNullable<Settings["rate_limit"]>, now: number): number | undefined => {
        const length = limit.seconds * 1000
        // It may lie in the future: the clock can be set back.
        const isOver = now < window.current.start || now >= window.current.start + length
        const { requests, start } = isOver ? { start: now, requests: 0 } : window.current
        if (requests >= limit.requests) return Math.ceil((start + length - now) / 1000)
        window.current = { start, requests: requests + 1 }
        return undefined
      }
      return RateLimit.of({
        count: Effect.flatMap(settings, ({ rate_limit }) =>
          rate_limit === null ? Effect.undefined : Effect.map(time.now, (now) => countIn(rate_limit, now))
        ),
        clear: window.clear,
        save: window.save
      })
    })
  )
}

/** The response to one request too many. */
export const tooMany = (seconds: number): HttpServerResponse.HttpServerResponse =>
  HttpServerResponse.jsonUnsafe(
    { errors: { base: ["Too Many Requests"] } },
    { status: 429, headers: { "retry-after": String(seconds) } }
  )
