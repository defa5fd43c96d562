import { Emulator } from "@effect-connectycube/emulator"
import { layerTest } from "@effect-connectycube/testing/layerTest"
import { assert, describe, it, layer } from "@effect/vitest"
import { Admin, Auth, Chat, UserId, Users } from "effect-connectycube"
import { RetryPolicy } from "@effect-connectycube/core/RetryPolicy"
import * as Context from "effect/Context"
import * as DateTime from "effect/DateTime"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as TestClock from "effect/testing/TestClock"

const password = Redacted.make("correct horse")

const signUp = (login: string) => Users.use((users) => users.signUp({ login, password }))

const signUps = Emulator.use(({ requests }) =>
  Effect.map(requests, (entries) => entries.filter(({ method, path }) => method === "POST" && path === "/users").length)
)

const seed = {
  users: [
    { id: 1, login: "ada-lovelace" },
    { id: 2, email: "ben@example.com", password: "correct horse" }
  ]
}

const One = layerTest()

describe("a layer for tests", () => {
  it.effect("has the services of the client, the emulator and its data", () =>
    Effect.gen(function* () {
      const user = yield* signUp("charles")
      const { requests } = yield* Emulator
      assert.strictEqual(user.login, "charles")
      assert.strictEqual((yield* requests).at(-1)?.path, "/users")
    }).pipe(Effect.provide(layerTest({ seed })))
  )

  it.effect("is built anew for each program that it is provided to, also for those that run at the same time", () =>
    Effect.gen(function* () {
      const both = yield* Deferred.make<void>()
      let begun = 0
      const program = Effect.gen(function* () {
        // In one emulator the second sign-up with the login would fail.
        yield* signUp("charles")
        begun++
        if (begun === 2) yield* Deferred.succeed(both, undefined)
        yield* Deferred.await(both)
        return yield* signUps
      })
      const one = Effect.provide(program, One)
      assert.deepStrictEqual(yield* Effect.all([one, one], { concurrency: 2 }), [1, 1])
    })
  )

  it.effect("is built once for the layers of one program that stand on it", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* signUps, 1)
    }).pipe(Effect.provide([Layer.provide(Layer.effectDiscard(signUp("charles")), One), One]))
  )

  layer(One)("of a block", (it) => {
    it.effect("is shared by its tests (1)", () => signUp("charles"))
    it.effect("is shared by its tests (2)", () => Effect.map(signUps, (count) => assert.strictEqual(count, 1)))
  })

  it.effect("has the session of a user of the seed", () =>
    Effect.gen(function* () {
      const { user_id } = yield* Auth.use(({ getSession }) => getSession)
      assert.strictEqual(user_id, 1)
      const { dialogs } = yield* Chat
      assert.strictEqual((yield* dialogs.list()).total_entries, 0)
    }).pipe(Effect.provide(layerTest({ seed, as: "ada-lovelace" })))
  )

  for (const as of [2, "ben@example.com"]) {
    it.effect(`finds the user of the session by ${typeof as === "number" ? "id" : "e-mail address"}`, () =>
      Effect.gen(function* () {
        const { user_id } = yield* Auth.use(({ getSession }) => getSession)
        assert.strictEqual(user_id, 2)
      }).pipe(Effect.provide(layerTest({ seed, as })))
    )
  }

  it.effect("names the users of the seed when there is no such one", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(Effect.provide(Effect.void, layerTest({ seed, as: "eve" })))
      assert.include(error.message, `"eve" is not a user of the seed: the users of the seed are "ada-lovelace", "ben@`)
      const none = yield* Effect.flip(Effect.provide(Effect.void, layerTest({ as: 3 })))
      assert.include(none.message, "3 is not a user of the seed: the seed has no users")
    })
  )

  it.effect("begins with a template, and has the session of one of its users", () =>
    Effect.gen(function* () {
      const from = yield* Emulator.template({ seed })
      const caller = Auth.use(({ getSession }) => Effect.map(getSession, ({ user_id }) => user_id))
      assert.strictEqual(yield* Effect.provide(caller, layerTest({ from, as: 2 })), 2)
      const error = yield* Effect.flip(Effect.provide(caller, layerTest({ from, as: "ada-lovelace" })))
      assert.include(error.message, '"ada-lovelace" has no password in the template')
    })
  )

  it.effect("has the time of the test", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* TestClock.adjust("5 days")
      assert.strictEqual(DateTime.formatIso(yield* emulator.now), "1970-01-06T00:00:00.000Z")
      assert.strictEqual(DateTime.formatIso((yield* signUp("charles")).created_at), "1970-01-06T00:00:00.000Z")
    }).pipe(Effect.provide(One))
  )

  it.live("has a time of its own, which stands still until it is moved", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      assert.strictEqual(DateTime.formatIso(yield* DateTime.now), "2026-11-29T12:00:00.000Z")
      yield* TestClock.adjust("1 hour")
      assert.strictEqual(DateTime.formatIso(yield* emulator.now), "2026-11-29T13:00:00.000Z")
    }).pipe(Effect.provide(layerTest({ now: "2026-11-29T12:00:00Z" })))
  )

  it.effect("fails when its time is none", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(Effect.provide(Effect.void, layerTest({ now: "noon" })))
      assert.include(error.message, 'now: "noon" is not a time')
    })
  )

  const unavailable = Effect.gen(function* () {
    const emulator = yield* Emulator
    yield* emulator.addFault({ path: "/users", respond: { status: 503 } })
    return yield* Effect.flip(signUp("charles"))
  })

  it.effect("has the retry policy that it is given", () =>
    Effect.gen(function* () {
      const error = yield* unavailable
      assert.strictEqual("attempts" in error ? error.attempts : 0, 1)
    }).pipe(Effect.provide(layerTest({ retryPolicy: RetryPolicy.none })))
  )

  it.effect("retries as the client does, when it is given no policy", () =>
    Effect.gen(function* () {
      const calling = yield* Effect.forkChild(unavailable)
      yield* TestClock.adjust("2 minutes")
      const error = yield* Fiber.join(calling)
      assert.strictEqual("attempts" in error ? error.attempts : 0, 5)
    }).pipe(Effect.provide(One))
  )

  it.effect("has the timeouts that it is given", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* emulator.addFault({ path: "/users", delay: "10 seconds" })
      const calling = yield* Effect.forkChild(Effect.flip(signUp("charles")))
      yield* TestClock.adjust("2 seconds")
      assert.strictEqual((yield* Fiber.join(calling))._tag, "CallTimeout")
    }).pipe(Effect.provide(layerTest({ timeouts: { call: "1 second" } })))
  )

  it.effect("is for the application that it is given", () =>
    Effect.gen(function* () {
      const error = yield* Admin.use(({ users }) => Effect.flip(users.delete(UserId.make(1))))
      assert.strictEqual(error._tag === "InvalidRequest" ? error.source : "", "program")
    }).pipe(Effect.provide(layerTest({ application: { admin_api_key: undefined } })))
  )

  it.effect("ends with the program that it is provided to", () =>
    Effect.gen(function* () {
      const context = yield* Effect.provide(Effect.context<Users>(), One)
      const exit = yield* Effect.exit(Effect.provideContext(signUp("charles"), Context.pick(Users)(context)))
      assert.strictEqual(exit._tag, "Failure")
    })
  )
})
