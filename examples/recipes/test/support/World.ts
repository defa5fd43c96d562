/** An emulator that listens on a port, with two users who have a dialog each. */
import { Emulator } from "@effect-connectycube/emulator"
import { assert } from "@effect/vitest"
import { Auth, Chat, ConnectyCube, Session, Users } from "effect-connectycube"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"

export const application = (api_url: string) => ({
  application_id: Emulator.credentials.application_id,
  auth_key: Emulator.credentials.auth_key,
  api_url
})

/** The client of the program under test: it has neither the auth secret nor the admin key. */
export const layerClient = Layer.unwrap(Effect.map(Emulator, ({ url }) => ConnectyCube.layer(application(url)))).pipe(
  Layer.provide(FetchHttpClient.layer)
)

export const layer = Layer.provideMerge(layerClient, Emulator.layerServer())

/** A user with a token, and a dialog that has the name of the user. */
const settle = Effect.fnUntraced(function* (login: string) {
  const [auth, chat, users] = [yield* Auth, yield* Chat, yield* Users]
  const credentials = { login, password: Redacted.make("correct horse") }
  const user = yield* users.signUp({ ...credentials, full_name: `The ${login}`, tag_list: ["vip"] })
  const { token } = yield* auth.createSession(credentials)
  const { _id } = yield* chat.dialogs
    .create({ type: "group", name: login, occupants_ids: [user.id] })
    .pipe(Effect.provide(Session.layerToken(token)))
  return { login, user, token: Redacted.value(token), dialog: _id }
})

export const settled = Effect.all({ ada: settle("ada"), charles: settle("charles") })

export interface Reply {
  readonly status: number
  readonly body: unknown
  readonly retryAfter: string | null
}

/** A request to the program under test. */
export type Ask = (
  path: string,
  options?: { readonly token?: string; readonly json?: unknown; readonly body?: string }
) => Effect.Effect<Reply>

/** Makes requests with a function like `fetch`. */
export const asker =
  (fetch: (url: string, init: RequestInit) => Promise<Response>, url: string): Ask =>
  (path, { body, json, token } = {}) =>
    Effect.promise(async () => {
      const headers = {
        "content-type": "application/json",
        ...(token === undefined ? {} : { "CB-Token": token })
      }
      const sent = body ?? (json === undefined ? undefined : JSON.stringify(json))
      const response = await fetch(`${url}${path}`, {
        headers,
        ...(sent === undefined ? {} : { method: "POST", body: sent })
      })
      const text = await response.text()
      const read: unknown = text.startsWith("{") || text.startsWith("[") ? JSON.parse(text) : text
      return { status: response.status, body: read, retryAfter: response.headers.get("retry-after") }
    })

const namesIn = ({ body }: Reply) => (Array.isArray(body) ? body.map(({ name }) => name) : body)

/** What each of the servers does for `GET /dialogs`: each caller gets its own data, and each failure its status. */
export const listsDialogs = Effect.fnUntraced(function* (ask: Ask) {
  const emulator = yield* Emulator
  const { ada, charles } = yield* settled
  const callers = Array.from({ length: 16 }, (_, n) => (n % 2 === 0 ? ada : charles))
  const replies = yield* Effect.forEach(
    callers,
    ({ login, token }) => Effect.map(ask("/dialogs", { token }), (reply) => ({ login, reply })),
    { concurrency: 8 }
  )
  for (const { login, reply } of replies) {
    assert.deepStrictEqual({ status: reply.status, names: namesIn(reply) }, { status: 200, names: [login] })
  }
  for (const options of [{}, { token: "" }, { token: "nobody's" }]) {
    assert.strictEqual((yield* ask("/dialogs", options)).status, 401)
  }
  yield* emulator.addFault({
    path: "/chat/Dialog",
    times: 1,
    respond: { status: 429, headers: { "retry-after": "60" }, body: { errors: ["the text of ConnectyCube"] } }
  })
  const busy = yield* ask("/dialogs", { token: ada.token })
  assert.deepInclude(busy, { status: 503, retryAfter: "60" })
  assert.notInclude(JSON.stringify(busy.body), "ConnectyCube")
  return { ada, charles }
})

/** What each of the servers does for `POST /dialogs/:id/messages`. */
export const saysMessages = Effect.fnUntraced(function* (
  ask: Ask,
  { ada, charles }: Effect.Success<typeof settled>,
  { created = 201, odd = 422 } = {}
) {
  const path = `/dialogs/${ada.dialog}/messages`
  const said = yield* ask(path, { token: ada.token, json: { message: "Hello" } })
  assert.strictEqual(said.status, created)
  assert.property(said.body, "_id")
  for (const [where, options, status] of [
    [path, { token: ada.token, json: { message: "" } }, odd],
    [path, { token: ada.token, json: {} }, odd],
    [path, { json: { message: "Hello" } }, 401],
    // Only occupants write into a group.
    [path, { token: charles.token, json: { message: "Hello" } }, 403],
    ["/dialogs/5f6a1b2c3d4e5f6a1b2c3d4e/messages", { token: ada.token, json: { message: "Hello" } }, 404]
  ] as const) {
    const reply = yield* ask(where, options)
    assert.strictEqual(reply.status, status, `${JSON.stringify(options)}: ${JSON.stringify(reply)}`)
  }
})

/** A request that waits gets its response after the server was told to stop, which accepts no connections after that. */
export const endsWithItsRequests = Effect.fnUntraced(function* <E, R>(
  ask: Ask,
  { ada }: Effect.Success<typeof settled>,
  { stop, url }: { readonly stop: Effect.Effect<void, E, R>; readonly url: string }
) {
  const emulator = yield* Emulator
  yield* emulator.addFault({ path: "/chat/Dialog", delay: "200 millis", times: 1 })
  const pending = yield* Effect.forkChild(ask("/dialogs", { token: ada.token }), { startImmediately: true })
  yield* Effect.repeat(emulator.faults, { until: (faults) => faults.at(-1)?.caught === 1 })
  yield* stop
  assert.strictEqual((yield* Fiber.join(pending)).status, 200)
  yield* rejectsConnections(url)
})

/** After its end a server accepts no connections. */
const rejectsConnections = (url: string) =>
  Effect.map(Effect.exit(Effect.tryPromise(() => fetch(url))), (exit) => assert.strictEqual(exit._tag, "Failure"))
