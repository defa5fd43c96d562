import { Emulator } from "@effect-connectycube/emulator"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { dialogNames, PageSession } from "../src/page.ts"
import * as World from "./support/World.ts"

describe("the page", () => {
  it.live("shows its user's dialogs with a token alone, and knows neither key nor secret", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const { ada, charles } = yield* World.settled
      const { admin_api_key, application_id, auth_key, auth_secret } = Emulator.credentials
      const before = (yield* emulator.requests).length
      for (const { login, token } of [ada, charles]) {
        const given = yield* Schema.decodeEffect(PageSession)({ token, application_id })
        assert.deepStrictEqual(yield* dialogNames(given, emulator.url), [login])
      }
      const sent = JSON.stringify((yield* emulator.requests).slice(before))
      for (const secret of [auth_key, auth_secret, admin_api_key]) assert.notInclude(sent, Redacted.value(secret))
      const rejected = yield* Effect.flip(
        dialogNames({ token: Redacted.make("nobody's"), application_id }, emulator.url)
      )
      assert.strictEqual(rejected._tag, "Unauthorized")
    }).pipe(Effect.provide(World.layer))
  )
})
