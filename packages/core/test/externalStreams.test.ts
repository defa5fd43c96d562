// Bodies that are streams, both ways: their length, their end, and what counts as progress.
import { StreamLength } from "@effect-connectycube/core/StreamLength"
import * as ExternalHost from "@effect-connectycube/core/client/ExternalHost"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientError from "effect/http/HttpClientError"
import * as HttpClientResponse from "effect/http/HttpClientResponse"
import * as Stream from "effect/Stream"
import { ending } from "./support/Things.ts"

const url = "https://elsewhere.test/upload"

const send = (request: Partial<ExternalHost.ExternalRequest> = {}) =>
  Effect.flatMap(ExternalHost.make, (host) =>
    host({
      operation: { name: "storage.upload", method: "POST", path: "/upload", retrySafety: "unsafe" },
      secrets: [],
      attempt: (attempt) => attempt.send({ url, ...request }),
      retryable: ExternalHost.retryable
    })
  )

const bytes = (text: string) => new TextEncoder().encode(text)

/** A server whose response is a stream. */
const responding = (stream: Stream.Stream<Uint8Array, unknown>, headers: Record<string, string> = {}) =>
  Effect.provideService(
    HttpClient.HttpClient,
    HttpClient.make((request) => {
      const response = HttpClientResponse.fromWeb(request, new Response(null, { headers }))
      const lost = (cause: unknown) =>
        new HttpClientError.HttpClientError({
          reason: new HttpClientError.DecodeError({ request, response, cause })
        })
      return Effect.succeed(Object.create(response, { stream: { get: () => Stream.mapError(stream, lost) } }))
    })
  )

const received = (stream: Stream.Stream<Uint8Array, unknown>, headers?: Record<string, string>) =>
  send().pipe(
    responding(stream, headers),
    Effect.flatMap((response) =>
      Stream.runFold(
        response.stream,
        () => 0,
        (sum, chunk) => sum + chunk.length
      )
    ),
    Effect.result
  )

describe("the body of a response", () => {
  const five = Stream.make(bytes("abc"), bytes("de"))

  const whole: ReadonlyArray<readonly [what: string, headers: Record<string, string>]> = [
    ["no length", {}],
    ["its length", { "content-length": "5" }],
    ["its length, and an encoding that is none", { "content-length": "5", "content-encoding": "identity" }],
    ["a length that is too small", { "content-length": "4" }],
    ["the length of what was compressed", { "content-length": "900", "content-encoding": "gzip" }],
    ["a length that is no number", { "content-length": "9x" }],
    ["a length that only ends with a number", { "content-length": "x9" }],
    ["a negative length", { "content-length": "-9" }]
  ]

  it.effect.each(whole)("with %s is whole", ([, headers]) =>
    Effect.gen(function* () {
      assert.deepInclude(yield* received(five, headers), { _tag: "Success", success: 5 })
    })
  )

  it.effect.each([{ "content-length": "6" }, { "content-length": "10", "content-encoding": "identity" }])(
    "that ends before its length is a lost connection: %j",
    (headers) =>
      Effect.gen(function* () {
        const result = yield* received(five, headers)
        assert.isTrue(result._tag === "Failure")
        assert.deepInclude(result._tag === "Failure" ? result.failure : {}, {
          _tag: "TransportError",
          operation: "storage.upload",
          method: "POST",
          path: "/upload",
          attempts: 1,
          reason: `The connection was closed after 5 of ${headers["content-length"]} bytes`
        })
      })
  )

  it.effect("that is not there is empty", () =>
    Effect.gen(function* () {
      const client = HttpClient.make((request) =>
        Effect.succeed(HttpClientResponse.fromWeb(request, new Response(null, { status: 204 })))
      )
      const { stream } = yield* Effect.provideService(send(), HttpClient.HttpClient, client)
      assert.deepStrictEqual(yield* Stream.runCollect(stream), [])
    })
  )

  it.effect("that breaks is a lost connection, with its reason", () =>
    Effect.gen(function* () {
      const result = yield* received(Stream.concat(five, Stream.fail(new Error("socket hang up"))))
      assert.deepInclude(result._tag === "Failure" ? result.failure : {}, {
        _tag: "TransportError",
        reason: "socket hang up"
      })
    })
  )

  it.effect("may take as long as it moves, and ends in a timeout when it does not move for 30 seconds", () =>
    Effect.gen(function* () {
      const every = (seconds: number) =>
        Stream.make(1, 2, 3, 4).pipe(Stream.mapEffect(() => Effect.delay(Effect.succeed(bytes("a")), seconds * 1000)))
      const slow = yield* ending(received(every(29)))
      assert.deepInclude(slow, { took: 116_000 })
      assert.deepInclude(slow.result, { _tag: "Success" })
      const stalled = yield* ending(Effect.flatMap(received(every(31)), Effect.fromResult))
      assert.strictEqual(stalled.took, 30_000)
      assert.deepInclude(stalled.result._tag === "Failure" ? stalled.result.failure : {}, {
        _tag: "CallTimeout",
        timeout: "attempt"
      })
    })
  )
})

