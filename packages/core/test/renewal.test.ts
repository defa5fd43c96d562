/** The renewal of a session, and the call that waits for it. */
import { ConnectyCubeClient } from "@effect-connectycube/core/ConnectyCubeClient"
import { ConnectyCubeConfig } from "@effect-connectycube/core/ConnectyCubeConfig"
import { RetryPolicy } from "@effect-connectycube/core/RetryPolicy"
import * as Session from "@effect-connectycube/core/Session"
import { Timeouts } from "@effect-connectycube/core/Timeouts"
import * as Method from "@effect-connectycube/core/client/Method"
import { assert, describe, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Schedule from "effect/Schedule"
import * as Schema from "effect/Schema"
import * as Recorder from "./support/Recorder.ts"
import { ending, options } from "./support/Things.ts"

const expired: Recorder.Reply = { status: 401, body: '{"errors":["Token is invalid"]}' }

/** A session whose token is made by a request, and a method that is called in it. */
const scene = (handler: Recorder.Handler) =>
  Effect.gen(function* () {
    const recorder = Recorder.make(handler)
    const layer = ConnectyCubeClient.layer.pipe(
      Layer.provide(Layer.orDie(ConnectyCubeConfig.layer(options))),
      Layer.provide(recorder.layer)
    )
    const client = yield* Effect.provide(ConnectyCubeClient, layer)
    const response = Schema.Struct({ token: Schema.String })
    const request = client.request({ method: "GET", path: "/token", credentials: "none", response })
    const expiresAt = DateTime.addDuration(yield* DateTime.now, "1 hour")
    const session = yield* Session.makeRenewable({
      initial: { token: Redacted.make("old-token-aaaa"), expiresAt },
      create: Effect.map(request, ({ token }) => ({ token: Redacted.make(token), expiresAt }))
    })
    const { read } = Method.named("things", { read: client.request({ method: "GET", path: "/thing" }) })
    return { recorder, call: Effect.provideService(read, Session.Session, session) }
  })

const pathsOf = ({ requests }: Recorder.Recorder) => requests.map(({ path }) => path)

describe("a renewal that fails", () => {
  it.effect("is not retried by the call that waits for it, and keeps its own name", () =>
    Effect.gen(function* () {
      const { call, recorder } = yield* scene(({ path }) => (path === "/token" ? { status: 503 } : expired))
      const { result } = yield* ending(call)
      assert.deepStrictEqual(pathsOf(recorder), ["/thing", ...Array.from({ length: 5 }, () => "/token")])
      assert.deepInclude(Result.getOrThrow(Result.flip(result)), {
        _tag: "ServiceUnavailable",
        operation: "ConnectyCubeClient.request",
        path: "/token",
        attempts: 5
      })
    })
  )
})

describe("a renewal", () => {
  it.effect("has no transform of the call that happens to start it", () =>
    Effect.gen(function* () {
      const token = Recorder.json(200, { token: "new-token-bbbb" })
      const { call, recorder } = yield* scene((request) => {
        if (request.path === "/token") return token
        return request.headers["cb-token"] === "old-token-aaaa" ? expired : { status: 200 }
      })
      yield* ConnectyCubeClient.withTransform(
        call,
        HttpClient.mapRequest(HttpClientRequest.setHeader("x-job", "import"))
      )
      assert.deepStrictEqual(
        recorder.requests.map(({ headers, path }) => [path, headers["x-job"]]),
        [
          ["/thing", "import"],
          ["/token", undefined],
          ["/thing", "import"]
        ]
      )
    })
  )

  it.effect("leaves both tokens out of the errors of its call", () =>
    Effect.gen(function* () {
      const { call } = yield* scene((request) => {
        if (request.path === "/token") return Recorder.json(200, { token: "new-token-bbbb" })
        return request.headers["cb-token"] === "old-token-aaaa"
          ? expired
          : { status: 422, body: '{"errors":["old-token-aaaa was replaced by new-token-bbbb"]}' }
      })
      const error = yield* Effect.flip(call)
      assert.strictEqual(error._tag, "UnprocessableEntity")
      assert.notMatch(JSON.stringify(error) + error.message, /old-token-aaaa|new-token-bbbb/)
    })
  )
})

describe("the timeout of a call", () => {
  it.effect("ends a schedule that waits by itself", () =>
    Effect.gen(function* () {
      const { call } = yield* scene(() => ({ status: 503 }))
      const slow = Schedule.recurs(3).pipe(Schedule.tap(() => Effect.sleep("5 minutes")))
      const { result, took } = yield* ending(
        call.pipe(
          Effect.provide(RetryPolicy.layer({ serviceUnavailable: slow })),
          Effect.provide(Timeouts.layer({ call: "1 minute" }))
        )
      )
      assert.isTrue(Result.isFailure(result))
      assert.strictEqual(took, 60_000)
    })
  )
})
