import { Timeouts } from "@effect-connectycube/core/Timeouts"
import * as ExternalHost from "@effect-connectycube/core/client/ExternalHost"
import { assert, describe, it } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientResponse from "effect/http/HttpClientResponse"
import * as Stream from "effect/Stream"
import * as Recorder from "./support/Recorder.ts"
import { capture } from "./support/Spans.ts"
import { ending, inTime } from "./support/Things.ts"

const url = "https://elsewhere.test/unfurl?secret=s3cr3t"

const send = (request: Partial<ExternalHost.ExternalRequest> = {}, method: "GET" | "POST" = "POST") =>
  Effect.flatMap(ExternalHost.make, (host) =>
    host({
      operation: { name: "links.preview", method, path: "/unfurl", retrySafety: "unsafe" },
      secrets: ["s3cr3t"],
      attempt: (attempt) => attempt.send({ url, ...request }),
      retryable: ExternalHost.retryable
    })
  )

const sent = (reply: Recorder.Reply, request?: Partial<ExternalHost.ExternalRequest>) => {
  const recorder = Recorder.make(Recorder.always(reply))
  return Effect.succeed({ recorder, response: Effect.provide(send(request), recorder.layer) })
}

/** The options of the `fetch` calls that a request makes, in a program that has options of its own. */
const fetched = (request: Partial<ExternalHost.ExternalRequest>, options: RequestInit = {}) => {
  const calls: Array<RequestInit> = []
  const fetch: typeof globalThis.fetch = (_, init = {}) => {
    calls.push(init)
    return Promise.resolve(new Response(null, { status: 301, headers: { location: "https://evil.test/" } }))
  }
  return Effect.gen(function* () {
    const response = yield* send(request, request.body === undefined ? "GET" : "POST")
    return { status: response.status, headers: new Headers(calls[0]?.headers), init: calls[0] ?? {}, calls }
  }).pipe(
    Effect.withSpan("request"),
    Effect.provide(FetchHttpClient.layer),
    Effect.provideService(FetchHttpClient.Fetch, fetch),
    Effect.provideService(FetchHttpClient.RequestInit, {
      headers: { "CB-Token": "token", authorization: "Bearer x" },
      credentials: "include",
      keepalive: true,
      ...options
    })
  )
}

