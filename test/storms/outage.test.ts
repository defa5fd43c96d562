// A service that is down: the requests for each call that is offered, and the time until calls succeed again. The figures are those
// of docs/outages.md.
import { Emulator } from "@effect-connectycube/emulator/Emulator"
import { assert, describe, it } from "@effect/vitest"
import { Auth, Chat, ConnectyCube, type ConnectyCubeError, Session, Users } from "effect-connectycube"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { type Guarded, simulate } from "./support/guards.ts"
import * as Storm from "./support/Storm.ts"

describe("an outage, with 100 calls a second", () => {
  const outages: ReadonlyArray<
    readonly [calls: number, guard: Guarded, perCall: number, results: Record<string, number>]
  > = [
    [100, "no guard", 5, { ServiceUnavailable: 100 }],
    [100, "a rate limit alone", 5, { ServiceUnavailable: 100 }],
    [2000, "the retry budget alone", 1.05, { ServiceUnavailable: 2000 }],
    [2000, "a circuit breaker alone", 0.019, { ServiceUnavailable: 38, CircuitOpen: 1962 }],
    [2000, "all of them", 0.019, { ServiceUnavailable: 38, CircuitOpen: 1962 }]
  ]

  it.effect.each(outages)("of %d calls, with %s, gets %d requests for each of them", (row) =>
    Effect.gen(function* () {
      const [calls, guard, perCall, results] = row
      const service = Storm.service()
      service.reply = Storm.down
      const outage = yield* Storm.offer(service, Storm.call(), { calls }).pipe(
        Effect.provide(Storm.application(service)),
        simulate(guard)
      )
      assert.deepStrictEqual([Storm.perCall(outage), Storm.results(outage)], [perCall, results])
    })
  )
})

describe("an outage of 400 calls of several modules", () => {
  it.effect("is in one budget, which is enough for 100 retries", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* emulator.addFault({ respond: { status: 503 } })
      const users = yield* Users
      const chat = yield* Chat
      const auth = yield* Auth
      const password = Redacted.make("analytical engine")
      const kinds: ReadonlyArray<Effect.Effect<unknown, ConnectyCubeError, Session>> = [
        users.list({ user_tags: "vip" }),
        users.signUp({ login: "ada-lovelace", password }),
        chat.dialogs.list(),
        auth.createSession({ login: "ada-lovelace", password })
      ]
      const calls = kinds.flatMap((kind) => Array.from({ length: 100 }, () => kind))
      const errors = yield* Effect.forEach(calls, Effect.flip, { concurrency: "unbounded" }).pipe(
        Effect.provide(Session.layerToken(Redacted.make("ada"))),
        Storm.passing("1 minute")
      )
      assert.deepStrictEqual([...new Set(errors.map(({ _tag }) => _tag))], ["ServiceUnavailable"])
      const [fault] = yield* emulator.faults
      assert.strictEqual(fault?.caught, 500)
    }).pipe(
      Effect.provide(ConnectyCube.layer(Emulator.credentials).pipe(Layer.provideMerge(Emulator.layer()))),
      simulate("the defaults")
    )
  )
})

describe("after an outage of 9.5 seconds, with 100 calls a second", () => {
  /** The time until calls succeed, and until they succeed at their first attempt, in milliseconds. */
  const recoveries: ReadonlyArray<readonly [guard: Guarded, succeed: number, atOnce: number]> = [
    ["the retry budget alone", 0, 0],
    // The retries of the outage are still waiting, and new calls wait behind them.
    ["a rate limit alone", 0, 10_900],
    ["a circuit breaker alone", 500, 500],
    ["all of them", 500, 500]
  ]

  it.effect.each(recoveries)("calls succeed, with %s, within %d ms", ([guard, succeed, atOnce]) =>
    Effect.gen(function* () {
      const service = Storm.service()
      const recovered = 9_500
      const offered = yield* Storm.offer(service, Storm.call(), {
        calls: 2400,
        at: (now) => {
          service.reply = now < recovered ? Storm.down : Storm.up
        }
      }).pipe(Effect.provide(Storm.application(service)), simulate(guard))
      const after = offered.calls.filter(({ at }) => at >= recovered)
      assert.deepStrictEqual(
        [
          Storm.lastOf(after, ({ result }) => result !== "ok") - recovered,
          Storm.lastOf(after, ({ at, ended, result }) => result !== "ok" || ended - at > Storm.latency) - recovered
        ],
        [succeed, atOnce]
      )
    })
  )
})

describe("5 % of random errors", () => {
  it.effect.each(["no guard", "the retry budget alone", "all of them"] as const)("fail no call, with %s", (guard) =>
    Effect.gen(function* () {
      const service = Storm.service()
      service.reply = Storm.flaky(0.05)
      const offered = yield* Storm.offer(service, Storm.call(), { calls: 2000 }).pipe(
        Effect.provide(Storm.application(service)),
        simulate(guard)
      )
      assert.deepStrictEqual([Storm.perCall(offered), Storm.results(offered)], [1.061, { ok: 2000 }])
    })
  )

  it.effect("fail 110 of 2,000 calls without retries", () =>
    Effect.gen(function* () {
      const service = Storm.service()
      service.reply = Storm.flaky(0.05)
      const offered = yield* Storm.offer(service, Storm.call(), { calls: 2000 }).pipe(
        Effect.provide(Storm.application(service)),
        simulate("no retries")
      )
      assert.deepStrictEqual(Storm.results(offered), { ok: 1890, ServiceUnavailable: 110 })
    })
  )

  it.effect("fail at most one call right after an outage that has exhausted the budget", () =>
    Effect.gen(function* () {
      const service = Storm.service()
      const flaky = Storm.flaky(0.05)
      const recovered = 10_000
      const offered = yield* Storm.offer(service, Storm.call(), {
        calls: 4000,
        at: (now) => {
          service.reply = now < recovered ? Storm.down : flaky
        }
      }).pipe(Effect.provide(Storm.application(service)), simulate("the defaults"))
      const failed = offered.calls.filter(({ at, result }) => at >= recovered && result !== "ok")
      assert.isAtMost(failed.length, 1)
    })
  )
})
