import { Unauthorized } from "@effect-connectycube/core/ConnectyCubeError"
import { isTokenRejected } from "@effect-connectycube/core/Session"
import * as ErrorBody from "@effect-connectycube/core/contract/ErrorBody"
import { assert, describe, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as TestClock from "effect/testing/TestClock"
import * as Recorder from "./support/Recorder.ts"
import { asUser, inTime } from "./support/Things.ts"
import { ok, reading, errorResponse, renewable } from "./support/Sessions.ts"

/** The first token is rejected with this, all others are good. */
const rejectedWith = (reply: Recorder.Reply) => reading((token) => (token === "ada-0" ? reply : ok))

const expiring = (header: string) => Recorder.json(200, { id: 1, name: "lamp" }, { "CB-Token-ExpirationDate": header })

/** The format of the header: `2023-09-04 07:22:36 UTC`. */
const written = (time: DateTime.Utc) =>
  DateTime.formatIso(time)
    .replace("T", " ")
    .replace(/\.\d+Z/, " UTC")

describe("before its token expires", () => {
  it.effect("a session in use is not renewed, since each call prolongs it by two hours", () =>
    Effect.gen(function* () {
      const { read, tokens } = yield* reading(() => ok)
      const { created, inSession } = yield* renewable("ada")
      for (let call = 0; call < 5; call++) {
        yield* read.pipe(inSession)
        yield* TestClock.adjust("118 minutes")
      }
      assert.strictEqual(created.count, 0)
      assert.deepStrictEqual(new Set(tokens()), new Set(["ada-0"]))
    })
  )

  it.effect("a session is renewed by a call two hours after the last one, less a minute", () =>
    Effect.gen(function* () {
      const { read, tokens } = yield* reading(() => ok)
      const { created, inSession } = yield* renewable("ada")
      yield* TestClock.adjust("1 hour")
      yield* read.pipe(inSession)
      yield* TestClock.adjust("118 minutes")
      yield* TestClock.adjust("59999 millis")
      assert.strictEqual(created.count, 0)
      yield* TestClock.adjust("1 millis")
      yield* read.pipe(inSession)
      yield* read.pipe(inSession)
      assert.strictEqual(created.count, 1)
      assert.deepStrictEqual(tokens(), ["ada-0", "ada-1", "ada-1"])
    })
  )

  it.effect("a session is renewed by the time in the header, when there is one", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(Date.parse("2023-09-04T07:00:00Z"))
      const ends = DateTime.makeUnsafe("2023-09-04T07:22:36Z")
      for (const header of [written(ends), "2023-09-04 07:22:36 +0000", "2023-09-04T07:22:36Z"]) {
        yield* TestClock.setTime(Date.parse("2023-09-04T07:00:00Z"))
        const { read, tokens } = yield* reading((token) => (token === "ada-0" ? expiring(header) : ok))
        const { inSession } = yield* renewable("ada")
        yield* read.pipe(inSession)
        yield* TestClock.setTime(Date.parse("2023-09-04T07:21:35Z"))
        yield* read.pipe(inSession)
        yield* TestClock.setTime(Date.parse("2023-09-04T07:21:36Z"))
        yield* read.pipe(inSession)
        assert.deepStrictEqual(tokens(), ["ada-0", "ada-0", "ada-1"])
      }
    })
  )

  it.effect("a session uses two hours when the header is invalid", () =>
    Effect.gen(function* () {
      const { read, tokens } = yield* reading(() => expiring("soon"))
      const { inSession } = yield* renewable("ada")
      yield* read.pipe(inSession)
      yield* TestClock.adjust("118 minutes")
      yield* read.pipe(inSession)
      assert.deepStrictEqual(tokens(), ["ada-0", "ada-0"])
    })
  )

  it.effect("a late response to an earlier token does not change the expiration of the current one", () =>
    Effect.gen(function* () {
      const { created, session } = yield* renewable("ada", { expired: true })
      const earlier = { ...(yield* session.getToken), generation: 0 }
      const now = yield* DateTime.now
      session.setExpiration(earlier, DateTime.addDuration(now, "10 minutes"), now.epochMilliseconds)
      yield* TestClock.adjust("1 hour")
      yield* session.getToken
      assert.strictEqual(created.count, 1)
    })
  )

  it.effect("a session is not renewed at each call when the clock of the server is behind", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(Date.parse("2023-09-04T12:00:00Z"))
      const { read, tokens } = yield* reading(() => expiring("2023-09-04 07:22:36 UTC"))
      const { created, inSession } = yield* renewable("ada")
      yield* Effect.replicateEffect(read.pipe(inSession), 5)
      assert.strictEqual(created.count, 0)
      assert.deepStrictEqual(tokens(), ["ada-0", "ada-0", "ada-0", "ada-0", "ada-0"])
    })
  )
})

