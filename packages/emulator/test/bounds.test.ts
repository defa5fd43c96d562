import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { Emulator } from "../src/Emulator.ts"
import * as Glob from "../src/server/state/glob.ts"
import { chance, pick } from "./support/Junk.ts"
import { adminKey } from "./support/Admin.ts"
import { applicationToken, ask, at, join, text } from "./support/Wire.ts"

describe("the paths of a fault", () => {
  /** What a pattern stands for, as a regular expression: right, and slow. */
  const expressionOf = (pattern: string) =>
    new RegExp(
      `^${pattern
        .split(/(\*\*|\*)/)
        .map((part) => (part === "**" ? ".*" : part === "*" ? "[^/]*" : part.replaceAll(/[\\^$.|?+()[\]{}]/g, "\\$&")))
        .join("")}/?$`,
      "i"
    )

  it("match like a regular expression, over 10,000 patterns and paths", () => {
    const random = chance(1)
    const word = (letters: string) =>
      Array.from({ length: Math.floor(random() * 8) }, () => pick(random, [...letters])).join("")
    let matched = 0
    for (let run = 0; run < 10_000; run++) {
      const pattern = `/${word("ab/**.")}`.replaceAll(/\*{3,}/g, "**")
      const path = `/${word("abB/.")}`
      const expected = expressionOf(pattern).test(path)
      if (expected) matched++
      assert.strictEqual(Glob.matches(pattern, path), expected, `${pattern} and ${path}`)
    }
    assert.isAbove(matched, 500)
  })

  it.effect("do not hang the emulator, with any number of wildcards", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* emulator.addFault({ path: `/${"**a".repeat(50)}**b`, respond: { status: 500 } })
      const { status } = yield* ask("GET", `/${"a".repeat(5000)}c`)
      assert.strictEqual(status, 404)
    }).pipe(Effect.provide(Emulator.layer()))
  )
})

describe("a body", () => {
  const settings = { body_limit: 1000 }

  it.effect.each([
    ["JSON", { json: { login: "a".repeat(1000) } }],
    ["a form", { form: `login=${"a".repeat(1000)}` }],
    ["no text at all", { text: "x".repeat(1001) }]
  ] as const)("that is larger than the limit is a 413: %s", ([, question]) =>
    Effect.gen(function* () {
      const token = yield* applicationToken
      const { json, status } = yield* ask("POST", "/users", { ...question, token })
      assert.strictEqual(status, 413)
      assert.deepStrictEqual(at(json, "errors"), ["Payload Too Large"])
      // The journal says so, and keeps none of it.
      const { requests } = yield* Emulator
      const entry = (yield* requests).at(-1)
      assert.deepStrictEqual([entry?.status, entry?.request_body], [413, "<too large>"])
    }).pipe(Effect.provide(Emulator.layer({ settings })))
  )

  it.live("that is larger than the limit is a 413 over a socket, before all of it has arrived", () =>
    Effect.gen(function* () {
      const { url } = yield* Emulator
      const response = yield* Effect.promise(() =>
        fetch(`${url}/session`, {
          method: "POST",
          body: "x".repeat(100_000),
          headers: { "content-type": "application/json" }
        })
      )
      assert.strictEqual(response.status, 413)
    }).pipe(Effect.provide(Emulator.layerServer({ settings })))
  )

  it.effect("with too many parameters is a 413", () =>
    Effect.gen(function* () {
      const { status } = yield* ask("POST", "/session", { form: "a=1&".repeat(100_001) })
      assert.strictEqual(status, 413)
    }).pipe(Effect.provide(Emulator.layer()))
  )

  it.effect("that is nested too deep is a 400", () =>
    Effect.gen(function* () {
      for (const text of [
        "[".repeat(100_000) + "]".repeat(100_000),
        `${`{"a":`.repeat(50_000)}1${"}".repeat(50_000)}`
      ]) {
        const { status } = yield* ask("POST", "/session", { text })
        assert.strictEqual(status, 400)
      }
    }).pipe(Effect.provide(Emulator.layer()))
  )

  it.effect("with tens of thousands of records, ids or digits gets a response, and never a 500", () =>
    Effect.gen(function* () {
      const { token } = yield* join("ada")
      const record = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [index, { a: "1".repeat(10) }]))
      const many = yield* ask("POST", "/data/thing/multi", { token, json: { record } })
      const digits = yield* ask("POST", "/data/thing", { token, json: { n: `${"1".repeat(1_000_000)}x` } })
      const ids = yield* ask("PUT", "/chat/Dialog/x", {
        token,
        json: { push_all: { occupants_ids: Array.from({ length: 50_000 }, (_, id) => id) } }
      })
      const admin = yield* ask("GET", `/admin/chat/messages/list?chat_dialog_id=${"a,".repeat(3000)}`, {
        headers: { "CB-Administration-API-Key": adminKey }
      })
      for (const { status, text: body } of [many, digits, ids, admin]) assert.isBelow(status, 500, body.slice(0, 200))
      assert.notStrictEqual(text(many.json, "class_name"), "")
    }).pipe(
      Effect.provide(Emulator.layer({ settings: { classes: { thing: { fields: { a: "String", n: "Integer" } } } } }))
    )
  )
})
