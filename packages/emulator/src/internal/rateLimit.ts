/**
 * How many requests a plan allows, of all users of the application together.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Layer from "effect/Layer"
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
>()("@effect-connectycube/emulator/internal/RateLimit") {
  static readonly layer = Layer.effect(
    RateLimit,
    Effect.gen(function* () {
      const { settings } = yield* SettingsStore
      const time = yield* Time
      const window = State.make({ start: 0, requests: 0 })
      return RateLimit.of({
        count: Effect.gen(function* () {
          const { rate_limit } = yield* settings
          if (rate_limit === null) return undefined
          const now = yield* time.now
          const length = rate_limit.seconds * 1000
          // It may lie in the future: the clock can be set back.
          const isOver = now < window.current.start || now >= window.current.start + length
          const { requests, start } = isOver ? { start: now, requests: 0 } : window.current
          if (requests >= rate_limit.requests) return Math.ceil((start + length - now) / 1000)
          window.current = { start, requests: requests + 1 }
          return undefined
        }),
        clear: window.clear,
        save: window.save
      })
    })
  )
}

/** The answer to one request too many. */
export const tooMany = (seconds: number): HttpServerResponse.HttpServerResponse =>
  HttpServerResponse.jsonUnsafe(
    { errors: { base: ["Too Many Requests"] } },
    { status: 429, headers: { "retry-after": String(seconds) } }
  )
