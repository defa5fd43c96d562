import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import * as TestClock from "effect/testing/TestClock"
import { Emulator } from "../src/Emulator.ts"
import {
  applicationToken,
  ask,
  at,
  createSession,
  join,
  key,
  list,
  number,
  password,
  signUp,
  text
} from "./support/Wire.ts"

const emulated = Effect.provide(Emulator.layer())

const base = (json: unknown) => at(json, "errors.base")

describe("the session of an application", () => {
  it.effect("is returned in the format of the newer servers", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(Date.parse("2021-06-04T10:10:53.908Z"))
      const { status, headers, json } = yield* createSession({ timestamp: "1622801451", nonce: "2813375062" })
      assert.strictEqual(status, 201)
      const { token, id, ...session } = Object(at(json, "session"))
      assert.match(token, /^[0-9A-F]{36}$/)
      assert.match(String(id), /^\d{9}$/)
      assert.deepStrictEqual(session, {
        created_at: "2021-06-04T10:10:53.908Z",
        updated_at: "2021-06-04T10:10:53.908Z",
        application_id: 1,
        nonce: 2813375062,
        ts: 1622801451,
        user_id: null
      })
      assert.strictEqual(headers["cb-token-expirationdate"], "2021-06-04 12:10:53 UTC")
      assert.strictEqual(headers["access-control-expose-headers"], "CB-Token-ExpirationDate, Date")
      assert.strictEqual(headers["content-type"], "application/json; charset=utf-8")
    }).pipe(emulated)
  )

  it.effect("has the nonce only when it was sent, and the time of the server by default", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(5000)
      const { json } = yield* createSession()
      assert.notProperty(at(json, "session"), "nonce")
      assert.notProperty(at(json, "session"), "user")
      assert.strictEqual(at(json, "session.ts"), 5)
    }).pipe(emulated)
  )

  it.effect("is rejected for another application or key", () =>
    Effect.gen(function* () {
      for (const fields of [{ application_id: 2 }, { auth_key: "another" }]) {
        const { status, json } = yield* createSession(fields)
        assert.strictEqual(status, 422)
        assert.deepStrictEqual(json, { errors: { base: ["No application found"] } })
      }
      const { status, json } = yield* ask("POST", "/session", { json: {} })
      assert.strictEqual(status, 422)
      assert.deepStrictEqual(json, { errors: { application_id: ["is required"], auth_key: ["is required"] } })
    }).pipe(emulated)
  )

  it.effect("has the same token and ids for the same seed", () => {
    const twice = Effect.gen(function* () {
      const { text: first } = yield* createSession()
      const { text: second } = yield* signUp({ login: "ada" })
      return [first, second]
    }).pipe(emulated, Random.withSeed("seed"))
    return Effect.gen(function* () {
      assert.deepStrictEqual(yield* twice, yield* twice)
    })
  })
})

describe("a token", () => {
  it.effect("is required", () =>
    Effect.gen(function* () {
      for (const headers of [{}, { "CB-Token": "" }, { "CB-Token": " " }]) {
        const { status, json, headers: received } = yield* ask("GET", "/session", { headers })
        assert.strictEqual(status, 401)
        assert.deepStrictEqual(json, { errors: ["Token is required"] })
        assert.strictEqual(received["content-type"], "application/json; charset=utf-8")
        assert.notProperty(received, "cb-token-expirationdate")
      }
    }).pipe(emulated)
  )

  it.effect("must be that of a session", () =>
    Effect.gen(function* () {
      const { status, json } = yield* ask("GET", "/session", { token: "00112233445566778899AABBCCDDEEFF0011" })
      assert.strictEqual(status, 401)
      assert.deepStrictEqual(json, { errors: { base: ["Required session does not exist"] } })
    }).pipe(emulated)
  )

  it.effect("is valid for two hours after its last use", () =>
    Effect.gen(function* () {
      const { token } = yield* join("ada")
      for (let use = 0; use < 3; use++) {
        yield* TestClock.adjust("119 minutes")
        assert.strictEqual((yield* ask("GET", "/session", { token })).status, 200)
      }
      // A request with an error response counts as a use too.
      yield* TestClock.adjust("119 minutes")
      assert.strictEqual((yield* ask("GET", "/users/by_login?login=nobody", { token })).status, 404)
      yield* TestClock.adjust("119 minutes")
      assert.strictEqual((yield* ask("GET", "/session", { token })).status, 200)
      yield* TestClock.adjust("2 hours")
      const { status, json } = yield* ask("GET", "/session", { token })
      assert.strictEqual(status, 401)
      assert.deepStrictEqual(base(json), ["Required session does not exist"])
    }).pipe(emulated)
  )

  it.effect("is returned with its expiration, with every success", () =>
    Effect.gen(function* () {
      const token = yield* applicationToken
      yield* TestClock.setTime(Date.parse("2023-09-04T05:22:36.500Z") - 3600_000)
      const first = yield* ask("GET", "/session", { token })
      assert.strictEqual(first.status, 401)
      const renewed = yield* applicationToken
      yield* TestClock.adjust("1 hour")
      const { headers } = yield* ask("GET", "/session", { token: renewed })
      assert.strictEqual(headers["cb-token-expirationdate"], "2023-09-04 07:22:36 UTC")
    }).pipe(emulated)
  )

  it.effect("is invalid when its session was destroyed", () =>
    Effect.gen(function* () {
      const token = yield* applicationToken
      const destroyed = yield* ask("DELETE", "/session", { token })
      assert.strictEqual(destroyed.status, 200)
      assert.strictEqual(destroyed.text, "")
      assert.strictEqual((yield* ask("GET", "/session", { token })).status, 401)
    }).pipe(emulated)
  )
})

