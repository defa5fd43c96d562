/** How requests are matched, and what they get. */
import { assert, describe, it } from "@effect/vitest"
import * as Cause from "effect/Cause"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientError from "effect/http/HttpClientError"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Random from "effect/Random"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import { Cassette, UnmatchedRequest } from "../../src/index.ts"
import { inFolder } from "./support/folder.ts"
import { ask, dropped, json, nobody, record, replay, type Request, stub } from "./support/stub.ts"

const get = (path: string) => HttpClientRequest.get(`https://api.test${path}`)

const post = (path: string, body: unknown) =>
  HttpClientRequest.post(`https://api.test${path}`).pipe(HttpClientRequest.bodyJsonUnsafe(body))

const withText = (path: string, text: string, type: string) =>
  HttpClientRequest.post(`https://api.test${path}`).pipe(HttpClientRequest.bodyText(text, type))

const numbered = (_: Request, number: number) => json({ number })

const numberOf = (text: string): unknown => JSON.parse(text).number

const askNumber = (request: Request) => Effect.map(ask(request), ({ text }) => numberOf(text))

describe("requests that make no difference", () => {
  const same: ReadonlyArray<readonly [what: string, recorded: Request, replayed: Request]> = [
    ["the order of parameters", get("/a?b=1&c=2&b=3"), get("/a?c=2&b=1&b=3")],
    ["the spelling of parameters", get("/a?b[in]=1+2"), get("/a?b%5Bin%5D=1%202")],
    ["the host", get("/a"), HttpClientRequest.get("http://127.0.0.1:1/a")],
    ["the order of members", post("/a", { b: { c: 1, d: [2] }, e: 3 }), post("/a", { e: 3, b: { d: [2], c: 1 } })],
    [
      "a nonce, a time and a signature",
      post("/a", { nonce: "1", timestamp: 2, signature: "abc" }),
      post("/a", { nonce: "5", timestamp: 7, signature: "def" })
    ],
    ["headers", get("/a"), HttpClientRequest.setHeader(get("/a"), "accept", "text/plain")],
    [
      "the order of a form",
      withText("/a", "b=1&c=2", "application/x-www-form-urlencoded"),
      withText("/a", "c=2&b=1", "application/x-www-form-urlencoded")
    ],
    [
      "the boundary of a form of parts",
      withText(
        "/a",
        '--x\r\nContent-Disposition: form-data; name="b"\r\n\r\n1\r\n--x--\r\n',
        "multipart/form-data; boundary=x"
      ),
      withText(
        "/a",
        '--yz\r\nContent-Disposition: form-data; name="b"\r\n\r\n1\r\n--yz--\r\n',
        'multipart/form-data; boundary="yz"'
      )
    ],
    [
      "a body that is a stream",
      withText("/a", "one two", "text/plain"),
      HttpClientRequest.post("https://api.test/a").pipe(
        HttpClientRequest.bodyStream(Stream.make(Buffer.from("one "), Buffer.from("two")), {
          contentType: "text/plain"
        })
      )
    ]
  ]

  it.live.each(same)("differ in %s", ([, recorded, replayed]) =>
    inFolder((folder) =>
      Effect.gen(function* () {
        yield* record(`${folder}/a.json`, numbered, ask(recorded))
        assert.strictEqual(yield* replay(`${folder}/a.json`, askNumber(replayed)), 1)
      })
    )
  )

  it.live("differ in a parameter or a member that is said to differ each time", () =>
    inFolder((folder) =>
      Effect.gen(function* () {
        const volatile = ["at", "request_id"]
        yield* record(`${folder}/a.json`, numbered, ask(post("/a?at=1", { request_id: 2 })), { volatile })
        const other = askNumber(post("/a?at=5", { request_id: 7 }))
        assert.strictEqual(yield* replay(`${folder}/a.json`, other, { volatile }), 1)
        assert.isTrue(Exit.isFailure(yield* Effect.exit(replay(`${folder}/a.json`, other))))
      })
    )
  )
})

