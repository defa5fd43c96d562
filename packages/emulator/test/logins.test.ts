import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as TestClock from "effect/testing/TestClock"
import { createHmac } from "node:crypto"
import { createServer } from "node:http"
import { Emulator } from "../src/Emulator.ts"
import { application, applicationToken, ask, at, createSession, password } from "./support/Wire.ts"

const emulated = Effect.provide(Emulator.layer())

const firebaseToken = (claims: object) =>
  ["header", Buffer.from(JSON.stringify(claims)).toString("base64url"), "signature"].join(".")

describe("an account of an external provider", () => {
  const accounts: ReadonlyArray<object> = [
    { provider: "facebook", keys: { token: "token-of-ada" } },
    { provider: "twitter", keys: { token: "token-of-ada", secret: "secret-of-ada" } },
    { provider: "firebase_phone", firebase_phone: { project_id: "project", access_token: "token-of-ada" } },
    { provider: "firebase_email", firebase_email: { project_id: "project", access_token: "token-of-ada" } }
  ]

  it.effect.each(accounts)("creates one user for one token: %j", (account) =>
    Effect.gen(function* () {
      const first = yield* createSession(account)
      assert.strictEqual(first.status, 201)
      const again = yield* createSession(account)
      assert.strictEqual(at(again.json, "session.user_id"), at(first.json, "session.user_id"))
      const token = yield* applicationToken
      const loggedIn = yield* ask("POST", "/login", { token, json: account })
      assert.strictEqual(at(loggedIn.json, "user.id"), at(first.json, "session.user_id"))
      const other = yield* createSession(JSON.parse(JSON.stringify(account).replaceAll("token-of-ada", "token-of-bob")))
      assert.notStrictEqual(at(other.json, "session.user_id"), at(first.json, "session.user_id"))
    }).pipe(emulated)
  )

  it.effect("has the phone number, or the e-mail, of its Firebase token", () =>
    Effect.gen(function* () {
      const access_token = firebaseToken({ sub: "uid", phone_number: "+441632960961", email: "ada@example.com" })
      const byPhone = yield* createSession({
        provider: "firebase_phone",
        firebase_phone: { project_id: "project", access_token }
      })
      assert.strictEqual(at(byPhone.json, "session.user.phone"), "+441632960961")
      const byEmail = yield* createSession({
        provider: "firebase_email",
        firebase_email: { project_id: "project", access_token }
      })
      assert.strictEqual(at(byEmail.json, "session.user.email"), "ada@example.com")
    }).pipe(emulated)
  )

  it.effect("is rejected when the provider rejects its token", () =>
    Effect.gen(function* () {
      const { status, json } = yield* createSession(Object(accounts[0]))
      assert.strictEqual(status, 422)
      assert.deepStrictEqual(json, {
        errors: { base: ["Bad Authentication data. Unauthorized on remote side. Status: 401."] }
      })
    }).pipe(Effect.provide(Emulator.layer({ settings: { rejected_provider_tokens: ["token-of-ada"] } })))
  )

  it.effect("requires the keys of its provider", () =>
    Effect.gen(function* () {
      const rejected = (fields: object) => Effect.map(createSession(fields), ({ json }) => at(json, "errors"))
      const without = (needed: string) => ({
        base: [`Bad Authentication data. Invalid input parameters provided: no ${needed} parameters provided`]
      })
      assert.deepStrictEqual(yield* rejected({ provider: "facebook" }), without("'keys[token]'"))
      const secretless = { provider: "twitter", keys: { token: "t" } }
      assert.deepStrictEqual(yield* rejected(secretless), without("'keys[token]' and 'keys[secret]'"))
      assert.property(yield* rejected({ provider: "myspace" }), "provider")
    }).pipe(emulated)
  )
})

