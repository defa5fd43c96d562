import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import { Emulator } from "../src/Emulator.ts"
import { application, applicationToken, ask, at, join, key, list, logins, password, signUp } from "./support/Wire.ts"

const emulated = Effect.provide(Emulator.layer())

const encode = (pairs: Record<string, string>) => new URLSearchParams(pairs).toString()

describe("a path", () => {
  it.effect.each([
    "/session.json",
    "/SESSION",
    "/Session.JSON",
    "/session/",
    "//session",
    "/session?x=1",
    "/session.json?x=1"
  ])("is accepted as %s", (path) =>
    Effect.gen(function* () {
      const { status } = yield* ask("POST", path, { json: application })
      assert.strictEqual(status, 201)
    }).pipe(emulated)
  )

  it.effect("keeps the case of its parameters", () =>
    Effect.gen(function* () {
      const token = yield* applicationToken
      yield* signUp({ login: "ada", external_user_id: "A-b" })
      assert.strictEqual((yield* ask("GET", "/Users/External/A-b.json", { token })).status, 200)
      assert.strictEqual((yield* ask("GET", "/users/external/a-B", { token })).status, 404)
    }).pipe(emulated)
  )

  it.effect("of an unknown route is a 404, with a token or without", () =>
    Effect.gen(function* () {
      const token = yield* applicationToken
      for (const question of [{}, { token }]) {
        const { status, json, headers } = yield* ask("DELETE", "/session/list.json", question)
        assert.strictEqual(status, 404)
        assert.deepStrictEqual(json, { errors: ["E_ROUTE_NOT_FOUND: Route not found DELETE /session/list"] })
        assert.strictEqual(headers["content-type"], "application/json; charset=utf-8")
      }
      assert.strictEqual((yield* ask("PUT", "/users", { token, json: {} })).status, 404)
    }).pipe(emulated)
  )

  it.effect("cannot be changed by the value of an id", () =>
    Effect.gen(function* () {
      const { id, token } = yield* join("ada")
      for (const path of ["/users/..%2Fsession", `/users/${id}%3Fx=1`, "/users/%20", "/users/1e3", "/users/0x1"]) {
        assert.strictEqual((yield* ask("DELETE", path, { token })).status, 404, path)
      }
      assert.strictEqual((yield* ask("DELETE", "/users/", { token })).status, 404)
      assert.strictEqual((yield* ask("GET", `/users/${id}`, { token })).status, 200)
    }).pipe(emulated)
  )
})

describe("a body", () => {
  const fields = { ...application, "user[login]": "ada", "user[password]": password }
  const nested = { ...application, user: { login: "ada", password } }

  it.effect("is JSON or a form, with any content type", () =>
    Effect.gen(function* () {
      yield* signUp({ login: "ada" })
      const sent = [
        { json: nested },
        { form: encode(fields) },
        { form: encode(fields).replaceAll("%5B", "[").replaceAll("%5D", "]") },
        // curl -d labels JSON as a form, and some clients do not label a form.
        { form: JSON.stringify(nested) },
        { text: JSON.stringify(nested), headers: { "content-type": "text/plain" } }
      ]
      for (const question of sent) {
        const { status, json } = yield* ask("POST", "/session", question)
        assert.strictEqual(status, 201)
        assert.strictEqual(at(json, "session.user.login"), "ada")
      }
    }).pipe(emulated)
  )

  it.effect("is multipart", () =>
    Effect.gen(function* () {
      const form = new FormData()
      for (const [name, value] of Object.entries(fields)) form.append(name, value)
      const request = HttpClientRequest.post("https://api.connectycube.com/session").pipe(
        HttpClientRequest.bodyFormData(form)
      )
      const response = yield* HttpClient.execute(request)
      assert.strictEqual(response.status, 201)
      assert.strictEqual(at(yield* response.json, "session.user.login"), "ada")
    }).pipe(emulated)
  )

  it.effect("can have numbers as texts, and lists with brackets or commas", () =>
    Effect.gen(function* () {
      const form = (more: string) => `user[login]=user${more.length}&user[password]=12345678&${more}`
      const inBrackets = yield* ask("POST", "/users", {
        key,
        form: form("user[timezone]=-180&user[tag_list][]=vip&user[tag_list][]=guest")
      })
      assert.deepInclude(at(inBrackets.json, "user"), { timezone: -180, user_tags: "vip,guest" })
      const withCommas = yield* ask("POST", "/users", { key, form: form("user[tag_list]=vip,guest") })
      assert.strictEqual(at(withCommas.json, "user.user_tags"), "vip,guest")
      const again = yield* ask("POST", "/users", { key, form: form("user[tag_list]=vip&user[tag_list]=guest&x=1") })
      assert.strictEqual(at(again.json, "user.user_tags"), "vip,guest")
    }).pipe(emulated)
  )

  it.effect("can be in the query", () =>
    Effect.gen(function* () {
      const { status } = yield* ask("POST", `/session?${encode(application)}`)
      assert.strictEqual(status, 201)
      const mixed = yield* ask("POST", "/session?application_id=1", { json: { auth_key: key } })
      assert.strictEqual(mixed.status, 201)
    }).pipe(emulated)
  )

  it.effect.each<readonly [string, string, string]>([
    ["JSON", `{"application_id": 1, "auth_key": "emulator-`, "application/json"],
    ["a form that begins as JSON", `{"application_id": 1`, "application/x-www-form-urlencoded"],
    ["multipart", "--boundary", "multipart/form-data; boundary=another"]
  ])("is rejected when it cannot be parsed: %s", ([, text, contentType]) =>
    Effect.gen(function* () {
      const { status, json } = yield* ask("POST", "/session", { text, headers: { "content-type": contentType } })
      assert.strictEqual(status, 400)
      assert.deepStrictEqual(json, { errors: { base: ["The body of the request could not be read"] } })
    }).pipe(emulated)
  )

  it.effect.each([`"text"`, "[]", "null", "17"])("is rejected when it holds no fields: %s", (text) =>
    Effect.gen(function* () {
      assert.strictEqual((yield* ask("POST", "/session", { text })).status, 422)
    }).pipe(emulated)
  )

  it.effect("cannot reach the members of every object", () =>
    Effect.gen(function* () {
      const form = `${encode(fields)}&__proto__[polluted]=1&user[__proto__][polluted]=1&constructor[prototype][polluted]=1`
      assert.strictEqual((yield* ask("POST", "/session", { form })).status, 201)
      assert.notProperty({}, "polluted")
    }).pipe(emulated)
  )
})