const unmatched = (error: unknown): UnmatchedRequest | undefined =>
  HttpClientError.isHttpClientError(error) && error.reason.cause instanceof UnmatchedRequest
    ? error.reason.cause
    : undefined

describe("a request that was not recorded", () => {
  const other: ReadonlyArray<readonly [what: string, recorded: Request, replayed: Request, message: string]> = [
    ["another path", get("/users/1"), get("/users/2"), "path: recorded /users/1, got /users/2"],
    [
      "another method",
      get("/users/1"),
      HttpClientRequest.delete("https://api.test/users/1"),
      "method: recorded GET, got DELETE"
    ],
    [
      "another parameter",
      get("/users?limit=10"),
      get("/users?limit=20"),
      'query.limit: recorded string "10", got string "20"'
    ],
    ["one parameter less", get("/users?limit=10"), get("/users"), 'query: recorded object {"limit":"10"}, got nothing'],
    [
      "another member",
      post("/users", { user: { login: "ada", full_name: "Ada" } }),
      post("/users", { user: { login: "ada", full_name: "Bob" } }),
      '$.user.full_name: recorded string "Ada", got string "Bob"'
    ],
    [
      "a member of another type",
      post("/users", { user: { age: 36 } }),
      post("/users", { user: { age: "36" } }),
      '$.user.age: recorded number 36, got string "36"'
    ],
    [
      "another field of a form",
      withText("/a", "b=1&c=2", "application/x-www-form-urlencoded"),
      withText("/a", "b=1&c=3", "application/x-www-form-urlencoded"),
      'form.c: recorded string "2", got string "3"'
    ],
    [
      "another text",
      withText("/a", "one", "text/plain"),
      withText("/a", "two", "text/plain"),
      'text: recorded string "one", got string "two"'
    ]
  ]

  it.live.each(other)("because of %s is a typed error that says so", ([, recorded, replayed, message]) =>
    inFolder((folder) =>
      Effect.gen(function* () {
        yield* record(`${folder}/a.json`, numbered, Effect.andThen(ask(get("/far/away/from/it")), ask(recorded)))
        const error = unmatched(yield* Effect.flip(replay(`${folder}/a.json`, ask(replayed))))
        assert.deepStrictEqual([error?.nearest, error?.recorded, error?.differences], [2, 0, [message]])
        assert.include(error?.message ?? "", `The nearest recorded request is number 2`)
      })
    )
  )

  it.live("says nothing of secrets", () =>
    inFolder((folder) =>
      Effect.gen(function* () {
        yield* record(`${folder}/a.json`, numbered, ask(post("/a", { password: "planted-secret-1", b: 1 })))
        const asked = ask(post("/a", { password: "planted-secret-2", b: "planted-secret-2" }))
        const error = unmatched(yield* Effect.flip(replay(`${folder}/a.json`, asked)))
        assert.deepStrictEqual(error?.differences, ['$.b: recorded number 1, got string "(secret)"'])
        assert.notInclude(error?.message ?? "planted", "planted")
      })
    )
  )

  it.live("fails in an empty cassette", () =>
    Effect.gen(function* () {
      const empty = { format: "effect-connectycube/cassette", version: 1, exchanges: [] } as const
      const error = yield* Effect.flip(Effect.provide(ask(get("/a")), Cassette.layerReplayOf(empty)))
      assert.include(unmatched(error)?.message ?? "", "the cassette is empty")
    })
  )

  it.live("since each of its responses is used says how often it was recorded", () =>
    inFolder((folder) =>
      Effect.gen(function* () {
        yield* record(`${folder}/a.json`, numbered, Effect.andThen(ask(get("/a")), ask(get("/a"))))
        const asked = Effect.forEach([1, 2, 3], () => ask(get("/a")))
        const error = unmatched(yield* Effect.flip(replay(`${folder}/a.json`, asked)))
        assert.strictEqual(error?.recorded, 2)
        assert.include(error?.message ?? "", "GET /a was recorded 2 times, and each of its responses is used")
      })
    )
  )
})

