import { assert, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { Emulator } from "../../src/Emulator.ts"
import { classes, expect, makeRecord, errorResponse, updateRecord } from "../support/Data.ts"
import { ask, at, join } from "../support/Wire.ts"

const applied: ReadonlyArray<readonly [before: object, update: object, after: object]> = [
  [{ integer: 1 }, { inc: { integer: 2 } }, { integer: 3 }],
  [{ integer: 1 }, { inc: { integer: "-2" } }, { integer: -1 }],
  [{ float: 0.5 }, { inc: { float: 0.25 } }, { float: 0.75 }],
  [{}, { inc: { integer: 5, float: "1.5" } }, { integer: 5, float: 1.5 }],
  [{ integer: 1 }, { integer: 10, inc: { integer: 1 } }, { integer: 11 }],
  [{ array: ["a", "b", "a", 1] }, { pull: { array: "a" } }, { array: ["b", 1] }],
  [{ array: ["a", 1, "1"] }, { pull: { array: "1" } }, { array: ["a"] }],
  [{ array: [1, 5, 9, "9"] }, { pull: { array: { gt: 4, lt: "9" } } }, { array: [1, 9, "9"] }],
  [{ array: [1, 5, 9] }, { pull: { array: { gte: 5 } } }, { array: [1] }],
  [{ array: [1, 5, 9] }, { pull: { array: { lte: 5 } } }, { array: [9] }],
  [{ array: ["a", "b", "c"] }, { pull: { array: { gt: "a" } } }, { array: ["a"] }],
  [{ array: ["a", "b", "c"] }, { pull: { array: { in: "a,b" } } }, { array: ["c"] }],
  [{ array: ["a", "b", "c"] }, { pull: { array: { or: ["a", "b"] } } }, { array: ["c"] }],
  [{ array: ["a", "b", "c"] }, { pull: { array: { nin: ["a", "b"] } } }, { array: ["a", "b"] }],
  [{ array: ["a", "b", "c"] }, { pull: { array: { ne: "a" } } }, { array: ["a"] }],
  [{ array: ["ant", "bee", 17] }, { pull: { array: { ctn: "n" } } }, { array: ["bee", 17] }],
  [{}, { pull: { array: "a" } }, { array: [] }],
  [{ array: ["a", "b", "c"] }, { pull_all: { array: ["a", "c", "d"] } }, { array: ["b"] }],
  [{ array: ["a", "b", "c"] }, { pop: { array: "1" } }, { array: ["a", "b"] }],
  [{ array: ["a", "b", "c"] }, { pop: { array: -1 } }, { array: ["b", "c"] }],
  [{ array: [] }, { pop: { array: 1 } }, { array: [] }],
  [{ array: ["a"] }, { push: { array: ["b", "a"] } }, { array: ["a", "b", "a"] }],
  [{}, { push: { array: 1 } }, { array: [1] }],
  [{ array: ["a", "b"] }, { add_to_set: { array: ["b", "c", "c", "a"] } }, { array: ["a", "b", "c"] }],
  [{ array: ["a", "b", "c"] }, { array: { 0: "A", 2: 3 } }, { array: ["A", "b", 3] }],
  [{ array: ["a"] }, { array: { 1: "b" } }, { array: ["a", "b"] }],
  [{ array: ["a"] }, { array: { 0: "b" }, push: { array: "c" } }, { array: ["b", "c"] }],
  [{ array: ["a", "b"] }, { pull: { array: "a" }, push: { array: "c" } }, { array: ["b", "c"] }]
]

const rejected: ReadonlyArray<readonly [update: object, errors: object]> = [
  [{ inc: { integer: 1.5 } }, { integer: ["should be an integer"] }],
  [{ inc: { integer: "x" } }, { integer: ["should be an integer"] }],
  [{ inc: { integer: Number.MAX_SAFE_INTEGER } }, { integer: ["should be an integer"] }],
  [{ inc: { string: 1 } }, { string: ["can't be used as inc"] }],
  [{ inc: 1 }, { inc: ["should name its fields"] }],
  [{ inc: { size: 1 } }, { size: ["is not a field of the class"] }],
  [{ push: { string: "a" } }, { string: ["can't be used as push"] }],
  [{ push: { array: [{ a: 1 }] } }, { array: ["should be an array of texts, numbers and flags"] }],
  [{ pop: { array: 2 } }, { array: ["should be 1 or -1"] }],
  [{ pull: { array: ["a", "b"] } }, { array: ["should be a value or a filter"] }],
  [{ pull: { array: {} } }, { array: ["should be a value or a filter"] }],
  [{ pull: { array: { like: "a" } } }, { array: ["can't be pulled by like"] }],
  [{ pull: { array: { toString: "a" } } }, { array: ["can't be pulled by toString"] }],
  [{ pull: { array: { in: [{}] } } }, { array: ["can't be pulled by in of that"] }],
  [{ array: { 3: "x" } }, { array: ["has no item 3"] }],
  [{ array: { last: "x" } }, { array: ["has no item last"] }],
  [{ string: { 0: "x" } }, { string: ["should be a text"] }]
]

layer(Emulator.layer({ settings: { classes } }))("an update", (it) => {
  it.effect.each(applied)("of %j by %j makes %j", ([before, update, after]) =>
    Effect.gen(function* () {
      yield* (yield* Emulator).reset
      const ada = yield* join("ada")
      const id = yield* makeRecord(ada, "everything", before)
      assert.deepInclude(Object(expect(200, yield* updateRecord(ada, "everything", id, update))), after)
    })
  )

  it.effect.each(rejected)("by %j is rejected with %j, and changes nothing", ([update, errors]) =>
    Effect.gen(function* () {
      yield* (yield* Emulator).reset
      const ada = yield* join("ada")
      const before = { integer: 1, string: "a", array: ["a", "b"] }
      const id = yield* makeRecord(ada, "everything", before)
      const response = yield* updateRecord(ada, "everything", id, { float: 1, ...update })
      assert.deepStrictEqual(errorResponse(response), { status: 422, errors })
      const now = yield* updateRecord(ada, "everything", id, {})
      assert.deepInclude(Object(now.json), { ...before, float: null })
    })
  )

  it.effect("can be a form, too", () =>
    Effect.gen(function* () {
      yield* (yield* Emulator).reset
      const ada = yield* join("ada")
      const id = yield* makeRecord(ada, "everything", { integer: 1, array: [1, 2, "a"] })
      const form = "inc[integer]=2&pull[array]=1&push[array][]=b&push[array][]=c&array[2]=z"
      const response = expect(200, yield* ask("PUT", `/data/everything/${id}`, { token: ada.token, form }))
      assert.strictEqual(at(response, "integer"), 3)
      assert.deepStrictEqual(at(response, "array"), [2, "z", "b", "c"])
    })
  )

  it.effect("by criteria that is invalid for one of the records changes none of them", () =>
    Effect.gen(function* () {
      yield* (yield* Emulator).reset
      const ada = yield* join("ada")
      const small = yield* makeRecord(ada, "everything", { integer: 1 })
      yield* makeRecord(ada, "everything", { integer: Number.MAX_SAFE_INTEGER })
      const json = { search_criteria: { integer: { gt: 0 } }, inc: { integer: 1 } }
      const response = yield* ask("PUT", "/data/everything/by_criteria", { token: ada.token, json })
      assert.strictEqual(response.status, 422)
      assert.strictEqual(at((yield* updateRecord(ada, "everything", small, {})).json, "integer"), 1)
    })
  )
})
