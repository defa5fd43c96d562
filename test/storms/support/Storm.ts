/** A service that can be down, and calls that are made to it at a steady rate, on the clock of the test. */
import { ConnectyCube, Session, Users } from "effect-connectycube"
import * as Clock from "effect/Clock"
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

const nobody = { items: [], current_page: 1, per_page: 10, total_entries: 0, limit: 10, skip: 0 }

export interface Service {
  /** The times at which requests arrived, in milliseconds. */
  readonly requests: Array<number>
  /** What it responds with. */
  reply: (now: number) => Reply
  readonly layer: Layer.Layer<HttpClient.HttpClient>
}

export const up = (): Reply => ({ status: 200 })
export const down = (): Reply => ({ status: 503 })

/** A service that is up, and takes 30 ms for each request. */
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
          yield* Effect.sleep("30 millis")
          const body = status === 200 ? JSON.stringify(nobody) : ""
          return HttpClientResponse.fromWeb(request, new Response(body, { status, headers }))
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
export const call = (user = "ada") =>
  Effect.gen(function* () {
    const users = yield* Users
    return yield* users.list({ user_tags: "vip" })
  }).pipe(
    Effect.provide(Session.layerToken(Redacted.make(user))),
    Effect.match({ onFailure: ({ _tag }) => _tag, onSuccess: () => "ok" as const })
  )

export interface Outcome {
  readonly calls: number
  /** Those that were made within the time of the calls, and until the last of them had ended. */
  readonly requests: number
  readonly perCall: number
  /** How many calls ended with what. */
  readonly results: Readonly<Record<string, number>>
}

/** Offers calls at a steady rate, and waits until all of them have ended. */
export const offer = <R>(
  { requests }: Service,
  made: Effect.Effect<string, never, R>,
  { calls, perSecond = 100 }: { readonly calls: number; readonly perSecond?: number }
) =>
  Effect.gen(function* () {
    const before = requests.length
    const fibers: Array<Fiber.Fiber<string>> = []
    const perTick = perSecond / 10
    while (fibers.length < calls) {
      for (let index = 0; index < perTick; index++) fibers.push(yield* Effect.forkChild(made))
      yield* TestClock.adjust("100 millis")
    }
    yield* TestClock.adjust("4 minutes")
    const results: Record<string, number> = {}
    for (const fiber of fibers) {
      const result = yield* Fiber.join(fiber)
      results[result] = (results[result] ?? 0) + 1
    }
    const sent = requests.length - before
    return { calls: fibers.length, requests: sent, perCall: sent / fibers.length, results } satisfies Outcome
  })