describe("the parameters of a GET or a DELETE", () => {
  it.effect("are in the query, in a form, or in JSON", () =>
    Effect.gen(function* () {
      const { token } = yield* join("ada")
      const questions = [
        ask("GET", "/users/by_login?login=ada", { token }),
        ask("GET", "/users/by_login", { token, form: "login=ada" }),
        ask("GET", "/users/by_login", { token, json: { login: "ada" } })
      ]
      for (const question of questions) assert.strictEqual((yield* question).status, 200)
      const nested = yield* ask("GET", "/users/v2", { token, json: { login: { in: ["ada", "bob"] }, limit: 3 } })
      assert.deepStrictEqual(logins(nested.json), ["ada"])
      assert.strictEqual(at(nested.json, "limit"), 3)
    }).pipe(emulated)
  )

  it.effect("can have lists in every spelling, with escaped brackets or not", () =>
    Effect.gen(function* () {
      const { token } = yield* join("ada")
      yield* signUp({ login: "bob" })
      yield* signUp({ login: "eve" })
      const forms = [
        "login[in][]=ada&login[in][]=bob",
        "login[in]=ada,bob",
        "login[in]=ada, bob",
        "login[in]=ada&login[in]=bob",
        "login[in]=ada%2Cbob",
        "login%5Bin%5D%5B%5D=ada&login%5Bin%5D%5B%5D=bob",
        "login[in][0]=ada&login[in][1]=bob"
      ]
      for (const form of forms) {
        const inQuery = yield* ask("GET", `/users/v2?${form.replaceAll(" ", "%20")}`, { token })
        assert.deepStrictEqual(logins(inQuery.json), ["ada", "bob"], form)
        const inBody = yield* ask("GET", "/users/v2", { token, form })
        assert.deepStrictEqual(logins(inBody.json), ["ada", "bob"], form)
      }
    }).pipe(emulated)
  )

  it.effect("that are unknown are ignored", () =>
    Effect.gen(function* () {
      const { token } = yield* join("ada")
      const { status, json } = yield* ask("GET", "/users/v2.json?color=?&login=ada&color[gt]=1&undefined", { token })
      assert.strictEqual(status, 200)
      assert.strictEqual(list(json, "items").length, 1)
    }).pipe(emulated)
  )
})

describe("a browser", () => {
  it.effect("can send requests from any page", () =>
    Effect.gen(function* () {
      const headers = { origin: "https://app.example", "access-control-request-headers": "cb-token,content-type" }
      const preflight = yield* ask("OPTIONS", "/session", { headers })
      assert.strictEqual(preflight.status, 204)
      assert.strictEqual(preflight.headers["access-control-allow-headers"], "cb-token,content-type")
      const { headers: received } = yield* ask("GET", "/session", { headers })
      assert.strictEqual(received["access-control-allow-origin"], "*")
    }).pipe(emulated)
  )
})
