import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as TestClock from "effect/testing/TestClock"
import { Emulator } from "../src/Emulator.ts"
import { applicationToken, ask, at, createSession, key, password, signUp } from "./support/Wire.ts"

const emulated = Effect.provide(Emulator.layer())

const statuses = (times: number) =>
  Effect.map(Effect.all(Array.from({ length: times }, () => createSession())), (responses) =>
    responses.map(({ status }) => status)
  )

describe("a fault", () => {
  it.effect("responds in place of the API, the given number of times", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const token = yield* applicationToken
      const { id } = yield* emulator.addFault({
        method: "GET",
        path: "/users/*",
        times: 2,
        respond: { status: 503, headers: { "Retry-After": "1" }, body: "<html><title>Busy</title></html>" }
      })
      for (let n = 0; n < 2; n++) {
        const { status, headers, text } = yield* ask("GET", "/users/v2.json?id=1", { token })
        assert.strictEqual(status, 503)
        assert.strictEqual(headers["retry-after"], "1")
        assert.strictEqual(headers["content-type"], "text/html")
        assert.strictEqual(text, "<html><title>Busy</title></html>")
      }
      assert.strictEqual((yield* ask("GET", "/users/v2?id=1", { token })).status, 200)
      const [fault] = yield* emulator.faults
      assert.deepInclude(fault, { id, matched: 3, caught: 2 })
    }).pipe(emulated)
  )

  it.effect("responds in place of the API, which does not handle the request", () =>
    Effect.gen(function* () {
      yield* (yield* Emulator).addFault({ method: "POST", path: "/users", times: 1, respond: { status: 503 } })
      assert.strictEqual((yield* signUp({ login: "ada" })).status, 503)
      assert.strictEqual((yield* signUp({ login: "ada" })).status, 201)
    }).pipe(emulated)
  )

  it.effect("applies only to requests that match its method and path", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const token = yield* applicationToken
      yield* emulator.addFault({ method: "get", path: "/users/*", respond: { status: 503 } })
      assert.strictEqual((yield* ask("GET", "/USERS/V2.json?id=1", { token })).status, 503)
      assert.strictEqual((yield* ask("DELETE", "/users/1", { token })).status, 403)
      // A star ends where the segment does.
      assert.strictEqual((yield* ask("GET", "/users/external/1", { token })).status, 404)
      assert.strictEqual((yield* ask("GET", "/users", { token })).status, 200)
      yield* emulator.clearFaults
      assert.strictEqual((yield* ask("GET", "/users/v2?id=1", { token })).status, 200)
      yield* emulator.addFault({ path: "/users/**", respond: { status: 429 } })
      assert.strictEqual((yield* ask("GET", "/users/external/1", { token })).status, 429)
    }).pipe(emulated)
  )

  it.effect("lets the first requests pass with after", () =>
    Effect.gen(function* () {
      yield* (yield* Emulator).addFault({ path: "/session", after: 1, times: 2, respond: { status: 500 } })
      assert.deepStrictEqual(yield* statuses(4), [201, 500, 500, 201])
    }).pipe(emulated)
  )

  it.effect("takes precedence over later ones", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* emulator.addFault({ times: 1, respond: { status: 429 } })
      yield* emulator.addFault({ times: 1, respond: { status: 503 } })
      assert.deepStrictEqual(yield* statuses(3), [429, 503, 201])
    }).pipe(emulated)
  )

  it.effect("responds with JSON, or without a body", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* emulator.addFault({ times: 1, respond: { status: 422, body: { errors: ["Busy"] } } })
      yield* emulator.addFault({ times: 1, respond: { status: 502 } })
      const { headers, text } = yield* createSession()
      assert.strictEqual(text, `{"errors":["Busy"]}`)
      assert.strictEqual(headers["content-type"], "application/json; charset=utf-8")
      const { status, text: empty } = yield* createSession()
      assert.strictEqual(status, 502)
      assert.strictEqual(empty, "")
    }).pipe(emulated)
  )

  it.effect("delays by the clock of the test", () =>
    Effect.gen(function* () {
      yield* (yield* Emulator).addFault({ times: 1, delay: "3 seconds" })
      const fiber = yield* Effect.forkChild(createSession())
      yield* TestClock.adjust("2 seconds")
      assert.isUndefined(fiber.pollUnsafe())
      yield* TestClock.adjust("1 second")
      const { status, json } = yield* Fiber.join(fiber)
      assert.strictEqual(status, 201)
      // It was not handled before.
      assert.strictEqual(at(json, "session.ts"), 3)
    }).pipe(emulated)
  )

  it.effect("does not handle a delayed request that was aborted", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* emulator.addFault({ times: 1, path: "/users", delay: "3 seconds" })
      const fiber = yield* Effect.forkChild(signUp({ login: "ada" }))
      yield* TestClock.adjust("2 seconds")
      yield* Fiber.interrupt(fiber)
      yield* TestClock.adjust("2 seconds")
      const [entry] = yield* emulator.requests
      assert.deepInclude(entry, { status: null, fault: 1, duration: 2000 })
      assert.strictEqual((yield* signUp({ login: "ada" })).status, 201)
    }).pipe(emulated)
  )

  it.effect("drops the connection before the response, after the API has handled the request", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* emulator.addFault({ method: "POST", path: "/users", times: 1, drop: "before-headers" })
      const error = yield* Effect.flip(signUp({ login: "ada" }))
      assert.strictEqual(error.reason._tag, "TransportError")
      // A retry would have created a second user.
      const again = yield* signUp({ login: "ada" })
      assert.deepStrictEqual(at(again.json, "errors"), { login: ["has already been taken"] })
      assert.deepStrictEqual((yield* emulator.requests)[0]?.status, null)
    }).pipe(emulated)
  )

  it.effect("drops the connection before the API handles the request, with handled false", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* emulator.addFault({ path: "/users", times: 1, drop: "before-headers", handled: false })
      yield* emulator.addFault({ path: "/users", times: 1, respond: { status: 503 }, handled: true })
      yield* Effect.flip(signUp({ login: "ada" }))
      const lied = yield* signUp({ login: "ada" })
      assert.strictEqual(lied.status, 503)
      assert.strictEqual((yield* signUp({ login: "ada" })).status, 422)
    }).pipe(emulated)
  )

  it.effect("drops the connection in the middle of the body", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* emulator.addFault({ times: 2, drop: "mid-body" })
      const response = yield* HttpClientRequest.post("https://api.connectycube.com/users").pipe(
        HttpClientRequest.setHeader("CB-AuthKey", key),
        HttpClientRequest.bodyJsonUnsafe({ user: { login: "ada", password } }),
        HttpClient.execute
      )
      assert.strictEqual(response.status, 201)
      assert.isAbove(Number(response.headers["content-length"]), 100)
      const error = yield* Effect.flip(response.text)
      assert.strictEqual(error._tag, "HttpClientError")
      // A response without a body is dropped too.
      const token = yield* Effect.flip(createSession())
      assert.strictEqual(token._tag, "HttpClientError")
      assert.strictEqual((yield* signUp({ login: "ada" })).status, 422)
    }).pipe(emulated)
  )

  it.effect("without an effect is rejected", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const error = yield* Effect.flip(emulator.addFault({ path: "/users" }))
      assert.strictEqual(error._tag, "InvalidControl")
      assert.deepStrictEqual(yield* emulator.faults, [])
    }).pipe(emulated)
  )

  it.effect("does not apply to the control side", () =>
    Effect.gen(function* () {
      yield* (yield* Emulator).addFault({ respond: { status: 503 } })
      assert.strictEqual((yield* ask("GET", "/_emulator/faults")).status, 200)
      assert.strictEqual((yield* ask("GET", "/openapi.json")).status, 200)
      assert.strictEqual((yield* ask("DELETE", "/_emulator/faults")).status, 200)
      assert.strictEqual((yield* createSession()).status, 201)
    }).pipe(emulated)
  )
})

