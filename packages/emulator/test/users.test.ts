import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as TestClock from "effect/testing/TestClock"
import { Emulator } from "../src/Emulator.ts"
import { applicationToken, ask, at, createSession, join, key, list, password, signUp, text } from "./support/Wire.ts"

const emulated = Effect.provide(Emulator.layer())

const errors = (json: unknown) => at(json, "errors")

describe("a user who signs up", () => {
  it.effect("is returned field by field in the format of the newer servers", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(Date.parse("2023-08-25T11:29:29.700Z"))
      const { status, text } = yield* signUp({ login: "aaaaaaaa", full_name: "aaaaaaaa" })
      assert.strictEqual(status, 201)
      const { _id, id } = JSON.parse(text).user
      assert.match(_id, /^64e89099[0-9a-f]{16}$/)
      // Compact, in this order, and no other field.
      assert.strictEqual(
        text,
        `{"user":{"_id":"${_id}","id":${id},"created_at":"2023-08-25T11:29:29Z","updated_at":"2023-08-25T11:29:29Z","login":"aaaaaaaa","full_name":"aaaaaaaa","last_request_at":null,"timezone":null,"email":null,"phone":null,"website":null,"twitter_id":null,"external_user_id":null,"facebook_id":null,"custom_data":null,"user_tags":null,"avatar":null,"external_id":null,"is_guest":null}}`
      )
    }).pipe(emulated)
  )

  it.effect("keeps every field that was sent", () =>
    Effect.gen(function* () {
      const fields = {
        login: "Dacia",
        email: "dacia_k@domain.com",
        facebook_id: "91234409",
        twitter_id: "83510562734",
        external_id: "7-b",
        external_user_id: 52691165,
        phone: "+6110797757",
        custom_data: `{"a":1}`,
        avatar: "a-uid",
        timezone: 180
      }
      const { json } = yield* signUp({
        ...fields,
        full_name: "Dacia Kail ",
        website: "dacia.example",
        tag_list: "vip, accountant",
        blob_id: 7
      })
      assert.deepInclude(at(json, "user"), {
        ...fields,
        full_name: "Dacia Kail",
        website: "http://dacia.example",
        user_tags: "vip,accountant"
      })
      assert.notProperty(at(json, "user"), "blob_id")
      assert.notProperty(at(json, "user"), "password")
    }).pipe(emulated)
  )

  it.effect("requires a login or an e-mail, and a password", () =>
    Effect.gen(function* () {
      assert.strictEqual((yield* signUp({ email: "ada@example.com" })).status, 201)
      const nobody = yield* signUp({ full_name: "Ada" })
      assert.strictEqual(nobody.status, 422)
      assert.deepStrictEqual(errors(nobody.json), { base: ["Both user login and email can't be blank"] })
      const open = yield* ask("POST", "/users", { key, json: { user: { login: "ada" } } })
      assert.strictEqual(open.status, 422)
      assert.deepStrictEqual(errors(open.json), { password: ["is required"] })
    }).pipe(emulated)
  )

  it.effect("has a login of 3 to 70 characters", () =>
    Effect.gen(function* () {
      const rejected = (login: string) => Effect.map(signUp({ login }), ({ json }) => errors(json))
      assert.deepStrictEqual(yield* rejected("ab"), { login: ["is too short (minimum is 3 characters)"] })
      assert.deepStrictEqual(yield* rejected("a".repeat(71)), { login: ["is too long (maximum is 70 characters)"] })
      assert.strictEqual((yield* signUp({ login: "abc" })).status, 201)
      assert.strictEqual((yield* signUp({ login: "a".repeat(70) })).status, 201)
    }).pipe(emulated)
  )

  it.effect("gets all errors at once", () =>
    Effect.gen(function* () {
      yield* signUp({ login: "ada", email: "ada@example.com" })
      const { status, json } = yield* signUp({
        login: "ada",
        email: "no e-mail",
        password: "1234567",
        tag_list: ["1", "2", "3", "4", "5", "6"]
      })
      assert.strictEqual(status, 422)
      assert.deepStrictEqual(errors(json), {
        login: ["has already been taken"],
        email: ["should look like an email address"],
        password: ["is too short (minimum is 8 characters)"],
        tag_list: ["is too long (maximum is 5 tags)"]
      })
    }).pipe(emulated)
  )

  it.effect.each(["login", "email", "external_id", "external_user_id", "facebook_id", "twitter_id"])(
    "shares the %s with nobody",
    (field) =>
      Effect.gen(function* () {
        const value = field === "email" ? "ada@example.com" : "12345"
        yield* signUp({ login: "somebody", [field]: value })
        const { status, json } = yield* signUp({ login: "somebody else", [field]: value })
        assert.strictEqual(status, 422)
        assert.deepStrictEqual(errors(json), { [field]: ["has already been taken"] })
      }).pipe(emulated)
  )

  it.effect("cannot have an e-mail of another user, in any case", () =>
    Effect.gen(function* () {
      yield* signUp({ email: "ada@example.com" })
      assert.strictEqual((yield* signUp({ email: "Ada@Example.com" })).status, 422)
    }).pipe(emulated)
  )

  it.effect("is created once by concurrent requests for the login", () =>
    Effect.gen(function* () {
      const responses = yield* Effect.all(
        Array.from({ length: 50 }, () => signUp({ login: "ada" })),
        {
          concurrency: "unbounded"
        }
      )
      assert.strictEqual(responses.filter(({ status }) => status === 201).length, 1)
      assert.strictEqual(responses.filter(({ status }) => status === 422).length, 49)
    }).pipe(emulated)
  )

  it.effect("has external user ids as sent, a number or a text", () =>
    Effect.gen(function* () {
      const token = yield* applicationToken
      yield* signUp({ login: "number", external_user_id: 52691165 })
      yield* signUp({ login: "text", external_user_id: "a-7" })
      const number = yield* ask("GET", "/users/external/52691165", { token })
      assert.strictEqual(at(number.json, "user.external_user_id"), 52691165)
      const text = yield* ask("GET", "/users/external/a-7", { token })
      assert.strictEqual(at(text.json, "user.external_user_id"), "a-7")
    }).pipe(emulated)
  )
})

