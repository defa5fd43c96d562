/** The server as a process, driven over HTTP, with an emulator behind it. */
import { Emulator } from "@effect-connectycube/emulator"
import { assert, describe, it } from "@effect/vitest"
import { Auth, Chat, ConnectyCube, Session, Users, VideoCalling } from "effect-connectycube"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { spawn } from "node:child_process"
import { fileURLToPath } from "node:url"

const main = fileURLToPath(new URL("../dist/main.js", import.meta.url))

const secret = "a secret of the webhook"

interface Running {
  readonly url: string
  readonly output: () => string
  /** Tells it to stop, and resolves to its exit code. */
  readonly stop: Effect.Effect<number | null>
}

/** The server, as soon as it listens. */
const start = (api_url: string) =>
  Effect.acquireRelease(
    Effect.callback<Running & { readonly kill: () => void }>((resume) => {
      const child = spawn(process.execPath, [main], {
        env: {
          PATH: process.env["PATH"],
          NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"],
          PORT: "0",
          WEBHOOK_SECRET: secret,
          CONNECTYCUBE_API_URL: api_url,
          CONNECTYCUBE_APPLICATION_ID: String(Emulator.credentials.application_id),
          CONNECTYCUBE_AUTH_KEY: Redacted.value(Emulator.credentials.auth_key)
        }
      })
      const exited = new Promise<number | null>((resolve) => child.on("exit", resolve))
      let output = ""
      const read = (chunk: unknown) => {
        output += String(chunk)
        const port = /Listening on \S+?:(\d+)/.exec(output)?.[1]
        if (port === undefined) return
        resume(
          Effect.succeed({
            url: `http://127.0.0.1:${port}`,
            output: () => output,
            stop: Effect.promise(() => {
              child.kill("SIGTERM")
              return exited
            }),
            kill: () => child.kill("SIGKILL")
          })
        )
      }
      child.stdout.on("data", read)
      child.stderr.on("data", read)
      child.on("exit", (code) => resume(Effect.die(new Error(`It ended with ${code}: ${output}`))))
    }),
    ({ kill }) => Effect.sync(kill)
  )

const ask = (url: string, path: string, options: { readonly token?: string; readonly json?: unknown } = {}) =>
  Effect.promise(async () => {
    const headers: Record<string, string> = options.token === undefined ? {} : { "CB-Token": options.token }
    const response = await fetch(`${url}${path}`, {
      headers,
      ...(options.json === undefined ? {} : { method: "POST", body: JSON.stringify(options.json) })
    })
    const text = await response.text()
    const json: unknown = text === "" ? undefined : JSON.parse(text)
    return { status: response.status, json, retryAfter: response.headers.get("retry-after") }
  })

/** A request that waits in the emulator, until the server has been told to stop. */
const waiting = (url: string, token: string) => fetch(`${url}/dialogs`, { headers: { "CB-Token": token } })

const layer = Layer.unwrap(
  Effect.map(Emulator, ({ url }) => ConnectyCube.layer({ ...Emulator.credentials, api_url: url }))
).pipe(Layer.provideMerge(Emulator.layerServer()), Layer.provide(FetchHttpClient.layer))

/** The server, and an emulator that uses it as identity provider and webhook. */
const together = Effect.gen(function* () {
  const emulator = yield* Emulator
  const server = yield* start(emulator.url)
  yield* emulator.changeSettings({
    identity_provider: {
      api_url: `${server.url}/identity`,
      request_params: { token: "#{login}" },
      response_params: { uid: "#{user.id}", login: "#{user.login}", full_name: "#{user.full_name}" }
    },
    recording_webhook: `${server.url}/recordings/done?sig=${encodeURIComponent(secret)}`
  })
  return { emulator, server }
})

const credentials = (name: string) => ({ identity_token: Redacted.make(`token-of-${name}`) })

/** The login of a phone: with a token of the server it gets a token of ConnectyCube. */
const logIn = Effect.fnUntraced(function* (name: string) {
  const auth = yield* Auth
  const { token } = yield* auth.createSession(credentials(name))
  return Redacted.value(token)
})

const engines = Effect.gen(function* () {
  const chat = yield* Chat
  return yield* chat.dialogs.create({ type: "public", name: "Engines" })
}).pipe(Effect.provide(Session.layerLogin(credentials("ada"))))

