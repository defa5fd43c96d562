import * as ConnectyCubeError from "@effect-connectycube/core/ConnectyCubeError"
import { assert, describe, it } from "@effect/vitest"
import * as Arbitrary from "effect/Arbitrary"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { fromResponse } from "../src/internal/makeErrors.ts"
import samples from "./fixtures/wire-samples.json" with { type: "json" }
import * as Recorder from "./support/Recorder.ts"
import { client, inTime, Public } from "./support/Things.ts"
import { RetryPolicy } from "@effect-connectycube/core/RetryPolicy"

const response = { operation: "things.read", method: "GET", path: "/things/:id", attempts: 1, errors: {}, body: "" }

const classes = {
  400: "BadRequest",
  401: "Unauthorized",
  403: "Forbidden",
  404: "NotFound",
  422: "UnprocessableEntity",
  429: "TooManyRequests",
  500: "InternalServerError",
  503: "ServiceUnavailable"
} as const

const isKnown = (status: number): status is keyof typeof classes => status in classes

const tagOf = (status: number) => (isKnown(status) ? classes[status] : "UnexpectedStatus")

/** The error of a call when the server responds with this. */
const failureOf = (status: number, body: string, headers: Record<string, string> = {}) =>
  Effect.gen(function* () {
    const things = yield* client(Public, Recorder.make(Recorder.always({ status, body, headers })))
    return yield* things
      .read({ id: "1" })
      .pipe(Effect.provideService(RetryPolicy, RetryPolicy.none), Effect.flip, inTime)
  })

describe("a status", () => {
  it("has its own class, and all others are UnexpectedStatus", () => {
    for (let status = 100; status < 600; status++) {
      const error = fromResponse({ ...response, status })
      assert.strictEqual(error._tag, tagOf(status))
      assert.strictEqual(error.status, status)
      assert.isTrue(ConnectyCubeError.isStatusError(error))
      assert.isTrue(error instanceof Error)
    }
  })

  it.effect.each([
    301, 302, 304, 400, 401, 402, 403, 404, 405, 409, 412, 413, 418, 422, 429, 500, 501, 502, 503, 504, 599
  ])("%d of the wire fails the call with its class", (status) =>
    Effect.gen(function* () {
      const error = yield* failureOf(status, `{"errors":["No"]}`, { location: "https://elsewhere.test" })
      assert.strictEqual(error._tag, tagOf(status))
      assert.isTrue(ConnectyCubeError.isStatusError(error))
      assert.deepInclude(error, { status, errors: { base: ["No"] }, body: `{"errors":["No"]}`, attempts: 1 })
      assert.deepInclude(error, { operation: "things.read", method: "GET", path: "/things/:id" })
    })
  )

  it("is checked of errors without one", () => {
    const call = { operation: "things.read", method: "GET", path: "/things/:id" }
    for (const other of [
      new ConnectyCubeError.TransportError({ ...call, attempts: 1, reason: "lost" }),
      new ConnectyCubeError.InvalidRequest({ ...call, issues: [] }),
      new Error("x"),
      { _tag: "NotFound", status: 404 },
      null
    ]) {
      assert.isFalse(ConnectyCubeError.isStatusError(other))
    }
  })
})

/**
 * The messages of the error bodies that were seen on the wire. A body that was published without its envelope is text.
 */
const seen: Record<string, Record<string, ReadonlyArray<string>>> = {
  "cb-err-001": { base: ["Invalid password"] },
  "cb-err-003": { base: ["Forbidden. Need user."] },
  "cb-err-005": {},
  "cb-err-007": { base: ["Required session does not exist"] },
  "cb-err-009": {},
  "cb-err-011": { client_identification_sequence: ["is invalid"] },
  "cb-err-013": { base: ["Bad Authentication data. Unauthorized on remote side. Status: 404.With empty response"] },
  "cb-err-015": { base: [`"Internal Server Error", "status": "500"`] },
  "cb-err-017": { base: ["HttpException: E_ROUTE_NOT_FOUND: Route not found DELETE /session/list"] },
  "cb-err-019": { base: ["Field ids should be an array"] },
  "cb-err-021": { base: ["Occupants_ids is missing opponent ID."] },
  "cb-err-023": { base: ["Users with ids 5351459 do not have push notification subscriptions"] },
  "cb-err-025": { base: ["User not found"] },
  "cb-err-027": {},
  "cb-err-029": {
    base: [
      "Users retrieving forbidden in admin panel, application settings. Setup it here https://admin.connectycube.com/apps/230/service/users/settings"
    ]
  },
  "qb-err-001": { base: ["Bad timestamp"] },
  "qb-err-003": { base: ["No application found"] },
  "qb-err-005": { email: ["has already been taken"] },
  "qb-err-007": { base: ["No one can receive the message"] },
  "qb-err-009": { base: ["You don't have appropriate permissions to perform this operation"] },
  "qb-err-011": { base: ["The resource wasn't found"] },
  "qb-err-013": { base: ["Undefined class"] },
  "qb-err-015": { base: ["Occupants with these IDs do not exist."] },
  "qb-err-017": {
    base: [
      "The resource wasn't found,Entity you are looking for was not found. --- dialogId = 000000000000000000000000, messageId = 000000000000000000000001"
    ]
  },
  "qb-err-019": { base: ["Client identification sequence is not valid"] },
  "qb-err-021": {},
  "qb-err-023": {}
}

