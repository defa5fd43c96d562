import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as TestClock from "effect/testing/TestClock"
import { Emulator } from "../../src/Emulator.ts"
import {
  classes,
  createRecord,
  deleteRecords,
  each,
  expect,
  getRecords,
  listRecords,
  makeRecord,
  errorResponse,
  updateRecord
} from "../support/Data.ts"
import { applicationToken, ask, at, join, list } from "../support/Wire.ts"

const emulated = Effect.provide(Emulator.layer({ settings: { classes } }))

const defaultPermissions = { read: { access: "open" }, update: { access: "owner" }, delete: { access: "owner" } }

describe("a record", () => {
  it.effect("is created with the fields of its class and of the server", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(1_544_124_810_900)
      const ada = yield* join("ada")
      const response = yield* createRecord(ada, "profile", {
        full_name: "Nadine Collier",
        age: "41",
        job: "accountant"
      })
      const { _id, ...record } = Object(expect(201, response))
      assert.match(_id, /^[0-9a-f]{24}$/)
      assert.deepStrictEqual(record, {
        _parent_id: null,
        age: 41,
        avatar: null,
        country_of_birth: null,
        created_at: 1_544_124_810,
        full_name: "Nadine Collier",
        job: "accountant",
        updated_at: 1_544_124_810,
        user_id: ada.id,
        permissions: defaultPermissions
      })
      assert.deepStrictEqual((yield* getRecords(ada, "profile", _id)).json, {
        class_name: "profile",
        items: [{ _id, ...record }]
      })
    }).pipe(emulated)
  )

  it.effect("has permissions in every response except that of a list", () =>
    Effect.gen(function* () {
      const ada = yield* join("ada")
      const id = yield* makeRecord(ada, "profile", { age: 1 })
      const listed = yield* listRecords(ada, "profile")
      assert.deepStrictEqual(Object.keys(Object(listed.json)), ["class_name", "skip", "limit", "items"])
      assert.notProperty(Object(list(listed.json, "items")[0]), "permissions")
      const byCriteria = { search_criteria: { age: 1 }, job: "clerk" }
      for (const response of [
        yield* getRecords(ada, "profile", id),
        yield* getRecords(ada, "profile", `${id},${id}`),
        yield* ask("PUT", "/data/profile/multi", { token: ada.token, json: { record: { 1: { id, age: 1 } } } }),
        yield* ask("PUT", "/data/profile/by_criteria", { token: ada.token, json: byCriteria })
      ]) {
        assert.deepStrictEqual(each(response, "permissions")[0], defaultPermissions)
      }
      assert.deepStrictEqual(at((yield* updateRecord(ada, "profile", id, {})).json, "permissions"), defaultPermissions)
    }).pipe(emulated)
  )

  it.effect("keeps its system fields, whatever a request has", () =>
    Effect.gen(function* () {
      const ada = yield* join("ada")
      const fields = { _id: "1", id: "1", user_id: 1, created_at: 1, updated_at: 1, shoe_size: 42 }
      const made = expect(201, yield* createRecord(ada, "profile", fields))
      assert.strictEqual(at(made, "user_id"), ada.id)
      assert.notProperty(Object(made), "shoe_size")
      const id = String(at(made, "_id"))
      assert.deepStrictEqual(expect(200, yield* updateRecord(ada, "profile", id, fields)), made)
    }).pipe(emulated)
  )

  it.effect("is updated in the given fields", () =>
    Effect.gen(function* () {
      const ada = yield* join("ada")
      const id = yield* makeRecord(ada, "profile", { full_name: "Ada", age: 36, job: "clerk" })
      yield* TestClock.adjust("1 minute")
      const updated = expect(200, yield* updateRecord(ada, "profile", id, { age: "37", job: null }))
      assert.deepInclude(Object(updated), { full_name: "Ada", age: 37, job: null, created_at: 0, updated_at: 60 })
      assert.deepStrictEqual(at((yield* getRecords(ada, "profile", id)).json, "items.0"), updated)
    }).pipe(emulated)
  )

  it.effect("has fields that are cleared by null in JSON, and by the text null in a form", () =>
    Effect.gen(function* () {
      const ada = yield* join("ada")
      const id = yield* makeRecord(ada, "profile", { full_name: "null", age: 36 })
      assert.strictEqual(at((yield* getRecords(ada, "profile", id)).json, "items.0.full_name"), "null")
      assert.deepStrictEqual(errorResponse(yield* updateRecord(ada, "profile", id, { age: "null" })), {
        status: 422,
        errors: { age: ["should be an integer"] }
      })
      const form = { token: ada.token, form: "full_name=null&age=null" }
      const emptied = expect(200, yield* ask("PUT", `/data/profile/${id}`, form))
      assert.deepInclude(Object(emptied), { full_name: null, age: null })
    }).pipe(emulated)
  )

  it.effect("can be created from a form as from JSON", () =>
    Effect.gen(function* () {
      const { token } = yield* join("ada")
      const form = "integer=41&boolean=true&array[]=a&array[]=b&location=36.23,50.00&permissions[read][access]=owner"
      const made = expect(201, yield* ask("POST", "/data/everything", { token, form }))
      assert.deepInclude(Object(made), { integer: 41, boolean: true, array: ["a", "b"], location: [36.23, 50] })
      assert.deepStrictEqual(at(made, "permissions.read"), { access: "owner" })
    }).pipe(emulated)
  )

  it.effect("is not found with an unknown id, or in another class", () =>
    Effect.gen(function* () {
      const ada = yield* join("ada")
      const id = yield* makeRecord(ada, "part")
      for (const response of [
        yield* getRecords(ada, "profile", id),
        yield* getRecords(ada, "profile", id, "permissions=1"),
        yield* updateRecord(ada, "profile", id, { age: 1 }),
        yield* deleteRecords(ada, "profile", id)
      ]) {
        assert.deepStrictEqual(errorResponse(response), { status: 404, errors: ["The resource wasn't found"] })
      }
    }).pipe(emulated)
  )

  it.effect("requires a user: the session of an application is rejected", () =>
    Effect.gen(function* () {
      const token = yield* applicationToken
      const json = { record: { 1: { id: "1" } } }
      const asked = [
        ["GET", "/data/profile", {}],
        ["GET", "/data/profile/1", {}],
        ["POST", "/data/profile", { json: {} }],
        ["POST", "/data/profile/multi", { json }],
        ["PUT", "/data/profile/1", { json: {} }],
        ["PUT", "/data/profile/multi", { json }],
        ["PUT", "/data/profile/by_criteria", { json: { search_criteria: { age: 1 } } }],
        ["DELETE", "/data/profile/1", {}],
        ["DELETE", "/data/profile/by_criteria", { form: "age=1" }]
      ] as const
      for (const [method, path, question] of asked) {
        const response = yield* ask(method, path, { token, ...question })
        assert.deepStrictEqual(
          errorResponse(response),
          { status: 403, errors: { base: ["Forbidden. Need user."] } },
          path
        )
      }
    }).pipe(emulated)
  )
})
