// The endpoint that ConnectyCube calls to find the user of a token, in a router, in memory.
import * as IdentityProvider from "@effect-connectycube/auth/IdentityProvider"
import { assert, describe, it } from "@effect/vitest"
import * as Cause from "effect/Cause"
import * as Context from "effect/Context"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as HttpRouter from "effect/http/HttpRouter"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as UrlParams from "effect/http/UrlParams"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Tracer from "effect/Tracer"
import { inspect } from "node:util"
import { leaksIn } from "../../core/test/support/Leaks.ts"

const simon = { id: 2345, login: "simon371", full_name: "Simon Davis" }
const token = "t0k3n of/simon+&é"

type Verify = IdentityProvider.Options<unknown, never>["verify"]

const verify: Verify = (given) => Effect.succeed(Redacted.value(given) === token ? Option.some(simon) : Option.none())

interface Setting {
  readonly verify?: Verify
  readonly parameter?: string
  /** What the server is provided with besides. */
  readonly server?: Layer.Layer<never>
}

/** A server of one route, its log, and its spans. */
const serve = ({ server = Layer.empty, ...options }: Setting = {}) =>
  Effect.gen(function* () {
    const lines: Array<string> = []
    const spans: Array<Tracer.NativeSpan> = []
    const tracer = Tracer.make({
      span: (options) => {
        const span = new Tracer.NativeSpan(options)
        spans.push(span)
        return span
      }
    })
    const { dispose, handler } = HttpRouter.toWebHandler(
      Layer.mergeAll(
        IdentityProvider.layer({ path: "/user/verify", verify, ...options }),
        Logger.layer([Logger.map(Logger.formatJson, (line) => void lines.push(line))]),
        Layer.succeed(Tracer.Tracer, tracer),
        server
      )
    )
    yield* Effect.addFinalizer(() => Effect.promise(dispose))
    const ask = (search: string, init?: RequestInit) =>
      Effect.promise(async () => {
        const response = await handler(new Request(`https://yourserver.test/user/verify${search}`, init))
        return { status: response.status, headers: response.headers, body: await response.text() }
      })
    return { ask, lines, spans }
  })

const search = (value: string, parameter = "token") => `?${new URLSearchParams({ [parameter]: value })}`

describe("the identity of a token", () => {
  it.effect("is returned in the documented format, and is not cached", () =>
    Effect.gen(function* () {
      const { ask } = yield* serve()
      const { body, headers, status } = yield* ask(search(token))
      assert.strictEqual(status, 200)
      assert.strictEqual(body, `{"user":{"id":2345,"login":"simon371","full_name":"Simon Davis"}}`)
      assert.strictEqual(headers.get("content-type"), "application/json")
      assert.strictEqual(headers.get("cache-control"), "no-store")
    })
  )

  it.effect("is taken from the parameter of the dashboard's mapping", () =>
    Effect.gen(function* () {
      const { ask } = yield* serve({ parameter: "access" })
      assert.strictEqual((yield* ask(search(token, "access"))).status, 200)
      assert.strictEqual((yield* ask(search(token))).status, 400)
    })
  )

  it.effect("has only its known fields, and no empty ones", () =>
    Effect.gen(function* () {
      const row = { id: "u-1", email: null, avatar: undefined, password_hash: "$2b$10$abc" }
      const { ask } = yield* serve({ verify: () => Effect.succeed(Option.some(row)) })
      assert.strictEqual((yield* ask(search(token))).body, `{"user":{"id":"u-1"}}`)
    })
  )

  it.effect("is returned with any other values: numbers as strings, and others left out", () =>
    Effect.gen(function* () {
      const row: { readonly id: string } & object = JSON.parse(
        '{ "id": "u-1", "login": 5, "email": false, "full_name": ["Ada"], "avatar": { "url": "a" } }'
      )
      const { ask } = yield* serve({ verify: () => Effect.succeed(Option.some(row)) })
      const { body, status } = yield* ask(search(token))
      assert.deepStrictEqual([status, body], [200, `{"user":{"id":"u-1","login":"5"}}`])
    })
  )

  it.effect("can come from a service of the server", () =>
    Effect.gen(function* () {
      class Owners extends Context.Service<Owners, ReadonlyMap<string, string>>()("test/Owners") {}
      const routes = IdentityProvider.layer({
        path: "/user/verify",
        verify: (token) =>
          Owners.useSync((owners) =>
            Option.map(Option.fromNullishOr(owners.get(Redacted.value(token))), (id) => ({ id }))
          )
      })
      const { dispose, handler } = HttpRouter.toWebHandler(
        Layer.mergeAll(routes, Layer.succeed(Owners, new Map([["a", "1"]]))),
        { disableLogger: true }
      )
      yield* Effect.addFinalizer(() => Effect.promise(dispose))
      const response = yield* Effect.promise(() => handler(new Request("https://yourserver.test/user/verify?token=a")))
      assert.strictEqual(yield* Effect.promise(() => response.text()), `{"user":{"id":"1"}}`)
    })
  )
})