describe("equal requests", () => {
  it.live("get their responses in the order of the recording", () =>
    inFolder((folder) =>
      Effect.gen(function* () {
        const poll = Effect.forEach([1, 2, 3, 4, 5], () => askNumber(get("/status")))
        yield* record(`${folder}/a.json`, numbered, poll)
        assert.deepStrictEqual(yield* replay(`${folder}/a.json`, poll), [1, 2, 3, 4, 5])
      })
    )
  )

  it.live("of 200 fibers get one response each", () =>
    inFolder((folder) =>
      Effect.gen(function* () {
        const all = Effect.forEach(Array.from({ length: 200 }), () => askNumber(get("/a")), {
          concurrency: "unbounded"
        })
        yield* record(`${folder}/a.json`, numbered, all)
        const numbers = yield* replay(
          `${folder}/a.json`,
          Effect.andThen(all, (numbers) => Effect.as(Cassette.unused, numbers))
        )
        assert.strictEqual(new Set(numbers).size, 200)
      })
    )
  )

  it.live("of users with tokens of their own get their own responses, in whatever order they come", () =>
    inFolder((folder) =>
      Effect.gen(function* () {
        const handler = (request: Request) =>
          json(
            request.url.endsWith("/session")
              ? { token: `token-of-${request.headers["x-name"]}` }
              : { own: request.headers["cb-token"] }
          )
        const login = (name: string) =>
          Effect.map(
            ask(HttpClientRequest.setHeader(post("/session", {}), "x-name", name)),
            ({ text }): string => JSON.parse(text).token
          )
        const mine = (token: string) =>
          Effect.map(
            ask(HttpClientRequest.setHeader(get("/mine"), "cb-token", token)),
            ({ text }): string => JSON.parse(text).own
          )
        const tour = (order: ReadonlyArray<number>) =>
          Effect.gen(function* () {
            const tokens = [yield* login("ada"), yield* login("ben")]
            for (const user of order) {
              const token = tokens[user] ?? ""
              assert.strictEqual(yield* mine(token), token)
            }
          })
        yield* record(`${folder}/a.json`, handler, tour([0, 1, 0, 1]))
        yield* replay(`${folder}/a.json`, tour([1, 1, 0, 0]))
      })
    )
  )
})

describe("what was not replayed", () => {
  it.live("is told, in the order of the recording", () =>
    inFolder((folder) =>
      Effect.gen(function* () {
        yield* record(
          `${folder}/a.json`,
          numbered,
          Effect.forEach(["/a", "/b", "/c"], (path) => ask(get(path)))
        )
        const unused = yield* replay(`${folder}/a.json`, Effect.andThen(ask(get("/b")), Cassette.unused))
        assert.deepStrictEqual(
          unused.map(({ request }) => request.url),
          ["https://api.test/a", "https://api.test/c"]
        )
      })
    )
  )
})