describe("the text of a response", () => {
  const textOf = (...chunks: ReadonlyArray<Uint8Array>) => {
    let pulled = 0
    const stream = Stream.fromIterable(chunks).pipe(
      Stream.rechunk(1),
      Stream.tap(() => Effect.sync(() => void pulled++))
    )
    return send().pipe(
      responding(stream),
      Effect.flatMap(({ text }) => text),
      Effect.map((text) => ({ text, pulled }))
    )
  }

  it.effect("keeps a character whose bytes come apart", () =>
    Effect.gen(function* () {
      const [first = 0, second = 0] = bytes("é")
      assert.strictEqual((yield* textOf(bytes("caf"), Uint8Array.of(first), Uint8Array.of(second))).text, "café")
    })
  )

  it.effect("is read on at 64 KiB, and not beyond", () =>
    Effect.gen(function* () {
      const half = new Uint8Array(32 * 1024).fill(97)
      const { pulled, text } = yield* textOf(half, half, Uint8Array.of(98), Uint8Array.of(99))
      assert.strictEqual(pulled, 3)
      assert.strictEqual(text.length, 64 * 1024)
    })
  )
})

describe("the body of a request", () => {
  const upload = (stream: Stream.Stream<Uint8Array>, contentLength: number, parts?: ReadonlyArray<Uint8Array>) => ({
    body: { _tag: "Stream" as const, stream, contentType: "text/plain", contentLength, parts }
  })

  /** A server that reads the body to its end. */
  const reading = Effect.provideService(
    HttpClient.HttpClient,
    HttpClient.make((request) =>
      Effect.as(
        request.body._tag === "Stream" ? Effect.ignore(Stream.runDrain(request.body.stream)) : Effect.void,
        HttpClientResponse.fromWeb(request, new Response())
      )
    )
  )

  const every = (seconds: number) =>
    Stream.make(1, 2, 3, 4).pipe(Stream.mapEffect(() => Effect.delay(Effect.succeed(bytes("a")), seconds * 1000)))

  it.effect("may take as long as it moves, and ends in a timeout when it does not move for 30 seconds", () =>
    Effect.gen(function* () {
      const moving = yield* ending(send(upload(every(20), 4)).pipe(reading))
      assert.strictEqual(moving.took, 80_000)
      assert.strictEqual(moving.result._tag, "Success")
      const stalled = yield* ending(send(upload(every(31), 4)).pipe(reading))
      assert.strictEqual(stalled.took, 30_000)
      assert.deepInclude(stalled.result._tag === "Failure" ? stalled.result.failure : {}, {
        _tag: "CallTimeout",
        timeout: "attempt"
      })
    })
  )

  /** `fetch`, in a runtime that sends what is whole. */
  const whole = (respond: (init: RequestInit) => Promise<Response>) => {
    const inits: Array<RequestInit> = []
    const fetch: typeof globalThis.fetch = (_, init = {}) => {
      inits.push(init)
      return respond(init)
    }
    const provide = <A, E>(effect: Effect.Effect<A, E, HttpClient.HttpClient>) =>
      effect.pipe(
        Effect.provide(FetchHttpClient.layer),
        Effect.provideService(FetchHttpClient.Fetch, fetch),
        Effect.provideService(StreamLength, "whole")
      )
    return { inits, provide }
  }

  it.effect("is collected where a runtime cannot send a stream", () =>
    Effect.gen(function* () {
      const { inits, provide } = whole(() => Promise.resolve(new Response()))
      yield* provide(send(upload(Stream.make(bytes("ab"), bytes("c")), 3)))
      const [body] = inits.map(({ body }) => body)
      assert.instanceOf(body, Blob)
      assert.strictEqual(yield* Effect.promise(() => (body instanceof Blob ? body.text() : Promise.resolve(""))), "abc")
    })
  )

  it.effect("is an InvalidRequest where it would have to be collected and is longer than 16 MiB", () =>
    Effect.gen(function* () {
      const { inits, provide } = whole(() => Promise.resolve(new Response()))
      const error = yield* Effect.flip(provide(send(upload(Stream.make(bytes("a")), 16 * 1024 * 1024 + 1))))
      assert.deepInclude(error, { _tag: "InvalidRequest" })
      assert.deepStrictEqual("issues" in error ? error.issues.map(({ path }) => path) : [], ["size"])
      assert.include(error.message, "Expected at most 16777216 bytes of a stream, and there are 16777217")
      assert.strictEqual(inits.length, 0)
    })
  )

  it.effect("follows redirects, or not, as the request says", () =>
    Effect.gen(function* () {
      for (const redirect of ["follow", "manual"] as const) {
        const { inits, provide } = whole(() => Promise.resolve(new Response()))
        yield* provide(
          send({ redirect }).pipe(Effect.provideService(FetchHttpClient.RequestInit, { redirect: "error" }))
        )
        assert.deepStrictEqual(
          inits.map((init) => init.redirect),
          [redirect]
        )
      }
    })
  )
})
