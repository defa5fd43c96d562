// The steps of a call, where one meets another: retries and timeouts, retries and renewals, spans and methods.
import * as ApiClient from "@effect-connectycube/core/client/ApiClient"
import * as Method from "@effect-connectycube/core/client/Method"
import { ConnectyCubeConfig } from "@effect-connectycube/core/ConnectyCubeConfig"
import { TransportError } from "@effect-connectycube/core/ConnectyCubeError"
import { Redirect } from "@effect-connectycube/core/contract/Endpoint"
import { RetryPolicy } from "@effect-connectycube/core/RetryPolicy"
import { Timeouts } from "@effect-connectycube/core/Timeouts"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as Headers from "effect/http/Headers"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientError from "effect/http/HttpClientError"
import * as Layer from "effect/Layer"
import * as Schedule from "effect/Schedule"
import * as Stream from "effect/Stream"
import { ok, tooMany } from "./support/Calls.ts"
import * as Recorder from "./support/Recorder.ts"
import { errorResponse, reading, renewable } from "./support/Sessions.ts"
import { capture } from "./support/Spans.ts"
import { asUser, client, ending, inTime, options, Public, thing, WithAdministrationKey } from "./support/Things.ts"

const lostReply: Recorder.Reply = { lost: "before-headers" }

const reads = (...replies: ReadonlyArray<Recorder.Reply>) =>
  Effect.gen(function* () {
    const recorder = Recorder.make(Recorder.inOrder(...replies))
    const things = yield* client(Public, recorder)
    return { things, read: things.read({ id: "1" }), count: () => recorder.requests.length }
  })

const every = (policy: Partial<typeof RetryPolicy.standard>) =>
  Effect.provideService(RetryPolicy, { ...RetryPolicy.standard, ...policy })

describe("a retry", () => {
  it.effect("is not waited for when the call has no time left after the delay", () =>
    Effect.gen(function* () {
      const seconds = every({ connection: Schedule.spaced("1 second") })
      for (const call of ["1 second", "500 millis"] as const) {
        const { count, read } = yield* reads(lostReply, ok)
        const { result, took } = yield* ending(read.pipe(seconds, Effect.provide(Timeouts.layer({ call }))))
        assert.deepInclude(result._tag === "Failure" ? result.failure : {}, { _tag: "TransportError", attempts: 1 })
        assert.deepStrictEqual([took, count()], [0, 1])
      }
      const { read } = yield* reads(lostReply, ok)
      const { took } = yield* ending(read.pipe(seconds, Effect.provide(Timeouts.layer({ call: "1001 millis" }))))
      assert.strictEqual(took, 1000)
    })
  )

  it.effect("of an unsafe operation is made only where the policy allows it", () =>
    Effect.gen(function* () {
      for (const [retryUnsafe, requests] of [
        [true, 2],
        [false, 1]
      ] as const) {
        const { count, things } = yield* reads(tooMany(), ok)
        yield* ending(things.create({ name: "lamp" }).pipe(every({ retryUnsafe })))
        assert.strictEqual(count(), requests)
        const { count: safe, read } = yield* reads(tooMany(), ok)
        yield* ending(read.pipe(every({ retryUnsafe })))
        assert.strictEqual(safe(), 2)
      }
    })
  )

  it.effect("is not made for what a renewal fails with, which had its own retries", () =>
    Effect.gen(function* () {
      const error = new TransportError({
        operation: "auth.createSession",
        method: "POST",
        path: "/session",
        attempts: 4,
        reason: "ECONNREFUSED"
      })
      const { read, tokens } = yield* reading(() => ok)
      const { created, inSession } = yield* renewable("ada", { expired: true, create: () => Effect.fail(error) })
      assert.strictEqual(yield* inTime(Effect.flip(read.pipe(inSession))), error)
      assert.deepStrictEqual([created.count, tokens()], [1, []])
    })
  )

  it.effect("after a renewal renews no more", () =>
    Effect.gen(function* () {
      const replies = [errorResponse, tooMany(), errorResponse, ok]
      const { read, tokens } = yield* reading(() => replies.shift() ?? ok)
      const { created, inSession } = yield* renewable("ada")
      const error = yield* inTime(Effect.flip(read.pipe(inSession)))
      assert.deepInclude(error, { _tag: "Unauthorized", attempts: 3 })
      assert.deepStrictEqual([created.count, tokens()], [1, ["ada-0", "ada-1", "ada-1"]])
    })
  )
})

