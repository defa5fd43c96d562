import * as Query from "@effect-connectycube/core/contract/Query"
import * as Wire from "@effect-connectycube/core/contract/Wire"
import { assert, describe, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as Schema from "effect/Schema"
import * as Recorder from "./support/Recorder.ts"
import { client } from "./support/Things.ts"

const Things = HttpApiGroup.make("things").add(
  HttpApiEndpoint.get("list", "/things", {
    query: {
      ...Query.operators("id", {
        "": Wire.Int,
        "in[]": Query.list(Wire.Int),
        "nin[]": Query.list(Wire.Int),
        in: Query.list(Wire.Int)
      }),
      ...Query.operators("type", { in: Query.commaList(Wire.Int) }),
      ...Query.operators("updated_at", { gt: Wire.TimeIso, lte: Wire.TimeSeconds }),
      ...Query.operators("full_name", { start_with: Schema.String }),
      count: Schema.optionalKey(Wire.FlagNumber)
    },
    success: HttpApiSchema.Empty(200)
  })
)

type ListQuery = Parameters<Effect.Success<ReturnType<typeof client<typeof Things>>>["list"]>[0]

/** The query that is sent, or the error. */
const sent = (query: ListQuery) =>
  Effect.gen(function* () {
    const recorder = Recorder.make(Recorder.always({ status: 200 }))
    const things = yield* client(Things, recorder)
    yield* things.list(query)
    return recorder.requests.map(({ query }) => query.map(([name, value]) => `${name}=${value}`).join("&")).join()
  })

describe("a query", () => {
  it.effect("writes lists in each of the three forms of the API", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* sent({ "id[in][]": [51943, 51946] }), "id[in][]=51943&id[in][]=51946")
      assert.strictEqual(yield* sent({ "id[in]": [51943, 51946] }), "id[in]=51943&id[in]=51946")
      assert.strictEqual(yield* sent({ "type[in]": [2, 3] }), "type[in]=2,3")
    })
  )

  it.effect("keeps the order of lists, and numbers as they are", () =>
    Effect.gen(function* () {
      assert.strictEqual(
        yield* sent({ "id[in][]": [10, 9, 100, 10] }),
        "id[in][]=10&id[in][]=9&id[in][]=100&id[in][]=10"
      )
      assert.strictEqual(yield* sent({ "type[in]": [10, 9, 100] }), "type[in]=10,9,100")
    })
  )

  it.effect("writes one value as a list of one", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* sent({ "id[nin][]": [1], id: 2 }), "id=2&id[nin][]=1")
    })
  )

  it.effect("writes times and flags in the format of the endpoint", () =>
    Effect.gen(function* () {
      const time = DateTime.makeUnsafe("2018-12-05T11:56:33Z")
      assert.strictEqual(
        yield* sent({ "updated_at[gt]": time, "updated_at[lte]": time, count: true }),
        "updated_at[gt]=2018-12-05T11:56:33Z&updated_at[lte]=1544010993&count=1"
      )
    })
  )

  it.effect("leaves out what is undefined", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* sent({}), "")
    })
  )

  it.effect.each(["&id=2", "a=b", "a b", "é", "#", "?", "[in]", "%26", "+", "\n"])(
    "keeps the value %j in its place",
    (value) =>
      Effect.gen(function* () {
        const recorder = Recorder.make(Recorder.always({ status: 200 }))
        const things = yield* client(Things, recorder)
        yield* things.list({ "full_name[start_with]": value })
        assert.deepStrictEqual(recorder.requests[0]?.query, [["full_name[start_with]", value]])
      })
  )

  it.effect.each(["id[in][]", "id[nin][]", "id[in]", "type[in]"] as const)(
    "with an empty list for %s is not sent, since it would match everything",
    (key) =>
      Effect.gen(function* () {
        const error = yield* Effect.flip(sent({ [key]: [] }))
        assert.strictEqual(error._tag, "InvalidRequest")
        assert.deepStrictEqual(error._tag === "InvalidRequest" && error.issues.map(({ path }) => path), [key])
      })
  )
})

describe("conditions by field", () => {
  it("become flat keys, with brackets for lists", () => {
    const query = { id: { in: [1, 2], nin: [3] }, phone: "1", login: { start_with: "abcd" }, limit: 5 }
    assert.deepStrictEqual<unknown>(Query.flatten(query), {
      "id[in][]": [1, 2],
      "id[nin][]": [3],
      phone: "1",
      "login[start_with]": "abcd",
      limit: 5
    })
  })

  it("become flat keys without brackets for comma-separated lists", () => {
    assert.deepStrictEqual<unknown>(Query.flatten({ type: { in: [2, 3] } }, "commas"), { "type[in]": [2, 3] })
  })

  it("are the bare field for equality", () => {
    assert.deepStrictEqual<unknown>(Query.flatten({ id: { eq: 1, nin: [2] } }), { id: 1, "id[nin][]": [2] })
  })

  it("are left out when undefined, at any depth, and kept when null", () => {
    assert.deepStrictEqual<unknown>(
      Query.flatten({ a: undefined, b: { gt: undefined, lt: 1 }, d: null, e: 0, f: "", g: false }),
      { "b[lt]": 1, d: null, e: 0, f: "", g: false }
    )
  })

  it("stay unchanged without an operator, for the contract to reject", () => {
    const none = { gt: undefined }
    assert.deepStrictEqual<unknown>(Query.flatten({ a: {}, b: none, c: { d: none } }), { a: {}, b: none, "c[d]": none })
  })

  it("do not take values apart: times, lists and texts", () => {
    const time = DateTime.makeUnsafe(0)
    const list = [{ a: 1 }]
    assert.deepStrictEqual<unknown>(Query.flatten({ at: time, since: { gt: time }, list }), {
      at: time,
      "since[gt]": time,
      list
    })
  })

  it("are not mutated", () => {
    const ids = Object.freeze([3, 1, 2])
    const query = Object.freeze({ id: Object.freeze({ in: ids }) })
    assert.deepStrictEqual<unknown>(Query.flatten(query), { "id[in][]": [3, 1, 2] })
    assert.deepStrictEqual(ids, [3, 1, 2])
  })

  it("have the keys that the contract declares", () => {
    const keys = Object.keys(
      Query.operators("id", { "": Schema.Int, "in[]": Schema.Int, gt: Schema.Int, ends_with: Schema.Int })
    )
    assert.deepStrictEqual(keys, ["id", "id[in][]", "id[gt]", "id[ends_with]"])
    assert.deepStrictEqual(Object.keys(Query.flatten({ id: { eq: 1, in: [1], gt: 1, ends_with: 1 } })), keys)
  })
})
