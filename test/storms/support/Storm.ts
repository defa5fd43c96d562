/** A service that can be down, and calls that are made to it at a steady rate, on the clock of the test. */
import { ConnectyCube, Session, Users } from "effect-connectycube"
import * as Clock from "effect/Clock"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientResponse from "effect/http/HttpClientResponse"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as TestClock from "effect/testing/TestClock"

export interface Reply {
  readonly status: number
  readonly headers?: Record<string, string>
}

const nobody = JSON.stringify({ items: [], current_page: 1, per_page: 10, total_entries: 0, limit: 10, skip: 0 })

export interface Service {
  /** The times at which requests arrived, in milliseconds. */
  readonly requests: Array<number>
  /** What it responds with. */
  reply: (now: number) => Reply
  readonly layer: Layer.Layer<HttpClient.HttpClient>
}

export const up = (): Reply => ({ status: 200 })
export const down = (): Reply => ({ status: 503 })

/** Fails a part of the requests, always the same ones. */
export const flaky = (part: number, seed = 7): (() => Reply) => {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647 < part ? down() : up()
  }
}

/** Rejects what is more than a plan has, in windows of a second. */
export const planned = (plan: number): ((now: number) => Reply) => {
  let window = -1
  let used = 0
  return (now) => {
    const current = Math.floor(now / 1000)
    if (current !== window) [window, used] = [current, 0]
    used += 1
    return used > plan ? { status: 429, headers: { "retry-after": "1" } } : up()
  }
}

/** How long the service takes for a request, in milliseconds. */
export const latency = 30

/** A service that is up. */
export const service = (): Service => {
  const requests: Array<number> = []
  const made: Service = {
    requests,
    reply: up,
    layer: Layer.sync(HttpClient.HttpClient, () =>
      HttpClient.make((request) =>
        Effect.gen(function* () {
          const now = yield* Clock.currentTimeMillis
          requests.push(now)
          const { headers = {}, status } = made.reply(now)
          yield* Effect.sleep(latency)
          return HttpClientResponse.fromWeb(request, new Response(status === 200 ? nobody : "", { status, headers }))
        })
      )
    )
  }
  return made
}

/** An application of this service. */
export const application = ({ layer }: Service, application_id = 1) =>
  ConnectyCube.layer({ application_id, auth_key: Redacted.make("auth-key-of-the-storm") }).pipe(Layer.provide(layer))

/** A call in the session of a user. It gives `"ok"`, or the tag of its error. */
export const call = (user = "ada"): Effect.Effect<string, never, Users> =>
  Effect.gen(function* () {
    const users = yield* Users
    return yield* users.list({ user_tags: "vip" })
  }).pipe(
    Effect.provide(Session.layerToken(Redacted.make(user))),
    Effect.match({ onFailure: ({ _tag }) => _tag, onSuccess: () => "ok" })
  )

export interface Offered {
  /** The time of the call, in milliseconds, and what it ended with, and when. */
  readonly calls: ReadonlyArray<{ readonly at: number; readonly result: string; readonly ended: number }>
  /** The requests that arrived until the last call had ended. */
  readonly requests: number
}

/** A call, when it was made, and when it ended. */
export const timed = <R>(made: Effect.Effect<string, never, R>) =>
  Effect.gen(function* () {
    const at = yield* Clock.currentTimeMillis
    const result = yield* made
    return { at, result, ended: yield* Clock.currentTimeMillis }
  })

/** Offers calls at a steady rate. `at` runs at each tenth of a second, before its calls. */
export const offer = <R>(
  { requests }: Service,
  made: Effect.Effect<string, never, R>,
  options: { readonly calls: number; readonly perSecond?: number; readonly at?: (now: number) => void }
) =>
  Effect.gen(function* () {
    const { at, calls, perSecond = 100 } = options
    const before = requests.length
    const fibers: Array<Fiber.Fiber<Offered["calls"][number]>> = []
    while (fibers.length < calls) {
      at?.(yield* Clock.currentTimeMillis)
      for (let index = 0; index < perSecond / 10; index++) {
        fibers.push(yield* Effect.forkChild(timed(made), { startImmediately: true }))
      }
      yield* TestClock.adjust("100 millis")
    }
    // No call takes longer than its timeout.
    yield* TestClock.adjust("4 minutes")
    const ended = yield* Fiber.joinAll(fibers)
    return { calls: ended, requests: requests.length - before } satisfies Offered
  })

/** How many calls ended with what. */
export const results = ({ calls }: Offered): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {}
  for (const { result } of calls) counts[result] = (counts[result] ?? 0) + 1
  return counts
}

/** The requests for each call, to three digits. */
export const perCall = ({ calls, requests }: Offered): number => Math.round((requests / calls.length) * 1000) / 1000

/** The last of these calls with which it was so, and the time of the outset where there is none. */
export const lastOf = (calls: Offered["calls"], is: (call: Offered["calls"][number]) => boolean): number =>
  calls.filter(is).reduce((last, { at }) => Math.max(last, at), Math.min(...calls.map(({ at }) => at)))

/** The most of these times within a window, both of its ends included. */
export const mostWithin = (times: ReadonlyArray<number>, window: number): number => {
  let most = 0
  let first = 0
  for (const [index, time] of times.entries()) {
    while (time - (times[first] ?? time) > window) first += 1
    most = Math.max(most, index - first + 1)
  }
  return most
}

/** Runs an effect while so much time passes. */
export const passing =
  (time: Duration.Input) =>
  <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
    Effect.gen(function* () {
      const fiber = yield* Effect.forkChild(effect, { startImmediately: true })
      yield* TestClock.adjust(time)
      return yield* Fiber.join(fiber)
    })