describe("the session of a user", () => {
  it.effect("is of a user who has signed up", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(Date.parse("2023-03-16T11:33:10.250Z"))
      const signedUp = yield* signUp({ login: "ada", email: "ada@example.com", full_name: "Ada Lovelace" })
      const id = number(signedUp.json, "user.id")
      for (const who of [{ login: "ada" }, { email: "ada@example.com" }]) {
        const { status, json } = yield* createSession({ user: { ...who, password } })
        assert.strictEqual(status, 201)
        // Its number is that of the user, and its times are whole seconds.
        assert.strictEqual(at(json, "session.id"), id)
        assert.strictEqual(at(json, "session.user_id"), id)
        assert.strictEqual(at(json, "session.created_at"), "2023-03-16T11:33:10Z")
        assert.deepStrictEqual(at(json, "session.user"), {
          ...Object(at(signedUp.json, "user")),
          last_request_at: "2023-03-16T11:33:10Z"
        })
      }
    }).pipe(emulated)
  )

  it.effect("is rejected for a wrong password", () =>
    Effect.gen(function* () {
      yield* signUp({ login: "ada", email: "ada@example.com" })
      for (const who of [{ login: "ada" }, { email: "ada@example.com" }]) {
        const { status, text } = yield* createSession({ user: { ...who, password: "wrong horse" } })
        assert.strictEqual(status, 401)
        assert.strictEqual(text, `{"errors":["Invalid password"]}`)
      }
    }).pipe(emulated)
  )

  it.effect("creates the user for an unknown login or e-mail", () =>
    Effect.gen(function* () {
      for (const who of [{ login: "grace" }, { email: "grace@example.com" }]) {
        const made = yield* createSession({ user: { ...who, password } })
        assert.strictEqual(made.status, 201)
        assert.deepInclude(at(made.json, "session.user"), who)
        const again = yield* createSession({ user: { ...who, password } })
        assert.strictEqual(at(again.json, "session.user.id"), at(made.json, "session.user.id"))
      }
    }).pipe(emulated)
  )

  it.effect("creates one user for concurrent requests", () =>
    Effect.gen(function* () {
      const responses = yield* Effect.all(
        Array.from({ length: 50 }, () => createSession({ user: { login: "grace", password } })),
        { concurrency: "unbounded" }
      )
      assert.deepStrictEqual(new Set(responses.map(({ status }) => status)), new Set([201]))
      assert.strictEqual(new Set(responses.map(({ json }) => at(json, "session.user_id"))).size, 1)
      assert.strictEqual(new Set(responses.map(({ json }) => at(json, "session.token"))).size, 50)
    }).pipe(emulated)
  )

  it.effect("creates no user who breaks the rules of users", () =>
    Effect.gen(function* () {
      const short = yield* createSession({ user: { login: "ab", password } })
      assert.strictEqual(short.status, 422)
      assert.deepStrictEqual(short.json, { errors: { login: ["is too short (minimum is 3 characters)"] } })
      const weak = yield* createSession({ user: { login: "grace", password: "1234567" } })
      assert.deepStrictEqual(weak.json, { errors: { password: ["is too short (minimum is 8 characters)"] } })
    }).pipe(emulated)
  )

  it.effect("creates no user when the application denies it", () =>
    Effect.gen(function* () {
      yield* signUp({ login: "ada" })
      const { status, json } = yield* createSession({ user: { login: "grace", password } })
      assert.strictEqual(status, 401)
      assert.deepStrictEqual(json, { errors: ["Unauthorized"] })
      assert.strictEqual((yield* createSession({ user: { login: "ada", password } })).status, 201)
    }).pipe(Effect.provide(Emulator.layer({ settings: { session_creation_without_user: "deny" } })))
  )

  it.effect("requires a password, and a login or an e-mail", () =>
    Effect.gen(function* () {
      const { json } = yield* createSession({ user: { login: "ada" } })
      assert.deepStrictEqual(json, { errors: { password: ["is required"] } })
      const nobody = yield* createSession({ user: { password } })
      assert.deepStrictEqual(nobody.json, { errors: { base: ["Both user login and email can't be blank"] } })
    }).pipe(emulated)
  )

  it.effect("sets the time of the last request of its user", () =>
    Effect.gen(function* () {
      const { token, id } = yield* join("ada")
      const other = yield* join("bob")
      yield* TestClock.setTime(Date.parse("2020-02-02T01:00:00.400Z"))
      assert.strictEqual((yield* ask("GET", "/session", { token })).status, 401)
      const session = yield* createSession({ user: { login: "bob", password } })
      const seen = yield* ask("GET", `/users/${id}`, { token: text(session.json, "session.token") })
      assert.strictEqual(at(seen.json, "user.last_request_at"), "1970-01-01T00:00:00Z")
      const self = yield* ask("GET", `/users/${other.id}`, { token: text(session.json, "session.token") })
      assert.strictEqual(at(self.json, "user.last_request_at"), "2020-02-02T01:00:00Z")
    }).pipe(emulated)
  )
})

