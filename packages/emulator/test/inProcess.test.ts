import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as Stream from "effect/Stream"
import * as Tracer from "effect/Tracer"
import { Emulator } from "../src/Emulator.ts"
import { application, ask, createSession, join, signUp } from "./support/Wire.ts"

const emulated = Effect.provide(Emulator.layer())

describe("an emulator in process", () => {
  it.effect.each(["https://api.connectycube.com", "https://api-eu.example:8443", "http://localhost:1"])(
    "accepts requests to the host of %s",
    (origin) =>
      Effect.gen(function* () {
        const response = yield* HttpClientRequest.post(`${origin}/session.json`).pipe(
          HttpClientRequest.bodyJsonUnsafe(application),
          HttpClient.execute
        )
        assert.strictEqual(response.status, 201)
      }).pipe(emulated)
  )

  it.effect("is a new one each time", () => {
    const signingUp = Effect.map(signUp({ login: "ada" }), ({ status }) => status).pipe(emulated)
    return Effect.gen(function* () {
      assert.deepStrictEqual(yield* Effect.all([signingUp, signingUp]), [201, 201])
    })
  })

  it.effect("adds no spans to the trace of a program", () => {
    const names: Array<string> = []
    const tracer = Tracer.make({
      span: (options) => {
        names.push(options.name)
        return new Tracer.NativeSpan(options)
      }
    })
    return Effect.gen(function* () {
      yield* signUp({ login: "ada" })
      // That span is the client's.
      assert.deepStrictEqual(names, ["POST"])
    }).pipe(Effect.withTracer(tracer), emulated)
  })

  it.effect("does not handle a request whose body is truncated", () =>
    Effect.gen(function* () {
      const { token } = yield* join("ada")
      const body = Stream.concat(Stream.make(new TextEncoder().encode("a=")), Stream.fail("The source is gone"))
      const response = yield* HttpClientRequest.delete("https://api.connectycube.com/session").pipe(
        HttpClientRequest.setHeader("CB-Token", token),
        HttpClientRequest.bodyStream(body, { contentType: "application/x-www-form-urlencoded" }),
        HttpClient.execute
      )
      assert.strictEqual(response.status, 400)
      assert.strictEqual((yield* ask("GET", "/session", { token })).status, 200)
    }).pipe(emulated)
  )

  it.effect("responds to concurrent requests, each with its own session", () =>
    Effect.gen(function* () {
      const responses = yield* Effect.all(
        Array.from({ length: 300 }, () => createSession()),
        { concurrency: "unbounded" }
      )
      const tokens = new Set(responses.map(({ text }) => /"token":"(\w+)"/.exec(text)?.[1]))
      assert.strictEqual(tokens.size, 300)
      const statuses = yield* Effect.forEach(
        tokens,
        (token = "") => Effect.map(ask("GET", "/session", { token }), ({ status }) => status),
        { concurrency: "unbounded" }
      )
      assert.deepStrictEqual(new Set(statuses), new Set([200]))
    }).pipe(emulated)
  )
})
