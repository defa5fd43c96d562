// Decoding of records: those that match the schema, those that do not, parts of them, and groups.
import { CustomData } from "@effect-connectycube/custom-data/CustomData"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { id, profiles, record } from "./support/Profile.ts"

const wire = (_id: string, fields: object = {}) => ({
  _id,
  _parent_id: null,
  user_id: 47592,
  created_at: 1544124810,
  updated_at: 1544124810,
  full_name: "Nadine Collier",
  age: 41,
  job: null,
  ...fields
})

const page = (items: ReadonlyArray<object>) => ({ body: { class_name: "profile", skip: 0, limit: 100, items } })

const misfit = wire("b", { age: "many" })

describe("a record that does not match the schema", () => {
  it.effect("is a DecodeError of get, with the record and the path of the issue", () =>
    Effect.gen(function* () {
      const { value } = yield* record(
        Effect.flatMap(profiles, (profiles) => Effect.flip(profiles.get(id("b")))),
        { body: { class_name: "profile", items: [misfit] } }
      )
      if (value._tag !== "DecodeError") return assert.fail(value._tag)
      assert.deepStrictEqual(
        value.issues.map(({ path }) => path),
        ["age"]
      )
      assert.deepStrictEqual(JSON.parse(value.body), misfit)
      assert.strictEqual(value.operation, "customData.get")
    })
  )

  it.effect("is a DecodeError of list", () =>
    Effect.gen(function* () {
      const { value } = yield* record(
        Effect.flatMap(profiles, (profiles) => Effect.flip(profiles.list())),
        page([wire("a"), misfit])
      )
      assert.strictEqual(value._tag, "DecodeError")
    })
  )

  it.effect("is returned beside the others by listResults, as it came", () =>
    Effect.gen(function* () {
      const { value } = yield* record(
        Effect.flatMap(profiles, (profiles) => profiles.listResults()),
        page([wire("a"), misfit, wire("c")])
      )
      assert.deepStrictEqual(value.items.map(Result.isSuccess), [true, false, true])
      const [failure] = value.items.filter(Result.isFailure)
      assert.strictEqual(failure?.failure._tag, "ItemDecodeError")
      assert.deepStrictEqual(failure?.failure.item, misfit)
      assert.strictEqual(failure?.failure.operation, "customData.listResults")
      assert.include(failure?.failure.message, "age: ")
    })
  )

  it.effect("fails a stream, and does not end streamResults", () =>
    Effect.gen(function* () {
      const response = ({ query }: { readonly query: ReadonlyArray<readonly [string, string]> }) =>
        page(query.some(([key]) => key === "_id[gt]") ? [] : [wire("a"), misfit, wire("c")])
      const failed = yield* record(
        Effect.flatMap(profiles, (profiles) => Effect.flip(Stream.runCollect(profiles.stream()))),
        response
      )
      assert.strictEqual(failed.value._tag, "DecodeError")
      const told = yield* record(
        Effect.flatMap(profiles, (profiles) => Stream.runCollect(profiles.streamResults())),
        response
      )
      assert.deepStrictEqual(
        told.value.map(
          Result.match({ onSuccess: ({ _id }) => _id as string, onFailure: ({ item }) => Object(item)["_id"] })
        ),
        ["a", "b", "c"]
      )
    })
  )

  it.effect("can be one without its system fields", () =>
    Effect.gen(function* () {
      const { user_id: _, ...rest } = wire("a")
      const { value } = yield* record(
        Effect.flatMap(profiles, (profiles) => profiles.listResults()),
        page([rest])
      )
      assert.isTrue(value.items.every(Result.isFailure))
    })
  )
})