describe("the server", () => {
  it.live("returns each user's own data, by the session of the request", () =>
    Effect.gen(function* () {
      const { server } = yield* together
      const ada = yield* logIn("ada")
      const charles = yield* logIn("charles")
      const { _id } = yield* engines
      const said = yield* ask(server.url, `/dialogs/${_id}/messages`, { token: ada, json: { message: "Hello" } })
      assert.strictEqual(said.status, 201)
      const both = yield* Effect.all([ada, charles].map((token) => ask(server.url, "/dialogs", { token })))
      assert.deepStrictEqual(
        both.map(({ json }) => json),
        [[{ _id, name: "Engines", last_message: "Hello", unread_messages_count: null }], []]
      )
    }).pipe(Effect.provide(layer))
  )

  it.live("returns a user to logged-in callers, and distinguishes an unknown user from a failure", () =>
    Effect.gen(function* () {
      const { emulator, server } = yield* together
      const token = yield* logIn("ada")
      const users = yield* Users
      const [ada] = (yield* Effect.provide(users.list({ login: "ada" }), Session.layerToken(Redacted.make(token))))
        .items
      const card = yield* ask(server.url, `/users/${ada?.id}`, { token })
      assert.deepStrictEqual(card, { status: 200, json: { name: "Ada Lovelace", avatar: null }, retryAfter: null })
      for (const [path, options, status] of [
        ["/users/abc", { token }, 422],
        ["/users/1.5", { token }, 422],
        ["/users/4711", { token }, 404],
        [`/users/${ada?.id}`, {}, 401],
        [`/users/${ada?.id}`, { token: "nobody's" }, 401]
      ] as const) {
        assert.strictEqual((yield* ask(server.url, path, options)).status, status, path)
      }
      yield* emulator.addFault({ path: "/users/v2", respond: { status: 500 } })
      assert.strictEqual((yield* ask(server.url, `/users/${ada?.id}`, { token })).status, 502)
    }).pipe(Effect.provide(layer))
  )

  it.live("responds to errors by their tag", () =>
    Effect.gen(function* () {
      const { emulator, server } = yield* together
      const token = yield* logIn("ada")
      const { _id } = yield* engines
      const statuses = Effect.fnUntraced(function* (path: string, options: Parameters<typeof ask>[2]) {
        return (yield* ask(server.url, path, options)).status
      })
      assert.strictEqual(yield* statuses("/dialogs", {}), 401)
      assert.strictEqual(yield* statuses("/dialogs", { token: "nobody's" }), 401)
      assert.strictEqual(yield* statuses(`/dialogs/${_id}/messages`, { token, json: { message: "" } }), 422)
      const large = { message: "a".repeat(100_000) }
      assert.strictEqual(yield* statuses(`/dialogs/${_id}/messages`, { token: "nobody's", json: large }), 413)
      assert.strictEqual(
        yield* statuses("/dialogs/5f6a1b2c3d4e5f6a1b2c3d4e/messages", { token, json: { message: "Anybody?" } }),
        404
      )
      yield* emulator.addFault({ path: "/chat/Dialog", respond: { status: 500, body: "<html>secret</html>" } })
      const failed = yield* ask(server.url, "/dialogs", { token })
      assert.deepStrictEqual(failed, {
        status: 502,
        json: { errors: { base: ["The chat service cannot be reached"] } },
        retryAfter: null
      })
      assert.include(server.output(), "chat.dialogs.list (GET /chat/Dialog) got 500")
      assert.notInclude(server.output(), token)
    }).pipe(Effect.provide(layer))
  )

  it.live("accepts the tokens of its own users only", () =>
    Effect.gen(function* () {
      const { server } = yield* together
      const rejected = yield* Effect.flip(logIn("eve"))
      assert.strictEqual(rejected._tag, "UnprocessableEntity")
      assert.notInclude(server.output(), "token-of-eve")
    }).pipe(Effect.provide(layer))
  )

  it.live("stores delivered recordings once, and requires the secret", () =>
    Effect.gen(function* () {
      const { emulator, server } = yield* together
      const meeting = yield* Effect.gen(function* () {
        const { meetings } = yield* VideoCalling
        const start_date = yield* DateTime.now
        return yield* meetings.create({
          name: "Analytical engine",
          start_date,
          end_date: DateTime.add(start_date, { hours: 1 }),
          attendees: [{ email: "charles@example.com" }],
          record: true
        })
      }).pipe(Effect.provide(Session.layerLogin(credentials("ada"))))
      const { _id } = yield* emulator.addRecording({ meeting_id: meeting._id, size: 7 })
      const [delivery] = yield* emulator.webhooks
      assert.strictEqual(delivery?.state, "delivered")
      const known = { status: 200, json: [{ _id, room_id: meeting._id, size: 7 }], retryAfter: null }
      assert.deepStrictEqual(yield* ask(server.url, "/recordings"), known)
      const forged = yield* ask(server.url, "/recordings/done?sig=guessed", { json: {} })
      assert.strictEqual(forged.status, 403)
      assert.deepStrictEqual(yield* ask(server.url, "/recordings"), known)
    }).pipe(Effect.provide(layer))
  )

  it.live("responds to pending requests when it is told to stop, and accepts no more", () =>
    Effect.gen(function* () {
      const { emulator, server } = yield* together
      const token = yield* logIn("ada")
      yield* engines
      yield* emulator.addFault({ path: "/chat/Dialog", delay: "1 second", times: 1 })
      const pending = yield* Effect.forkScoped(Effect.promise(() => waiting(server.url, token)))
      yield* Effect.repeat(emulator.faults, { until: ([fault]) => fault?.caught === 1 })
      assert.strictEqual(yield* server.stop, 0)
      const response = yield* Fiber.join(pending)
      assert.strictEqual(response.status, 200)
      assert.isArray(yield* Effect.promise(() => response.json()))
      // or the connection would bring more
      assert.strictEqual(response.headers.get("connection"), "close")
      const rejected = yield* Effect.exit(Effect.tryPromise(() => fetch(`${server.url}/health`)))
      assert.isTrue(Exit.isFailure(rejected))
    }).pipe(Effect.provide(layer))
  )
})
