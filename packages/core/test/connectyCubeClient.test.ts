import { ApiResponse } from "@effect-connectycube/core/ApiResponse"
import { type ApiRequest, ConnectyCubeClient } from "@effect-connectycube/core/ConnectyCubeClient"
import { ConnectyCubeConfig } from "@effect-connectycube/core/ConnectyCubeConfig"
import type { Session } from "@effect-connectycube/core/Session"
import * as Wire from "@effect-connectycube/core/contract/Wire"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Recorder from "./support/Recorder.ts"
import { capture } from "./support/Spans.ts"
import { asUser, ending, options } from "./support/Things.ts"

const Poll = Schema.Struct({ id: Wire.Int, question: Schema.String })
const poll = { id: 1, question: "Tea?" }
const ok = Recorder.json(200, poll)

/** A client whose requests get these replies. */
const clientOf = (handler: Recorder.Handler) => {
  const recorder = Recorder.make(handler)
  const layer = ConnectyCubeClient.layer.pipe(
    Layer.provide(Layer.orDie(ConnectyCubeConfig.layer(options))),
    Layer.provide(recorder.layer)
  )
  const use = <A, E, R>(f: (client: ConnectyCubeClient["Service"]) => Effect.Effect<A, E, R>) =>
    Effect.flatMap(ConnectyCubeClient, f).pipe(Effect.provide(layer), asUser("token-of-ada"))
  return { recorder, use }
}

const read = { method: "GET", path: "/polls/:id", params: { id: 1 }, response: Poll } as const