describe("login and logout", () => {
  it.effect("turn the session of an application into one of a user, and back", () =>
    Effect.gen(function* () {
      yield* signUp({ login: "ada", email: "ada@example.com" })
      const token = yield* applicationToken
      const loggedIn = yield* ask("POST", "/login", { token, json: { login: "ada", password } })
      assert.strictEqual(loggedIn.status, 200)
      assert.deepInclude(at(loggedIn.json, "user"), { login: "ada" })
      const asUser = yield* ask("GET", "/session", { token })
      assert.strictEqual(at(asUser.json, "session.user_id"), at(loggedIn.json, "user.id"))
      assert.strictEqual(at(asUser.json, "session.token"), token)

      const loggedOut = yield* ask("DELETE", "/login", { token })
      assert.strictEqual(loggedOut.status, 200)
      assert.strictEqual(loggedOut.text, "")
      const asNobody = yield* ask("GET", "/session", { token })
      assert.strictEqual(at(asNobody.json, "session.user_id"), null)
      assert.notProperty(at(asNobody.json, "session"), "user")

      const byEmail = yield* ask("POST", "/login", { token, json: { email: "ada@example.com", password } })
      assert.strictEqual(at(byEmail.json, "user.login"), "ada")
    }).pipe(emulated)
  )

  it.effect("are rejected without a session, for a wrong password, and for an unknown user", () =>
    Effect.gen(function* () {
      yield* signUp({ login: "ada" })
      assert.strictEqual((yield* ask("POST", "/login", { json: { login: "ada", password } })).status, 401)
      const token = yield* applicationToken
      const wrong = yield* ask("POST", "/login", { token, json: { login: "ada", password: "wrong horse" } })
      assert.strictEqual(wrong.status, 401)
      assert.deepStrictEqual(list(wrong.json, "errors"), ["Invalid password"])
      assert.strictEqual((yield* ask("POST", "/login", { token, json: {} })).status, 422)
      assert.strictEqual(at((yield* ask("GET", "/session", { token })).json, "session.user_id"), null)
    }).pipe(emulated)
  )
})

describe("the key of an application", () => {
  it.effect("signs users up, and an empty token beside it is ignored", () =>
    Effect.gen(function* () {
      const { status, headers } = yield* ask("POST", "/users", {
        headers: { "CB-AuthKey": key, "CB-Token": "" },
        json: { user: { login: "ada", password } }
      })
      assert.strictEqual(status, 201)
      // There is no session to expire.
      assert.notProperty(headers, "cb-token-expirationdate")
    }).pipe(emulated)
  )

  it.effect("can be left out with a token", () =>
    Effect.gen(function* () {
      const token = yield* applicationToken
      const { status, headers } = yield* ask("POST", "/users", { token, json: { user: { login: "ada", password } } })
      assert.strictEqual(status, 201)
      assert.property(headers, "cb-token-expirationdate")
    }).pipe(emulated)
  )

  it.effect("must be that of the application", () =>
    Effect.gen(function* () {
      const json = { user: { login: "ada", password } }
      const wrong = yield* ask("POST", "/users", { key: "another", json })
      assert.strictEqual(wrong.status, 422)
      assert.deepStrictEqual(wrong.json, { errors: { base: ["No application found"] } })
      const none = yield* ask("POST", "/users", { json })
      assert.strictEqual(none.status, 401)
      assert.deepStrictEqual(none.json, { errors: ["Token is required"] })
      const expired = yield* ask("POST", "/users", { token: "0".repeat(36), json })
      assert.strictEqual(expired.status, 401)
      assert.deepStrictEqual(expired.json, { errors: { base: ["Required session does not exist"] } })
    }).pipe(emulated)
  )
})
