import { assert, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { Emulator } from "../../src/Emulator.ts"
import { adminKey } from "../support/Admin.ts"
import { ask, join, key } from "../support/Wire.ts"

const id = "620e2b1463ee2a1977b4ee65"

/** Every endpoint of the administration API. */
const endpoints = [
  ["GET", "/admin/stats/messages/sent-total"],
  ["GET", "/admin/stats/messages/sent-per-day"],
  ["GET", "/admin/stats/dialogs/created-total"],
  ["GET", "/admin/stats/dialogs/created-per-day"],
  ["GET", "/admin/chat/list"],
  ["PUT", `/admin/chat/${id}`],
  ["GET", "/admin/chat/messages/list"],
  ["POST", "/admin/meetings"],
  ["GET", `/admin/meetings/recordings/${id}`],
  ["DELETE", `/admin/meetings/recordings/${id}`],
  ["DELETE", "/admin/user/32242"]
] as const

layer(Emulator.layer())("the administration API", (it) => {
  it.effect.each(endpoints)("accepts only its key: %s %s", ([method, path]) =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* emulator.reset
      const { token } = yield* join("ada")
      const others = [
        {},
        { "CB-Administration-API-Key": "" },
        { "CB-Administration-API-Key": "wrong" },
        // The credentials of other endpoints are invalid here.
        { "CB-Token": token },
        { "CB-AuthKey": key }
      ]
      for (const headers of others) {
        const { status, json } = yield* ask(method, path, { headers })
        assert.strictEqual(status, 401, JSON.stringify(headers))
        assert.deepStrictEqual(json, { errors: ["Unauthorized"] })
      }
      const { status } = yield* ask(method, path, { headers: { "cb-administration-api-key": adminKey } })
      assert.notStrictEqual(status, 401)
      const asked = (yield* emulator.requests).at(-1)
      assert.deepStrictEqual(asked?.asked_by, { kind: "administrator", user_id: null })
      assert.notInclude(JSON.stringify(asked), adminKey)
    })
  )

  it.effect("accepts the key of the settings", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* emulator.changeSettings({ admin_api_key: "another" })
      const status = (key: string) =>
        Effect.map(
          ask("GET", "/admin/chat/list", { headers: { "CB-Administration-API-Key": key } }),
          ({ status }) => status
        )
      assert.strictEqual(yield* status(adminKey), 401)
      assert.strictEqual(yield* status("another"), 200)
    })
  )
})
