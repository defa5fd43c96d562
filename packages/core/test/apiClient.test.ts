// What calls are built on: the `HttpClient`, its options and the configuration, and the credentials of the contract.
import * as ApiClient from "@effect-connectycube/core/client/ApiClient"
import * as ExternalHost from "@effect-connectycube/core/client/ExternalHost"
import * as Paging from "@effect-connectycube/core/client/Paging"
import { ConnectyCubeConfig } from "@effect-connectycube/core/ConnectyCubeConfig"
import { Redirect } from "@effect-connectycube/core/contract/Endpoint"
import { assert, describe, it } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpClient from "effect/http/HttpClient"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import * as Recorder from "./support/Recorder.ts"
import {
  asUser,
  client,
  inTime,
  options,
  Public,
  thing,
  WithAdministrationKey,
  WithApplicationKey,
  WithSession
} from "./support/Things.ts"

const ok = Recorder.json(200, thing)

class Reader extends Context.Service<Reader, { readonly read: Effect.Effect<unknown, unknown> }>()("test/Reader") {}

/** One layer, which is used for several clients and applications. */
const reader = ApiClient.layer(
  Reader,
  Effect.map(ApiClient.make(Public), ({ read }) => Reader.of({ read: read({ id: "1" }) }))
)

const read = Effect.flatMap(Reader, ({ read }) => read)

const config = (api_url: string) => Layer.orDie(ConnectyCubeConfig.layer({ ...options, api_url }))

describe("one layer of a service", () => {
  it.effect("is built for each client and each configuration that it is provided with", () =>
    Effect.gen(function* () {
      const first = Recorder.make(Recorder.always(ok))
      const second = Recorder.make(Recorder.always(ok))
      const one = config("https://one.test")
      const reading = (recorder: Recorder.Recorder, config: Layer.Layer<ConnectyCubeConfig>) =>
        read.pipe(Effect.provide(reader), Effect.provide(recorder.layer), Effect.provide(config))
      yield* Effect.all([
        reading(first, one),
        read,
        reading(second, one),
        reading(first, config("https://two.test")),
        read
      ]).pipe(Effect.provide(reader), Effect.provide(first.layer), Effect.provide(one))
      assert.deepStrictEqual(
        [first, second].map(({ requests }) => requests.map(({ url }) => new URL(url).host)),
        [["one.test", "one.test", "two.test", "one.test"], ["one.test"]]
      )
    })
  )

  it.effect("is built for each set of options for fetch", () =>
    Effect.gen(function* () {
      const seen: Array<string | undefined> = []
      const fetching =
        (name: string): typeof globalThis.fetch =>
        (_, init) => {
          seen.push(`${name} ${init?.credentials}`)
          return Promise.resolve(Response.json(thing))
        }
      const reading = read.pipe(Effect.provide(reader))
      const within = (name: string, credentials: RequestCredentials) => (effect: typeof reading) =>
        effect.pipe(
          Effect.provideService(FetchHttpClient.Fetch, fetching(name)),
          Effect.provideService(FetchHttpClient.RequestInit, { credentials })
        )
      const none = yield* Effect.provide(ApiClient.clientInputs, FetchHttpClient.layer)
      assert.strictEqual(none.length, 3)
      assert.strictEqual(none[1], none[2])
      yield* Effect.all([
        reading.pipe(within("a", "omit")),
        reading.pipe(within("b", "omit")),
        reading.pipe(within("b", "include"))
      ]).pipe(Effect.provide(FetchHttpClient.layer), Effect.provide(config("https://one.test")))
      assert.deepStrictEqual(seen, ["a omit", "b omit", "b include"])
    })
  )
})

describe("the credentials of a call", () => {
  it.effect("are those of its contract", () =>
    Effect.gen(function* () {
      const recorder = Recorder.make(Recorder.always(ok))
      yield* Effect.flatMap(client(Public, recorder), (things) => things.read({ id: "1" }))
      yield* Effect.flatMap(client(WithApplicationKey, recorder), (things) => things.read({ id: "1" }))
      yield* Effect.flatMap(client(WithAdministrationKey, recorder), (things) => things.read({ id: "1" }))
      yield* Effect.flatMap(client(WithSession, recorder), (things) => things.read({ id: "1" }))
      assert.deepStrictEqual(
        recorder.requests.map(({ headers }) => Object.entries(headers).filter(([name]) => name.startsWith("cb-"))),
        [
          [],
          [["cb-authkey", "auth-key-of-the-tests"]],
          [["cb-administration-api-key", "admin-key-of-the-tests"]],
          [["cb-token", "token-of-ada"]]
        ]
      )
    }).pipe(asUser("token-of-ada"))
  )

  it.effect("are none on an external host, and calls there are no calls of the API", () =>
    Effect.gen(function* () {
      const inits: Array<unknown> = []
      const probe = HttpClient.make((_request, _url, _signal, fiber) => {
        inits.push(Context.getOrUndefined(fiber.context, FetchHttpClient.RequestInit))
        return Effect.never
      })
      const calling = (external?: boolean) =>
        ApiClient.make(Public, external === undefined ? {} : { external }).pipe(
          Effect.provideService(HttpClient.HttpClient, probe),
          Effect.provide(config("https://one.test")),
          Effect.flatMap((things) => inTime(Effect.exit(things.read({ id: "1" })), "10 minutes"))
        )
      yield* calling()
      const [plain] = inits.splice(0)
      yield* calling(true)
      const [external] = inits
      assert.deepStrictEqual(plain, { redirect: "manual" })
      assert.deepStrictEqual(external, { redirect: "manual", credentials: "omit" })
    })
  )
})

