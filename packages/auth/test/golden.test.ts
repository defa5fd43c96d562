// Each request equals the documented one, and each documented response is decoded.
import { Auth } from "@effect-connectycube/auth/Auth"
import { ConnectyCubeConfig } from "@effect-connectycube/core/ConnectyCubeConfig"
import { fromToken, Session } from "@effect-connectycube/core/Session"
import { assert, describe, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Random from "effect/Random"
import * as Redacted from "effect/Redacted"
import * as TestClock from "effect/testing/TestClock"
import { createHmac } from "node:crypto"
import { inspect } from "node:util"
import { type Response, comparable, parseCurl, recordingClient } from "../../../test/support/recording.ts"
import documented from "./fixtures/documented.json" with { type: "json" }

const token = "<TOKEN>"
const auth_key = "29WfrNWdvkhmX6V"
const [documentedLogin, documentedGuest] = documented.createSession.responses

const record = <A, E>(
  f: (auth: Auth["Service"]) => Effect.Effect<A, E, Session>,
  response: Response = {},
  auth_secret?: string
) => {
  const client = recordingClient(() => response)
  const config = ConnectyCubeConfig.layer({
    application_id: 1,
    auth_key: Redacted.make(auth_key),
    auth_secret: auth_secret === undefined ? undefined : Redacted.make(auth_secret)
  })
  return Effect.flatMap(Auth, f).pipe(
    Effect.provide(Auth.layer.pipe(Layer.provide([client.layer, config]))),
    Effect.provideService(Session, fromToken(Redacted.make(token))),
    Effect.map((value) => ({ value, requests: client.requests.map(comparable) }))
  )
}

const john = { login: "john", password: Redacted.make("11111111") }

describe("the documented requests", () => {
  it.effect("createSession with a login", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(1544010993_000)
      const sent = yield* record((auth) => auth.createSession(john), { status: 201, body: documentedLogin })
      assert.deepStrictEqual(sent.requests, [parseCurl(documented.createSession.requests[0] ?? "")])
    })
  )

  it.effect("createSession of a guest", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(1678966390_000)
      const sent = yield* record((auth) => auth.createSession({ guest: true, full_name: "Olof Shodger" }), {
        status: 201,
        body: documentedGuest
      })
      assert.deepStrictEqual(sent.requests, [parseCurl(documented.createSession.requests[1] ?? "")])
    })
  )

  it.effect("getSession", () =>
    Effect.gen(function* () {
      const sent = yield* record((auth) => auth.getSession, { body: documented.getSession.responses[0] })
      assert.deepStrictEqual(sent.requests, [parseCurl(documented.getSession.requests[0] ?? "")])
    })
  )

  it.effect("destroySession", () =>
    Effect.gen(function* () {
      const sent = yield* record((auth) => auth.destroySession)
      assert.deepStrictEqual(sent.requests, [parseCurl(documented.destroySession.requests[0] ?? "")])
    })
  )
})