describe("a call without any time", () => {
  it.effect("makes one attempt", () =>
    Effect.gen(function* () {
      const { count, read } = yield* reads({ stalled: "headers" })
      const { result } = yield* ending(read.pipe(Effect.provide(Timeouts.layer({ call: "0 millis" }))))
      assert.deepInclude(result._tag === "Failure" ? result.failure : {}, {
        _tag: "CallTimeout",
        timeout: "call",
        attempts: 1
      })
      assert.strictEqual(count(), 1)
    })
  )
})

describe("a success", () => {
  it.effect("has a status from 200 to 299", () =>
    Effect.gen(function* () {
      for (const [status, tag] of [
        [200, "Success"],
        [299, "Success"],
        [300, "Failure"],
        [304, "Failure"]
      ] as const) {
        const { read } = yield* reads({ status, body: status === 304 ? null : JSON.stringify(thing) })
        assert.strictEqual((yield* ending(read)).result._tag, tag, String(status))
      }
    })
  )

  it.effect("of a redirect has any status that redirects", () =>
    Effect.gen(function* () {
      const group = HttpApiGroup.make("files").add(HttpApiEndpoint.get("get", "/file", { success: Redirect }))
      for (const status of [301, 302, 303, 307, 308, 200, 300, 304]) {
        const recorder = Recorder.make(
          Recorder.always({ status, headers: { location: "https://store.test/" }, body: null })
        )
        const files = yield* client(group, recorder)
        const { result } = yield* ending(files.get())
        assert.strictEqual(result._tag, [301, 302, 303, 307, 308].includes(status) ? "Success" : "Failure", `${status}`)
      }
    })
  )
})

describe("a call of the administrator", () => {
  it.effect("needs the key of the administration, and says how to give it", () =>
    Effect.gen(function* () {
      const { admin_api_key: _, ...without } = options
      const recorder = Recorder.make(Recorder.always(ok))
      const things = yield* client(WithAdministrationKey, recorder, without)
      const error = yield* inTime(Effect.flip(things.read({ id: "1" })))
      assert.deepInclude(error, {
        _tag: "InvalidRequest",
        issues: [
          { path: "", message: "Expected an administration API key: set admin_api_key or CONNECTYCUBE_ADMIN_API_KEY" }
        ]
      })
      assert.strictEqual(recorder.requests.length, 0)
    })
  )
})

describe("the span of a call", () => {
  const group = HttpApiGroup.make("steps").add(HttpApiEndpoint.get("read", "/read", { success: thingSchema() }))

  function thingSchema() {
    return Public.endpoints.read.success.values().next().value ?? Redirect
  }

  const namesOf = (observed: boolean | "steps") =>
    Effect.gen(function* () {
      const recorder = Recorder.make(Recorder.always(ok))
      const calls = yield* ApiClient.make(group, { observed }).pipe(
        Effect.provide(recorder.layer),
        Effect.provide(Layer.orDie(ConnectyCubeConfig.layer(options)))
      )
      const { spans, traced } = capture()
      const { all } = Method.named("chat", { all: calls.read() })
      yield* traced(all)
      return spans.map(({ name }) => name)
    })

  it.effect("has the name of its method, or of its endpoint where it is a step, or is not there", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* namesOf(true), ["chat.all", "GET /read"])
      assert.deepStrictEqual(yield* namesOf("steps"), ["steps.read", "GET /read"])
      assert.deepStrictEqual(yield* namesOf(false), ["GET /read"])
    })
  )

  it.effect("is not there where no tracer looks, and neither is that of the attempt", () =>
    Effect.gen(function* () {
      const seen: Array<unknown> = []
      const probe = HttpClient.make(() =>
        Effect.flatMap(Effect.option(Effect.currentSpan), (span) => {
          seen.push(span._tag)
          return Effect.never
        })
      )
      const things = yield* ApiClient.make(Public).pipe(
        Effect.provideService(HttpClient.HttpClient, probe),
        Effect.provide(Layer.orDie(ConnectyCubeConfig.layer(options)))
      )
      yield* ending(things.read({ id: "1" }), "30 seconds").pipe(every({ connection: Schedule.recurs(0) }), Effect.exit)
      assert.deepStrictEqual(seen, ["None"])
    })
  )
})

