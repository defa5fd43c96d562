import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { request } from "node:http"
import { Emulator, type ServerOptions } from "../src/Emulator.ts"
import { application, ask, at } from "./support/Wire.ts"

const served = (options?: ServerOptions) => Effect.provide(Emulator.layerServer(options))

interface Sent {
  readonly method?: string
  readonly path: string
  readonly headers?: Record<string, string>
  readonly body?: string
}

/** A request over a socket, with the headers that a browser would set by itself. */
const send = ({ body, headers = {}, method = "GET", path }: Sent) =>
  Effect.flatMap(Emulator, ({ url }) =>
    Effect.callback<{
      readonly status: number
      readonly headers: Readonly<Record<string, unknown>>
      readonly text: string
    }>((resume) => {
      const { hostname, port } = new URL(url)
      const sent = request(
        { hostname, port, path, method, headers: { host: `${hostname}:${port}`, ...headers } },
        (response) => {
          let text = ""
          response.on("data", (chunk) => (text += String(chunk)))
          response.on("end", () =>
            resume(Effect.succeed({ status: response.statusCode ?? 0, headers: response.headers, text }))
          )
        }
      )
      sent.on("error", (error) => resume(Effect.die(error)))
      sent.end(body)
    })
  )

const json = { "content-type": "application/json" }

const session = { method: "POST", path: "/session", body: JSON.stringify(application), headers: json }

describe("the Host of a request", () => {
  it.live.each(["localhost", "LOCALHOST:1", "api.localhost:8090", "127.0.0.1", "127.8.9.1:80", "[::1]:8090"])(
    "may be a name of this machine: %s",
    (host) =>
      Effect.gen(function* () {
        assert.strictEqual((yield* send({ ...session, headers: { ...json, host } })).status, 201)
        assert.strictEqual((yield* send({ path: "/_emulator/requests", headers: { host } })).status, 200)
      }).pipe(served())
  )

  it.live.each([
    "attacker.example",
    "attacker.example:8090",
    "127.0.0.1.attacker.example",
    "localhost.attacker.example",
    "localhost@attacker.example",
    "10.0.0.1",
    "0.0.0.0:8090",
    "%",
    "localhost/"
  ])("is rejected when unknown, on both sides: %j", (host) =>
    Effect.gen(function* () {
      for (const sent of [
        session,
        { path: "/_emulator/requests" },
        { path: "/cb-shared-s3/x" },
        { path: "/openapi.json" }
      ]) {
        const { headers, status, text } = yield* send({ ...sent, headers: { ...json, host, origin: `http://${host}` } })
        assert.strictEqual(status, 421)
        assert.match(text, /start it with --allow-host/)
        assert.notProperty(headers, "access-control-allow-origin")
      }
      const { requests } = yield* Emulator
      assert.deepStrictEqual(yield* requests, [])
    }).pipe(served())
  )

  it.live("can be an allowed one", () =>
    Effect.gen(function* () {
      for (const [host, status] of [
        ["emulator:8090", 201],
        ["EMULATOR", 201],
        ["other", 421]
      ] as const) {
        assert.strictEqual((yield* send({ ...session, headers: { ...json, host } })).status, status)
      }
    }).pipe(served({ allowHosts: ["emulator"] }))
  )

  it.effect("can be any in process, where the emulator accepts all hosts", () =>
    Effect.gen(function* () {
      const { status } = yield* ask("GET", "/_emulator/requests", { headers: { host: "attacker.example" } })
      assert.strictEqual(status, 200)
    }).pipe(Effect.provide(Emulator.layer()))
  )
})

