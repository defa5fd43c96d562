import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { MaxResponseSize } from "../src/MaxResponseSize.ts"
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

const ok = Recorder.always(Recorder.json(200, thing))

/** The headers that were sent, without those of the body. */
const sentHeaders = ({ requests }: Recorder.Recorder) =>
  requests.map(({ headers }) =>
    Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith("content-")))
  )

describe("the credentials of a request", () => {
  const payload = { name: "lamp" }

  it.effect("are the application's key, and nothing else", () =>
    Effect.gen(function* () {
      const recorder = Recorder.make(ok)
      const things = yield* client(WithApplicationKey, recorder)
      yield* things.create(payload)
      assert.deepStrictEqual(sentHeaders(recorder), [{ "cb-authkey": "auth-key-of-the-tests" }])
    })
  )

  it.effect("are the token of the session, and nothing else", () =>
    Effect.gen(function* () {
      const recorder = Recorder.make(ok)
      const things = yield* client(WithSession, recorder)
      yield* things.create(payload).pipe(asUser("token-of-ada"))
      yield* things.read({ id: "1" }).pipe(asUser("token-of-bob"))
      assert.deepStrictEqual(sentHeaders(recorder), [{ "cb-token": "token-of-ada" }, { "cb-token": "token-of-bob" }])
    })
  )

  it.effect("are the administrator's key, and nothing else", () =>
    Effect.gen(function* () {
      const recorder = Recorder.make(ok)
      const things = yield* client(WithAdministrationKey, recorder)
      yield* things.create(payload)
      assert.deepStrictEqual(sentHeaders(recorder), [{ "cb-administration-api-key": "admin-key-of-the-tests" }])
    })
  )

  it.effect("are none where the contract requires none, not even in a session", () =>
    Effect.gen(function* () {
      const recorder = Recorder.make(ok)
      const things = yield* client(Public, recorder)
      yield* things.create(payload).pipe(asUser("token-of-ada"))
      assert.deepStrictEqual(sentHeaders(recorder), [{}])
    })
  )

  it.effect("are missing without a configured administration key, and then nothing is sent", () =>
    Effect.gen(function* () {
      const recorder = Recorder.make(ok)
      const { admin_api_key: _, ...config } = options
      const things = yield* client(WithAdministrationKey, recorder, config)
      for (const call of [things.create(payload), things.read({ id: "1" })]) {
        const error = yield* Effect.flip(call)
        assert.strictEqual(error._tag, "InvalidRequest")
        assert.include(error.message, "CONNECTYCUBE_ADMIN_API_KEY")
      }
      assert.deepStrictEqual(recorder.requests, [])
    })
  )
})