const errorResponses: ReadonlyArray<string> = [
  `{"errors":{"base":["Required session does not exist"]}}`,
  `{"errors":["Token is required"]}`,
  `{"errors":["Unauthorized"]}`,
  `{"errors":{"base":["Unauthorized"]}}`,
  `{"errors":"Token is required"}`,
  `{"errors":{"token":["is invalid"]}}`,
  `{"code":401,"message":"Required session does not exist"}`,
  `"Token is required"`,
  "Unauthorized",
  "{}",
  " ",
  ""
]

const otherwise: ReadonlyArray<readonly [status: number, body: string]> = [
  [401, `{"errors":["Invalid password"]}`],
  [401, `{"errors":["Unexpected signature"]}`],
  [401, `{"errors":{"base":["Unauthorized on remote side"]}}`],
  [401, "<html><title>401 Authorization Required</title></html>"],
  [403, `{"errors":{"base":["Forbidden. Need user."]}}`],
  [403, `{"errors":["Token is required"]}`],
  [422, `{"errors":{"base":["Token invalid"]}}`],
  [404, ""]
]

describe("when its token is rejected", () => {
  it.effect.each(errorResponses)("a session is renewed, and the call is retried once: 401 %j", (body) =>
    Effect.gen(function* () {
      const { read, tokens } = yield* rejectedWith({ status: 401, body })
      const { created, inSession } = yield* renewable("ada")
      assert.deepStrictEqual(yield* read.pipe(inSession), { id: 1, name: "lamp" })
      assert.deepStrictEqual(tokens(), ["ada-0", "ada-1"])
      yield* read.pipe(inSession)
      assert.deepStrictEqual(tokens(), ["ada-0", "ada-1", "ada-1"])
      assert.strictEqual(created.count, 1)
    })
  )

  it.effect.each(otherwise)("a session is not renewed by an error about something else: %d %j", ([status, body]) =>
    Effect.gen(function* () {
      const { read, tokens } = yield* rejectedWith({ status, body })
      const { created, inSession } = yield* renewable("ada")
      assert.deepInclude(yield* Effect.flip(read.pipe(inSession)), { status, attempts: 1 })
      assert.deepStrictEqual(tokens(), ["ada-0"])
      assert.strictEqual(created.count, 0)
    })
  )

  it("the rejection is recognized by the messages alone", () => {
    const error = (body: string) =>
      new Unauthorized({
        operation: "things.read",
        method: "GET",
        path: "/things/:id",
        attempts: 1,
        status: 401,
        errors: ErrorBody.parse(body),
        body
      })
    for (const body of errorResponses) assert.isTrue(isTokenRejected(error(body)), body)
    for (const [, body] of otherwise.slice(0, 4)) assert.isFalse(isTokenRejected(error(body)), body)
  })

  it.effect("a write is retried too, since it was not handled", () =>
    Effect.gen(function* () {
      const { things, tokens } = yield* rejectedWith(errorResponse)
      const { inSession } = yield* renewable("ada")
      yield* things.create({ name: "lamp" }).pipe(inSession)
      assert.deepStrictEqual(tokens(), ["ada-0", "ada-1"])
    })
  )

  it.effect("a session whose new tokens are rejected too is renewed once for the call, which then fails", () =>
    Effect.gen(function* () {
      const { read, tokens } = yield* reading(() => errorResponse)
      const { created, inSession } = yield* renewable("ada")
      assert.deepInclude(yield* Effect.flip(read.pipe(inSession)), {
        _tag: "Unauthorized",
        errors: { base: ["Required session does not exist"] },
        attempts: 2
      })
      assert.deepStrictEqual(tokens(), ["ada-0", "ada-1"])
      assert.strictEqual(created.count, 1)
    })
  )

  it.effect("a session that is only a token fails with the error of the server", () =>
    Effect.gen(function* () {
      const { read, tokens } = yield* reading(() => errorResponse)
      assert.deepInclude(yield* Effect.flip(read.pipe(asUser("ada-0"))), { _tag: "Unauthorized", attempts: 1 })
      assert.deepStrictEqual(tokens(), ["ada-0"])
    })
  )

  it.effect("a stopped session is not renewed, neither then nor when its token expires", () =>
    Effect.gen(function* () {
      const { read, tokens } = yield* reading(() => errorResponse)
      const { created, inSession, session } = yield* renewable("ada", { expired: true })
      yield* session.stopRenewal
      assert.deepInclude(yield* Effect.flip(read.pipe(inSession)), { _tag: "Unauthorized", attempts: 1 })
      assert.deepStrictEqual(tokens(), ["ada-0"])
      assert.strictEqual(created.count, 0)
    })
  )

  it.effect("a session that is stopped in mid-renewal keeps its old token", () =>
    Effect.gen(function* () {
      const { read, tokens } = yield* reading(() => ok)
      const { inSession, session } = yield* renewable("ada", {
        expired: true,
        create: (token) => Effect.delay(Effect.succeed(token), "1 minute")
      })
      const calling = yield* Effect.forkChild(read.pipe(inSession), { startImmediately: true })
      yield* session.stopRenewal
      yield* TestClock.adjust("1 minute")
      yield* Effect.exit(Effect.suspend(() => calling.pollUnsafe() ?? Effect.die(new Error("still waiting"))))
      yield* read.pipe(inSession)
      assert.deepStrictEqual(new Set(tokens()), new Set(["ada-0"]))
    })
  )
})

