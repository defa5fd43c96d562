import * as ApiClient from "@effect-connectycube/core/client/ApiClient"
import { ConnectyCubeConfig } from "@effect-connectycube/core/ConnectyCubeConfig"
import type { ConnectyCubeError } from "@effect-connectycube/core/ConnectyCubeError"
import { DebugLog } from "@effect-connectycube/core/DebugLog"
import { RetryPolicy } from "@effect-connectycube/core/RetryPolicy"
import * as Session from "@effect-connectycube/core/Session"
import { assert, describe, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as Redacted from "effect/Redacted"
import { leaksIn, logged, renderings, spanText } from "./support/Leaks.ts"
import * as Recorder from "./support/Recorder.ts"
import { capture } from "./support/Spans.ts"
import {
  asUser,
  client,
  inTime,
  options as defaults,
  Public,
  WithAdministrationKey,
  WithApplicationKey,
  WithSession
} from "./support/Things.ts"

const secrets = {
  auth_key: "29WfrNWdvkhmX6V",
  auth_secret: "Xb-aFa/2k+y==",
  admin_api_key: "adm.0f8c51e2d9",
  token: "A1B2C3D4E5F60718293A4B5C6D7E8F901234",
  password: `p"a\\s's w&örd<😀>\tx`
}

const options = {
  ...defaults,
  auth_key: Redacted.make(secrets.auth_key),
  auth_secret: Redacted.make(secrets.auth_secret),
  admin_api_key: Redacted.make(secrets.admin_api_key)
}

const said = Object.values(secrets).join(" and ")

const echo = {
  session: { token: secrets.token, id: 1 },
  user: { login: "ada", password: secrets.password },
  auth_key: secrets.auth_key
}

/** Bodies in which a server repeats all secrets. */
const bodies: Readonly<Record<string, string>> = {
  "an array": JSON.stringify({ errors: [said, ...Object.values(secrets)] }),
  "an object by field": JSON.stringify({ errors: { base: [said], password: [said] } }),
  "an object whose fields are secrets": JSON.stringify({
    errors: Object.fromEntries(Object.values(secrets).map((s) => [s, ["?"]]))
  }),
  "the request": JSON.stringify({ message: said, request: echo }),
  "a request in a text": JSON.stringify({ errors: [JSON.stringify(echo)] }),
  "JSON with other escapes": JSON.stringify({ errors: [said] })
    .replaceAll("&", "\\u0026")
    .replaceAll("/", "\\/")
    .replaceAll("ö", "\\u00F6"),
  "a form": `error=1&${new URLSearchParams(secrets)}`,
  "a URL": `No such page: /things?x=${encodeURIComponent(said)}`,
  "plain text": said,
  HTML: `<html><title>${said}</title><body>${said}</body></html>`,
  XML: `<Error><Message>${said}</Message></Error>`,
  "JSON cut in mid-secret": JSON.stringify(echo).slice(0, -8),
  "a long text": `${"x".repeat(490)} ${said} ${"x".repeat(16 * 1024 - 520)} ${said}`
}

const statuses = [200, 401, 422, 429, 500, 502]

const replies: ReadonlyArray<readonly [name: string, replies: ReadonlyArray<Recorder.Reply>]> = [
  ...Object.entries(bodies).map(([name, body]) => [name, statuses.map((status) => ({ status, body }))] as const),
  [
    "headers",
    statuses.map((status) => ({
      status,
      headers: { "x-echo": secrets.token, "retry-after": secrets.auth_key, "cb-token": secrets.token }
    }))
  ],
  ["a wrong shape", [Recorder.json(200, { id: said, name: [said], [said]: said })]],
  [
    "a lost connection",
    (["before-headers", "mid-body"] as const).map((lost) => ({
      lost,
      description: said,
      cause: new TypeError(said, { cause: Object.assign(new Error(said), { code: secrets.auth_key }) })
    }))
  ],
  ["a stalled response", [{ stalled: "body" }]]
]

const payload = { name: "lamp", password: Redacted.make(secrets.password) }

const noLeak = (texts: ReadonlyArray<string>, of: Readonly<Record<string, string>> = secrets) => {
  assert.isAbove(texts.join("").length, 0)
  for (const text of texts) assert.deepStrictEqual(leaksIn(of, text), [], text.slice(0, 3000))
}

/** Makes a call that fails, and searches for secrets in all of its output. */
const showsNothing = <A>(call: Effect.Effect<A, ConnectyCubeError>, of: Readonly<Record<string, string>> = secrets) =>
  Effect.gen(function* () {
    const { spans, traced } = capture()
    const { error, lines } = yield* inTime(
      traced(
        Effect.gen(function* () {
          // What the debug log shows of the call is among the lines.
          const lines = yield* logged(Effect.provideService(call, DebugLog, "full"))
          assert.include(lines.join(), "things.")
          return { error: yield* Effect.flip(call), lines }
        })
      )
    )
    for (const texts of [renderings(error), renderings({ wrapped: [error] }), lines, spans.map(spanText)]) {
      noLeak(texts, of)
    }
    return error
  })

const { token: _, ...keys } = secrets

// The token of another call is recognized by name only.
const callers = [
  ["the application's key", WithApplicationKey, keys],
  ["the administrator's key", WithAdministrationKey, keys],
  ["no key", Public, keys],
  ["a session", WithSession, secrets]
] as const

describe.each(callers)("in a call with %s", (_, group, known) => {
  it.effect.each(replies)("no secret is visible that the server repeats as %s", ([, replies]) =>
    Effect.forEach(replies, (reply) =>
      Effect.gen(function* () {
        const things = yield* client(group, Recorder.make(Recorder.always(reply)), options)
        yield* showsNothing(things.replace({ id: "1", ...payload }).pipe(asUser(secrets.token)), known)
      })
    )
  )
})

describe("an unknown secret", () => {
  const fresh = { token: "FFEEDDCCBBAA99887766554433221100FFEE" }

  it.effect.each([
    `{"session":{"token":"${fresh.token}","id":"x"}}`,
    `{"id":1,"access_token" : "${fresh.token}"}`,
    `[{"user":{"password":"${fresh.token}"}}]`,
    `{"session":{"id":1,"token":"${fresh.token}`,
    `{"session":{"id":1,"token":"${fresh.token.slice(0, 20)}\\`
  ])("is recognized by name, in a response of the wrong shape: %s", (body) =>
    Effect.gen(function* () {
      const things = yield* client(Public, Recorder.make(Recorder.always({ status: 200, body })))
      const error = yield* showsNothing(things.read({ id: "1" }), fresh)
      assert.strictEqual(error._tag, "DecodeError")
      assert.notInclude(JSON.stringify(error), fresh.token.slice(0, 20))
      assert.include(JSON.stringify(error), "<redacted>")
    })
  )
})

describe("an error", () => {
  it.effect("keeps the message of the server, except for secrets", () =>
    Effect.gen(function* () {
      const body = `{"errors":{"password":["${"hunter-22"} is too weak"],"login":["ada is taken"]},"password":"hunter-22"}`
      const things = yield* client(Public, Recorder.make(Recorder.always({ status: 422, body })), options)
      const error = yield* Effect.flip(things.create({ name: "ada", password: Redacted.make("hunter-22") }))
      assert.deepInclude(error, {
        errors: { password: ["<redacted> is too weak"], login: ["ada is taken"] },
        body: `{"errors":{"password":["<redacted> is too weak"],"login":["ada is taken"]},"password":"<redacted>"}`
      })
    })
  )

  it.effect("keeps the names of fields when the password is one of them", () =>
    Effect.gen(function* () {
      const body = `{"errors":{"password":["is too weak"]}}`
      const things = yield* client(Public, Recorder.make(Recorder.always({ status: 422, body })), options)
      for (const password of ["password", "errors", "is too"]) {
        const error = yield* Effect.flip(things.create({ name: "ada", password: Redacted.make(password) }))
        assert.strictEqual(error._tag === "UnprocessableEntity" && Object.keys(error.errors).join(), "password")
      }
    })
  )

  it.effect("has no secret that is the name of a member where a number was expected", () =>
    Effect.gen(function* () {
      const { password: _, ...known } = keys
      for (const key of Object.values(known)) {
        const recorder = Recorder.make(Recorder.always(Recorder.json(200, { [key]: "many" })))
        const things = yield* client(WithApplicationKey, recorder, options)
        const error = yield* showsNothing(things.count(), known)
        assert.deepStrictEqual(error._tag === "DecodeError" && error.issues.map(({ path }) => path), ["<redacted>"])
      }
    })
  )

  const wrong: ReadonlyArray<readonly [name: string, payload: unknown]> = [
    ["a field of the wrong type beside it", { ...payload, name: 7 }],
    ["a password in the clear", { name: "lamp", password: secrets.password }],
    ["a password as another field", { name: Redacted.make(secrets.password) }],
    ["a password in a list", { ...payload, tags: [Redacted.make(secrets.token), secrets.password] }],
    ["a password instead of an object", secrets.password],
    ["nothing", undefined]
  ]

  it.effect.each(wrong)("has no secret of a request that is not sent: %s", ([, payload]) =>
    Effect.gen(function* () {
      const recorder = Recorder.make(() => ({ status: 500 }))
      const things = yield* client(Public, recorder, options)
      // Like an untyped program.
      const create = things.create as unknown as (input: unknown) => ReturnType<typeof things.create>
      const error = yield* showsNothing(create(payload))
      assert.strictEqual(error._tag, "InvalidRequest")
      assert.deepStrictEqual(recorder.requests, [])
    })
  )

  it.effect("has no token that fetch rejects, and says that it was rejected", () =>
    Effect.gen(function* () {
      const token = `${secrets.token}\n${secrets.auth_key}`
      // Like fetch: it validates the headers before it connects.
      const fetch: typeof globalThis.fetch = async (url, init) => {
        assert.isDefined(new Request(url, init))
        return new Response()
      }
      const things = yield* ApiClient.make(WithSession).pipe(
        Effect.provide(FetchHttpClient.layer),
        Effect.provide(ConnectyCubeConfig.layer(options))
      )
      const error = yield* things
        .read({ id: "1" })
        .pipe(
          asUser(token),
          Effect.provideService(FetchHttpClient.Fetch, fetch),
          Effect.provideService(RetryPolicy, RetryPolicy.none),
          Effect.flip
        )
      assert.strictEqual(error._tag, "TransportError")
      noLeak(renderings(error), { ...secrets, token })
      assert.include(error.message, "invalid header value")
    })
  )
})

describe("a value with secrets", () => {
  it.effect("is printed without them: the configuration", () =>
    Effect.gen(function* () {
      const config = yield* ConnectyCubeConfig
      const texts = renderings(config)
      noLeak(texts)
      assert.isTrue(texts.some((text) => text.includes("https://things.test")))
      noLeak(yield* logged(Effect.succeed(config)))
    }).pipe(Effect.provide(ConnectyCubeConfig.layer(options)))
  )

  it.effect("is printed without them: a session, and its parts", () =>
    Effect.gen(function* () {
      const token = { token: Redacted.make(secrets.token), expiresAt: yield* DateTime.now }
      const sessions = [
        Session.fromToken(token.token),
        yield* Session.makeRenewable({ initial: token, create: Effect.succeed(token) })
      ]
      for (const session of sessions) {
        noLeak(renderings(session))
        noLeak(renderings(yield* session.getToken))
        noLeak(yield* logged(session.getToken))
      }
    })
  )

  it.effect("is printed without them: the calls of a client", () =>
    Effect.gen(function* () {
      const things = yield* client(WithSession, Recorder.make(Recorder.always({ status: 404 })), options)
      noLeak(renderings(things))
      noLeak(renderings(things.replace({ id: "1", ...payload }).pipe(asUser(secrets.token))))
    })
  )
})
