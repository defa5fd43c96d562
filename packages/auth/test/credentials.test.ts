// Credentials as a program without types gives them: what is wrong with them is known before anything is sent.
import { type Credentials, type Guest, isProvider, issuesOf } from "@effect-connectycube/auth/Credentials"
import { assert, describe, it } from "@effect/vitest"
import * as Redacted from "effect/Redacted"

const password = Redacted.make("correct horse")
const secret = Redacted.make("s3cret")

/** Any value, where credentials are expected. */
const untyped = (value: unknown): Credentials | Guest => Object.assign(JSON.parse("{}"), { value }).value

const firebase = { project_id: "chat-1", access_token: secret }

const valid: ReadonlyArray<readonly [who: string, credentials: unknown]> = [
  ["a user with a login", { login: "ada", password }],
  ["a user with an e-mail", { email: "ada@example.com", password }],
  ["a user whose other members are undefined", { login: "ada", password, provider: undefined, guest: undefined }],
  ["a user of an identity provider", { identity_token: secret }],
  ["a guest", { guest: true }],
  ["a guest with a name", { guest: true, full_name: "Ada" }],
  ["a user of Facebook", { provider: "facebook", keys: { token: secret } }],
  ["a user of Twitter", { provider: "twitter", keys: { token: secret, secret } }],
  ["a phone number at Firebase", { provider: "firebase_phone", firebase_phone: firebase }],
  ["an e-mail at Firebase", { provider: "firebase_email", firebase_email: firebase }]
]

const noObject = [{ path: "", message: "Expected an object" }]
const missing = (path: string) => ({ path, message: "Missing key" })

const invalid: ReadonlyArray<readonly [who: string, credentials: unknown, issues: ReadonlyArray<unknown>]> = [
  ["undefined", undefined, noObject],
  ["null", null, noObject],
  ["a text", "ada", noObject],
  ["a list", [{ login: "ada", password }], noObject],
  [
    "an object without members",
    {},
    [{ path: "", message: "Expected a login or an e-mail, a token, a provider or a guest" }]
  ],
  [
    "a password alone",
    { password },
    [{ path: "", message: "Expected a login or an e-mail, a token, a provider or a guest" }]
  ],
  ["a login without a password", { login: "ada" }, [missing("password")]],
  ["an e-mail without a password", { email: "ada@example.com" }, [missing("password")]],
  ["a misspelt member", { logn: "ada", password }, [{ path: "logn", message: "Unknown member. Did you mean login?" }]],
  [
    "a login beside an identity token",
    { identity_token: secret, login: "ada" },
    [{ path: "login", message: "Unknown member. Did you mean identity_token?" }]
  ],
  ["a guest that is false", { guest: false }, [{ path: "guest", message: "Expected true" }]],
  [
    "a guest with a login",
    { guest: true, login: "ada" },
    [{ path: "login", message: "Unknown member. Did you mean guest?" }]
  ],
  [
    "an unknown provider",
    { provider: "google", keys: { token: secret } },
    [{ path: "provider", message: "Expected one of facebook, twitter, firebase_phone, firebase_email" }]
  ],
  ["a provider without its keys", { provider: "facebook" }, [missing("keys")]],
  [
    "a provider with several keys missing",
    { provider: "twitter", keys: {} },
    [missing("keys.token"), missing("keys.secret")]
  ],
  [
    "a provider with a member of another one",
    { provider: "facebook", keys: { token: secret, secret } },
    [{ path: "keys.secret", message: "Unknown member. Did you mean token?" }]
  ]
]

describe("credentials", () => {
  it.each(valid)("of %s are valid", (_, credentials) => {
    assert.deepStrictEqual(issuesOf(untyped(credentials)), [])
  })

  it.each(invalid)("that are %s are invalid, and the issues say where", (_, credentials, issues) => {
    assert.deepStrictEqual(issuesOf(untyped(credentials)), issues)
  })

  it("are those of a provider when they name one", () => {
    assert.isTrue(isProvider({ provider: "facebook", keys: { token: secret } }))
    assert.isFalse(isProvider(untyped({ login: "ada", password, provider: undefined })))
    assert.isFalse(isProvider({ login: "ada", password }))
  })
})