describe("a request of an endpoint that no module has", () => {
  it.effect("has its path, its query, its body and the token of the session", () =>
    Effect.gen(function* () {
      const { recorder, use } = clientOf(Recorder.always(ok))
      const value = yield* use((client) =>
        client.request({
          method: "POST",
          path: "/polls/:id/votes",
          params: { id: "a b/c" },
          query: { tag: ["x", "y"], limit: 5, open: true, skipped: undefined },
          body: { vote: "yes", secret: Redacted.make("s3cr3t") },
          response: Poll
        })
      )
      assert.deepStrictEqual(value, poll)
      const [request] = recorder.requests
      assert.strictEqual(request?.method, "POST")
      assert.strictEqual(request?.url, "https://things.test/polls/a%20b%2Fc/votes?tag=x&tag=y&limit=5&open=true")
      assert.strictEqual(request?.body, '{"vote":"yes","secret":"s3cr3t"}')
      assert.strictEqual(request?.headers["cb-token"], "token-of-ada")
      assert.strictEqual(request?.headers["content-type"], "application/json")
    })
  )

  it.effect("has the key of the application or of the administrator, or none, without a session", () =>
    Effect.gen(function* () {
      const { recorder, use } = clientOf(Recorder.always({ status: 200 }))
      yield* use((client) => {
        const done: Effect.Effect<void, unknown> = Effect.all(
          [
            client.request({ method: "DELETE", path: "/a", credentials: "application" }),
            client.request({ method: "DELETE", path: "/a", credentials: "administration" }),
            client.request({ method: "DELETE", path: "/a", credentials: "none" })
          ],
          { discard: true }
        )
        return done
      })
      assert.deepStrictEqual(
        recorder.requests.map(({ headers }) => Object.entries(headers).filter(([name]) => name.startsWith("cb-"))),
        [[["cb-authkey", "auth-key-of-the-tests"]], [["cb-administration-api-key", "admin-key-of-the-tests"]], []]
      )
    })
  )

  it.effect("needs a session when it does not say otherwise", () =>
    Effect.gen(function* () {
      const { use } = clientOf(Recorder.always({ status: 200 }))
      yield* use((client) => {
        const inSession: Effect.Effect<void, unknown, Session> = client.request({ method: "GET", path: "/a" })
        // @ts-expect-error A session is missing.
        const without: Effect.Effect<void, unknown> = client.request({ method: "GET", path: "/a" })
        return Effect.andThen(inSession, without)
      })
    })
  )

  it.effect.each([
    ["GET", 3],
    ["PUT", 3],
    ["DELETE", 3],
    ["POST", 0],
    ["PATCH", 0]
  ] as const)("is retried after a lost connection as its method allows: a %s %i times", ([method, times]) =>
    Effect.gen(function* () {
      const { recorder, use } = clientOf(Recorder.always({ lost: "before-headers" }))
      const { result } = yield* ending(use((client) => client.request({ method, path: "/a" })))
      assert.strictEqual(recorder.requests.length, times + 1)
      assert.deepInclude(Result.getOrThrow(Result.flip(result)), {
        _tag: "TransportError",
        operation: "ConnectyCubeClient.request"
      })
    })
  )

  it.effect("is retried as its retry safety says, where it has one", () =>
    Effect.gen(function* () {
      const { recorder, use } = clientOf(Recorder.always({ lost: "before-headers" }))
      yield* ending(use((client) => client.request({ method: "POST", path: "/a", retrySafety: "idempotent" })))
      assert.strictEqual(recorder.requests.length, 4)
    })
  )

  it.effect("fails with the error of its status, and masks what is secret", () =>
    Effect.gen(function* () {
      const { use } = clientOf((request) => ({
        status: 422,
        body: JSON.stringify({ errors: { base: [request.body] } })
      }))
      const error = yield* Effect.flip(
        use((client) => client.request({ method: "POST", path: "/a", body: { key: Redacted.make("s3cr3t-s3cr3t") } }))
      )
      assert.strictEqual(error._tag, "UnprocessableEntity")
      assert.notInclude(JSON.stringify(error), "s3cr3t")
    })
  )

  it.effect("masks what is inside of a secret, and sends it as it is", () =>
    Effect.gen(function* () {
      const { recorder, use } = clientOf((request) => ({ status: 422, body: request.body }))
      const body = {
        nested: Redacted.make({ key: "k3y-very-secret", list: [Redacted.make("in-a-list-too")] }),
        late: { toJSON: () => ({ value: Redacted.make("made-by-toJSON") }) },
        at: Redacted.make(new Date(0))
      }
      const error = yield* Effect.flip(use((client) => client.request({ method: "POST", path: "/a", body })))
      assert.deepStrictEqual(JSON.parse(recorder.requests[0]?.body ?? ""), {
        nested: { key: "k3y-very-secret", list: ["in-a-list-too"] },
        late: { value: "made-by-toJSON" },
        at: "1970-01-01T00:00:00.000Z"
      })
      for (const secret of ["k3y-very-secret", "in-a-list-too", "made-by-toJSON"]) {
        assert.notInclude(JSON.stringify(error), secret)
      }
    })
  )

  it.effect("may have a colon in a segment", () =>
    Effect.gen(function* () {
      const { recorder, use } = clientOf(Recorder.always({ status: 200 }))
      yield* use((client) => client.request({ method: "GET", path: "/time/12:30" }))
      assert.strictEqual(recorder.requests[0]?.path, "/time/12:30")
    })
  )

  it.effect("fails with a DecodeError when its response does not fit the schema", () =>
    Effect.gen(function* () {
      const { use } = clientOf(Recorder.always(Recorder.json(200, { id: "x" })))
      const error = yield* Effect.flip(use((client) => client.request(read)))
      assert.deepInclude(error, {
        _tag: "DecodeError",
        operation: "ConnectyCubeClient.request",
        path: "/polls/:id",
        attempts: 1
      })
    })
  )

  it.effect("has a span and is named as it says", () =>
    Effect.gen(function* () {
      const { use } = clientOf(Recorder.always(ok))
      const { spans, traced } = capture()
      yield* traced(use((client) => client.request({ ...read, operation: "polls.get" })))
      assert.deepStrictEqual(
        spans.map(({ name }) => name),
        ["polls.get", "GET /polls/:id"]
      )
    })
  )

  const bad: ReadonlyArray<readonly [name: string, request: unknown, path: string]> = [
    ["no object", null, ""],
    ["another method", { method: "TRACE", path: "/a" }, "method"],
    ["a path without a slash", { method: "GET", path: "a" }, "path"],
    ["a query in the path", { method: "GET", path: "/a?b=1" }, "path"],
    ["a parameter without a value", { method: "GET", path: "/a/:id" }, "params.id"],
    ["a parameter that is no segment", { method: "GET", path: "/a/:id", params: { id: ".." } }, "params.id"],
    ["other credentials", { method: "GET", path: "/a", credentials: "root" }, "credentials"],
    ["an unknown member", { method: "GET", path: "/a", quary: {} }, "quary"],
    ["a parameter of another name", { method: "GET", path: "/a/:id", params: { id: 1, ib: 2 } }, "params.ib"],
    ["a parameter that is no text", { method: "GET", path: "/a/:id", params: { id: null } }, "params.id"],
    ["parameters that are no object", { method: "GET", path: "/a", params: null }, "params"],
    ["a query that is no object", { method: "GET", path: "/a", query: "a=1" }, "query"],
    ["a query with null", { method: "GET", path: "/a", query: { n: null } }, "query.n"],
    ["a path that leads to another one", { method: "GET", path: "/a/%2E./b" }, "path"],
    ["a GET with a body", { method: "GET", path: "/a", body: {} }, "body"],
    ["no schema", { method: "GET", path: "/a", response: { id: 1 } }, "response"],
    ["another retry safety", { method: "POST", path: "/a", retrySafety: "read" }, "retrySafety"],
    ["an operation that is no name", { method: "GET", path: "/a", operation: 5 }, "operation"],
    ["a body that is a function", { method: "POST", path: "/a", body: () => 1 }, ""],
    ["a body that is no JSON", { method: "POST", path: "/a", body: { n: 1n } }, ""],
    ["a URL that is too long", { method: "GET", path: "/a", query: { q: "x".repeat(7000) } }, "q"]
  ]

  it.effect.each(bad)("is an InvalidRequest, and nothing is sent: %s", ([, request, path]) =>
    Effect.gen(function* () {
      const { recorder, use } = clientOf(Recorder.always(ok))
      const error = yield* Effect.flip(use((client) => client.request(request as ApiRequest)))
      assert.strictEqual(error._tag, "InvalidRequest")
      assert.strictEqual(error._tag === "InvalidRequest" ? error.issues[0]?.path : "", path)
      assert.deepStrictEqual(recorder.requests, [])
    })
  )
})

