import { Emulator } from "@effect-connectycube/emulator"
import { layerTest } from "@effect-connectycube/testing/layerTest"
import { assert, describe, it } from "@effect/vitest"
import { ConnectyCube, Session, Users } from "effect-connectycube"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"

const staging = { application_id: 2 }

const seed = { users: [{ login: "ada-lovelace", full_name: "Ada" }] }

const Both = layerTest({
  seed,
  as: "ada-lovelace",
  applications: [
    {
      settings: staging,
      seed: { users: [{ login: "ada-lovelace", password: "correct horse", full_name: "Ada of staging" }] }
    }
  ]
})

const Staging = ConnectyCube.layer(Emulator.credentialsOf(staging))

const nameOf = Users.use((users) => users.getByLogin("ada-lovelace")).pipe(Effect.map(({ full_name }) => full_name))

describe("a layer for tests with several applications", () => {
  it.effect("has the client and the user of the first one, and a client for another one beside it", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const second = yield* emulator.application(2)
      assert.strictEqual(yield* nameOf, "Ada")
      const ada = Session.layerLogin({ login: "ada-lovelace", password: Redacted.make("correct horse") })
      assert.strictEqual(yield* nameOf.pipe(Effect.provide(ada), Effect.provide(Staging)), "Ada of staging")
      // A session of the first one is none of the second one.
      const error = yield* Effect.flip(nameOf.pipe(Effect.provide(Staging)))
      assert.strictEqual(error._tag, "InvalidRequest")
      const paths = [yield* emulator.requests, yield* second.requests].map((entries) =>
        entries.map(({ operation }) => operation)
      )
      assert.deepStrictEqual(paths, [["users.getByLogin"], ["auth.createSession", "users.getByLogin"]])
    }).pipe(Effect.provide(Both))
  )
})