describe("a user who updates", () => {
  it.effect("changes only the sent fields", () =>
    Effect.gen(function* () {
      const { id, token } = yield* join("ada", { full_name: "Ada", phone: "1", tag_list: "vip" })
      yield* TestClock.setTime(90_000)
      const { status, json } = yield* ask("PUT", `/users/${id}`, {
        token,
        json: { user: { email: "ada@example.com", website: "https://ada.example", phone: null } }
      })
      assert.strictEqual(status, 200)
      assert.deepInclude(at(json, "user"), {
        login: "ada",
        full_name: "Ada",
        email: "ada@example.com",
        website: "https://ada.example",
        phone: null,
        user_tags: "vip",
        created_at: "1970-01-01T00:00:00Z",
        updated_at: "1970-01-01T00:01:30Z"
      })
      const untagged = yield* ask("PUT", `/users/${id}`, { token, json: { user: { tag_list: "" } } })
      assert.strictEqual(at(untagged.json, "user.user_tags"), null)
    }).pipe(emulated)
  )

  it.effect("is bound by the rules of signing up", () =>
    Effect.gen(function* () {
      const { id, token } = yield* join("ada")
      yield* signUp({ login: "bob" })
      const rejected = (user: object) =>
        Effect.map(ask("PUT", `/users/${id}`, { token, json: { user } }), ({ status, json }) => [status, errors(json)])
      assert.deepStrictEqual(yield* rejected({ login: "bob" }), [422, { login: ["has already been taken"] }])
      assert.deepStrictEqual(yield* rejected({ login: null }), [
        422,
        { base: ["Both user login and email can't be blank"] }
      ])
      assert.deepStrictEqual(yield* rejected({ timezone: "noon" }).pipe(Effect.map(([status]) => status)), 422)
      const same = yield* ask("PUT", `/users/${id}`, { token, json: { user: { login: "ada" } } })
      assert.strictEqual(same.status, 200)
    }).pipe(emulated)
  )

  it.effect("must send the old password to set a new one", () =>
    Effect.gen(function* () {
      const { id, token } = yield* join("ada")
      const change = (user: object) => ask("PUT", `/users/${id}`, { token, json: { user } })
      const missing = yield* change({ password: "battery staple" })
      assert.strictEqual(missing.status, 422)
      assert.deepStrictEqual(errors(missing.json), { old_password: ["is required"] })
      const wrong = yield* change({ password: "battery staple", old_password: "wrong horse" })
      assert.strictEqual(wrong.status, 422)
      assert.deepStrictEqual(errors(wrong.json), { old_password: ["is incorrect"] })
      const short = yield* change({ password: "staple", old_password: password })
      assert.deepStrictEqual(errors(short.json), { password: ["is too short (minimum is 8 characters)"] })
      assert.strictEqual((yield* createSession({ user: { login: "ada", password } })).status, 201)

      assert.strictEqual((yield* change({ password: "battery staple", old_password: password })).status, 200)
      assert.strictEqual((yield* createSession({ user: { login: "ada", password } })).status, 401)
      const renewed = yield* createSession({ user: { login: "ada", password: "battery staple" } })
      assert.strictEqual(renewed.status, 201)
    }).pipe(emulated)
  )

  it.effect("can change no other user, and needs a session with a user", () =>
    Effect.gen(function* () {
      const { id } = yield* join("ada")
      const bob = yield* join("bob")
      const json = { user: { full_name: "Not Ada" } }
      const other = yield* ask("PUT", `/users/${id}`, { token: bob.token, json })
      assert.strictEqual(other.status, 403)
      assert.deepStrictEqual(list(other.json, "errors.base"), [
        "You don't have appropriate permissions to perform this operation"
      ])
      const nobody = yield* ask("PUT", `/users/${id}`, { token: yield* applicationToken, json })
      assert.strictEqual(nobody.status, 403)
      assert.deepStrictEqual(nobody.json, { errors: { base: ["Forbidden. Need user."] } })
      const unknown = yield* ask("PUT", "/users/1", { token: bob.token, json })
      assert.strictEqual(unknown.status, 404)
      const ada = yield* ask("GET", `/users/${id}`, { token: bob.token })
      assert.strictEqual(at(ada.json, "user.full_name"), null)
    }).pipe(emulated)
  )
})

