/** How often a body is parsed on its way to a handler. */
import { afterEach, assert, describe, it, vi } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { Emulator } from "../src/Emulator.ts"
import { application, ask, join, key } from "./support/Wire.ts"

const emulated = Effect.provide(Emulator.layer())

/** In a member that no response has. */
const marker = "a body of this test"

/** The texts with the marker that are parsed as JSON, from now on. */
const parsedTexts = () => {
  const texts: Array<string> = []
  const parse = JSON.parse
  vi.spyOn(JSON, "parse").mockImplementation((text, reviver) => {
    if (String(text).includes(marker)) texts.push(text)
    return parse(text, reviver)
  })
  return texts
}

afterEach(() => {
  vi.restoreAllMocks()
})

describe("a body", () => {
  it.effect("of JSON is parsed once", () =>
    Effect.gen(function* () {
      const texts = parsedTexts()
      const sent = JSON.stringify({ user: { login: "ada", password: marker } })
      assert.strictEqual((yield* ask("POST", "/users", { key, text: sent })).status, 201)
      assert.deepStrictEqual(texts, [sent])
    }).pipe(emulated)
  )

  it.effect("of JSON is parsed once when the query has parameters too", () =>
    Effect.gen(function* () {
      const texts = parsedTexts()
      const sent = JSON.stringify({ user: { login: "ada", password: marker } })
      assert.strictEqual((yield* ask("POST", "/users?x=1", { key, text: sent })).status, 201)
      assert.deepStrictEqual(texts, [sent])
    }).pipe(emulated)
  )

  it.effect("of JSON that its endpoint takes in another spelling is parsed once", () =>
    Effect.gen(function* () {
      const { token } = yield* join("ada")
      const texts = parsedTexts()
      const sent = JSON.stringify({ contacts: [{ name: marker, phone: 380501234567 }] })
      assert.strictEqual((yield* ask("POST", "/address_book", { token, text: sent })).status, 200)
      assert.deepStrictEqual(texts, [sent])
    }).pipe(emulated)
  )

  it.effect("for the control side is parsed once", () =>
    Effect.gen(function* () {
      const texts = parsedTexts()
      const sent = JSON.stringify({ auth_secret: marker })
      assert.strictEqual((yield* ask("POST", "/_emulator/settings", { text: sent })).status, 200)
      assert.deepStrictEqual(texts, [sent])
    }).pipe(emulated)
  )

  it.effect("of a form is never JSON", () =>
    Effect.gen(function* () {
      const texts = parsedTexts()
      const form = new URLSearchParams({ ...application, "user[login]": "ada", "user[password]": marker }).toString()
      assert.strictEqual((yield* ask("POST", "/session", { form })).status, 201)
      assert.deepStrictEqual(texts, [])
    }).pipe(emulated)
  )
})