describe("a page of another origin", () => {
  const foreign = [
    { origin: "https://attacker.example" },
    { origin: "http://localhost:3000" },
    { origin: "null" },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" }
  ]
  const attacks: ReadonlyArray<Sent> = [
    { path: "/" },
    { path: "/_emulator" },
    { path: "/_emulator/requests" },
    { path: "/_emulator/settings" },
    { path: "/_emulator/data/users" },
    { path: "/_emulator/inspector/main.js" },
    { path: "/%5Femulator/settings" },
    { path: "/_EMULATOR/settings.json" },
    { path: "//_emulator/settings" },
    { method: "POST", path: "/_emulator/reset" },
    { method: "POST", path: "/_emulator/reset", headers: { "content-type": "text/plain" }, body: "x" },
    { method: "POST", path: "/_emulator/settings", headers: json, body: `{"auth_key":"mine"}` },
    { method: "POST", path: "/_emulator/sessions", headers: json, body: `{}` },
    { method: "OPTIONS", path: "/_emulator/settings", headers: { "access-control-request-method": "POST" } }
  ]

  it.live("cannot read or change the control side", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* send(session)
      for (const headers of foreign) {
        for (const attack of attacks) {
          const result = yield* send({ ...attack, headers: { ...attack.headers, ...headers } })
          assert.strictEqual(result.status, 403, JSON.stringify(attack))
          assert.notProperty(result.headers, "access-control-allow-origin")
        }
      }
      assert.strictEqual((yield* emulator.settings).auth_key, "emulator-auth-key")
      assert.strictEqual((yield* emulator.requests).length, 1)
    }).pipe(served())
  )

  it.live("can use the API, by the rules of browsers", () =>
    Effect.gen(function* () {
      const headers = { ...json, origin: "https://app.example", "sec-fetch-site": "cross-site" }
      const { headers: received, status } = yield* send({ ...session, headers })
      assert.strictEqual(status, 201)
      assert.strictEqual(received["access-control-allow-origin"], "*")
      const preflight = yield* send({ method: "OPTIONS", path: "/session", headers })
      assert.strictEqual(preflight.status, 204)
    }).pipe(served())
  )

  it.live("is any page except one of the emulator itself", () =>
    Effect.gen(function* () {
      const { url } = yield* Emulator
      const headers = { origin: url, "sec-fetch-site": "same-origin" }
      assert.strictEqual((yield* send({ path: "/_emulator/settings", headers })).status, 200)
      assert.strictEqual((yield* send({ method: "POST", path: "/_emulator/reset", headers })).status, 200)
    }).pipe(served())
  )
})

describe("the control side", () => {
  it.live.each(["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""])(
    "takes no body of %j, which a form of a page can send",
    (type) =>
      Effect.gen(function* () {
        const { settings } = yield* Emulator
        const { status, text } = yield* send({
          method: "POST",
          path: "/_emulator/settings",
          headers: type === "" ? {} : { "content-type": type },
          body: `{"auth_key":"mine"}`
        })
        assert.strictEqual(status, 415)
        assert.match(text, /application\/json/)
        assert.strictEqual((yield* settings).auth_key, "emulator-auth-key")
      }).pipe(served())
  )

  it.effect("returns no secrets of the settings", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* emulator.changeSettings({
        auth_key: "secret-one",
        auth_secret: "secret-two",
        admin_api_key: "secret-three",
        rejected_provider_tokens: ["secret-four"],
        recording_webhook: "http://localhost/hooks?sig=secret-five",
        identity_provider: {
          api_url: "http://localhost/verify?key=secret-six",
          request_params: { token: "#{login}", key: "secret-seven" },
          response_params: { uid: "#{id}" }
        }
      })
      const told = yield* ask("GET", "/_emulator/settings")
      const changed = yield* ask("POST", "/_emulator/settings", { json: { online_users: false } })
      for (const { text } of [told, changed]) assert.notInclude(text, "secret-")
      assert.strictEqual(at(told.json, "identity_provider.request_params.token"), "#{login}")
      assert.strictEqual((yield* emulator.settings).auth_key, "secret-one")
    }).pipe(Effect.provide(Emulator.layer()))
  )

  it.effect.each(["http://169.254.169.254/latest/meta-data", "http://10.0.0.1/", "https://intranet.example/"])(
    "sends the emulator to no other machine: %s",
    (api_url) =>
      Effect.gen(function* () {
        const identity_provider = { api_url, request_params: {}, response_params: { uid: "#{id}" } }
        const { json, status } = yield* ask("POST", "/_emulator/settings", { json: { identity_provider } })
        assert.strictEqual(status, 422)
        assert.deepStrictEqual(Object.keys(Object(at(json, "errors"))), ["identity_provider"])
        const emulator = yield* Emulator
        const error = yield* Effect.flip(emulator.changeSettings({ identity_provider }))
        assert.deepStrictEqual(error.errors, at(json, "errors"))
        assert.isNull((yield* emulator.settings).identity_provider)
        const built = yield* Effect.flip(Effect.provide(Emulator, Emulator.layer({ settings: { identity_provider } })))
        assert.strictEqual(built._tag, "InvalidControl")
      }).pipe(Effect.provide(Emulator.layer()))
  )

  it.effect("sends requests to other machines when that is allowed", () =>
    Effect.gen(function* () {
      const recording_webhook = "https://hooks.example/recordings"
      const { status } = yield* ask("POST", "/_emulator/settings", { json: { recording_webhook } })
      assert.strictEqual(status, 200)
    }).pipe(Effect.provide(Emulator.layer({ allowOutbound: true })))
  )
})