describe("a request without a response", () => {
  it.live("fails in the same way, with the same words and codes", () =>
    inFolder((folder) =>
      Effect.gen(function* () {
        const cause = Object.assign(
          new TypeError("fetch failed", { cause: Object.assign(new Error("read"), { code: "ECONNRESET" }) })
        )
        const program = Effect.flip(ask(get("/a")))
        const { result } = yield* record(`${folder}/a.json`, (request) => dropped(request, cause), program)
        const error = yield* replay(`${folder}/a.json`, program)
        assert.isTrue(HttpClientError.isHttpClientError(error))
        assert.strictEqual(error.message, result.message)
        const { _tag, cause: thrown } = error.reason
        assert.strictEqual(_tag, "TransportError")
        assert.strictEqual(
          thrown instanceof Error && thrown.cause instanceof Error && "code" in thrown.cause && thrown.cause.code,
          "ECONNRESET"
        )
      })
    )
  )

  it.effect("that the program did not wait for has none either", () =>
    inFolder((folder) =>
      Effect.gen(function* () {
        const program = Effect.gen(function* () {
          const asking = yield* Effect.forkChild(Effect.timeoutOption(ask(get("/a")), "10 seconds"))
          yield* TestClock.adjust("10 seconds")
          return yield* Fiber.join(asking)
        })
        yield* record(`${folder}/a.json`, () => Effect.never, program)
        assert.isTrue(Option.isNone(yield* replay(`${folder}/a.json`, program)))
      })
    )
  )

  it.live("whose body breaks off breaks off at the same byte", () =>
    inFolder((folder) =>
      Effect.gen(function* () {
        const body = () =>
          new ReadableStream({
            start: (controller) => controller.enqueue(Buffer.from("half of it")),
            pull: (controller) => controller.error(new Error("reset"))
          })
        const program = Effect.gen(function* () {
          const response = yield* HttpClient.execute(get("/a"))
          const parts: Array<string> = []
          const exit = yield* Effect.exit(
            Stream.runForEach(response.stream, (bytes) => Effect.sync(() => parts.push(Buffer.from(bytes).toString())))
          )
          const error = Exit.isFailure(exit) ? Cause.squash(exit.cause) : undefined
          return [parts.join(""), HttpClientError.isHttpClientError(error) ? error.reason._tag : error]
        })
        const { result } = yield* record(`${folder}/a.json`, () => new Response(body()), program)
        assert.deepStrictEqual(result, ["half of it", "DecodeError"])
        assert.deepStrictEqual(yield* replay(`${folder}/a.json`, program), result)
      })
    )
  )
})

describe("a long body", () => {
  const long = "0123456789".repeat(100)

  it.live("is recorded up to the limit, and says that it goes on; the program gets all of it", () =>
    inFolder((folder) =>
      Effect.gen(function* () {
        const { recording, result } = yield* record(`${folder}/a.json`, () => new Response(long), ask(get("/a")), {
          maxBodySize: 100
        })
        assert.strictEqual(result.text, long)
        const { response } = recording.exchanges[0] ?? {}
        assert.deepStrictEqual([response?.body, response?.cut], [{ text: long.slice(0, 100) }, true])
        const error = yield* Effect.flip(replay(`${folder}/a.json`, ask(get("/a"))))
        assert.include(
          String(HttpClientError.isHttpClientError(error) && error.reason.description),
          "its recording was cut"
        )
      })
    )
  )

  it.live("of a request is recorded up to the limit, and is not compared", () =>
    inFolder((folder) =>
      Effect.gen(function* () {
        const { recording } = yield* record(`${folder}/a.json`, numbered, ask(withText("/a", long, "text/plain")), {
          maxBodySize: 100
        })
        assert.strictEqual(recording.exchanges[0]?.request.cut, true)
        assert.strictEqual(
          yield* replay(`${folder}/a.json`, askNumber(withText("/a", `${long}!`, "text/plain")), { maxBodySize: 100 }),
          1
        )
      })
    )
  )

  it.live("that the program reads in part is cut there, and replays as far", () =>
    inFolder((folder) =>
      Effect.gen(function* () {
        const endless = () =>
          new ReadableStream({ pull: (controller) => controller.enqueue(Buffer.from("0123456789")) })
        const beginning = Effect.flatMap(HttpClient.execute(get("/a")), ({ stream }) =>
          Stream.runCollect(Stream.take(stream, 3))
        )
        const { recording } = yield* record(`${folder}/a.json`, () => new Response(endless()), beginning)
        assert.strictEqual(recording.exchanges[0]?.response?.cut, true)
        const replayed = yield* replay(`${folder}/a.json`, beginning.pipe(Effect.exit))
        assert.isTrue(Exit.isFailure(replayed) || Buffer.concat([...replayed.value]).length >= 30)
      })
    )
  )

  it.live("passes by without being held: its first part is there before its last is sent", () =>
    inFolder((folder) =>
      Effect.gen(function* () {
        const gate = yield* Deferred.make<void>()
        const body = () =>
          new ReadableStream({
            start: (controller) => controller.enqueue(Buffer.from("first")),
            pull: (controller) =>
              Effect.runPromise(Deferred.await(gate)).then(() => {
                controller.enqueue(Buffer.from("last"))
                controller.close()
              })
          })
        const program = Effect.flatMap(HttpClient.execute(get("/a")), ({ stream }) =>
          Stream.runFoldEffect(
            stream,
            () => "",
            (text, bytes) => Effect.as(Deferred.succeed(gate, undefined), text + Buffer.from(bytes).toString())
          )
        )
        const { result } = yield* record(`${folder}/a.json`, () => new Response(body()), program)
        assert.strictEqual(result, "firstlast")
        assert.strictEqual(yield* replay(`${folder}/a.json`, program), "firstlast")
      })
    )
  )
})

