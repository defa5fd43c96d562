/** Several applications in one emulator, in process, with the client. */
import { assert, describe, it } from "@effect/vitest"
import { ConnectyCube, Session, Users } from "effect-connectycube"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { Emulator } from "../../src/Emulator.ts"

const ada = { login: "ada-lovelace", password: Redacted.make("correct horse") }

const staging = { application_id: 2 }

const emulated = Emulator.layer({ applications: [{ settings: staging }] })
const one = ConnectyCube.layer(Emulator.credentials)
const two = ConnectyCube.layer(Emulator.credentialsOf(staging))

describe("two applications in one emulator", () => {
  it.effect("have users of their own", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const second = yield* emulator.application(2)
      const signUp = Users.use((users) => users.signUp(ada))
      yield* signUp.pipe(Effect.provide(one))
      yield* signUp.pipe(Effect.provide(two))
      const list = Users.use((users) => users.list({ login: "ada-lovelace" })).pipe(
        Effect.provide(Session.layerLogin(ada))
      )
      assert.strictEqual((yield* list.pipe(Effect.provide(two))).items.length, 1)
      assert.deepStrictEqual(
        (yield* emulator.requests).map(({ path }) => path),
        ["/users"]
      )
      assert.deepStrictEqual(
        (yield* second.requests).map(({ path }) => path),
        ["/users", "/session", "/users/v2"]
      )
    }).pipe(Effect.provide(emulated))
  )
})
