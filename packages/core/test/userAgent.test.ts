import { InvalidConfig } from "@effect-connectycube/core/InvalidConfig"
import { UserAgent } from "@effect-connectycube/core/UserAgent"
import { assert, describe, it } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as Layer from "effect/Layer"
import { readFileSync } from "node:fs"
import * as ApiClient from "@effect-connectycube/core/client/ApiClient"
import { ConnectyCubeConfig } from "@effect-connectycube/core/ConnectyCubeConfig"
import * as Own from "../src/internal/userAgent.ts"
import { version } from "../src/internal/version.ts"
import * as Recorder from "./support/Recorder.ts"
import { asUser, client, options, Public, thing, WithApplicationKey, WithSession } from "./support/Things.ts"

const ok = Recorder.json(200, thing)
const ours = `effect-connectycube/${version} (${navigator.userAgent})`

describe("the version in the header", () => {
  it.each(["core", "effect-connectycube"])("is that of the package %s", (name) => {
    const path = new URL(`../../${name}/package.json`, import.meta.url)
    assert.strictEqual(version, JSON.parse(readFileSync(path, "utf8")).version)
  })
})

describe("the User-Agent", () => {
  it.effect("names the client with its version and the runtime, in each request, whatever its credentials", () =>
    Effect.gen(function* () {
      for (const group of [Public, WithApplicationKey, WithSession]) {
        const recorder = Recorder.make(Recorder.always(ok))
        const things = yield* client(group, recorder)
        yield* asUser("a-token")(Effect.andThen(things.read({ id: "1" }), things.create({ name: "lamp" })))
        assert.deepStrictEqual(
          recorder.requests.map(({ userAgent }) => userAgent),
          [ours, ours]
        )
      }
    })
  )

  it.effect("begins with the products of the application, each region having its own", () =>
    Effect.gen(function* () {
      const recorder = Recorder.make(Recorder.always(ok))
      const things = yield* client(Public, recorder)
      const read = things.read({ id: "1" })
      const shop = "shop/1.4.0 (+https://shop.example)"
      yield* read.pipe(Effect.provide(UserAgent.layer(shop)))
      yield* read.pipe(Effect.provideService(UserAgent, "job"))
      yield* read
      assert.deepStrictEqual(
        recorder.requests.map(({ userAgent }) => userAgent),
        [`${shop} ${ours}`, `job ${ours}`, ours]
      )
    })
  )

  it.effect("is the same for another session: the headers of one call are not those of the next", () =>
    Effect.gen(function* () {
      const recorder = Recorder.make(Recorder.always(ok))
      const things = yield* client(WithSession, recorder)
      for (const token of ["of-ada", "of-bob", "of-ada"]) yield* things.read({ id: "1" }).pipe(asUser(token))
      assert.deepStrictEqual(
        recorder.requests.map(({ headers, userAgent }) => [headers["cb-token"], userAgent]),
        [
          ["of-ada", ours],
          ["of-bob", ours],
          ["of-ada", ours]
        ]
      )
    })
  )

  it.effect("does not go to external hosts", () =>
    Effect.gen(function* () {
      const recorder = Recorder.make(Recorder.always(ok))
      const things = yield* client(Public, recorder, options, { external: true })
      yield* things.read({ id: "1" }).pipe(Effect.provideService(UserAgent, "shop/1"))
      assert.deepStrictEqual(
        recorder.requests.map(({ userAgent }) => userAgent),
        [undefined]
      )
    })
  )

  it("is not set in browsers, which have their own, and has no comment where the runtime names no product", () => {
    const browsers = [
      "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
    ]
    for (const browser of browsers) {
      assert.isUndefined(Own.headerOf("", browser))
      assert.isUndefined(Own.headerOf("shop/1", browser))
    }
    assert.strictEqual(Own.headerOf("", "Bun/1.3.1"), `effect-connectycube/${version} (Bun/1.3.1)`)
    for (const odd of ["Cloudflare-Workers", "a b", "a/1)\r\nx: y", ""]) {
      assert.strictEqual(Own.headerOf("", odd), `effect-connectycube/${version}`)
    }
  })
})