describe("a redirect", () => {
  it.effect("is a response where the contract says so, whatever the options of the program are", () =>
    Effect.gen(function* () {
      const inits: Array<unknown> = []
      const probe = HttpClient.make((_request, _url, _signal, fiber) => {
        inits.push(Context.getOrUndefined(fiber.context, FetchHttpClient.RequestInit))
        return Effect.never
      })
      const group = HttpApiGroup.make("files").add(
        HttpApiEndpoint.get("download", "/file", { success: Redirect }),
        HttpApiEndpoint.get("read", "/text", { success: Schema.Struct({ text: Schema.String }) })
      )
      const files = yield* ApiClient.make(group).pipe(
        Effect.provideService(HttpClient.HttpClient, probe),
        Effect.provide(config("https://one.test")),
        Effect.provideService(FetchHttpClient.RequestInit, { redirect: "follow" })
      )
      yield* inTime(Effect.exit(files.download()), "10 minutes")
      const [download] = inits.splice(0)
      yield* inTime(Effect.exit(files.read()), "10 minutes")
      assert.deepStrictEqual([download, inits[0]], [{ redirect: "manual" }, { redirect: "follow" }])
    })
  )
})

describe("a call to an external host", () => {
  const operation = { name: "links.preview", method: "GET", path: "/unfurl", retrySafety: "safe" } as const

  it.effect("knows its attempts, its operation and its secrets", () =>
    Effect.gen(function* () {
      const recorder = Recorder.make(Recorder.inOrder({ lost: "before-headers" }, { status: 204, body: null }))
      const seen: Array<unknown> = []
      const host = yield* Effect.provide(ExternalHost.make, recorder.layer)
      const { status } = yield* inTime(
        host({
          operation,
          secrets: ["s3cr3t"],
          attempt: (attempt) =>
            Effect.suspend(() => {
              seen.push(attempt.attempts)
              return Effect.tap(attempt.send({ url: "https://elsewhere.test/" }), () =>
                Effect.sync(() => {
                  seen.push(attempt.attempts, attempt.mask("my s3cr3t"), attempt.operation.name)
                })
              )
            }),
          retryable: ExternalHost.retryable
        })
      )
      assert.strictEqual(status, 204)
      assert.deepStrictEqual(seen, [0, 1, 2, "my <redacted>", "links.preview"])
      assert.deepStrictEqual(
        recorder.requests.map(({ method }) => method),
        ["GET", "GET"]
      )
    })
  )
})

describe("a group with other things than endpoints", () => {
  it.effect("has a call for each endpoint only", () =>
    Effect.gen(function* () {
      const recorder = Recorder.make(Recorder.always(ok))
      const group = HttpApiGroup.make("things").add(
        HttpApiEndpoint.get("read", "/read", { success: Schema.Struct({ id: Schema.Int, name: Schema.String }) })
      )
      const calls = yield* client(group, recorder)
      assert.deepStrictEqual(Object.keys(calls), ["read"])
    })
  )
})

describe("a page that is the one before again", () => {
  const list = { idOf: (): undefined => undefined, textOf: (item: string) => item }

  const reading = (total: number | undefined, ...pages: ReadonlyArray<ReadonlyArray<string>>) =>
    Stream.runCollect(
      Paging.items(list, {
        start: 0,
        read: (index: number) => Effect.succeed(pages[index] ?? []),
        items: (page) => page,
        ...(total === undefined ? {} : { total: () => total }),
        next: (index, page) => Result.succeed(page.length === 0 ? Option.none() : Option.some(index + 1))
      })
    ).pipe(Effect.result)

  it.effect("is taken for a server that begins again, the third time, where a list does not say how long it is", () =>
    Effect.gen(function* () {
      const same = ["a", "b"]
      const twice = yield* reading(undefined, same, same, ["c"])
      assert.deepInclude(twice, { _tag: "Success", success: [...same, ...same, "c"] })
      const thrice = yield* reading(undefined, same, same, same, ["c"])
      assert.isTrue(Result.isFailure(thrice))
      assert.deepInclude(Result.isFailure(thrice) ? thrice.failure : {}, {
        _tag: "DecodeError",
        issues: [{ path: "", message: "Expected other items than those of the pages before" }]
      })
      assert.isTrue(Result.isSuccess(yield* reading(9, same, same, same, ["c"])))
    })
  )

  it.effect("is not one whose strategy says what is wrong with it, which fails at once", () =>
    Effect.gen(function* () {
      const issue = { path: "items", message: "Expected an order" }
      const result = yield* Stream.runCollect(
        Paging.items(list, {
          start: 0,
          read: () => Effect.succeed(["a"]),
          items: (page: ReadonlyArray<string>) => page,
          next: () => Result.fail(issue)
        })
      ).pipe(Effect.result)
      assert.deepInclude(Result.isFailure(result) ? result.failure : {}, { _tag: "DecodeError", issues: [issue] })
    })
  )
})