describe("a call that ends the session", () => {
  const gone: Recorder.Reply = { status: 200 }
  const lost: Recorder.Reply = { lost: "before-headers" }

  /** What these replies, one for each request, make of the call and of one after it. */
  const leaving = (...replies: ReadonlyArray<Recorder.Reply>) =>
    Effect.gen(function* () {
      const handler = Recorder.inOrder(...replies)
      const { read, things, tokens } = yield* reading((_, request) => handler(request))
      const { inSession } = yield* renewable("ada")
      const left = yield* inTime(Effect.result(things.leave().pipe(inSession)), "1 hour")
      return { left: Result.isSuccess(left) ? "left" : left.failure._tag, read: read.pipe(inSession), tokens }
    })

  it.effect("stops its renewal, once it has succeeded", () =>
    Effect.gen(function* () {
      const { left, read, tokens } = yield* leaving(gone, errorResponse)
      assert.strictEqual(left, "left")
      assert.strictEqual((yield* Effect.flip(read))._tag, "Unauthorized")
      assert.deepStrictEqual(tokens(), ["ada-0", "ada-0"])
    })
  )

  it.effect("is retried in a new session, when the server rejects its token", () =>
    Effect.gen(function* () {
      const { left, tokens } = yield* leaving(errorResponse, gone)
      assert.strictEqual(left, "left")
      assert.deepStrictEqual(tokens(), ["ada-0", "ada-1"])
    })
  )

  it.effect("does not stop its renewal, when it has failed", () =>
    Effect.gen(function* () {
      const { left, read, tokens } = yield* leaving(Recorder.json(403, { errors: ["no"] }), errorResponse, ok)
      assert.strictEqual(left, "Forbidden")
      yield* read
      assert.deepStrictEqual(tokens(), ["ada-0", "ada-0", "ada-1"])
    })
  )

  // The user of a new session would be another one, where a login creates users.
  it.effect.each([
    ["a lost response", lost],
    ["a response that never comes", { stalled: "headers" }],
    ["a 502", Recorder.json(502, {})]
  ] as const)("is not retried in a new session after %s, since the session may be over", ([, reply]) =>
    Effect.gen(function* () {
      const { left, tokens } = yield* leaving(reply, errorResponse)
      assert.strictEqual(left, "Unauthorized")
      assert.deepStrictEqual(tokens(), ["ada-0", "ada-0"])
    })
  )

  it.effect.each([429, 503])("is retried in a new session after a %d, which was not handled", (status) =>
    Effect.gen(function* () {
      const { left, tokens } = yield* leaving(Recorder.json(status, {}), errorResponse, gone)
      assert.strictEqual(left, "left")
      assert.deepStrictEqual(tokens(), ["ada-0", "ada-0", "ada-1"])
    })
  )

  it.effect("does not keep other calls from a new session", () =>
    Effect.gen(function* () {
      const { left, read, tokens } = yield* leaving(lost, errorResponse, errorResponse, ok)
      assert.strictEqual(left, "Unauthorized")
      yield* read
      assert.deepStrictEqual(tokens(), ["ada-0", "ada-0", "ada-0", "ada-1"])
    })
  )
})
