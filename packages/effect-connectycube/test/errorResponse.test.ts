import { assert, describe, it } from "@effect/vitest"
import * as E from "effect-connectycube"
import * as ErrorResponse from "effect-connectycube/ErrorResponse"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import { HttpServerError, InternalError, RequestParseError, RouteNotFound } from "effect/http/HttpServerError"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as Logger from "effect/Logger"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { inspect } from "node:util"

const secret = "not for the caller"
const token = "token-of-the-caller"
const call = { operation: "users.get", method: "GET", path: `/${secret}`, attempts: 1 }
const response = { ...call, status: 418, errors: { login: ["is taken"] }, body: `{"base":["${secret}"]}` }
const retryAfter = Duration.millis(6001)
const issues = [
  { path: "login", message: "is too short" },
  { path: "login", message: "is odd" },
  { path: "", message: "is invalid" }
]
const store = { ...call, status: 403, code: "AccessDenied", reason: secret, body: secret }
const request = HttpServerRequest.fromWeb(new Request(`http://localhost/${secret}`))
const parseError = (reason?: "BodyTooLarge") =>
  new HttpServerError({
    reason: new RequestParseError({ request, description: secret, ...(reason === undefined ? {} : { reason }) })
  })
const schemaError = Effect.runSync(
  Effect.flip(Schema.decodeUnknownEffect(Schema.Struct({ age: Schema.Int }))({ age: secret }))
)

const base = (text: string) => ({ base: [text] })
const later = { "retry-after": "7" }
const login = base("Log in first")
const tryLater = base("Try again later")
const none = base("There is no such resource")
const unreachable = base("The chat service cannot be reached")

/** The response to an error of each tag, and to each reason of an error that has several. */
const expected: ReadonlyArray<readonly [ErrorResponse.Failure, number, object, object?]> = [
  [new E.Unauthorized(response), 401, login],
  [new E.MissingToken(), 401, login],
  [new E.Forbidden(response), 403, { login: ["is taken"] }],
  [new E.NotFound(response), 404, none],
  [new E.UnprocessableEntity(response), 422, { login: ["is taken"] }],
  [
    new E.InvalidRequest({ operation: "users.get", method: "GET", path: `/${secret}`, issues }),
    422,
    { login: ["is too short", "is odd"], base: ["is invalid"] }
  ],
  [schemaError, 422, { age: ["Expected number"] }],
  [new E.SourceError({ reason: secret, cause: new Error(secret) }), 400, base("The file could not be read")],
  [parseError(), 400, base("The request could not be read")],
  [parseError("BodyTooLarge"), 413, base("The request is too large")],
  [new HttpServerError({ reason: new RouteNotFound({ request, description: secret }) }), 404, none],
  [new E.TooManyRequests({ ...response, retryAfter }), 503, tryLater, later],
  [new E.ServiceUnavailable({ ...response, retryAfter }), 503, tryLater, later],
  [new E.RateLimitExceeded({ ...call, limit: 1, window: Duration.seconds(1), retryAfter }), 503, tryLater, later],
  [new E.CircuitOpen({ ...call, retryAfter }), 503, tryLater, later],
  [new E.SessionClosed(call), 503, tryLater, { "retry-after": "5" }],
  [
    new E.CallTimeout({ ...call, timeout: "call", duration: Duration.seconds(1) }),
    504,
    base("The chat service did not respond in time")
  ],
  [
    new E.OnceLimitExceeded({
      operation: "chat.messages.createOnce",
      chat_dialog_id: E.DialogId.make(secret),
      key: secret,
      since: DateTime.makeUnsafe(0),
      looked: 10
    }),
    500,
    base("The request could not be handled")
  ],
  [new E.BadRequest(response), 502, unreachable],
  [new E.InternalServerError(response), 502, unreachable],
  [new E.UnexpectedStatus(response), 502, unreachable],
  [new E.TransportError({ ...call, reason: secret }), 502, unreachable],
  [new E.DecodeError({ ...call, status: 200, body: secret, issues }), 502, unreachable],
  [new E.UploadRejected(store), 502, unreachable],
  [new E.DownloadRejected(store), 502, unreachable]
]

