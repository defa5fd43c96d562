import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as TestClock from "effect/testing/TestClock"
import { Emulator } from "../src/Emulator.ts"
import { applicationToken, ask, at, createSession, text } from "./support/Wire.ts"

const emulated = Effect.provide(Emulator.layer())

const createGuest = createSession({ user: { guest: "1", full_name: "Olof Shodger" } })

describe("a guest", () => {
  it.effect("is created with a session, as documented", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(Date.parse("2023-03-16T11:33:10Z"))
      const { status, json, headers } = yield* createGuest
      assert.strictEqual(status, 201)
      const { _id, id, login, ...user } = Object(at(json, "session.user"))
      assert.match(_id, /^6412fe76[0-9a-f]{16}$/)
      assert.strictEqual(at(json, "session.user_id"), id)
      assert.strictEqual(at(json, "session.id"), id)
      assert.match(login, /^guest_login_[0-9A-F]{32,}$/)
      assert.deepStrictEqual(user, {
        created_at: "2023-03-16T11:33:10Z",
        updated_at: "2023-03-16T11:33:10Z",
        full_name: "Olof Shodger",
        is_guest: true,
        last_request_at: null,
        timezone: null,
        email: null,
        phone: "",
        website: null,
        twitter_id: null,
        external_user_id: null,
        facebook_id: null,
        custom_data: null,
        user_tags: null,
        avatar: null,
        external_id: null
      })
      assert.strictEqual(headers["cb-token-expirationdate"], "2023-03-17 11:33:10 UTC")
    }).pipe(emulated)
  )

  it.effect("exists for a day, whatever the guest does, and is then deleted", () =>
    Effect.gen(function* () {
      const { json } = yield* createGuest
      const token = text(json, "session.token")
      const login = text(json, "session.user.login")
      yield* TestClock.adjust("23 hours")
      assert.strictEqual((yield* ask("GET", "/session", { token })).status, 200)
      const other = yield* applicationToken
      assert.strictEqual((yield* ask("GET", `/users/by_login?login=${login}`, { token: other })).status, 200)
      yield* TestClock.adjust("59 minutes")
      assert.strictEqual((yield* ask("GET", "/session", { token })).status, 200)
      yield* TestClock.adjust("1 minute")
      assert.strictEqual((yield* ask("GET", "/session", { token })).status, 401)
      assert.strictEqual((yield* ask("GET", `/users/by_login?login=${login}`, { token: other })).status, 404)
    }).pipe(emulated)
  )

  it.effect("cannot log in with a password", () =>
    Effect.gen(function* () {
      const { json } = yield* createGuest
      const login = text(json, "session.user.login")
      const { status } = yield* createSession({ user: { login, password: "any password" } })
      assert.strictEqual(status, 401)
    }).pipe(emulated)
  )

  it.effect("can log in to an existing session", () =>
    Effect.gen(function* () {
      const token = yield* applicationToken
      const { status, json } = yield* ask("POST", "/login", { token, json: { guest: "1", full_name: "Olof" } })
      assert.strictEqual(status, 200)
      assert.strictEqual(at(json, "user.is_guest"), true)
      yield* TestClock.adjust("23 hours")
      assert.strictEqual((yield* ask("GET", "/session", { token })).status, 200)
    }).pipe(emulated)
  )
})
