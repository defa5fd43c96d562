import { Emulator } from "@effect-connectycube/emulator"
import { assert, layer } from "@effect/vitest"
import { ConnectyCube, Users } from "effect-connectycube"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as TestClock from "effect/testing/TestClock"

const ConnectyCubeTest = ConnectyCube.layer(Emulator.credentials).pipe(Layer.provideMerge(Emulator.layer()))

const signUp = Effect.flatMap(Users, (users) =>
  users.signUp({ login: "ada-lovelace", password: Redacted.make("correct horse") })
)

layer(ConnectyCubeTest)("a call that waits", (it) => {
  it.effect("is retried when the clock has moved by its backoff", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* emulator.addFault({ path: "/users", times: 1, respond: { status: 503, headers: { "retry-after": "10" } } })
      // On a fiber of its own: a test that waited for the call itself would never get to move the clock.
      const call = yield* Effect.forkChild(signUp)
      // The backoff is 10 seconds and up to 20 % of jitter.
      yield* TestClock.adjust("12 seconds")
      const user = yield* Fiber.join(call)
      assert.strictEqual(user.login, "ada-lovelace")
    })
  )

  it.effect("fails when the clock has moved by its timeout", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* emulator.addFault({ path: "/users", delay: "10 minutes" })
      const call = yield* Effect.forkChild(Effect.flip(signUp))
      yield* TestClock.adjust("5 minutes")
      const error = yield* Fiber.join(call)
      assert.strictEqual(error._tag, "CallTimeout")
    })
  )
})
