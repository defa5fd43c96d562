import { assert, describe, it, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { Emulator } from "../../src/Emulator.ts"
import {
  classes,
  createRecord,
  each,
  expect,
  listRecords,
  makeRecord,
  errorResponse,
  updateRecord
} from "../support/Data.ts"
import { ask, at, join } from "../support/Wire.ts"

const read: ReadonlyArray<readonly [field: string, sent: unknown, kept: unknown]> = [
  ["integer", 41, 41],
  ["integer", "41", 41],
  ["integer", " -7 ", -7],
  ["integer", 2.0, 2],
  ["integer", "1e3", 1000],
  ["integer", Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
  ["integer", "", null],
  ["float", 1.5, 1.5],
  ["float", "1.5", 1.5],
  ["float", ".5", 0.5],
  ["float", 1e21, 1e21],
  ["float", 3, 3],
  ["string", "Ada", "Ada"],
  ["string", "", ""],
  ["string", 41, "41"],
  ["string", true, "true"],
  ["string", `'"%_\\ \n漢字`, `'"%_\\ \n漢字`],
  ["boolean", true, true],
  ["boolean", "true", true],
  ["boolean", 1, true],
  ["boolean", "1", true],
  ["boolean", false, false],
  ["boolean", "false", false],
  ["boolean", 0, false],
  ["boolean", "0", false],
  ["array", ["a", 1, true], ["a", 1, true]],
  ["array", [], []],
  ["array", "a, b", ["a", "b"]],
  ["array", 5, [5]],
  ["file", "7cafb6030d3e4348ba49cab24c0cf10800", "7cafb6030d3e4348ba49cab24c0cf10800"],
  ["file", 17, "17"],
  ["location", [36.23438, 50.004444], [36.23438, 50.004444]],
  ["location", ["36.2", "50"], [36.2, 50]],
  ["location", "36.2,50", [36.2, 50]],
  ["location", [-180, 90], [-180, 90]],
  ["date", "2018-12-05T11:58:02Z", "2018-12-05T11:58:02Z"],
  ["date", "2018-12-05T13:58:02.250+02:00", "2018-12-05T11:58:02.250Z"],
  ["date", "2018-12-05", "2018-12-05T00:00:00Z"],
  ["date", 1_544_011_082, "2018-12-05T11:58:02Z"],
  ["date", "1544011082000", "2018-12-05T11:58:02Z"],
  ...["integer", "float", "string", "boolean", "array", "file", "location", "date"].map(
    (field) => [field, null, null] as const
  )
]

const rejected: ReadonlyArray<readonly [field: string, sent: unknown, message: string]> = [
  ["integer", 41.5, "should be an integer"],
  ["integer", "forty", "should be an integer"],
  ["integer", true, "should be an integer"],
  ["integer", [1], "should be an integer"],
  ["integer", 2 ** 53, "should be an integer"],
  ["float", "1,5", "should be a number"],
  ["float", "Infinity", "should be a number"],
  ["float", "1e999", "should be a number"],
  ["string", ["a"], "should be a text"],
  ["string", { a: 1 }, "should be a text"],
  ["boolean", "yes", "should be true or false"],
  ["boolean", 2, "should be true or false"],
  ["array", [["a"]], "should be an array of texts, numbers and flags"],
  ["array", [null], "should be an array of texts, numbers and flags"],
  ["file", { id: 1 }, "should be the id of a file"],
  ["location", [36.2], "should be a longitude and a latitude"],
  ["location", [36.2, 50, 1], "should be a longitude and a latitude"],
  ["location", [36.2, 91], "should be a longitude and a latitude"],
  ["location", [181, 0], "should be a longitude and a latitude"],
  ["location", "here", "should be a longitude and a latitude"],
  ["date", "yesterday", "should be a date"],
  ["date", true, "should be a date"]
]

layer(Emulator.layer({ settings: { classes } }))("a value", (it) => {
  it.effect.each(read)("of the field %s is read from %j as %j", ([field, sent, kept]) =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* emulator.reset
      const ada = yield* join("ada")
      const made = expect(201, yield* createRecord(ada, "everything", { [field]: sent }))
      assert.deepStrictEqual(at(made, field), kept)
      assert.deepStrictEqual(each(yield* listRecords(ada, "everything"), field), [kept])
      const id = yield* makeRecord(ada, "everything")
      assert.deepStrictEqual(at((yield* updateRecord(ada, "everything", id, { [field]: sent })).json, field), kept)
    })
  )

  it.effect.each(rejected)("of the field %s is not read from %j", ([field, sent, message]) =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* emulator.reset
      const ada = yield* join("ada")
      const errors = { [field]: [message] }
      assert.deepStrictEqual(errorResponse(yield* createRecord(ada, "everything", { [field]: sent })), {
        status: 422,
        errors
      })
      const id = yield* makeRecord(ada, "everything")
      assert.deepStrictEqual(errorResponse(yield* updateRecord(ada, "everything", id, { [field]: sent })), {
        status: 422,
        errors
      })
    })
  )

  it.effect("is rejected together with all other invalid ones", () =>
    Effect.gen(function* () {
      const ada = yield* join("grace")
      const response = yield* createRecord(ada, "everything", { integer: "x", float: 1, boolean: "x" })
      assert.deepStrictEqual(Object.keys(Object(at(response.json, "errors"))), ["integer", "boolean"])
    })
  )
})

