/** Several applications in one emulator, on a socket. */
import { assert, describe, it } from "@effect/vitest"
import { ConnectyCube, Session, Source, Storage, Users } from "effect-connectycube"
import * as Effect from "effect/Effect"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { request } from "node:http"
import { settingsOf } from "../../src/Application.ts"
import { Emulator } from "../../src/Emulator.ts"
import { defaults } from "../../src/Settings.ts"

const settings = { application_id: 2 }

const served = Effect.provide(Emulator.layerServer({ applications: [{ settings }] }))

const ada = { login: "ada-lovelace", password: Redacted.make("correct horse") }

/** The client, for the applications of the emulator. */
const clients = Effect.map(Emulator, ({ url }) => ({
  one: ConnectyCube.layer({ ...Emulator.credentials, api_url: url }).pipe(Layer.provide(FetchHttpClient.layer)),
  two: ConnectyCube.layer({ ...Emulator.credentialsOf(settings), api_url: url }).pipe(
    Layer.provide(FetchHttpClient.layer)
  )
}))

const both = Effect.gen(function* () {
  const emulator = yield* Emulator
  return { url: emulator.url, one: yield* emulator.application(1), two: yield* emulator.application(2) }
})

interface Sent {
  readonly method?: string
  readonly path: string
  readonly headers?: Record<string, string>
  readonly body?: string | Uint8Array
}

/** The status and the text of a response, or the code of the error of the connection. */
const send = ({ body, headers = {}, method = "GET", path }: Sent) =>
  Effect.flatMap(Emulator, ({ url }) =>
    Effect.callback<string>((resume) => {
      const sent = request(`${url}${path}`, { method, headers, agent: false }, (response) => {
        let text = ""
        response.on("data", (chunk) => (text += String(chunk)))
        response.on("end", () => resume(Effect.succeed(`${response.statusCode} ${text}`)))
        response.on("error", () => resume(Effect.succeed(`${response.statusCode} broken`)))
      })
      sent.on("error", (error) => resume(Effect.succeed("code" in error ? String(error.code) : error.message)))
      sent.end(body)
    })
  )

const json = { "content-type": "application/json" }

const sessionOf = ({ application_id, auth_key }: { readonly application_id: number; readonly auth_key: string }) => ({
  method: "POST",
  path: "/session",
  headers: json,
  body: JSON.stringify({ application_id, auth_key })
})

const first = sessionOf(defaults)
const second = sessionOf(settingsOf(settings))