const grammatical = [
  "shop",
  "shop/1.4.0",
  "shop/1.4.0 job/2",
  "shop/1.4.0 (+https://shop.example; mailto:ops@shop.example)",
  "shop (a (b (c) d) (e)) job/1 (f)",
  String.raw`shop (a \) b)`,
  "a!#$%&'*+-.^_`|~9/b!#$%&'*+-.^_`|~9",
  `shop/${"1".repeat(251)}`
]

const product = "is no list of products and comments, such as shop/1.4.0 (+https://shop.example)"
const character = "has a line break, or a character that is not ASCII"

const wrong: ReadonlyArray<readonly [value: unknown, message: string]> = [
  ["shop/1\r\ncb-token: x", character],
  ["shop/1\nx", character],
  ["shop\u0000", character],
  ["shop (\u0000)", character],
  ["bücher/1", character],
  ["", product],
  [" shop", product],
  ["shop ", product],
  ["(comment) shop", product],
  ["shop (a", product],
  ["shop a)", product],
  ["shop (a))", product],
  ["shop/1/2", product],
  ["shop/", product],
  ["/1", product],
  ["my,shop/1", product],
  ["shop(a)", product],
  [String.raw`shop (a \)`, product],
  [`shop/${"1".repeat(252)}`, "is longer than 256 characters"],
  [5, "has to be text"],
  [undefined, "has to be text"]
]

const layerOf = (value: unknown): Layer.Layer<never, InvalidConfig> =>
  Reflect.apply(UserAgent.layer, undefined, [value])

describe("the products of an application", () => {
  it.effect.each(grammatical)("are as RFC 9110 has them: %s", (value) =>
    Effect.gen(function* () {
      const context = yield* Effect.scoped(Layer.build(layerOf(value)))
      assert.strictEqual(Context.get(context, UserAgent), value)
    })
  )

  it.effect.each(wrong)("are an InvalidConfig otherwise: %j", ([value, message]) =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(Effect.scoped(Layer.build(layerOf(value))))
      assert.instanceOf(error, InvalidConfig)
      assert.deepStrictEqual(error.issues, [
        { name: "UserAgent", message, purpose: "the User-Agent header", isMissing: false }
      ])
    })
  )

  it.effect("that were provided without a check are an InvalidRequest, and nothing is sent", () =>
    Effect.gen(function* () {
      const recorder = Recorder.make(Recorder.always(ok))
      const things = yield* client(Public, recorder)
      const bad = things.read({ id: "1" }).pipe(Effect.provideService(UserAgent, "shop/1\r\nx: y"))
      for (const error of [yield* Effect.flip(bad), yield* Effect.flip(bad)]) {
        assert.deepInclude(error, {
          _tag: "InvalidRequest",

          issues: [{ path: "", message: `UserAgent ${character}` }]
        })
      }
      assert.isEmpty(recorder.requests)
      assert.isTrue(Exit.isSuccess(yield* Effect.exit(things.read({ id: "1" }))))
    })
  )
})

describe("a User-Agent that a program sets", () => {
  const sentWith = (init: RequestInit) =>
    Effect.gen(function* () {
      const sent: Array<Headers> = []
      const fetch: typeof globalThis.fetch = (_, { headers } = {}) => {
        sent.push(new Headers(headers))
        return Promise.resolve(Response.json(thing))
      }
      const layer = Layer.mergeAll(
        FetchHttpClient.layer,
        ConnectyCubeConfig.layer(options),
        Layer.succeed(FetchHttpClient.Fetch, fetch)
      )
      yield* Effect.flatMap(ApiClient.make(Public), (things) => things.read({ id: "1" })).pipe(
        Effect.provideService(FetchHttpClient.RequestInit, init),
        Effect.provide(layer)
      )
      return sent.map((headers) => headers.get("user-agent"))
    })

  it.effect("in the options of fetch takes the place of ours", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* sentWith({ headers: { "User-Agent": "an app" } }), ["an app"])
      assert.deepStrictEqual(yield* sentWith({ headers: [["x-other", "1"]] }), [ours])
    })
  )
})