describe("a user who deletes an account", () => {
  it.effect("deletes its own one, with all its sessions", () =>
    Effect.gen(function* () {
      const { id, token } = yield* join("ada")
      const second = yield* createSession({ user: { login: "ada", password } })
      const bob = yield* join("bob")
      assert.strictEqual((yield* ask("DELETE", `/users/${id}`, { token: bob.token })).status, 403)
      assert.strictEqual((yield* ask("DELETE", `/users/${id}`, { token: yield* applicationToken })).status, 403)
      const deleted = yield* ask("DELETE", `/users/${id}`, { token })
      assert.strictEqual(deleted.status, 200)
      assert.strictEqual(deleted.text, "")
      for (const token of [text(second.json, "session.token")]) {
        assert.strictEqual((yield* ask("GET", "/session", { token })).status, 401)
      }
      assert.strictEqual((yield* ask("GET", "/session", { token })).status, 401)
      assert.strictEqual((yield* ask("GET", `/users/${id}`, { token: bob.token })).status, 404)
      // The login is free again, and the id is not used again.
      const { json } = yield* signUp({ login: "ada" })
      assert.isAbove(Number(at(json, "user.id")), bob.id)
    }).pipe(emulated)
  )

  it.effect("can name the account by the external user id", () =>
    Effect.gen(function* () {
      const { token } = yield* join("ada", { external_user_id: 52691165 })
      const bob = yield* join("bob")
      assert.strictEqual((yield* ask("DELETE", "/users/external/52691165", { token: bob.token })).status, 403)
      assert.strictEqual((yield* ask("DELETE", "/users/external/1", { token })).status, 404)
      assert.strictEqual((yield* ask("DELETE", "/users/external/52691165", { token })).status, 200)
      assert.strictEqual((yield* ask("GET", "/users/external/52691165", { token: bob.token })).status, 404)
    }).pipe(emulated)
  )
})

describe("a user who forgot the password", () => {
  it.effect("gets a mail, by either method", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const { id, token } = yield* join("ada", { email: "ada@example.com" })
      yield* TestClock.setTime(1000)
      const asked = yield* ask("GET", "/users/password/reset?email=ada@example.com", { token })
      assert.strictEqual(asked.status, 200)
      assert.strictEqual(asked.text, "")
      const posted = yield* ask("POST", "/users/password/reset", { token, json: { email: "ada@example.com" } })
      assert.strictEqual(posted.status, 200)
      const [mail, second] = (yield* emulator.outbox).filter((sent) => sent.kind === "mail")
      assert.deepInclude(mail, { to: "ada@example.com", user_id: id, subject: "Reset password instructions" })
      assert.strictEqual(mail?.sent_at.epochMilliseconds, 1000)
      assert.notStrictEqual(mail?.link, second?.link)
      yield* emulator.clearOutbox
      assert.deepStrictEqual(yield* emulator.outbox, [])
    }).pipe(emulated)
  )

  it.effect("gets none for an unknown e-mail", () =>
    Effect.gen(function* () {
      const token = yield* applicationToken
      const { status } = yield* ask("GET", "/users/password/reset?email=nobody@example.com", { token })
      assert.strictEqual(status, 404)
      assert.strictEqual((yield* ask("GET", "/users/password/reset", { token })).status, 422)
      assert.deepStrictEqual(yield* (yield* Emulator).outbox, [])
    }).pipe(emulated)
  )
})