describe("the response of a call", () => {
  it.effect("has status, headers and the raw body, and is printed without its secrets", () =>
    Effect.gen(function* () {
      const reply = Recorder.json(200, { ...poll, token: "fresh-token" }, { "x-request-id": "r1" })
      const { use } = clientOf(Recorder.always(reply))
      const { response, value } = yield* use((client) => ApiResponse.withResponse(client.request(read)))
      assert.deepStrictEqual(value, poll)
      assert.deepInclude(response, { operation: "ConnectyCubeClient.request", method: "GET", attempts: 1, status: 200 })
      assert.strictEqual(response.headers["x-request-id"], "r1")
      assert.strictEqual(response.body, JSON.stringify({ ...poll, token: "fresh-token" }))
      assert.notInclude(JSON.stringify(response), "fresh-token")
    })
  )
})

describe("a response that is printed", () => {
  it.effect("shows no signed URL and no cookie of its headers", () =>
    Effect.gen(function* () {
      const headers = { location: "https://store.test/k?X-Amz-Signature=abcdef123456", "set-cookie": "sid=top-secret" }
      const { use } = clientOf(Recorder.always(Recorder.json(200, poll, headers)))
      const { response } = yield* use((client) => ApiResponse.withResponse(client.request(read)))
      assert.include(response.headers["location"] ?? "", "abcdef123456")
      assert.notMatch(JSON.stringify(response), /abcdef123456|top-secret/)
    })
  )
})

describe("a transform of the HttpClient", () => {
  const setHeader = (name: string, value: string) => HttpClient.mapRequest(HttpClientRequest.setHeader(name, value))

  it.effect("that makes errors of statuses leaves the errors of the client as they are", () =>
    Effect.gen(function* () {
      const { recorder, use } = clientOf(Recorder.always({ status: 404, body: '{"errors":["none"]}' }))
      const error = yield* Effect.flip(
        use((client) => ConnectyCubeClient.withTransform(client.request(read), HttpClient.filterStatusOk))
      )
      assert.deepInclude(error, { _tag: "NotFound", attempts: 1, errors: { base: ["none"] } })
      assert.strictEqual(recorder.requests.length, 1)
    })
  )

  it.effect("holds in its region, for each attempt, the inner one last", () =>
    Effect.gen(function* () {
      const { recorder, use } = clientOf(Recorder.inOrder({ status: 503 }, ok, ok))
      yield* ending(
        use((client) =>
          Effect.andThen(
            client.request(read).pipe(
              ConnectyCubeClient.withTransform(setHeader("x-job", "inner")),
              ConnectyCubeClient.withTransform((outer) => setHeader("x-job", "outer")(setHeader("x-outer", "1")(outer)))
            ),
            client.request(read)
          )
        )
      )
      assert.deepStrictEqual(
        recorder.requests.map(({ headers }) => [headers["x-job"], headers["x-outer"]]),
        [
          ["inner", "1"],
          ["inner", "1"],
          [undefined, undefined]
        ]
      )
    })
  )
})
