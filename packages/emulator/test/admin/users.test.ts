import { assert, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { Emulator } from "../../src/Emulator.ts"
import { administer } from "../support/Admin.ts"
import { notFound } from "../support/Chat.ts"
import { ask, at, createSession, join, password } from "../support/Wire.ts"

layer(Emulator.layer())("DELETE /admin/user/{user_id}", (it) => {
  it.effect("deletes a user and the user's sessions, and no other user", () =>
    Effect.gen(function* () {
      const ada = yield* join("ada")
      const ben = yield* join("ben")
      const again = yield* createSession({ user: { login: "ada", password } })
      const { status, json } = yield* administer("DELETE", `/admin/user/${ada.id}`)
      assert.strictEqual(status, 200)
      assert.deepStrictEqual(json, { success: true })
      for (const token of [ada.token, String(at(again.json, "session.token"))]) {
        assert.strictEqual((yield* ask("GET", "/session", { token })).status, 401)
      }
      assert.strictEqual((yield* ask("GET", `/users/${ada.id}`, { token: ben.token })).status, 404)
      assert.strictEqual((yield* ask("GET", `/users/${ben.id}`, { token: ben.token })).status, 200)
    })
  )

  it.effect("responds with 404 for a user who does not exist", () =>
    Effect.gen(function* () {
      const { id } = yield* join("cay")
      yield* administer("DELETE", `/admin/user/${id}.json`)
      for (const missing of [String(id), "32242", "cay", "0", "-1"]) {
        const { status, json } = yield* administer("DELETE", `/admin/user/${missing}`)
        assert.strictEqual(status, 404)
        assert.deepStrictEqual(json, notFound)
      }
    })
  )
})