describe("a rule at /_emulator/faults", () => {
  it.effect("is accepted as documented", () =>
    Effect.gen(function* () {
      const rules = [
        {
          method: "GET",
          path: "/users/*",
          times: 2,
          respond: { status: 503, headers: { "Retry-After": "1" }, body: "" }
        },
        { path: "/session", delay: "3 seconds" },
        { path: "/session", delay: 3000 },
        { path: "/session", drop: "before-headers" },
        { path: "/session", drop: "mid-body" }
      ]
      for (const [index, rule] of rules.entries()) {
        const { status, json } = yield* ask("POST", "/_emulator/faults", { json: rule })
        assert.strictEqual(status, 201)
        assert.deepInclude(json, { id: index + 1, matched: 0, caught: 0 })
      }
      const { json } = yield* ask("GET", "/_emulator/faults")
      assert.deepStrictEqual(at(json, "0.rule"), rules[0])
      assert.deepStrictEqual(at(json, "1.rule"), { path: "/session", delay: "3000 millis" })
    }).pipe(emulated)
  )

  it.effect.each([
    [{ path: "/users" }, "base", /respond, delay and drop/],
    [{ drop: "sometimes" }, "drop", /before-headers/],
    [{ delay: "soon" }, "delay", /Duration/],
    [{ path: "users", drop: "mid-body" }, "path", /\//],
    [{ respond: { status: 99 } }, "status", /200/],
    [{ times: 0, drop: "mid-body" }, "times", /1/],
    [{ tmies: 1, drop: "mid-body" }, "tmies", /^is unknown$/]
  ] as const)("is rejected when it says nothing that can be done: %j", ([rule, field, message]) =>
    Effect.gen(function* () {
      const { status, json } = yield* ask("POST", "/_emulator/faults", { json: rule })
      assert.strictEqual(status, 422)
      assert.match(String(at(json, `errors.${field}.0`)), message)
      assert.deepStrictEqual((yield* ask("GET", "/_emulator/faults")).json, [])
    }).pipe(emulated)
  )
})