describe("a request to an external host", () => {
  it.effect("has only the headers it was given: no credentials, no trace ids", () =>
    Effect.gen(function* () {
      const { headers, init } = yield* fetched({ headers: { accept: "text/html" } })
      assert.deepStrictEqual(Array.from(headers), [["accept", "text/html"]])
      assert.deepInclude(init, { credentials: "omit", keepalive: true })
    })
  )

  it.effect("is sent whole where a runtime cannot send a stream", () =>
    Effect.gen(function* () {
      const fallbacks: Array<string> = []
      const client = HttpClient.make((request, _url, _signal, fiber) => {
        fallbacks.push(fiber.getRef(FetchHttpClient.StreamBodyFallback))
        return Effect.succeed(HttpClientResponse.fromWeb(request, new Response()))
      })
      yield* Effect.provideService(send(), HttpClient.HttpClient, client)
      assert.deepStrictEqual(fallbacks, ["buffer"])
    })
  )

  it.effect("does not follow redirects, unless the options of the program say so", () =>
    Effect.gen(function* () {
      const { calls, init, status } = yield* fetched({})
      assert.strictEqual(status, 301)
      assert.strictEqual(init.redirect, "manual")
      assert.strictEqual(calls.length, 1)
      const told = yield* fetched({}, { redirect: "follow" })
      assert.strictEqual(told.init.redirect, "follow")
    })
  )

  it.effect("does not change the program's options for its other requests", () =>
    Effect.gen(function* () {
      const inits: Array<RequestInit | undefined> = []
      const client = HttpClient.make((request, _url, _signal, fiber) => {
        inits.push(Context.getOrUndefined(fiber.context, FetchHttpClient.RequestInit))
        return Effect.succeed(HttpClientResponse.fromWeb(request, new Response()))
      })
      yield* Effect.provideService(send(), HttpClient.HttpClient, client)
      yield* client.get(url)
      assert.deepStrictEqual(inits, [{ redirect: "manual", credentials: "omit", keepalive: true }, { keepalive: true }])
    }).pipe(Effect.provideService(FetchHttpClient.RequestInit, { keepalive: true }))
  )

  it.effect("has the length of a stream", () =>
    Effect.gen(function* () {
      const stream = Stream.make(new Uint8Array(5))
      const { headers } = yield* fetched({
        body: { _tag: "Stream", stream, contentType: "text/plain", contentLength: 5, parts: undefined }
      })
      assert.strictEqual(headers.get("content-length"), "5")
    })
  )

  it.effect("returns every status, and its span has the host, without the query", () =>
    Effect.gen(function* () {
      const { response } = yield* sent({ status: 418 })
      const { spans, traced } = capture()
      assert.strictEqual((yield* traced(response)).status, 418)
      assert.deepStrictEqual(
        spans.map(({ attributes, name }) => [name, Object.fromEntries(attributes)]),
        [
          [
            "POST /unfurl",
            {
              "http.request.method": "POST",
              "url.template": "/unfurl",
              "server.address": "elsewhere.test",
              "server.port": 443,
              "http.response.status_code": 418,
              "error.type": "418"
            }
          ]
        ]
      )
    })
  )

  it.effect("that is lost is a TransportError without secrets", () =>
    Effect.gen(function* () {
      const { response } = yield* sent({ lost: "before-headers", cause: new Error(`no route to ${url}`) })
      assert.deepInclude(yield* Effect.flip(response), {
        _tag: "TransportError",
        operation: "links.preview",
        method: "POST",
        path: "/unfurl",
        attempts: 1,
        reason: "no route to https://elsewhere.test/unfurl?secret=<redacted>"
      })
    })
  )

  it.effect("to an invalid URL is an InvalidRequest", () =>
    Effect.gen(function* () {
      const { response } = yield* sent({ status: 200 }, { url: "no url" })
      assert.propertyVal(yield* Effect.flip(response), "_tag", "InvalidRequest")
    })
  )

  it.effect("without a response is a CallTimeout after the timeout of an attempt", () =>
    Effect.gen(function* () {
      const { response } = yield* sent({ stalled: "headers" })
      const { took } = yield* ending(Effect.flip(response))
      assert.strictEqual(took, 30_000)
      const short = yield* ending(Effect.flip(response).pipe(Effect.provide(Timeouts.layer({ attempt: "2 seconds" }))))
      assert.strictEqual(short.took, 2_000)
    })
  )

  it.effect("has no timeout when an attempt has none", () =>
    Effect.gen(function* () {
      const { response } = yield* sent({ status: 200, delay: "52 weeks" })
      const patient = response.pipe(Effect.provide(Timeouts.layer({ attempt: "Infinity" })))
      assert.strictEqual((yield* inTime(patient, "104 weeks")).status, 200)
    })
  )
})

describe("a text from an external host", () => {
  const textOf = (body: BodyInit | null, headers: Record<string, string> = {}) =>
    Effect.gen(function* () {
      const fetch = () => Promise.resolve(new Response(body, { headers }))
      return yield* send({}, "GET").pipe(
        Effect.flatMap((response) => response.text),
        Effect.provideService(FetchHttpClient.Fetch, fetch),
        Effect.provide(FetchHttpClient.layer)
      )
    })

  it.effect("is read to its end, or to 64 KiB and a little more when it is longer", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* textOf("grüße"), "grüße")
      assert.strictEqual(yield* textOf(null), "")
      let given = 0
      const endless = new ReadableStream<Uint8Array>({
        pull: (controller) => controller.enqueue(new Uint8Array(10_000).fill(97 + (given++ % 2)))
      })
      assert.isAtMost((yield* textOf(endless)).length, 80_000)
      assert.isAtMost(given, 10)
    })
  )

  it.effect("is the part that arrived when the connection is lost", () =>
    Effect.gen(function* () {
      let parts = 0
      const broken = new ReadableStream<Uint8Array>({
        pull: (controller) =>
          parts++ === 0 ? controller.enqueue(new TextEncoder().encode("half")) : controller.error(new Error("lost"))
      })
      assert.strictEqual(yield* textOf(broken), "half")
      assert.strictEqual(yield* textOf("half", { "content-length": "100" }), "half")
    })
  )
})