describe("a record", () => {
  it.effect("that does not exist is NotFound", () =>
    Effect.gen(function* () {
      const { value } = yield* record(
        Effect.flatMap(profiles, (profiles) => Effect.flip(profiles.get(id("a")))),
        { body: { class_name: "profile", items: [] } }
      )
      assert.strictEqual(value._tag, "NotFound")
    })
  )

  it.effect("is checked by the schema as a whole", () =>
    Effect.gen(function* () {
      const Span = Schema.Struct({ from: Schema.Int, to: Schema.Int }).check(
        Schema.makeFilter(({ from, to }) => from <= to || "Expected from before to")
      )
      const bad = { ...wire("a"), from: 2, to: 1 }
      const { value } = yield* record(
        Effect.flatMap(CustomData.collection("span", Span), (spans) => spans.listResults()),
        page([bad, { ...bad, to: 3 }])
      )
      assert.deepStrictEqual(value.items.map(Result.isSuccess), [false, true])
    })
  )

  it.effect("has the defaults of the schema for what is null or missing", () =>
    Effect.gen(function* () {
      const Tagged = Schema.Struct({
        tags: Schema.Array(Schema.String).pipe(Schema.withDecodingDefaultKey(Effect.succeed([]))),
        note: Schema.optionalKey(Schema.NullOr(Schema.String))
      })
      const { value } = yield* record(
        Effect.flatMap(CustomData.collection("tagged", Tagged), (tagged) => tagged.list()),
        page([wire("a", { tags: null, note: null }), wire("b")])
      )
      const [first, second] = value.items
      assert.deepStrictEqual([first?.tags, second?.tags], [[], []])
      assert.deepStrictEqual([first?.note, second !== undefined && "note" in second], [null, false])
    })
  )

  it.effect("can have a field with the name of an object's own member", () =>
    Effect.gen(function* () {
      const cars = CustomData.collection("car", Schema.Struct({ constructor: Schema.NullOr(Schema.String) }))
      const { value } = yield* record(
        Effect.flatMap(cars, (cars) => cars.list()),
        page([wire("a", { constructor: "Daimler" }), wire("b")])
      )
      assert.deepStrictEqual(
        value.items.map((car) => car.constructor),
        ["Daimler", null]
      )
      const { requests } = yield* record(
        Effect.flatMap(cars, (cars) => cars.update(id("a"), { constructor: "Benz" })),
        { body: wire("a", { constructor: "Benz" }) }
      )
      assert.deepStrictEqual(requests[0]?.body, { constructor: "Benz" })
    })
  )
})

describe("output", () => {
  it.effect("decodes the included fields, and the system fields of the response", () =>
    Effect.gen(function* () {
      const { value } = yield* record(
        Effect.flatMap(profiles, (profiles) => profiles.list({ output: { include: ["age"] } })),
        page([
          { _id: "a", age: 41 },
          { _id: "b", age: 22, user_id: 5 }
        ])
      )
      assert.deepStrictEqual(
        value.items.map(({ _id, age, user_id }) => [_id, age, user_id as number | undefined]),
        [
          [id("a"), 41, undefined],
          [id("b"), 22, 5]
        ]
      )
      assert.isFalse(value.items.some((profile) => "_parent_id" in profile))
    })
  )

  it.effect("requires the included fields, and those that were not excluded", () =>
    Effect.gen(function* () {
      const { user_id: _, ...rest } = wire("a")
      const included = yield* record(
        Effect.flatMap(profiles, (profiles) => profiles.listResults({ output: { include: ["user_id"] } })),
        page([rest])
      )
      const excluded = yield* record(
        Effect.flatMap(profiles, (profiles) => profiles.listResults({ output: { exclude: ["age"] } })),
        page([rest])
      )
      assert.deepStrictEqual(
        [...included.value.items, ...excluded.value.items].map((result) => Result.isFailure(result)),
        [true, true]
      )
    })
  )

  it.effect("leaves out excluded fields, even when the server returns them", () =>
    Effect.gen(function* () {
      const { value } = yield* record(
        Effect.flatMap(profiles, (profiles) => profiles.list({ output: { exclude: ["age", "user_id"] } })),
        page([wire("a")])
      )
      assert.isFalse(value.items.some((profile) => "age" in profile || "user_id" in profile))
      assert.strictEqual(value.items[0]?.full_name, "Nadine Collier")
    })
  )
})