describe("a request", () => {
  it.effect("has the method, URL and body of the contract", () =>
    Effect.gen(function* () {
      const recorder = Recorder.make(ok)
      const things = yield* client(Public, recorder)
      yield* things.read({ id: "a b" })
      yield* things.list({ "id[in][]": [3, 1], limit: 2 }).pipe(Effect.ignore)
      yield* things.replace({ id: "1", name: "lamp", tags: [] })
      yield* things.remove({ id: "1" })
      assert.deepStrictEqual(
        recorder.requests.map(({ method, url, body }) => [method, decodeURI(url), body]),
        [
          ["GET", "https://things.test/things/a b", ""],
          ["GET", "https://things.test/things?id[in][]=3&id[in][]=1&limit=2", ""],
          ["PUT", "https://things.test/things/1", `{"name":"lamp","tags":[]}`],
          ["DELETE", "https://things.test/things/1", ""]
        ]
      )
      assert.strictEqual(recorder.requests[2]?.headers["content-type"], "application/json")
    })
  )

  it.effect("is sent to the configured address, with its path", () =>
    Effect.gen(function* () {
      for (const api_url of [
        "https://things.test/base",
        "https://things.test/base/",
        new URL("https://things.test/base")
      ]) {
        const recorder = Recorder.make(ok)
        const things = yield* client(Public, recorder, { ...options, api_url })
        yield* things.read({ id: "1" })
        assert.deepStrictEqual(
          recorder.requests.map(({ url }) => url),
          ["https://things.test/base/things/1"]
        )
      }
    })
  )

  it.effect("does not mutate its arguments", () =>
    Effect.gen(function* () {
      const recorder = Recorder.make(ok)
      const things = yield* client(Public, recorder)
      const ids = Object.freeze([3, 1, 2])
      const tags = Object.freeze(["b", "a"])
      yield* things.list(Object.freeze(Object.freeze({ "id[in][]": ids }))).pipe(Effect.ignore)
      yield* things.create(Object.freeze(Object.freeze({ name: "lamp", tags })))
      assert.deepStrictEqual(
        [ids, tags],
        [
          [3, 1, 2],
          ["b", "a"]
        ]
      )
      assert.deepStrictEqual(
        recorder.requests[0]?.query.map(([, id]) => id),
        ["3", "1", "2"]
      )
      assert.strictEqual(recorder.requests[1]?.body, `{"name":"lamp","tags":["b","a"]}`)
    })
  )

  const round: Record<string, unknown> = {}
  round.round = round

  it.effect.each([
    ["is round", round],
    ["holds a bigint", { n: 1n }]
  ] as const)("is not sent when its body %s", ([, payload]) =>
    Effect.gen(function* () {
      const recorder = Recorder.make(ok)
      const things = yield* client(Public, recorder)
      const error = yield* Effect.flip(things.note({ body: payload }))
      assert.strictEqual(error._tag, "InvalidRequest")
      assert.deepStrictEqual(recorder.requests, [])
    })
  )

  it.effect("is not sent when it violates the contract, and the error has the path", () =>
    Effect.gen(function* () {
      const recorder = Recorder.make(ok)
      const things = yield* client(Public, recorder)
      const error = yield* Effect.flip(things.list({ limit: 1.5 }))
      assert.deepInclude(error, {
        _tag: "InvalidRequest",
        operation: "things.list",
        method: "GET",
        path: "/things",
        issues: [{ path: "limit", message: "Expected an integer" }]
      })
      assert.deepStrictEqual(recorder.requests, [])
    })
  )
})

describe("a success", () => {
  it.effect.each([200, 201, 202, 203, 226])(
    "is any 2xx but 206, also when the contract has another one: %d",
    (status) =>
      Effect.gen(function* () {
        const things = yield* client(Public, Recorder.make(Recorder.always(Recorder.json(status, thing))))
        assert.deepStrictEqual(yield* things.read({ id: "1" }), thing)
        assert.deepStrictEqual(yield* things.create({ name: "lamp" }), thing)
        assert.isUndefined(yield* things.remove({ id: "1" }))
      })
  )

  it.effect.each([null, "", " ", "\n", "{}", "null", `{"success":true}`, `"OK"`, "[[1]]"])(
    "of which no body is promised may have the body %j",
    (body) =>
      Effect.gen(function* () {
        for (const status of [200, 202, 204]) {
          const things = yield* client(
            Public,
            Recorder.make(Recorder.always({ status, body: status === 204 ? null : body }))
          )
          assert.isUndefined(yield* things.remove({ id: "1" }))
        }
      })
  )

  it.effect.each(["OK", "<html>", `{"broken`, "{} {}", "\u00a0{}"])(
    "of which no body is promised is a DecodeError with the body %j",
    (body) =>
      Effect.gen(function* () {
        const things = yield* client(Public, Recorder.make(Recorder.always({ status: 200, body })))
        assert.deepInclude(yield* Effect.flip(things.remove({ id: "1" })), {
          _tag: "DecodeError",
          status: 200,
          attempts: 1,
          body,
          issues: [{ path: "", message: "Expected no body, or JSON" }]
        })
      })
  )

  it.effect("without a documented body has no partial secret where its body was truncated", () =>
    Effect.gen(function* () {
      const body = `${"<html>".padEnd(16 * 1024 - 8)}auth-key-of-the-tests`
      const things = yield* client(Public, Recorder.make(Recorder.always({ status: 200, body })))
      const error = yield* Effect.flip(things.remove({ id: "1" }))
      assert.notInclude(JSON.stringify(error), "auth-key")
      assert.include(JSON.stringify(error), "<html>")
    })
  )

  it.effect("can have unknown fields", () =>
    Effect.gen(function* () {
      const reply = Recorder.json(200, { ...thing, id: "1", colour: "red", nested: { a: [1] } })
      const things = yield* client(Public, Recorder.make(Recorder.always(reply)))
      assert.deepStrictEqual(yield* things.read({ id: "1" }), thing)
    })
  )

  it.effect.each([
    ["", "", "Expected a valid JSON string"],
    [" ", "", "Expected a valid JSON string"],
    [`{"id":1,"na`, "", "Expected a valid JSON string"],
    ["<html>Sorry</html>", "", "Expected a valid JSON string"],
    ["null", "", "Expected object"],
    [`"lamp"`, "", "Expected object"],
    [`{"id":1}`, "name", "Missing key"],
    [`{"id":"one","name":"lamp"}`, "id", "Expected an integer"],
    [`{"id":1,"name":null}`, "name", "Expected string"]
  ] as const)("that is not of the documented shape is a DecodeError: %j", ([body, path, message]) =>
    Effect.gen(function* () {
      const recorder = Recorder.make(Recorder.always({ status: 200, body }))
      const things = yield* client(Public, recorder)
      const error = yield* inTime(Effect.flip(things.read({ id: "1" })))
      assert.deepInclude(error, {
        _tag: "DecodeError",
        operation: "things.read",
        path: "/things/:id",
        attempts: 1,
        status: 200,
        body,
        issues: [{ path, message }]
      })
      assert.strictEqual(recorder.requests.length, 1)
    })
  )

  it.effect("is a DecodeError with all its issues, and not only the first", () =>
    Effect.gen(function* () {
      const recorder = Recorder.make(Recorder.always({ status: 200, body: `{"id":"one"}` }))
      const things = yield* client(Public, recorder)
      const error = yield* inTime(Effect.flip(things.read({ id: "1" })))
      const paths = error._tag === "DecodeError" && error.issues.map(({ path }) => path)
      assert.deepStrictEqual(paths, ["id", "name"])
    })
  )
})

