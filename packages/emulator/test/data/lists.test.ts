import { assert, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Context from "effect/Context"
import { Emulator } from "../../src/Emulator.ts"
import { classes, each, expect, listRecords, makeRecord, errorResponse } from "../support/Data.ts"
import { ask, at, join, type Member } from "../support/Wire.ts"

class Ada extends Context.Service<Ada, Member>()("Ada") {}

/** Kharkiv, some 410 km from Kyiv; the third one is nowhere. */
const records = [
  {
    string: "ant",
    integer: 1,
    float: 0.5,
    boolean: true,
    array: ["a", "b"],
    file: "f1",
    location: [36.23, 49.99],
    date: "2018-01-01"
  },
  {
    string: "bee",
    integer: 12,
    float: 2,
    boolean: false,
    array: ["b", 5],
    file: "f2",
    location: [30.52, 50.45],
    date: "2019-01-01"
  },
  { string: null },
  { string: "Ant, big", integer: -3, float: 1.25, boolean: true, array: [], file: "f3", location: [-180, 0] }
]

const Filled = Layer.effect(
  Ada,
  Effect.gen(function* () {
    const ada = yield* join("ada")
    for (const [index, record] of records.entries()) {
      yield* makeRecord(ada, "everything", record)
      yield* (yield* Emulator).advance(index === 0 ? "1 second" : "1 hour")
    }
    return ada
  })
).pipe(Layer.provideMerge(Emulator.layer({ settings: { classes } })))

/** The found records, by their index above. */
const found = Effect.fnUntraced(function* (query: string) {
  const ada = yield* Ada
  const all = each(yield* listRecords(ada, "everything"), "_id")
  const response = yield* listRecords(ada, "everything", query)
  expect(200, response)
  return each(response, "_id").map((id) => all.indexOf(id))
})

const filters: ReadonlyArray<readonly [query: string, found: ReadonlyArray<number>]> = [
  ["", [0, 1, 2, 3]],
  ["integer=12", [1]],
  ["integer[gt]=1", [1]],
  ["integer[gte]=1", [0, 1]],
  ["integer[lt]=1", [3]],
  ["integer[lte]=1", [0, 3]],
  ["integer[ne]=1", [1, 2, 3]],
  ["integer[in]=1, 12", [0, 1]],
  ["integer[in][]=1&integer[in][]=12", [0, 1]],
  ["integer[nin]=1,12", [2, 3]],
  ["integer[or]=1,-3", [0, 3]],
  ["integer[ctn]=1", [0, 1]],
  ["integer[ctn]=-", [3]],
  ["integer=null", [2]],
  ["integer[ne]=null", [0, 1, 3]],
  ["float=2.0", [1]],
  ["float[gt]=0.5", [1, 3]],
  ["float[in]=0.50,1.25", [0, 3]],
  ["float[ctn]=.", [0, 3]],
  ["string=ant", [0]],
  ["string=Ant, big", [3]],
  ["string[ne]=ant", [1, 2, 3]],
  ["string[in]=ant,bee", [0, 1]],
  ["string[nin]=ant,bee", [2, 3]],
  ["string[or]=bee,none", [1]],
  ["string[ctn]=nt", [0, 3]],
  ["string[ctn]=%25", []],
  ["boolean=true", [0, 3]],
  ["boolean=0", [1]],
  ["boolean[ne]=1", [1, 2]],
  ["array[all]=b", [0, 1]],
  ["array[all]=b,5", [1]],
  ["array=a", [0]],
  ["array[all]=c", []],
  ["file=f1", [0]],
  ["file[in]=f1,f3", [0, 3]],
  ["location[near]=36.23,50;2000", [0]],
  ["location[near]=36.23,50;420000", [0, 1]],
  ["location[near]=36.23,50;400000", [0]],
  // The date line is no border.
  ["location[near]=180,0;1", [3]],
  ["location[near]=0,0;21000000", [0, 1, 3]],
  ["date=2018-01-01", [0]],
  ["date[gt]=2018-01-01", [1]],
  ["date[gte]=1514764800", [0, 1]],
  ["date[lt]=2018-01-01T00:00:01Z", [0]],
  ["date[ne]=2018-01-01", [1, 2, 3]],
  ["created_at[gte]=1", [1, 2, 3]],
  ["created_at=0", [0]],
  ["updated_at[lte]=1", [0, 1]],
  ["integer[gte]=1&integer[lt]=12", [0]],
  ["boolean=true&string[ctn]=nt&float[gt]=1", [3]],
  ["sort_asc=string", [2, 3, 0, 1]],
  ["sort_desc=string", [1, 0, 3, 2]],
  ["sort_asc=integer", [2, 3, 0, 1]],
  ["sort_desc=boolean", [0, 3, 1, 2]],
  ["sort_desc=string&sort_asc=boolean", [2, 1, 0, 3]],
  ["sort_desc=_id", [3, 2, 1, 0]],
  ["sort_desc=created_at", [3, 2, 1, 0]],
  ["sort_asc=date", [2, 3, 0, 1]],
  ["limit=2", [0, 1]],
  ["skip=1&limit=2", [1, 2]],
  ["skip=3", [3]],
  ["skip=4", []],
  ["limit=-1", [3]],
  ["limit=-1&sort_asc=string", [1]],
  ["limit=-1&sort_desc=string", [2]],
  ["limit=-1&integer[gt]=0", [1]],
  ["limit=-1&integer[gt]=100", []]
]

const rejected: ReadonlyArray<readonly [query: string, errors: object]> = [
  ["size=1", { size: ["is not a field of the class"] }],
  ["integer[gt]=x", { integer: ["should be an integer"] }],
  ["integer[in]=", { integer: ["should be an integer"] }],
  ["integer[in]=1,x", { integer: ["should be an integer"] }],
  ["integer[all]=1", { integer: ["can't be used as integer[all]"] }],
  ["integer[toString]=1", { integer: ["can't be used as integer[toString]"] }],
  ["integer[start_with]=1", { integer: ["can't be used as integer[start_with]"] }],
  ["string[gt]=a", { string: ["can't be used as string[gt]"] }],
  ["boolean[in]=1", { boolean: ["can't be used as boolean[in]"] }],
  ["boolean=maybe", { boolean: ["should be true or false"] }],
  ["array[ctn]=a", { array: ["can't be used as array[ctn]"] }],
  ["location[gt]=1", { location: ["can't be used as location[gt]"] }],
  ["location[near]=36.23,50", { location: ["should be longitude,latitude;radius"] }],
  ["location[near]=36.23,50;-1", { location: ["should be longitude,latitude;radius"] }],
  ["location[near]=36.23;1", { location: ["should be longitude,latitude;radius"] }],
  ["date[ctn]=2018", { date: ["can't be used as date[ctn]"] }],
  ["date[gt]=soon", { date: ["should be a date"] }],
  ["integer[ne][x]=1", { "integer[ne][x]": ["is not a field of the class"] }],
  ["sort_asc=size", { sort_asc: ["can't be size"] }],
  ["sort_desc=id", { sort_desc: ["can't be id"] }],
  ["output[include]=size", { output: ["can't be size"] }],
  ["skip=-1", { skip: ["should be 0 or more"] }],
  ["limit=0", { limit: ["should be 1 or more, or -1 for the last record"] }],
  ["limit=-2", { limit: ["should be 1 or more, or -1 for the last record"] }],
  ["limit=all", { limit: ["should be 1 or more, or -1 for the last record"] }],
  ["integer[calc]=avg", { group_by: ["is required with calc"] }],
  ["group_by=string", { calc: ["is required with group_by"] }],
  ["integer[calc]=median&group_by=string", { integer: ["should be calculated by avg, min, max or sum"] }],
  ["string[calc]=avg&group_by=string", { string: ["can't be used as string[calc]"] }],
  ["integer[calc]=avg&group_by=array", { group_by: ["can't be array"] }]
]

layer(Filled)("a list of records", (it) => {
  it.effect.each(filters)("for ?%s returns %j", ([query, places]) =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* found(query), places)
    })
  )

  it.effect.each(rejected)("is rejected for ?%s with %j", ([query, errors]) =>
    Effect.gen(function* () {
      assert.deepStrictEqual(errorResponse(yield* listRecords(yield* Ada, "everything", query)), {
        status: 422,
        errors
      })
    })
  )

  it.effect("compares ids", () =>
    Effect.gen(function* () {
      const ada = yield* Ada
      const [, second] = each(yield* listRecords(ada, "everything"), "_id")
      assert.deepStrictEqual(yield* found(`_id[gt]=${second}`), [2, 3])
      assert.deepStrictEqual(yield* found(`_id[lte]=${second}`), [0, 1])
      assert.deepStrictEqual(yield* found(`_id[in]=none,${second}`), [1])
      assert.deepStrictEqual(yield* found(`_id=${second}&user_id=${ada.id}`), [1])
      assert.deepStrictEqual(yield* found(`user_id[ne]=${ada.id}`), [])
    })
  )

  it.effect("accepts its conditions in a body too, as curl sends them", () =>
    Effect.gen(function* () {
      const { token } = yield* Ada
      const response = yield* ask("GET", "/data/everything", { token, form: "integer[gt]=0&sort_desc=integer" })
      assert.deepStrictEqual(each(response, "integer"), [12, 1])
    })
  )

  it.effect("has at most 100 records, and its page", () =>
    Effect.gen(function* () {
      const ada = yield* Ada
      const record = Object.fromEntries(Array.from({ length: 101 }, (_, age) => [age, { age }]))
      yield* ask("POST", "/data/profile/multi", { token: ada.token, json: { record } })
      const pages = [
        ["", 0, 100, 100],
        ["limit=1000&skip=1", 1, 100, 100],
        ["limit=10&skip=95", 95, 10, 6],
        ["limit=-1", 0, -1, 1]
      ] as const
      for (const [query, skip, limit, length] of pages) {
        const response = yield* listRecords(ada, "profile", query)
        assert.deepInclude(Object(response.json), { class_name: "profile", skip, limit })
        assert.strictEqual(each(response, "age").length, length)
      }
    })
  )

  it.effect("is counted as a whole", () =>
    Effect.gen(function* () {
      const ada = yield* Ada
      const count = (query: string) => Effect.map(listRecords(ada, "everything", query), ({ json }) => json)
      assert.deepStrictEqual(yield* count("count=1"), { items: { count: 4 } })
      assert.deepStrictEqual(yield* count("count=1&integer[gt]=0&limit=1&skip=1"), { items: { count: 2 } })
      assert.property(Object(yield* count("count=0")), "class_name")
    })
  )

  it.effect("has the requested fields, and always the id", () =>
    Effect.gen(function* () {
      const ada = yield* Ada
      const shown = (query: string) =>
        Effect.map(listRecords(ada, "everything", query), ({ json }) => Object.keys(Object(at(json, "items.0"))))
      assert.deepStrictEqual(yield* shown("output[include]=string,integer"), ["_id", "integer", "string"])
      assert.deepStrictEqual(yield* shown("output[include][]=string&output[include][]=user_id"), [
        "_id",
        "string",
        "user_id"
      ])
      assert.deepStrictEqual(yield* shown("output[exclude]=array,boolean,created_at,date,file,_id"), [
        "_id",
        "_parent_id",
        "float",
        "integer",
        "location",
        "string",
        "updated_at",
        "user_id"
      ])
      assert.deepStrictEqual(yield* shown("output[include]=string,integer&output[exclude]=string"), ["_id", "integer"])
    })
  )

  it.effect("aggregates by groups", () =>
    Effect.gen(function* () {
      const ada = yield* Ada
      const groups = (query: string) => Effect.map(listRecords(ada, "everything", query), ({ json }) => json)
      assert.deepStrictEqual(yield* groups("integer[calc]=avg&group_by=boolean"), {
        class_name: "everything",
        items: [
          { boolean: null, calc_integer: null },
          { boolean: false, calc_integer: 12 },
          { boolean: true, calc_integer: -1 }
        ]
      })
      assert.deepStrictEqual(yield* groups("integer[calc]=min&float[calc]=sum&group_by=boolean&boolean[ne]=null"), {
        class_name: "everything",
        items: [
          { boolean: false, calc_integer: 12, calc_float: 2 },
          { boolean: true, calc_integer: -3, calc_float: 1.75 }
        ]
      })
      assert.deepStrictEqual(yield* groups("integer[calc]=max&group_by=string&integer[gt]=0"), {
        class_name: "everything",
        items: [
          { string: "ant", calc_integer: 1 },
          { string: "bee", calc_integer: 12 }
        ]
      })
    })
  )
})