describe("a request is rejected", () => {
  const errorResponses: ReadonlyArray<readonly [why: string, search: string, status: number, error: string]> = [
    ["without a token", "", 400, "Token is required"],
    ["with an empty one", "?token=", 400, "Token is required"],
    ["with one under another name", "?tokens=a&TOKEN=a", 400, "Token is required"],
    ["with two", `${search(token)}&token=b`, 400, "One token is expected"],
    ["with the same one twice", `${search(token)}&${search(token).slice(1)}`, 400, "One token is expected"],
    ["with one that belongs to nobody", "?token=another", 401, "Token invalid"],
    ["with one that is not even text", "?token=%E0%A4%A", 401, "Token invalid"]
  ]

  it.effect.each(errorResponses)("%s", ([, search, status, error]) =>
    Effect.gen(function* () {
      const { ask } = yield* serve()
      const response = yield* ask(search)
      assert.deepInclude(response, { status, body: JSON.stringify({ error }) })
      assert.strictEqual(response.headers.get("cache-control"), "no-store")
    })
  )

  it.effect.each(["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])("by %s", (method) =>
    Effect.gen(function* () {
      const { ask } = yield* serve()
      const response = yield* ask(search(token), { method })
      assert.deepInclude(response, { status: 405, body: `{"error":"Method not allowed"}` })
      assert.strictEqual(response.headers.get("allow"), "GET")
    })
  )

  it.effect("when its method is HEAD, without verifying the token", () =>
    Effect.gen(function* () {
      const { ask } = yield* serve()
      assert.deepInclude(yield* ask(search(token), { method: "HEAD" }), { status: 405, body: "" })
    })
  )

  const failures: ReadonlyArray<readonly [how: string, status: number, verify: Verify]> = [
    ["fails", 503, (token) => Effect.fail(new Error(`no row for ${Redacted.value(token)}`))],
    ["dies", 500, (token) => Effect.die(new Error(`no row for ${encodeURIComponent(Redacted.value(token))}`))],
    [
      "throws",
      500,
      (token) => {
        throw new Error(`no row for ${JSON.stringify(Redacted.value(token))}`)
      }
    ]
  ]

  it.effect.each(failures)(
    "when the verification %s, and the cause is logged without the token",
    ([, status, verify]) =>
      Effect.gen(function* () {
        const { ask, lines } = yield* serve({ verify })
        assert.deepInclude(yield* ask(search(token)), {
          status,
          body: `{"error":"Identity provider is not available"}`
        })
        assert.match(lines.join(""), /no row for [\\"]*<redacted>/)
        for (const line of lines) assert.deepStrictEqual(leaksIn({ token }, line), [], line)
      })
  )

  it.effect("when the verification was interrupted, such as by another request that it waits for", () =>
    Effect.gen(function* () {
      const { ask, lines } = yield* serve({ verify: () => Effect.interrupt })
      assert.deepInclude(yield* ask(search(token)), {
        status: 500,
        body: `{"error":"Identity provider is not available"}`
      })
      assert.include(lines.join(""), "could not be verified")
    })
  )

  it.effect("when the verification fails with a defect, and the whole cause is logged", () =>
    Effect.gen(function* () {
      const verify = () => Effect.ensuring(Effect.fail(new Error("no row")), Effect.die(new Error("no connection")))
      const { ask, lines } = yield* serve({ verify })
      assert.strictEqual((yield* ask(search(token))).status, 500)
      assert.include(lines.join(""), "no row")
      assert.include(lines.join(""), "no connection")
    })
  )

  it.effect.each(["", Number.NaN, 1.5])("when who it belongs to has no id that could tell users apart: %j", (id) =>
    Effect.gen(function* () {
      const { ask } = yield* serve({ verify: () => Effect.succeed(Option.some({ id })) })
      assert.strictEqual((yield* ask(search(token))).status, 500)
    })
  )
})

describe("a token", () => {
  const ends: ReadonlyArray<readonly [end: string, verify: Verify]> = [
    ["belongs to somebody", verify],
    ["belongs to nobody", () => Effect.succeed(Option.none())],
    ["cannot be verified", () => Effect.fail("why")]
  ]

  /** What exporters write of a span: why it failed in words. The failure itself holds the request. */
  const exported = ({ attributes, events, name, status }: Tracer.NativeSpan) => {
    const failed = status._tag === "Ended" && Exit.isFailure(status.exit) ? Cause.pretty(status.exit.cause) : ""
    return inspect([name, attributes, events, failed], { depth: 10 })
  }

  it.effect.each(ends)("that %s is in no log and no span of a server that redacts it", ([, verify]) =>
    Effect.gen(function* () {
      const { ask, lines, spans } = yield* serve({ verify, server: IdentityProvider.layerRedacted() })
      yield* ask(search(token))
      assert.isAbove(spans.length, 0)
      assert.isAbove(lines.length, 0)
      assert.deepStrictEqual(
        spans.map(({ attributes }) => attributes.get("url.query")),
        ["token=REDACTED"]
      )
      for (const text of [...lines, ...spans.map(exported)]) {
        assert.deepStrictEqual(leaksIn({ token }, text), [], text)
      }
    })
  )
})

describe("the plain handler", () => {
  const asked = (url: string) =>
    Effect.provideService(
      IdentityProvider.handler({ verify }),
      HttpServerRequest.HttpServerRequest,
      HttpServerRequest.fromWeb(new Request(new URL(url, "https://yourserver.test")))
    )

  it.effect("responds on any path, with any other parameters", () =>
    Effect.gen(function* () {
      assert.strictEqual((yield* asked(`/${search(token)}&application=1#token=x`)).status, 200)
      assert.strictEqual((yield* asked("/anywhere#?token=x")).status, 400)
    })
  )

  it.effect("stops verifying when its request is aborted", () =>
    Effect.gen(function* () {
      const begun = yield* Deferred.make<void>()
      const stopped = yield* Deferred.make<void>()
      const handler = IdentityProvider.handler({
        verify: () =>
          Effect.andThen(Deferred.succeed(begun, undefined), Effect.never).pipe(
            Effect.onInterrupt(() => Deferred.succeed(stopped, undefined))
          )
      })
      const request = HttpServerRequest.fromWeb(new Request(`https://yourserver.test/${search(token)}`))
      const fiber = yield* Effect.forkChild(
        Effect.provideService(handler, HttpServerRequest.HttpServerRequest, request)
      )
      yield* Deferred.await(begun)
      yield* Fiber.interrupt(fiber)
      assert.isTrue(yield* Deferred.isDone(stopped))
    })
  )
})

describe("the parameter of a token", () => {
  it.effect("ends where the fragment of the URL begins", () =>
    Effect.gen(function* () {
      const response = yield* Effect.provideService(
        IdentityProvider.handler({ verify }),
        HttpServerRequest.HttpServerRequest,
        HttpServerRequest.fromWeb(new Request("https://yourserver.test/")).modify({ url: `/${search(token)}#a\nb#c` })
      )
      assert.strictEqual(response.status, 200)
    })
  )

  it.effect("is redacted beside the names of each place where the layer is provided", () =>
    Effect.gen(function* () {
      const layer = IdentityProvider.layerRedacted({ parameter: "access" })
      const names = Effect.gen(function* () {
        return yield* UrlParams.CurrentRedactedNames
      })
      const within = (own: string) => Effect.provideService(UrlParams.CurrentRedactedNames, [own])
      const seen = yield* Effect.all([names, names.pipe(Effect.provide(layer), within("b"))]).pipe(
        Effect.provide(layer),
        within("a")
      )
      assert.deepStrictEqual(seen, [
        ["a", "access"],
        ["b", "access"]
      ])
    })
  )
})

describe("a number of an identity", () => {
  it.effect("is left out when it is not finite", () =>
    Effect.gen(function* () {
      const row: { readonly id: string } & object = Object.assign(
        { id: "u-1" },
        { login: Number.NaN, email: Number.POSITIVE_INFINITY }
      )
      const { ask } = yield* serve({ verify: () => Effect.succeed(Option.some(row)) })
      assert.strictEqual((yield* ask(search(token))).body, `{"user":{"id":"u-1"}}`)
    })
  )
})
