import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { Emulator } from "../../src/Emulator.ts"
import {
  classes,
  deleteRecords,
  each,
  expect,
  getRecords,
  listRecords,
  makeRecord,
  errorResponse
} from "../support/Data.ts"
import { ask, at, join, list } from "../support/Wire.ts"

const emulated = Effect.provide(Emulator.layer({ settings: { classes } }))

const notYours = { status: 403, errors: { base: ["You don't have appropriate permissions to perform this operation"] } }

describe("several records", () => {
  it.effect.each([0, 1])("are created by numbers from %s", (first) =>
    Effect.gen(function* () {
      const { token } = yield* join("ada")
      const record = { [first + 1]: { age: "55" }, [first]: { age: "11" }, [first + 9]: { age: "99" } }
      const response = yield* ask("POST", "/data/profile/multi", { token, json: { record } })
      assert.strictEqual(at(expect(201, response), "class_name"), "profile")
      assert.deepStrictEqual(each(response, "age"), [11, 55, 99])
    }).pipe(emulated)
  )

  it.effect("are created all or none", () =>
    Effect.gen(function* () {
      const ada = yield* join("ada")
      const wrong = [
        [{ 0: { age: 1 }, 1: { age: "old" } }, { age: ["should be an integer"] }],
        [{}, { record: ["can't be empty"] }],
        [{ first: { age: 1 } }, { record: ["should be numbered"] }]
      ] as const
      for (const [record, errors] of wrong) {
        const response = yield* ask("POST", "/data/profile/multi", { token: ada.token, json: { record } })
        assert.deepStrictEqual(errorResponse(response), { status: 422, errors })
      }
      assert.deepStrictEqual(each(yield* listRecords(ada, "profile"), "_id"), [])
    }).pipe(emulated)
  )

  it.effect("are returned in the requested order, without those that do not exist", () =>
    Effect.gen(function* () {
      const ada = yield* join("ada")
      const first = yield* makeRecord(ada, "profile")
      const second = yield* makeRecord(ada, "profile")
      assert.deepStrictEqual(each(yield* getRecords(ada, "profile", `${second},none,${first}`), "_id"), [second, first])
    }).pipe(emulated)
  )

  it.effect("are updated by their ids, and those that cannot be are listed", () =>
    Effect.gen(function* () {
      const ada = yield* join("ada")
      const bob = yield* join("bob")
      const first = yield* makeRecord(ada, "profile", { age: 1 })
      const second = yield* makeRecord(ada, "profile", { age: 2 })
      const others = yield* makeRecord(bob, "profile", { age: 3 })
      const update = (json: object) => ask("PUT", "/data/profile/multi", { token: ada.token, json })
      const record = {
        1: { id: second, age: 20 },
        2: { _id: first, inc: { age: 9 } },
        3: { id: "none", age: 30 },
        4: { id: others, age: 40 }
      }
      const response = yield* update({ record })
      assert.deepStrictEqual(each(response, "age"), [20, 10])
      assert.deepStrictEqual(at(response.json, "not_found"), { ids: ["none", others] })
      assert.notProperty(Object((yield* update({ record: { 0: { id: first } } })).json), "not_found")
      assert.deepStrictEqual(errorResponse(yield* update({ record: { 1: { age: 1 } } })), {
        status: 422,
        errors: { id: ["is required"] }
      })
      assert.deepStrictEqual(each(yield* listRecords(bob, "profile", "sort_asc=age"), "age"), [3, 10, 20])
    }).pipe(emulated)
  )

  it.effect("are updated by criteria, among those that the caller can update", () =>
    Effect.gen(function* () {
      const ada = yield* join("ada")
      const bob = yield* join("bob")
      for (const age of [1, 2, 3]) yield* makeRecord(ada, "profile", { age })
      yield* makeRecord(bob, "profile", { age: 1 })
      const update = (json: object) => ask("PUT", "/data/profile/by_criteria", { token: ada.token, json })
      const response = yield* update({
        search_criteria: { age: { lt: 3 } },
        country_of_birth: "Iran",
        inc: { age: 10 }
      })
      assert.deepInclude(Object(response.json), { class_name: "profile", skip: 0, limit: 100, total_found: 2 })
      assert.deepStrictEqual(each(response, "age"), [11, 12])
      assert.deepStrictEqual(each(yield* listRecords(ada, "profile"), "country_of_birth"), ["Iran", "Iran", null, null])
      assert.strictEqual(at((yield* update({ search_criteria: { user_id: bob.id }, job: "x" })).json, "total_found"), 0)
      const wrong = [{}, { age: {} }, { age: { lt: "x" } }, { size: 1 }, { age: { near: 1 } }]
      for (const search_criteria of wrong) assert.strictEqual((yield* update({ search_criteria })).status, 422)
      assert.strictEqual((yield* update({ job: "x" })).status, 422)
    }).pipe(emulated)
  )

  it.effect("are all updated by criteria, and 100 are returned", () =>
    Effect.gen(function* () {
      const { token } = yield* join("ada")
      const record = Object.fromEntries(Array.from({ length: 101 }, (_, age) => [age, { age }]))
      yield* ask("POST", "/data/profile/multi", { token, json: { record } })
      const json = { search_criteria: { age: { gte: 0 } }, job: "clerk" }
      const response = yield* ask("PUT", "/data/profile/by_criteria", { token, json })
      assert.strictEqual(at(response.json, "total_found"), 101)
      assert.strictEqual(list(response.json, "items").length, 100)
      const counted = yield* ask("GET", "/data/profile?job=clerk&count=1", { token })
      assert.deepStrictEqual(counted.json, { items: { count: 101 } })
    }).pipe(emulated)
  )

  it.effect("are deleted by their ids, with the outcome of each", () =>
    Effect.gen(function* () {
      const ada = yield* join("ada")
      const bob = yield* join("bob")
      const first = yield* makeRecord(ada, "profile")
      const second = yield* makeRecord(ada, "profile")
      const others = yield* makeRecord(bob, "profile")
      const response = yield* deleteRecords(ada, "profile", `${first},${others},none,${second},${first}`)
      assert.deepStrictEqual(expect(200, response), {
        SuccessfullyDeleted: { ids: [first, second] },
        NotFound: { ids: ["none"] },
        WrongPermissions: { ids: [others] }
      })
      assert.deepStrictEqual(each(yield* listRecords(ada, "profile"), "_id"), [others])
    }).pipe(emulated)
  )

  it.effect("are deleted one by one, without a body in the response", () =>
    Effect.gen(function* () {
      const ada = yield* join("ada")
      const bob = yield* join("bob")
      const id = yield* makeRecord(ada, "profile")
      assert.deepStrictEqual(errorResponse(yield* deleteRecords(bob, "profile", id)), notYours)
      const { status, text } = yield* deleteRecords(ada, "profile", id)
      assert.deepStrictEqual({ status, text }, { status: 200, text: "" })
      assert.strictEqual((yield* deleteRecords(ada, "profile", id)).status, 404)
    }).pipe(emulated)
  )

  it.effect.each([
    ["a form", { form: "age[gte]=41" }, ""],
    ["a query", {}, "?age[gte]=41"],
    ["JSON", { json: { age: { gte: 41 } } }, ""],
    ["a list in a form", { form: "age[in][]=41&age[in][]=50" }, ""]
  ] as const)("are deleted by criteria in %s, of those that the caller may delete", ([, question, query]) =>
    Effect.gen(function* () {
      const ada = yield* join("ada")
      const bob = yield* join("bob")
      for (const age of [40, 41, 50]) yield* makeRecord(ada, "profile", { age })
      yield* makeRecord(bob, "profile", { age: 50 })
      const response = yield* ask("DELETE", `/data/profile/by_criteria${query}`, { token: ada.token, ...question })
      assert.deepStrictEqual(expect(200, response), { total_deleted: 2 })
      assert.deepStrictEqual(each(yield* listRecords(ada, "profile"), "age"), [40, 50])
    }).pipe(emulated)
  )

  it.effect("are not deleted by empty criteria, or by unknown fields", () =>
    Effect.gen(function* () {
      const ada = yield* join("ada")
      yield* makeRecord(ada, "profile", { age: 41 })
      for (const form of ["", "agee[gte]=1", "age[gte]=", "age[gte]=x", "age[is]=1", "age[calc]=avg"]) {
        assert.strictEqual((yield* deleteRecords(ada, "profile", "by_criteria", form)).status, 422, form)
      }
      assert.deepStrictEqual(each(yield* listRecords(ada, "profile"), "age"), [41])
    }).pipe(emulated)
  )
})