describe("a response", () => {
  it.effect("with a redirect is not followed: it is an UnexpectedStatus", () =>
    Effect.gen(function* () {
      const reply: Recorder.Reply = { status: 302, headers: { location: "https://evil.test/" } }
      const recorder = Recorder.make(Recorder.always(reply))
      const things = yield* client(WithApplicationKey, recorder)
      const error = yield* Effect.flip(things.read({ id: "1" }))
      assert.deepInclude(error, { _tag: "UnexpectedStatus", status: 302 })
      assert.deepStrictEqual(
        recorder.requests.map(({ url }) => url),
        ["https://things.test/things/1"]
      )
    })
  )

  it.effect("with a part of a body is no success, since no part was asked for", () =>
    Effect.gen(function* () {
      const recorder = Recorder.make(Recorder.always(Recorder.json(206, thing)))
      const things = yield* client(Public, recorder)
      const error = yield* Effect.flip(things.read({ id: "1" }))
      assert.deepInclude(error, { _tag: "UnexpectedStatus", status: 206, attempts: 1 })
      assert.deepInclude(yield* Effect.flip(things.remove({ id: "1" })), { _tag: "UnexpectedStatus", status: 206 })
    })
  )

  it.effect("is read up to MaxResponseSize, and a longer one is a DecodeError", () =>
    Effect.gen(function* () {
      const body = JSON.stringify({ ...thing, more: "x".repeat(1000) })
      const recorder = Recorder.make(Recorder.always({ status: 200, body }))
      const things = yield* client(Public, recorder)
      const read = things.read({ id: "1" })
      assert.deepStrictEqual(yield* read.pipe(Effect.provide(MaxResponseSize.layer(body.length))), thing)
      const error = yield* Effect.flip(read.pipe(Effect.provide(MaxResponseSize.layer(body.length - 1))))
      assert.deepInclude(error, {
        _tag: "DecodeError",
        status: 200,
        attempts: 1,
        issues: [{ path: "", message: `Expected at most ${body.length - 1} bytes` }]
      })
      assert.strictEqual(recorder.requests.length, 2)
    })
  )

  it.effect.each([404, 200])("of 10 MiB with the status %d is truncated to 16 KiB in the error", (status) =>
    Effect.gen(function* () {
      const body = `<html><title>Too much</title>${"x".repeat(10 * 1024 * 1024)}`
      const things = yield* client(Public, Recorder.make(Recorder.always({ status, body })))
      const error = yield* Effect.flip(things.read({ id: "1" }))
      assert.deepInclude(error, { status, body: `${body.slice(0, 16 * 1024)}…` })
      assert.isBelow(error.message.length, 1000)
    })
  )
})