describe("an error body of the wire", () => {
  it("has expected messages for each of the samples", () => {
    assert.sameMembers(
      samples.map(({ id }) => id),
      Object.keys(seen)
    )
  })

  it.effect.each(samples)("is read into the class of its status with its messages ($id)", ({ id, status, body }) =>
    Effect.gen(function* () {
      const text = body === null ? "" : typeof body === "string" ? body : JSON.stringify(body)
      // Without a published status, any will do.
      const error = yield* failureOf(status ?? 422, text)
      assert.strictEqual(error._tag, tagOf(status ?? 422))
      assert.deepInclude(error, { errors: seen[id], body: text })
    })
  )
})

describe("an error", () => {
  const call = { operation: "users.getV1", method: "GET", path: "/users/:user_id", attempts: 2 }
  const issues = [{ path: "user.id", message: "Expected an integer" }]
  const rejected = { ...call, errors: { login: ["is taken"] }, body: "{}", retryAfter: Duration.seconds(7) }

  const errors = [
    ...Object.keys(classes).map((status) => fromResponse({ ...rejected, status: Number(status) })),
    fromResponse({ ...response, status: 502 }),
    new ConnectyCubeError.TransportError({ ...call, reason: "ECONNRESET" }),
    new ConnectyCubeError.CallTimeout({ ...call, timeout: "attempt", duration: Duration.seconds(30) }),
    new ConnectyCubeError.DecodeError({ ...call, status: 200, body: "<html>", issues }),
    new ConnectyCubeError.InvalidRequest({ operation: "users.list", method: "GET", path: "/users/v2", issues })
  ]
  const Any = Schema.Union([
    ConnectyCubeError.BadRequest,
    ConnectyCubeError.Unauthorized,
    ConnectyCubeError.Forbidden,
    ConnectyCubeError.NotFound,
    ConnectyCubeError.UnprocessableEntity,
    ConnectyCubeError.TooManyRequests,
    ConnectyCubeError.InternalServerError,
    ConnectyCubeError.ServiceUnavailable,
    ConnectyCubeError.UnexpectedStatus,
    ConnectyCubeError.TransportError,
    ConnectyCubeError.CallTimeout,
    ConnectyCubeError.DecodeError,
    ConnectyCubeError.InvalidRequest
  ])

  it.effect.each(errors)("round-trips as JSON ($_tag)", (error) =>
    Effect.gen(function* () {
      const codec = Schema.toCodecJson(Any)
      const text = JSON.stringify(yield* Schema.encodeEffect(codec)(error))
      const back = yield* Schema.decodeUnknownEffect(codec)(JSON.parse(text))
      assert.strictEqual(back.constructor, error.constructor)
      assert.deepStrictEqual({ ...back }, { ...error })
      assert.strictEqual(back.message, error.message)
    })
  )

  it.effect.each(errors)("names its operation, in its message and as a string ($_tag)", (error) =>
    Effect.sync(() => {
      for (const text of [error.message, String(error)]) {
        assert.include(text, error.operation)
        assert.include(text, `${error.method} ${error.path}`)
      }
      assert.include(String(error), error._tag)
    })
  )

  it("has a message of one line", () => {
    const messages = Object.fromEntries(errors.map((error) => [error._tag, error.message]))
    const at = "users.getV1 (GET /users/:user_id)"
    assert.strictEqual(messages.NotFound, `${at} got 404: login is taken`)
    assert.strictEqual(messages.UnexpectedStatus, "things.read (GET /things/:id) got 502: no message")
    assert.strictEqual(messages.TransportError, `${at} got no whole response: ECONNRESET`)
    assert.strictEqual(messages.CallTimeout, `${at} passed the timeout of one attempt (30s)`)
    assert.strictEqual(messages.DecodeError, `${at} got an unknown shape: user.id: Expected an integer`)
    assert.strictEqual(messages.InvalidRequest, "users.list (GET /users/v2) was not sent: user.id: Expected an integer")
  })

  it.effect.prop(
    "is made of any response, without throwing",
    [Schema.Int.check(Schema.isBetween({ minimum: 300, maximum: 599 })), Schema.String],
    ([status, body]) =>
      Effect.gen(function* () {
        const error = yield* failureOf(status, body)
        assert.strictEqual(error._tag, tagOf(status))
        // As it comes in UTF-8.
        assert.deepInclude(error, { status, body: new TextDecoder().decode(new TextEncoder().encode(body)) })
      })
  )

  it.effect.prop(
    "is made of any JSON, without throwing",
    [Arbitrary.schema(Schema.Json), Arbitrary.schema(Schema.Literals([200, 422]))],
    ([value, status]) =>
      Effect.gen(function* () {
        const error = yield* failureOf(status, JSON.stringify({ errors: value }))
        assert.strictEqual(error._tag, status === 200 ? "DecodeError" : "UnprocessableEntity")
      })
  )
})

describe("an error of the client in an HttpApi of a server", () => {
  it("has no status of its own: a 401 of the service is not one of the server's", () => {
    for (const error of Object.values(ConnectyCubeError).filter((value) => Schema.isSchema(value))) {
      assert.isUndefined(error.ast.annotations?.["httpApiStatus"])
    }
  })
})
