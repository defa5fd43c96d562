// A session as a value: its application, its token, and what a 401 says of it.
import { Unauthorized } from "@effect-connectycube/core/ConnectyCubeError"
import { ApplicationId } from "@effect-connectycube/core/Ids"
import { applicationError, fromToken, isTokenRejected, lifetime } from "@effect-connectycube/core/Session"
import { assert, describe, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"

const here = { api_url: "https://api.test", application_id: ApplicationId.make(1) }
const read = { name: "things.read", method: "GET", path: "/things/:id" }
const token = Redacted.make("token")

describe("a session of another application", () => {
  it.each([
    ["with another id", { ...here, application_id: ApplicationId.make(2) }],
    ["on another server", { ...here, api_url: "https://other.test" }]
  ])("%s is rejected before its token is sent", (_, application) => {
    const error = applicationError(fromToken(token, application), here, read)
    assert.isDefined(error)
    assert.deepInclude(error, { _tag: "InvalidRequest", operation: "things.read", method: "GET", path: "/things/:id" })
    assert.deepStrictEqual(error?.issues, [
      { path: "", message: "Expected a session of this application: the one provided is of another" }
    ])
  })

  it("is not one of this application, nor one whose application is not known", () => {
    assert.isUndefined(applicationError(fromToken(token, here), here, read))
    assert.isUndefined(applicationError(fromToken(token), here, read))
  })
})

describe("a session of a token", () => {
  const error = new Unauthorized({
    operation: "o",
    method: "GET",
    path: "/",
    attempts: 1,
    status: 401,
    errors: {},
    body: ""
  })

  it.effect("has that token at any time, whatever the server says of its end, and cannot be renewed", () =>
    Effect.gen(function* () {
      const session = fromToken(token, here)
      const issued = yield* session.getToken
      assert.strictEqual(issued.token, token)
      session.setExpiration(issued, DateTime.makeUnsafe(0), 0)
      yield* session.stopRenewal
      assert.strictEqual(session.currentToken(Number.MAX_SAFE_INTEGER), issued)
      assert.strictEqual(yield* Effect.flip(session.renew(issued, error)), error)
      assert.strictEqual(session.application, here)
    })
  )

  it("lives for two hours after its last use", () => {
    assert.strictEqual(Duration.toHours(lifetime), 2)
  })
})

describe("a 401", () => {
  const says = (...base: ReadonlyArray<string>) =>
    isTokenRejected(
      new Unauthorized({
        operation: "o",
        method: "GET",
        path: "/",
        attempts: 1,
        status: 401,
        errors: base.length === 0 ? {} : { base },
        body: ""
      })
    )

  it("without a message says that the token is rejected, and so does one about a session or a token", () => {
    for (const text of ["Required session does not exist", "Token is required", "TOKEN EXPIRED", "Unauthorized"]) {
      assert.isTrue(says(text), text)
    }
    assert.isTrue(says())
  })

  it("about anything else does not", () => {
    for (const text of ["Invalid password", "You are unauthorized", "Unauthorized access", ""]) {
      assert.strictEqual(says(text), text === "", text)
    }
  })
})
