/** Requests for a session, whose bodies tell the application. */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { settingsOf } from "../../src/Application.ts"
import { Emulator } from "../../src/Emulator.ts"
import { ask, at, type Question } from "../support/Wire.ts"

const settings = { application_id: 2, body_limit: 2000 }

const { auth_key } = settingsOf(settings)

const hosting = Effect.provide(Emulator.layer({ applications: [{ settings }], settings: { body_limit: 5000 } }))

/** The status of the response, and in which journals the request is. */
const outcome = Effect.fnUntraced(function* (path: string, question: Question) {
  const emulator = yield* Emulator
  const second = yield* emulator.application(2)
  const { json, status } = yield* ask("POST", path, question)
  const id = at(json, "session.application_id")
  const counts = [(yield* emulator.requests).length, (yield* second.requests).length]
  return [id === undefined ? status : id, ...counts]
})

const json = { application_id: "2", auth_key }
const form = new URLSearchParams(json).toString()
const deep = `${"[".repeat(200)}${"]".repeat(200)}`

describe("a request for a session", () => {
  const spellings: ReadonlyArray<readonly [string, string, Question]> = [
    ["JSON", "/session", { json }],
    ["JSON with a number", "/session", { json: { ...json, application_id: 2 } }],
    ["JSON that is called a form", "/session", { form: JSON.stringify(json) }],
    ["a form", "/session", { form }],
    ["a form that is called JSON and is none", "/session", { text: JSON.stringify(json) }],
    ["the query", `/session?${form}`, {}],
    ["the query and a body", `/session?application_id=2`, { json: { auth_key } }],
    ["a body that overrides the query", `/session?application_id=1`, { json }],
    [".json", "/session.json", { json }],
    [".JSON", "/session.JSON", { form }],
    ["a slash at the end", "/session/", { json }],
    ["capitals", "/Session", { json }],
    ["a token of nobody", "/session", { json, token: "unknown" }]
  ]

  it.effect.each(spellings)("tells the application in any spelling: %s", ([, path, question]) =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* outcome(path, question), [2, 0, 1])
    }).pipe(hosting)
  )

  const others: ReadonlyArray<readonly [string, Question, ReadonlyArray<unknown>]> = [
    ["no body", {}, [422, 1, 0]],
    ["an unknown id", { json: { ...json, application_id: 3 } }, [422, 1, 0]],
    ["the key of the other one", { json: { ...json, auth_key: "emulator-auth-key" } }, [422, 0, 1]],
    ["a list of ids", { json: { ...json, application_id: ["2"] } }, [422, 1, 0]],
    ["an object", { json: { ...json, application_id: { id: "2" } } }, [422, 1, 0]],
    ["null", { json: { ...json, application_id: null } }, [422, 1, 0]],
    ["a body that is no JSON", { text: "{" }, [400, 1, 0]],
    ["a body that is nested too deep", { text: `{"application_id":"2","user":${deep}}` }, [400, 1, 0]],
    ["a list", { text: `[${JSON.stringify(json)}]` }, [422, 1, 0]],
    ["a compressed body", { text: "x", headers: { "content-encoding": "gzip" } }, [415, 1, 0]],
    ["a body beyond the limit of its application", { json: { ...json, nonce: "1".repeat(3000) } }, [413, 0, 1]],
    ["a body beyond all limits", { json: { ...json, nonce: "1".repeat(6000) } }, [413, 1, 0]]
  ]

  it.effect.each(others)(
    "gets the response of one application, and is in its journal only: %s",
    ([, question, expected]) =>
      Effect.gen(function* () {
        assert.deepStrictEqual(yield* outcome("/session", question), expected)
      }).pipe(hosting)
  )

  it.effect("is for the application of its token when its body tells none", () =>
    Effect.gen(function* () {
      const { json: session } = yield* ask("POST", "/session", { json })
      const { token } = Object(at(session, "session"))
      assert.deepStrictEqual(yield* outcome("/session", { token, text: "{" }), [400, 0, 2])
    }).pipe(hosting)
  )

  it.effect("has the limits of the first application for the first application", () =>
    Effect.gen(function* () {
      const first = { application_id: 1, auth_key: "emulator-auth-key", nonce: "1".repeat(3000) }
      assert.deepStrictEqual(yield* outcome("/session", { json: first }), [1, 1, 0])
    }).pipe(hosting)
  )
})