describe("a mode", () => {
  it.live("that records once records first, and then replays without a server", () =>
    inFolder((folder) =>
      Effect.gen(function* () {
        const cassette = Cassette.layer(`${folder}/a.json`, { mode: "once" })
        const program = askNumber(get("/a"))
        assert.strictEqual(yield* Effect.provide(program, Layer.provide(cassette, stub(numbered))), 1)
        assert.strictEqual(yield* Effect.provide(program, Layer.provide(cassette, nobody)), 1)
      })
    )
  )

  it.live("that adds new exchanges replays those that are there, and keeps them as they are", () =>
    inFolder((folder) =>
      Effect.gen(function* () {
        const login = ask(post("/session", { password: "planted-secret" }))
        const first = yield* record(`${folder}/a.json`, () => json({ token: "token-1234" }), login)
        const second = yield* record(
          `${folder}/a.json`,
          (request) => json({ token: `another-token-of ${request.url}` }),
          Effect.all([
            login,
            ask(get("/new")),
            ask(
              HttpClientRequest.post("https://api.test/new").pipe(
                HttpClientRequest.bodyStream(Stream.make(Buffer.from("once")))
              )
            )
          ]),
          { mode: "new-exchanges" }
        )
        const [old, ...more] = second.recording.exchanges
        assert.deepStrictEqual(old, first.recording.exchanges[0])
        assert.strictEqual(more.length, 2)
        assert.deepStrictEqual(more[1]?.request.body, { text: "once" })
        assert.notInclude(second.text, "another-token")
        yield* replay(`${folder}/a.json`, Effect.andThen(login, ask(get("/new"))))
      })
    )
  )

  it.live("that records writes what there was when the program has failed", () =>
    inFolder((folder) =>
      Effect.gen(function* () {
        const file = `${folder}/a.json`
        const exit = yield* Effect.exit(record(file, numbered, Effect.andThen(ask(get("/a")), Effect.fail("no"))))
        assert.isTrue(Exit.isFailure(exit))
        assert.strictEqual((yield* Cassette.load(file)).exchanges.length, 1)
      })
    )
  )

  it.live("counts what is beyond the limit of exchanges", () =>
    inFolder((folder) =>
      Effect.gen(function* () {
        const all = Effect.forEach([1, 2, 3, 4, 5], () => askNumber(get("/a")))
        const { recording, result } = yield* record(`${folder}/a.json`, numbered, all, { maxExchanges: 3 })
        assert.deepStrictEqual([recording.exchanges.length, recording.left_out, result.length], [3, 2, 5])
      })
    )
  )
})