describe("the response to an error", () => {
  it.each(expected.map(([error, ...rest]) => [error._tag, error, ...rest] as const))(
    "has the status of its tag, and no detail that the caller may not see: %s",
    (_, error, status, errors, headers = {}) => {
      const made = ErrorResponse.make(error)
      assert.deepStrictEqual(made, { status, headers, body: { errors } })
      assert.notInclude(JSON.stringify(made), secret)
      assert.isTrue(ErrorResponse.isFailure(error))
    }
  )

  it("has no text about the configuration of the server", () => {
    const issues = [{ path: "", message: secret }]
    const error = new E.InvalidRequest({ operation: "users.get", method: "GET", path: "/", source: "program", issues })
    const { body, status } = ErrorResponse.make(error)
    assert.deepStrictEqual([status, body.errors], [500, base("The request could not be handled")])
  })

  it.effect("is that of a fault of the server where it has no key of the administration API", () =>
    Effect.gen(function* () {
      const { stats } = yield* E.Admin
      const { status } = ErrorResponse.make(yield* Effect.flip(stats.messagesSentTotal()))
      assert.strictEqual(status, 500)
    }).pipe(
      Effect.provide(E.ConnectyCube.layer({ application_id: 1, auth_key: Redacted.make("an-auth-key") })),
      Effect.provide(FetchHttpClient.layer)
    )
  )

  it.each([secret, `<html><title>${secret}</title></html>`, `{"errors":["${secret}"`, ""])(
    "has no text of a proxy: %s",
    (body) => {
      const given = { ...response, errors: base(secret), body }
      for (const error of [new E.Forbidden(given), new E.UnprocessableEntity(given)]) {
        assert.notInclude(JSON.stringify(ErrorResponse.make(error)), secret)
      }
    }
  )

  it("is given for each error of a call", () => {
    const tags = expected.map(([{ _tag }]) => _tag)
    assert.includeMembers(
      tags,
      E.ConnectyCubeError.members.map(({ identifier }) => identifier)
    )
  })

  it.each([
    [undefined, "5"],
    [Duration.zero, "0"],
    [Duration.millis(-1), "0"],
    [Duration.millis(1), "1"],
    [Duration.seconds(60), "60"],
    [Duration.days(30), "86400"],
    [Duration.infinity, "86400"]
  ])("has a Retry-After in whole seconds, of a day at most: %s", (retryAfter, seconds) => {
    const error = new E.TooManyRequests({ ...response, ...(retryAfter === undefined ? {} : { retryAfter }) })
    assert.deepStrictEqual(ErrorResponse.make(error).headers, { "retry-after": seconds })
  })

  it("can be another one for a tag, and stays what it is for all others", () => {
    const overrides: ErrorResponse.Overrides = {
      NotFound: (error, response) => ({ ...response, status: 410, body: { errors: { base: [error.operation] } } })
    }
    assert.deepStrictEqual(ErrorResponse.make(new E.NotFound(response), overrides), {
      status: 410,
      headers: {},
      body: { errors: { base: ["users.get"] } }
    })
    const forbidden = new E.Forbidden(response)
    assert.deepStrictEqual(ErrorResponse.make(forbidden, overrides), ErrorResponse.make(forbidden))
    const { status } = ErrorResponse.toHttp(new E.NotFound(response), overrides)
    assert.strictEqual(status, 410)
  })

  it("keeps all messages about a field, whatever its name", () => {
    const issues = ["__proto__", "constructor", "constructor"].map((path) => ({ path, message: "is odd" }))
    const { body } = ErrorResponse.make(new E.InvalidRequest({ ...call, issues }))
    assert.deepStrictEqual(JSON.parse(JSON.stringify(body)), {
      errors: { base: ["is odd"], constructor: ["is odd", "is odd"] }
    })
  })

  it("is the same as data and for a server of Effect", async () => {
    const { body, headers, status } = HttpServerResponse.toWeb(
      ErrorResponse.toHttp(new E.TooManyRequests({ ...response, retryAfter }))
    )
    assert.strictEqual(status, 503)
    assert.strictEqual(headers.get("retry-after"), "7")
    assert.deepStrictEqual(await new Response(body).json(), { errors: { base: ["Try again later"] } })
  })
})

describe("a request handler", () => {
  class NotFound extends Schema.TaggedError<NotFound>("program/NotFound")("NotFound", {}) {}

  /** The outcome of a handler that fails, and what is logged. */
  const outcomeOf = Effect.fnUntraced(function* <Err>(error: Err) {
    const logged: Array<unknown> = []
    const logger = Logger.make(({ message }) => void logged.push(message))
    const result = yield* Effect.fail(error).pipe(
      ErrorResponse.handle(),
      Effect.result,
      Effect.provide(Logger.layer([logger]))
    )
    return { logged, result }
  })

  it.effect("responds to errors of the client, and logs those of the server", () =>
    Effect.gen(function* () {
      for (const [error, status] of expected) {
        const { logged, result } = yield* outcomeOf(error)
        assert.strictEqual(result._tag === "Success" && result.success.status, status)
        assert.deepStrictEqual(logged, status < 500 ? [] : [[error.message, error]])
      }
    })
  )

  it.effect("logs nothing of the request of the caller", () =>
    Effect.gen(function* () {
      const caller = new Request(`http://localhost/?token=${token}`, { headers: { "cb-token": token } })
      const request = HttpServerRequest.fromWeb(caller)
      const cause = new Error("the disk is full")
      const { logged } = yield* outcomeOf(new HttpServerError({ reason: new InternalError({ request, cause }) }))
      assert.include(inspect(logged), cause.message)
      assert.notInclude(inspect(logged, { depth: 10 }), token)
      assert.notInclude(JSON.stringify(logged), token)
    })
  )

  it.effect("fails with an error of the program, even with the tag of one of the client", () =>
    Effect.gen(function* () {
      const own = new NotFound()
      const { logged, result } = yield* outcomeOf(own)
      assert.strictEqual(result._tag === "Failure" && result.failure, own)
      assert.isEmpty(logged)
      for (const other of [undefined, null, "NotFound", { _tag: "NotFound" }, new Error("NotFound")]) {
        assert.isFalse(ErrorResponse.isFailure(other))
      }
    })
  )
})