const undefinedClass = { status: 403, errors: { base: ["Undefined class"] } }

describe("a class", () => {
  it.effect("that is not defined is rejected", () =>
    Effect.gen(function* () {
      const ada = yield* join("ada")
      assert.deepStrictEqual(errorResponse(yield* createRecord(ada, "profile")), undefinedClass)
      assert.deepStrictEqual(errorResponse(yield* listRecords(ada, "profile")), undefinedClass)
      assert.deepStrictEqual(errorResponse(yield* updateRecord(ada, "toString", "1", {})), undefinedClass)
    }).pipe(Effect.provide(Emulator.layer()))
  )

  it.effect("is defined, changed and removed in the settings, and its records stay", () =>
    Effect.gen(function* () {
      const ada = yield* join("ada")
      const define = (classes: object) => ask("POST", "/_emulator/settings", { json: { classes } })
      assert.strictEqual((yield* define({ tool: { fields: { name: "String" } } })).status, 200)
      yield* makeRecord(ada, "tool", { name: "saw", size: 3 })
      yield* define({ tool: { fields: { size: "Integer" } } })
      assert.notProperty(Object(at((yield* listRecords(ada, "tool")).json, "items.0")), "name")
      yield* define({})
      assert.deepStrictEqual(errorResponse(yield* listRecords(ada, "tool")), undefinedClass)
      yield* define({ tool: { fields: { name: "String", size: "Integer" } } })
      assert.deepStrictEqual(each(yield* listRecords(ada, "tool"), "name"), ["saw"])
      assert.deepStrictEqual(each(yield* listRecords(ada, "tool"), "size"), [null])
    }).pipe(Effect.provide(Emulator.layer()))
  )

  it.effect("cannot have an invalid definition", () =>
    Effect.gen(function* () {
      const wrong = [
        { fields: { age: "Number" } },
        { fields: { user_id: "Integer" } },
        { fields: { inc: "Integer" } },
        { fields: { 'a"b': "Integer" } },
        { fields: {}, permissions: { create: { access: "owner" } } },
        { fields: {}, permissions: { read: { access: "closed" } } },
        { fields: {}, use_class_permissions: ["create"] },
        { field: {} }
      ]
      for (const tool of wrong) {
        const { status } = yield* ask("POST", "/_emulator/settings", { json: { classes: { tool } } })
        assert.strictEqual(status, 422, JSON.stringify(tool))
      }
    }).pipe(Effect.provide(Emulator.layer()))
  )

  it.effect("is created on first use, with the types of the first values, when the settings allow it", () =>
    Effect.gen(function* () {
      const ada = yield* join("ada")
      assert.deepStrictEqual(each(yield* listRecords(ada, "tool"), "_id"), [])
      assert.deepStrictEqual(each(yield* listRecords(ada, "tool", "size[gt]=1"), "_id"), [])
      assert.strictEqual((yield* listRecords(ada, "tool", "sort_asc=a%22b&output[include]=a%22b&a%22b=1")).status, 200)
      const first = { name: "saw", size: 3, weight: 1.5, sharp: true, uses: ["wood"], maker: null }
      assert.deepInclude(Object((yield* createRecord(ada, "tool", first)).json), {
        name: "saw",
        size: 3,
        weight: 1.5,
        sharp: true,
        uses: ["wood"]
      })
      const second = yield* createRecord(ada, "tool", { size: "4", sharp: "false", maker: "Bob", weight: "2" })
      assert.deepInclude(Object(second.json), { name: null, size: 4, sharp: false, maker: "Bob", weight: 2 })
      assert.deepStrictEqual(each(yield* listRecords(ada, "tool", "size[gt]=3"), "maker"), ["Bob"])
      assert.deepStrictEqual(each(yield* listRecords(ada, "tool", "colour[ne]=red"), "size"), [3, 4])
      assert.strictEqual((yield* createRecord(ada, "tool", { size: "large" })).status, 422)
      const id = String(at(second.json, "_id"))
      assert.strictEqual(at((yield* updateRecord(ada, "tool", id, { colour: "red" })).json, "colour"), "red")
      const emulator = yield* Emulator
      yield* emulator.reset
      const bob = yield* join("bob")
      assert.strictEqual(at((yield* createRecord(bob, "tool", { size: "large" })).json, "size"), "large")
    }).pipe(Effect.provide(Emulator.layer({ settings: { classes_on_first_use: true } })))
  )

  it.effect("that is defined gets no fields on first use", () =>
    Effect.gen(function* () {
      const ada = yield* join("ada")
      assert.notProperty(Object((yield* createRecord(ada, "part", { name: "arm", size: 3 })).json), "size")
    }).pipe(Effect.provide(Emulator.layer({ settings: { classes, classes_on_first_use: true } })))
  )
})