describe("two applications on one socket", () => {
  it.live("serve two clients in one program, with users and files of their own", () =>
    Effect.gen(function* () {
      const { one, two } = yield* clients
      const program = (size: number) =>
        Effect.gen(function* () {
          const users = yield* Users
          const storage = yield* Storage
          yield* users.signUp(ada)
          return yield* Effect.gen(function* () {
            const file = yield* storage.upload(Source.bytes(new Uint8Array(size)), { name: "a.bin" })
            const { items } = yield* users.list({ login: ada.login })
            return [items.length, file.id, file.size]
          }).pipe(Effect.provide(Session.layerLogin(ada)))
        })
      const results = yield* Effect.all(
        [program(100_000).pipe(Effect.provide(one)), program(200_000).pipe(Effect.provide(two))],
        { concurrency: "unbounded" }
      )
      assert.deepStrictEqual(
        results.map(([users, , size]) => [users, size]),
        [
          [1, 100_000],
          [1, 200_000]
        ]
      )
      assert.strictEqual(results[0]?.[1], results[1]?.[1])
      const controls = yield* both
      const sizes = yield* Effect.forEach([controls.one, controls.two], ({ files }) =>
        Effect.map(files, (files) => files.map(({ content }) => content?.size))
      )
      assert.deepStrictEqual(sizes, [[100_000], [200_000]])
    }).pipe(served)
  )

  it.live("read a body once, whatever the spelling of the path", () =>
    Effect.gen(function* () {
      for (const path of ["/session.json", "/session/", "/SESSION", "/session?nonce=1"]) {
        assert.match(yield* send({ ...second, path }), /^201 .*"application_id":2,/, path)
      }
    }).pipe(served)
  )

  it.live("respond to a form as curl -F sends it", () =>
    Effect.gen(function* () {
      const { two, url } = yield* both
      const body = new FormData()
      body.append("application_id", "2")
      body.append("auth_key", settingsOf(settings).auth_key)
      const { status } = yield* Effect.promise(() => fetch(`${url}/session`, { method: "POST", body }))
      assert.strictEqual(status, 201)
      assert.strictEqual((yield* two.requests).length, 1)
    }).pipe(served)
  )

  it.live("close connections by the faults of the application of a request", () =>
    Effect.gen(function* () {
      const { two } = yield* both
      yield* two.addFault({ times: 1, drop: "before-headers" })
      yield* two.addFault({ times: 1, drop: "mid-body" })
      assert.match(yield* send(first), /^201 /)
      assert.strictEqual(yield* send(second), "ECONNRESET")
      assert.match(yield* send(second), /^201 broken/)
      assert.match(yield* send(second), /^201 \{/)
    }).pipe(served)
  )

  it.live("do not wait for each other", () =>
    Effect.gen(function* () {
      const { two } = yield* both
      yield* two.addFault({ delay: "1 hour" })
      const waiting = yield* Effect.forkChild(send(second))
      yield* Effect.repeat(
        Effect.andThen(
          Effect.yieldNow,
          Effect.promise(() => new Promise(setImmediate)).pipe(Effect.andThen(two.faults))
        ),
        {
          until: ([fault]) => fault?.caught === 1
        }
      )
      assert.match(yield* send(first), /^201 /)
      assert.isUndefined(waiting.pollUnsafe())
    }).pipe(served)
  )

  it.live("write a client that disconnects into the journal of its application", () =>
    Effect.gen(function* () {
      const { one, two, url } = yield* both
      yield* two.addFault({ delay: "1 hour" })
      yield* Effect.callback<void>((resume) => {
        const sent = request(`${url}${second.path}`, { method: "POST", headers: json, agent: false })
        sent.on("error", () => resume(Effect.void))
        sent.end(second.body)
        const poll = () => {
          const [fault] = Effect.runSync(two.faults)
          if (fault?.caught === 1) sent.destroy(new Error("disconnected"))
          else setImmediate(poll)
        }
        poll()
      })
      const entries = yield* Effect.repeat(
        Effect.promise(() => new Promise(setImmediate)).pipe(Effect.andThen(two.requests)),
        { until: (entries) => entries.length === 1 }
      )
      assert.isNull(entries[0]?.status)
      assert.deepStrictEqual(yield* one.requests, [])
    }).pipe(served)
  )

  it.live("survive bodies that end too early, or never fit", () =>
    Effect.gen(function* () {
      const { one, two, url } = yield* both
      yield* Effect.callback<void>((resume) => {
        const sent = request(`${url}/session`, {
          method: "POST",
          headers: { ...json, "content-length": "1000" },
          agent: false
        })
        sent.on("error", () => resume(Effect.void))
        sent.write(`{"application_id":"2",`, () => sent.destroy(new Error("disconnected")))
      })
      const huge = `{"application_id":"2","nonce":"${"1".repeat(12_000_000)}"}`
      assert.match(yield* send({ ...second, body: huge }), /^(?:413 |EPIPE|ECONNRESET)/)
      assert.match(yield* send(second), /^201 /)
      assert.strictEqual((yield* two.requests).length, 1)
      const entries = yield* Effect.repeat(
        Effect.promise(() => new Promise(setImmediate)).pipe(Effect.andThen(one.requests)),
        { until: (entries) => entries.length === 2 }
      )
      assert.sameMembers(
        entries.map(({ request_body }) => request_body),
        ["<0 unreadable bytes>", "<too large>"]
      )
    }).pipe(served)
  )

  it.live("respond to many concurrent requests, each with a session of its application", () =>
    Effect.gen(function* () {
      const replies = yield* Effect.all(
        Array.from({ length: 200 }, (_, index) => send(index % 2 === 0 ? first : second)),
        { concurrency: 50 }
      )
      const ids = replies.map((reply) => /"application_id":(\d+)/.exec(reply)?.[1])
      assert.deepStrictEqual(
        ids,
        replies.map((_, index) => (index % 2 === 0 ? "1" : "2"))
      )
    }).pipe(served)
  )
})

describe("the control side of a further application", () => {
  it.live("is closed to web pages and other forms than JSON, as that of the first one is", () =>
    Effect.gen(function* () {
      const { two } = yield* both
      const attacks: ReadonlyArray<Sent> = [
        { path: "/_emulator/applications" },
        { path: "/_emulator/applications/2" },
        { path: "/_emulator/applications/2/requests" },
        { path: "/%5Femulator/applications/2/settings" },
        { path: "/_EMULATOR/APPLICATIONS/2/settings" },
        { path: "//_emulator/applications/2/settings" },
        { method: "POST", path: "/_emulator/applications/2/reset" },
        { method: "POST", path: "/_emulator/applications/2/settings", headers: json, body: `{"auth_key":"mine"}` },
        {
          method: "OPTIONS",
          path: "/_emulator/applications/2/settings",
          headers: { "access-control-request-method": "POST" }
        }
      ]
      yield* send(second)
      for (const headers of [{ origin: "https://attacker.example" }, { "sec-fetch-site": "cross-site" }]) {
        for (const attack of attacks) {
          assert.match(yield* send({ ...attack, headers: { ...attack.headers, ...headers } }), /^403 /, attack.path)
        }
      }
      const plain = {
        method: "POST",
        path: "/_emulator/applications/2/settings",
        headers: { "content-type": "text/plain" }
      }
      assert.match(yield* send({ ...plain, body: `{"auth_key":"mine"}` }), /^415 /)
      assert.match(
        yield* send({ path: "/_emulator/applications/2/requests", headers: { host: "attacker.example" } }),
        /^421 /
      )
      assert.deepStrictEqual(yield* two.settings, settingsOf(settings))
      assert.strictEqual((yield* two.requests).length, 1)
    }).pipe(served)
  )

  it.live("takes seeds beyond the limit of other bodies, and returns no secrets", () =>
    Effect.gen(function* () {
      const { two } = yield* both
      yield* two.changeSettings({ body_limit: 1000 })
      const users = Array.from({ length: 100 }, (_, index) => ({
        login: `user-${index}`,
        full_name: "x".repeat(250)
      }))
      const reply = yield* send({
        method: "POST",
        path: "/_emulator/applications/2/seed",
        headers: json,
        body: JSON.stringify({ users })
      })
      assert.match(reply, /^200 .*"users":100/)
      for (const path of ["/_emulator/applications", "/_emulator/applications/2/settings"]) {
        const shown = yield* send({ path })
        for (const secret of ["emulator-auth-key", "emulator-auth-secret", "emulator-admin-key"])
          assert.notInclude(shown, secret)
      }
      assert.strictEqual((yield* two.settings).auth_key, "emulator-auth-key-2")
    }).pipe(served)
  )
})