describe("a signed request", () => {
  const sign = (signed: string) => createHmac("sha1", "emulator-auth-secret").update(signed).digest("hex")

  const signature = sign(
    `application_id=1&auth_key=${application.auth_key}&nonce=33432&timestamp=100` +
      `&user[email]=ada+1@example.com&user[password]=${password}`
  )

  const fields = { timestamp: 100, nonce: "33432", user: { email: "ada+1@example.com", password } }

  it.effect("is accepted when its signature matches its parameters, as JSON and as a form", () =>
    Effect.gen(function* () {
      const asJson = yield* createSession({ ...fields, signature })
      assert.strictEqual(asJson.status, 201)
      assert.strictEqual(at(asJson.json, "session.nonce"), 33432)
      assert.strictEqual(at(asJson.json, "session.ts"), 100)
      const form = new URLSearchParams({
        ...application,
        nonce: "33432",
        timestamp: "100",
        signature,
        "user[email]": "ada+1@example.com",
        "user[password]": password
      })
      assert.strictEqual((yield* ask("POST", "/session", { form: form.toString() })).status, 201)
    }).pipe(emulated)
  )

  it.effect("is rejected with another signature, for any parameter that differs", () =>
    Effect.gen(function* () {
      for (const change of [{ nonce: "33433" }, { signature: "0".repeat(40) }, { provider: "facebook" }]) {
        const { status, json } = yield* createSession({ ...fields, signature, ...change })
        assert.strictEqual(status, 422)
        assert.deepStrictEqual(json, { errors: ["Unexpected signature"] })
      }
    }).pipe(emulated)
  )

  it.effect("is rejected when its clock is more than two hours off", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime((100 + 7200) * 1000)
      assert.strictEqual((yield* createSession({ ...fields, signature })).status, 201)
      // Moving the emulator's clock does not move that of its clients.
      yield* (yield* Emulator).advance("1 day")
      assert.strictEqual((yield* createSession({ ...fields, signature })).status, 201)
      yield* TestClock.adjust("1 second")
      const { status, json } = yield* createSession({ ...fields, signature })
      assert.strictEqual(status, 422)
      assert.deepStrictEqual(json, { errors: { base: ["Bad timestamp"] } })
    }).pipe(emulated)
  )

  it.effect("is required when the application demands it", () =>
    Effect.gen(function* () {
      const { status, json } = yield* createSession(fields)
      assert.strictEqual(status, 422)
      assert.deepStrictEqual(json, { errors: ["Unexpected signature"] })
      assert.strictEqual((yield* createSession({ ...fields, signature })).status, 201)
    }).pipe(Effect.provide(Emulator.layer({ settings: { signature_required: true } })))
  )
})

describe("a custom identity provider", () => {
  const withProvider = Effect.provide(
    Emulator.layer({
      verifyIdentity: (token) =>
        Redacted.value(token) === "token-of-simon"
          ? Effect.succeed({ uid: "2345", login: "simon371", full_name: "Simon Davis" })
          : Effect.fail({ status: 404, message: "Token invalid" })
    })
  )

  it.effect("creates one user for one identity, with any password", () =>
    Effect.gen(function* () {
      const first = yield* createSession({ user: { login: "token-of-simon", password: "any" } })
      assert.strictEqual(first.status, 201)
      assert.deepInclude(at(first.json, "session.user"), {
        login: "simon371",
        full_name: "Simon Davis",
        external_id: "2345"
      })
      const token = yield* applicationToken
      const loggedIn = yield* ask("POST", "/login", { token, form: "login=token-of-simon" })
      assert.strictEqual(loggedIn.status, 200)
      assert.strictEqual(at(loggedIn.json, "user.id"), at(first.json, "session.user_id"))
    }).pipe(withProvider)
  )

  it.effect("rejects tokens with its own messages", () =>
    Effect.gen(function* () {
      const { status, text } = yield* createSession({ user: { login: "another", password: "any" } })
      assert.strictEqual(status, 422)
      assert.strictEqual(
        text,
        String.raw`{"errors":{"base":["Custom Identity Provider responded with an error = \"Token invalid\". Status code = 404"]}}`
      )
    }).pipe(withProvider)
  )

  it.live("can be a URL, with the mapping of the dashboard", () =>
    Effect.gen(function* () {
      const asked: Array<string> = []
      const server = createServer((request, response) => {
        asked.push(`${request.method} ${request.url}`)
        const known = request.url?.endsWith("token=token+of+simon") === true
        response.statusCode = known ? 200 : 404
        response.end(
          known
            ? `{"user": {"id": 2345, "login": "simon371", "fill_name": "Simon Davis"}}`
            : `{"error":"Token invalid"}`
        )
      })
      yield* Effect.acquireRelease(
        Effect.callback<void>((resume) => void server.listen(0, "127.0.0.1", () => resume(Effect.void))),
        () => Effect.sync(() => server.close(() => {}).closeAllConnections())
      )
      const { port } = Object(server.address())
      yield* (yield* Emulator).changeSettings({
        identity_provider: {
          api_url: `http://127.0.0.1:${port}/user/verify`,
          request_params: { token: "#{login}" },
          response_params: { uid: "#{user.id}", full_name: "#{user.fill_name}", email: "#{user.email}" }
        }
      })
      const { status, json } = yield* createSession({ user: { login: "token of simon", password: "any" } })
      assert.strictEqual(status, 201)
      assert.deepInclude(at(json, "session.user"), { external_id: "2345", full_name: "Simon Davis", email: null })
      const rejected = yield* createSession({ user: { login: "another", password: "any" } })
      assert.deepStrictEqual(at(rejected.json, "errors.base"), [
        `Custom Identity Provider responded with an error = "Token invalid". Status code = 404`
      ])
      assert.deepStrictEqual(asked, ["GET /user/verify?token=token+of+simon", "GET /user/verify?token=another"])
    }).pipe(emulated, Effect.scoped)
  )
})
