// Each value of the configuration that is invalid, and why; and the messages of errors.
import { ConnectyCubeConfig, type Options } from "@effect-connectycube/core/ConnectyCubeConfig"
import * as Errors from "@effect-connectycube/core/ConnectyCubeError"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"

const valid = { application_id: 1, auth_key: Redacted.make("an-auth-key") }

const read = (given: object) => {
  const options: Options = Object.assign(JSON.parse("{}"), { options: { ...valid, ...given } }).options
  return Effect.result(ConnectyCubeConfig.pipe(Effect.provide(ConnectyCubeConfig.layer(options))))
}

const messages = (given: object) =>
  Effect.map(read(given), (result) =>
    result._tag === "Failure" ? result.failure.issues.map(({ message, name }) => `${name} ${message}`) : []
  )

const secret = "has to be a Redacted text: Redacted.make(...)"
const blanks = "has blanks around it, or a line break"
const whole = "has to be a positive whole number"
const login = "has a user name or a password in it, which would show in logs: ConnectyCube takes none"

const invalid: ReadonlyArray<readonly [name: keyof Options, value: unknown, message: string]> = [
  ["application_id", null, "is missing"],
  ["application_id", 0, whole],
  ["application_id", -1, whole],
  ["application_id", 1.5, whole],
  ["application_id", "x1", whole],
  ["application_id", "1x", whole],
  ["application_id", 2 ** 53, whole],
  ["auth_key", undefined, "is missing"],
  ["auth_key", "plain", secret],
  ["auth_key", Redacted.make(5), secret],
  ["auth_key", Redacted.make(""), "is empty"],
  ["auth_key", Redacted.make("  "), "is empty"],
  ["auth_secret", Redacted.make(" a"), blanks],
  ["auth_secret", Redacted.make("a\n"), blanks],
  ["admin_api_key", Redacted.make("a\u0000b"), blanks],
  ["api_url", "", "is empty: leave it out, or set a URL"],
  ["api_url", "  ", "is empty: leave it out, or set a URL"],
  ["api_url", "https://a b.test", "has blanks in it"],
  ["api_url", "ftp://a.test", "has to begin with https:// or http://"],
  ["api_url", "x-https://a.test", "has to begin with https:// or http://"],
  ["api_url", "https://a.test?b", "has a query: only a path may follow the host"],
  ["link_preview_url", "https://a.test#b", "has a fragment: only a path may follow the host"],
  ["api_url", "https://:x", "is not a URL"],
  ["api_url", "https://ada@a.test", login],
  ["api_url", "https://:pw@a.test", login]
]

describe("a value of the configuration", () => {
  it.effect.each(invalid)("is invalid, and the error says why: %s of %j", ([name, value, message]) =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* messages({ [name]: value }), [`${name} ${message}`])
    })
  )

  it.effect("may be written as text, and an address may end with slashes", () =>
    Effect.gen(function* () {
      const result = yield* read({ application_id: " 12 ", api_url: "HTTPS://A.test/api//" })
      assert.deepInclude(result._tag === "Success" ? result.success : {}, {
        application_id: 12,
        api_url: "https://a.test/api"
      })
    })
  )

  it.effect("is told of with all others, and nothing is missing that is invalid", () =>
    Effect.gen(function* () {
      const found = yield* messages({ application_id: 0, auth_key: null, api_url: "a", auth_secret: null })
      assert.deepStrictEqual(found, [
        `application_id ${whole}`,
        "auth_key is missing",
        "api_url has to begin with https:// or http://"
      ])
    })
  )
})

describe("an error", () => {
  const details = { operation: "users.byId", method: "GET", path: "/users", attempts: 1, body: "" }
  const errors = { base: ["Not here"], login: ["is taken"] }

  const classes = [
    [400, Errors.BadRequest],
    [401, Errors.Unauthorized],
    [403, Errors.Forbidden],
    [404, Errors.NotFound],
    [422, Errors.UnprocessableEntity],
    [429, Errors.TooManyRequests],
    [500, Errors.InternalServerError],
    [503, Errors.ServiceUnavailable]
  ] as const

  it.each(classes)("of the status %d says what the server says", (status, Class) => {
    const error = new Class({ ...details, status, errors })
    assert.strictEqual(error.message, `users.byId (GET /users) got ${status}: Not here; login is taken`)
    assert.strictEqual(
      new Class({ ...details, status, errors: {} }).message,
      `users.byId (GET /users) got ${status}: no message`
    )
    assert.isTrue(Errors.isStatusError(error))
  })

  it("that the client makes of a success says so", () => {
    const message = "users.byId (GET /users): Not here; login is taken"
    const nothing = message.replace(":", " found nothing:")
    assert.strictEqual(new Errors.NotFound({ ...details, status: 200, errors, source: "body" }).message, nothing)
    assert.strictEqual(
      new Errors.Unauthorized({ ...details, status: 201, errors, source: "another user" }).message,
      message
    )
  })

  it("of several requests says how many ids have which outcome", () => {
    const batch = { done: [1, 2, 3], rejected: [4, 5], open: [6], notSent: [] }
    assert.strictEqual(
      new Errors.BadRequest({ ...details, status: 400, errors: {}, batch }).message,
      "users.byId (GET /users) of several requests (ids done: 3, rejected: 2, open: 1, not sent: 0) got 400: no message"
    )
  })
})