describe("the first and the last record", () => {
  it.effect("are requested by the limit", () =>
    Effect.gen(function* () {
      const first = yield* record(
        Effect.flatMap(profiles, (profiles) => profiles.first({ age: { gt: 28 } })),
        page([wire("a")])
      )
      assert.deepStrictEqual(first.requests[0]?.query, [
        ["age[gt]", "28"],
        ["limit", "1"],
        ["sort_asc", "_id"]
      ])
      assert.deepStrictEqual(
        Option.map(first.value, ({ _id }) => _id),
        Option.some(id("a"))
      )
      const last = yield* record(
        Effect.flatMap(profiles, (profiles) => profiles.last({ sort_asc: "age" })),
        page([])
      )
      assert.deepStrictEqual(last.requests[0]?.query, [
        ["limit", "-1"],
        ["sort_asc", "age"]
      ])
      assert.deepStrictEqual(last.value, Option.none())
    })
  )
})

describe("a count", () => {
  it.effect("is requested and decoded", () =>
    Effect.gen(function* () {
      const { requests, value } = yield* record(
        Effect.flatMap(profiles, (profiles) => profiles.count({ age: { gt: 28 } })),
        { body: { items: { count: 7 } } }
      )
      assert.strictEqual(value, 7)
      assert.deepStrictEqual(requests[0]?.query, [
        ["age[gt]", "28"],
        ["count", "1"]
      ])
    })
  )
})

describe("an aggregation", () => {
  const averages = (items: ReadonlyArray<object>) =>
    Effect.map(
      record(
        Effect.flatMap(profiles, (profiles) =>
          profiles.aggregate({ calc: { age: "avg" }, group_by: "country_of_birth" })
        ),
        { body: { class_name: "profile", items } }
      ),
      ({ value }) => value
    )

  for (const [spelling, item] of Object.entries({
    "in the names of the fields": { country_of_birth: "India", age: 33.5 },
    "with calc_": { country_of_birth: "India", calc_age: "33.5" },
    "with the operator after the field": { _id: "India", age_avg: 33.5 },
    "as MongoDB would": { _id: { country_of_birth: "India" }, avg: 33.5 },
    "in one number": { country_of_birth: "India", calculated_value: 33.5 }
  })) {
    it.effect(`is decoded ${spelling}`, () =>
      Effect.gen(function* () {
        assert.deepStrictEqual(yield* averages([item]), [{ group: "India", calc: { age: 33.5 } }])
      })
    )
  }

  it.effect("can have groups without a value, and empty values", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* averages([{ country_of_birth: null, age: null }]), [
        { group: null, calc: { age: null } }
      ])
    })
  )

  it.effect("is a DecodeError in an unknown spelling", () =>
    Effect.gen(function* () {
      const { value } = yield* record(
        Effect.flatMap(profiles, (profiles) =>
          Effect.flip(profiles.aggregate({ calc: { age: "avg" }, group_by: "country_of_birth" }))
        ),
        { body: { class_name: "profile", items: [{ country_of_birth: "India", a: 1, b: 2 }] } }
      )
      assert.strictEqual(value._tag, "DecodeError")
    })
  )
})

describe("untyped", () => {
  it.effect("sends and decodes any fields", () =>
    Effect.gen(function* () {
      const things = CustomData.untyped("thing")
      const created = yield* record(
        Effect.flatMap(things, (things) => things.create({ anything: [1, { a: null }], _parent_id: id("p") })),
        { status: 201, body: wire("a", { anything: [1, { a: null }] }) }
      )
      assert.deepStrictEqual(created.requests[0]?.body, { anything: [1, { a: null }], _parent_id: "p" })
      assert.deepStrictEqual(created.value["anything"], [1, { a: null }])
      assert.strictEqual(created.value._id, id("a"))
      const listed = yield* record(
        Effect.flatMap(things, (things) =>
          things.list({ weight: { gt: 2 }, tags: { all: ["a", "b"] }, name: "x", limit: 5 })
        ),
        page([wire("a")])
      )
      assert.deepStrictEqual(Object.fromEntries(listed.requests[0]?.query ?? []), {
        "weight[gt]": "2",
        "tags[all]": "a,b",
        name: "x",
        limit: "5"
      })
      const updated = yield* record(
        Effect.flatMap(things, (things) =>
          things.update(id("a"), { whatever: null, list: { 0: "x" }, inc: { weight: 1 }, push: { tags: ["c"] } })
        ),
        { body: wire("a") }
      )
      assert.deepStrictEqual(updated.requests[0]?.body, {
        whatever: null,
        list: { 0: "x" },
        inc: { weight: 1 },
        push: { tags: ["c"] }
      })
    })
  )
})