describe("a method", () => {
  const invalid = Method.invalidRequest({ identifier: "list", method: "GET", path: "/things" }, [])
  const operationOf = <A, E>(effect: Effect.Effect<A, E>) =>
    Effect.map(Effect.flip(effect), (error) => Reflect.get(Object(error), "operation"))

  it.effect("names what it fails with, whether it is a function, an effect or a stream", () =>
    Effect.gen(function* () {
      const named = Method.named("chat.messages", {
        list: (page: number) => (page > 0 ? invalid : Effect.void),
        count: invalid,
        all: Stream.fromEffect(invalid),
        each: () => Stream.fromEffect(invalid),
        version: 5
      })
      assert.strictEqual(yield* operationOf(named.list(1)), "chat.messages.list")
      assert.strictEqual(yield* operationOf(named.count), "chat.messages.count")
      assert.strictEqual(yield* operationOf(Stream.runDrain(named.all)), "chat.messages.all")
      assert.strictEqual(yield* operationOf(Stream.runDrain(named.each())), "chat.messages.each")
      assert.strictEqual(named.version, 5)
      assert.strictEqual(yield* operationOf(invalid), "list")
    })
  )

  it.effect("that is called by another has its own name", () =>
    Effect.gen(function* () {
      const { inner } = Method.named("users", { inner: invalid })
      const { outer } = Method.named("chat", { outer: Effect.andThen(Effect.void, inner) })
      assert.strictEqual(yield* operationOf(outer), "users.inner")
    })
  )
})

describe("a request", () => {
  const failing = (
    reason: (request: Parameters<Parameters<typeof HttpClient.make>[0]>[0]) => HttpClientError.HttpClientError["reason"]
  ) =>
    Effect.gen(function* () {
      const probe = HttpClient.make((request) =>
        Effect.fail(new HttpClientError.HttpClientError({ reason: reason(request) }))
      )
      const things = yield* ApiClient.make(Public).pipe(
        Effect.provideService(HttpClient.HttpClient, probe),
        Effect.provide(Layer.orDie(ConnectyCubeConfig.layer(options)))
      )
      return yield* inTime(Effect.flip(things.read({ id: "1" }))).pipe(
        Effect.provideService(RetryPolicy, RetryPolicy.none)
      )
    })

  it.effect("that cannot be written is an InvalidRequest", () =>
    Effect.gen(function* () {
      for (const error of [
        yield* failing((request) => new HttpClientError.EncodeError({ request, description: "no body" })),
        yield* failing((request) => new HttpClientError.InvalidUrlError({ request, description: "no body" }))
      ]) {
        assert.deepInclude(error, { _tag: "InvalidRequest", issues: [{ path: "", message: "no body" }] })
      }
    })
  )

  it.effect("that is lost says why, or at least in which way", () =>
    Effect.gen(function* () {
      const reasonOf = (details: { readonly cause?: unknown; readonly description?: string }) =>
        Effect.map(
          failing((request) => new HttpClientError.TransportError({ request, ...details })),
          (error) => Reflect.get(error, "reason")
        )
      assert.strictEqual(yield* reasonOf({ description: "gone" }), "gone")
      assert.strictEqual(yield* reasonOf({ cause: new Error("ECONNRESET") }), "ECONNRESET")
      assert.strictEqual(yield* reasonOf({ description: "gone", cause: new Error("x") }), "gone: x")
      for (const details of [{}, { cause: "x" }, { cause: new Error("") }]) {
        assert.strictEqual(yield* reasonOf(details), "TransportError")
      }
    })
  )

  it.effect("has no trace ids, and its secret headers are redacted beside those of the program", () =>
    Effect.gen(function* () {
      const seen: Array<unknown> = []
      const probe = HttpClient.make((_request, _url, _signal, fiber) => {
        seen.push(fiber.getRef(HttpClient.TracerPropagationEnabled), fiber.getRef(Headers.CurrentRedactedNames))
        return Effect.never
      })
      const things = yield* ApiClient.make(Public).pipe(
        Effect.provideService(HttpClient.HttpClient, probe),
        Effect.provide(Layer.orDie(ConnectyCubeConfig.layer(options)))
      )
      yield* ending(things.read({ id: "1" }), "3 minutes").pipe(
        Effect.provideService(RetryPolicy, RetryPolicy.none),
        Effect.provideService(Headers.CurrentRedactedNames, ["x-own"])
      )
      assert.deepStrictEqual(seen, [
        false,
        ["x-own", "cb-token", "cb-authkey", "cb-administration-api-key", "cb-account-key"]
      ])
    }).pipe(asUser("token"))
  )
})