describe("createSession", () => {
  const application = { application_id: "1", auth_key, timestamp: "0" }
  const secret = Redacted.make("s3cret")
  const cases = {
    "of the application": [undefined, application],
    "with an e-mail": [
      { email: "a@b.c", password: john.password },
      { ...application, user: { email: "a@b.c", password: "11111111" } }
    ],
    "with Facebook": [
      { provider: "facebook", keys: { token: secret } },
      { ...application, provider: "facebook", keys: { token: "s3cret" } }
    ],
    "with Twitter": [
      { provider: "twitter", keys: { token: secret, secret } },
      { ...application, provider: "twitter", keys: { token: "s3cret", secret: "s3cret" } }
    ],
    "with a phone number at Firebase": [
      { provider: "firebase_phone", firebase_phone: { project_id: "chat-1", access_token: secret } },
      {
        ...application,
        provider: "firebase_phone",
        firebase_phone: { project_id: "chat-1", access_token: "s3cret" }
      }
    ],
    "with an e-mail at Firebase": [
      { provider: "firebase_email", firebase_email: { project_id: "chat-1", access_token: secret } },
      {
        ...application,
        provider: "firebase_email",
        firebase_email: { project_id: "chat-1", access_token: "s3cret" }
      }
    ],
    "with an identity provider": [
      { identity_token: secret },
      { ...application, user: { login: "s3cret", password: "identity_token" } }
    ]
  } satisfies Record<string, readonly [Parameters<Auth["Service"]["createSession"]>[0], unknown]>

  for (const [name, [who, body]] of Object.entries(cases)) {
    it.effect(`${name} sends what is documented for it, and no header with a credential`, () =>
      Effect.gen(function* () {
        const sent = yield* record((auth) => auth.createSession(who), { status: 201, body: documentedLogin })
        assert.deepStrictEqual(sent.requests, [
          { method: "POST", path: "/session", query: [], headers: { "content-type": "application/json" }, body }
        ])
      })
    )
  }

  it.effect("is signed like the official example when there is an auth secret", () =>
    Effect.gen(function* () {
      const sent = yield* record(
        (auth) => auth.createSession({ email: "usertest@gmail.com", password: Redacted.make("Parole1299") }),
        { status: 201, body: documentedLogin },
        "azj3WKRTbTkeHad"
      ).pipe(Random.withSeed("nonce"))
      const [request] = sent.requests
      const { signature, nonce, timestamp }: Record<string, string> = Object(request?.body)
      const text = `application_id=1&auth_key=${auth_key}&nonce=${nonce}&timestamp=${timestamp}&user[email]=usertest@gmail.com&user[password]=Parole1299`
      assert.match(nonce ?? "", /^\d+$/)
      assert.strictEqual(signature, createHmac("sha1", "azj3WKRTbTkeHad").update(text).digest("hex"))
    })
  )

  it.effect("has no identity token in an error, although it is sent as a login", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(
        record((auth) => auth.createSession({ identity_token: Redacted.make("eyJhbGciOiJI.s3cret") }), {
          status: 422,
          body: { errors: { base: ["Nobody is eyJhbGciOiJI.s3cret"] } }
        })
      )
      assert.strictEqual(error._tag, "UnprocessableEntity")
      assert.notInclude(inspect(error, { depth: 10 }), "s3cret")
    })
  )

  it.effect("rejects an empty password, and sends nothing", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(
        record((auth) => auth.createSession({ login: "john", password: Redacted.make("") }))
      )
      assert.strictEqual(error._tag, "InvalidRequest")
      assert.include(error.message, "user.password")
    })
  )
})

describe("the requests of the official SDK that the documentation leaves out", () => {
  const headers = { "cb-token": token, "content-type": "application/json" }

  it.effect("login has its credentials at the top level", () =>
    Effect.gen(function* () {
      const sent = yield* record((auth) => auth.login(john), { body: { user: documentedLogin?.session.user } })
      assert.deepStrictEqual(sent.requests, [
        { method: "POST", path: "/login", query: [], headers, body: { login: "john", password: "11111111" } }
      ])
      assert.strictEqual(sent.value.full_name, "John Smith")
    })
  )

  it.effect("login with a provider", () =>
    Effect.gen(function* () {
      const keys = { token: Redacted.make("fb") }
      const sent = yield* record((auth) => auth.login({ provider: "facebook", keys }), {
        body: { user: documentedLogin?.session.user }
      })
      assert.deepStrictEqual(sent.requests[0]?.body, { provider: "facebook", keys: { token: "fb" } })
    })
  )

  it.effect("logout", () =>
    Effect.gen(function* () {
      const sent = yield* record((auth) => auth.logout)
      assert.deepStrictEqual(sent.requests, [
        { method: "DELETE", path: "/login", query: [], headers: { "cb-token": token }, body: undefined }
      ])
    })
  )
})

describe("the documented responses", () => {
  it.effect("of a session with a user", () =>
    Effect.gen(function* () {
      const { value } = yield* record((auth) => auth.getSession, { body: documented.getSession.responses[0] })
      assert.strictEqual(Redacted.value(value.token), "66e8aef2757404f3c7c2488f17ebdd8b8a0000d4")
      assert.strictEqual(value.user_id, 47592)
      assert.strictEqual(value.application_id, 212)
      assert.deepStrictEqual(value.ts, DateTime.makeUnsafe(1544083714_000))
      assert.strictEqual(value.user?.email, "johnsmith@gmail.com")
    })
  )

  it.effect("of a guest", () =>
    Effect.gen(function* () {
      const { value } = yield* record((auth) => auth.createSession({ guest: true }), {
        status: 201,
        body: documentedGuest
      })
      assert.strictEqual(value.user?.is_guest, true)
      assert.strictEqual(value.user?.phone, null)
    })
  )
})