describe("the expiration of a token", () => {
  it.effect("is as far away on replay as it was when it was recorded", () =>
    inFolder((folder) =>
      Effect.gen(function* () {
        const header = "cb-token-expirationdate"
        const program = Effect.map(ask(get("/a")), ({ headers }) => headers[header])
        yield* TestClock.setTime(Date.UTC(2026, 0, 1))
        yield* record(`${folder}/a.json`, () => json({}, { headers: { [header]: "2026-01-01 02:00:00 UTC" } }), program)
        yield* TestClock.setTime(Date.UTC(2030, 5, 5, 12))
        assert.strictEqual(yield* replay(`${folder}/a.json`, program), "2030-06-05 14:00:00 UTC")
      })
    )
  )
})

describe("any response", () => {
  const statuses = [200, 201, 204, 304, 400, 404, 422, 429, 500, 503]

  const anyBytes = Effect.gen(function* () {
    const kind = yield* Random.nextIntBetween(0, 6)
    const length = yield* Random.nextIntBetween(0, 200)
    const bytes: Array<number> = []
    for (let index = 0; index < length; index++) bytes.push(yield* Random.nextIntBetween(0, 256))
    const text = Buffer.from(bytes).toString("latin1")
    const bodies = [
      Buffer.from(bytes),
      Buffer.from(text),
      Buffer.from(JSON.stringify({ a: text, "1": [null, true, 1.5, -0, 1e21, text], __proto__: 1, [text]: {} })),
      Buffer.from(`{"id":${"9".repeat((length % 30) + 1)},"a":1.${length}0,"b":[1e${length % 9}, 5]}`),
      Buffer.from(`{"a":1,"a":2,"b":"\\u0026\\/","c": ${"[".repeat(length)}${"]".repeat(length)}}`),
      Buffer.from("\ufeff[]")
    ]
    return bodies[kind] ?? Buffer.alloc(0)
  })

  it.live("of 500 is the same on replay, in its status, its headers, and each byte of what is no JSON", () =>
    inFolder((folder) =>
      Effect.gen(function* () {
        const responses: Array<{ readonly status: number; readonly body: Buffer }> = []
        for (let round = 0; round < 500; round++) {
          const status = statuses[yield* Random.nextIntBetween(0, statuses.length)] ?? 200
          responses.push({ status, body: status === 204 || status === 304 ? Buffer.alloc(0) : yield* anyBytes })
        }
        const bytesOf = (path: string) =>
          Effect.flatMap(HttpClient.execute(get(path)), (response) =>
            Effect.map(response.arrayBuffer, (bytes) => ({
              status: response.status,
              type: response.headers["content-type"],
              bytes: Buffer.from(bytes)
            }))
          )
        const program = Effect.forEach(responses, (_, index) => bytesOf(`/${index}`))
        const file = `${folder}/a.json`
        yield* record(
          file,
          (_, number) => {
            const { body = Buffer.alloc(0), status = 200 } = responses[number - 1] ?? {}
            return new Response(body.length === 0 ? null : new Uint8Array(body), {
              status,
              headers: { "content-type": "a/b; c=d" }
            })
          },
          program
        )
        // Read, written and read once more, it is the same.
        yield* Cassette.save(file, yield* Cassette.load(file))
        const replayed = yield* replay(file, program)
        for (const [index, { bytes, status, type }] of replayed.entries()) {
          const { body, status: expected } = responses[index] ?? {}
          assert.deepStrictEqual([status, type], [expected, "a/b; c=d"])
          if (bytes.equals(body ?? Buffer.alloc(0))) continue
          // JSON may have lost its spaces and escapes, and no more than that.
          assert.deepStrictEqual(JSON.parse(bytes.toString()), JSON.parse(String(body)), String(body))
          assert.deepStrictEqual(String(body).match(/\d{2,}/g), bytes.toString().match(/\d{2,}/g))
        }
      }).pipe(Random.withSeed("responses of a cassette"))
    )
  )
})
