import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as TestClock from "effect/testing/TestClock"
import { inspect } from "node:util"
import { createHmac } from "node:crypto"
import { Emulator } from "../src/Emulator.ts"
import { application, applicationToken, ask, at, createSession, join, key, list, signUp, text } from "./support/Wire.ts"

const emulated = Effect.provide(Emulator.layer())

describe("the journal", () => {
  it.effect("has the requests, their users and their responses", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const { id, token } = yield* join("ada")
      yield* TestClock.adjust("5 seconds")
      yield* ask("GET", "/users/v2.json?login=ada&limit=1", { token, headers: { "X-Trace": "7" } })
      const { duration, request_headers, response_headers, response_body, ...entry } = Object(
        (yield* emulator.requests).at(-1)
      )
      assert.deepStrictEqual(
        { ...entry, at: entry.at.epochMilliseconds },
        {
          number: 3,
          at: 5000,
          method: "GET",
          path: "/users/v2",
          operation: "users.list",
          query: "login=ada&limit=1",
          request_body: "",
          asked_by: { kind: "user", user_id: id },
          status: 200,
          fault: null
        }
      )
      assert.isNumber(duration)
      assert.strictEqual(request_headers["x-trace"], "7")
      assert.strictEqual(response_headers["content-type"], "application/json; charset=utf-8")
      assert.strictEqual(at(JSON.parse(response_body), "items.0.login"), "ada")
    }).pipe(emulated)
  )

  it.effect("distinguishes the callers", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const { id } = yield* join("ada")
      const token = yield* applicationToken
      yield* ask("GET", "/session", { token })
      const guest = yield* createSession({ user: { guest: "1" } })
      yield* ask("GET", "/session")
      const askers = (yield* emulator.requests).map(({ asked_by }) => asked_by)
      const guestId = at(guest.json, "session.user_id")
      assert.deepStrictEqual(askers, [
        { kind: "application", user_id: null },
        { kind: "user", user_id: id },
        { kind: "application", user_id: null },
        { kind: "application", user_id: null },
        { kind: "guest", user_id: Number(guestId) },
        { kind: "nobody", user_id: null }
      ])
    }).pipe(emulated)
  )

  it.effect("has failed requests, and requests to unknown routes", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* ask("GET", "/nowhere")
      yield* signUp({ login: "ab" })
      yield* ask("POST", "/session", { form: "{" })
      const statuses = (yield* emulator.requests).map(({ status }) => status)
      assert.deepStrictEqual(statuses, [404, 422, 400])
    }).pipe(emulated)
  )

  it.effect("is read at /_emulator/requests, which is not in it", () =>
    Effect.gen(function* () {
      yield* createSession()
      yield* ask("GET", "/_emulator/requests")
      const { json } = yield* ask("GET", "/_emulator/requests")
      assert.strictEqual(list({ json }, "json").length, 1)
      assert.deepInclude(Object(at(json, "0")), { method: "POST", path: "/session", at: "1970-01-01T00:00:00.000Z" })
    }).pipe(emulated)
  )

  it.effect("keeps the latest requests up to its limit", () =>
    Effect.gen(function* () {
      for (const login of ["ada", "bob", "eve"]) yield* signUp({ login })
      const numbers = (yield* (yield* Emulator).requests).map(({ number }) => number)
      assert.deepStrictEqual(numbers, [2, 3])
    }).pipe(Effect.provide(Emulator.layer({ settings: { journal_limit: 2 } })))
  )

  it.effect("has a limit that the settings can change while it runs", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const kept = Effect.map(emulator.requests, (requests) => requests.map(({ number }) => number))
      for (let index = 0; index < 5; index++) yield* createSession()
      yield* emulator.changeSettings({ journal_limit: 3 })
      yield* createSession()
      assert.deepStrictEqual(yield* kept, [4, 5, 6])
      yield* emulator.changeSettings({ journal_limit: 0 })
      yield* createSession()
      assert.deepStrictEqual(yield* kept, [])
    }).pipe(emulated)
  )

  it.effect("has no secret of a request or a response", () => {
    const secrets = [
      "planted password",
      "planted+password+2",
      "planted-old-password",
      "planted-facebook-token",
      "planted-twitter-secret",
      "planted-access-token",
      "planted-auth-key",
      "planted-identity-token",
      "planted-query-token",
      "planted-admin-key"
    ]
    const signature = createHmac("sha1", "x").update("y").digest("hex")
    return Effect.gen(function* () {
      const emulator = yield* Emulator
      const user = { login: "ada", password: "planted password" }
      yield* signUp(user)
      const { json } = yield* createSession({ user })
      const token = text(json, "session.token")
      const id = text(json, "session.user.id")
      yield* ask("POST", "/users", { key, form: `user[login]=bob&user[password]=planted%2Bpassword%2B2` })
      yield* ask("PUT", `/users/${id}`, {
        token,
        json: { user: { password: "planted password", old_password: "planted-old-password" } }
      })
      // In other places a secret is recognized by its value.
      yield* ask("PUT", `/users/${id}`, { token, json: { user: { full_name: token, password: "planted password" } } })
      yield* createSession({ provider: "facebook", keys: { token: "planted-facebook-token" } })
      yield* createSession({ provider: "twitter", keys: { token: "t", secret: "planted-twitter-secret" } })
      yield* ask("POST", "/session.json", {
        form: `application_id=1&auth_key=${key}&provider=firebase_phone&firebase_phone[project_id]=p&firebase_phone[access_token]=planted-access-token`
      })
      yield* ask("POST", "/session", { json: { ...application, auth_key: "planted-auth-key", signature } })
      yield* ask("POST", "/users", { key: "planted-auth-key", json: { user } })
      yield* ask("GET", "/session?token=planted-query-token", {
        headers: { "CB-Administration-API-Key": "planted-admin-key", Authorization: "Bearer planted-query-token" }
      })
      yield* ask("POST", "/session", { form: `{"user":{"password":"planted password` })
      yield* emulator.addFault({ path: "/login", drop: "before-headers", delay: 0 })
      yield* Effect.ignore(ask("POST", "/login", { token, json: user }))

      const entries = yield* emulator.requests
      assert.isAtLeast(entries.length, 12)
      const control = yield* ask("GET", "/_emulator/requests")
      const shown = [JSON.stringify(entries), inspect(entries, { depth: 10 }), control.text].join("\n")
      for (const secret of [...secrets, token, key, signature]) {
        assert.notInclude(shown, secret)
        assert.notInclude(shown, encodeURIComponent(secret))
      }
      assert.include(shown, "ada")
    }).pipe(Effect.provide(Emulator.layer()))
  })

  it.effect("truncates long bodies, without a partial secret at the end", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const { token } = yield* join("ada")
      const text = "x\\n".repeat(2_000_000)
      const response = yield* ask("POST", "/data/thing", { token, text: `{"a":"${text}"}` })
      assert.strictEqual(response.status, 201)
      const [entry] = (yield* emulator.requests).slice(-1)
      assert.strictEqual(entry?.request_body.length, 65_536)
      assert.strictEqual(entry?.response_body.length, 65_536)
      for (let length = 65_350; length < 65_550; length += 5) {
        yield* ask("POST", "/data/thing", { token, json: { a: "x".repeat(length), token: "planted".repeat(5) } })
        const [entry] = (yield* emulator.requests).slice(-1)
        assert.notInclude(JSON.stringify(entry), "pla")
      }
    }).pipe(Effect.provide(Emulator.layer({ settings: { classes_on_first_use: true } })))
  )

  it.effect("has no token of an identity provider, which is sent as the login", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const token = yield* applicationToken
      yield* createSession({ user: { login: "planted-identity-token", password: "any" } })
      yield* createSession({ user: { login: "planted-other-token", password: "any" } })
      yield* ask("POST", "/login", { token, form: "login=planted-identity-token" })
      const shown = JSON.stringify(yield* emulator.requests)
      assert.notInclude(shown, "planted")
      assert.include(shown, "simon")
    }).pipe(
      Effect.provide(
        Emulator.layer({
          verifyIdentity: (token) =>
            Redacted.value(token) === "planted-identity-token"
              ? Effect.succeed({ uid: "1", login: "simon" })
              : Effect.fail({ status: 404, message: `Token ${Redacted.value(token)} invalid` })
        })
      )
    )
  )
})
