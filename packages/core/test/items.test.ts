// Lists that are read item by item, and the errors of what was decoded and is not what a method needs.
import { ApiResponse } from "@effect-connectycube/core/ApiResponse"
import * as Items from "@effect-connectycube/core/client/Items"
import * as ResponseError from "@effect-connectycube/core/client/ResponseError"
import * as TimeCursor from "@effect-connectycube/core/client/TimeCursor"
import { ItemDecodeError } from "@effect-connectycube/core/ItemDecodeError"
import { assert, describe, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { explain } from "../src/internal/decoder/explain.ts"

const Thing = Schema.Struct({ id: Schema.Int, name: Schema.optionalKey(Schema.String) })
const Page = Schema.Struct({ items: Schema.Array(Thing), total: Schema.Int })

const decode = (json: unknown, key = "items") =>
  Items.decode(
    "things.list",
    key,
    { decode: Schema.decodeUnknownResult(Page), explain: (json) => explain(Page, json) },
    json
  )

const item = (raw: unknown): Items.Item<unknown> => ({ raw, result: Result.succeed(raw) })

describe("a list that is read item by item", () => {
  it("has each item as it came, beside what was read of it", () => {
    const json = { items: [{ id: 1, more: true }, { id: 2 }], total: 2, more: 1 }
    assert.deepStrictEqual(
      decode(json),
      Option.some({
        total: 2,
        items: [
          { raw: { id: 1, more: true }, result: Result.succeed({ id: 1 }) },
          { raw: { id: 2 }, result: Result.succeed({ id: 2 }) }
        ]
      })
    )
  })

  it("has the issues of an item that does not fit, told from inside it, and the others", () => {
    const found = decode({ items: [{ id: 1 }, { id: "x", name: 5 }, "text"], total: 3 })
    assert.isTrue(Option.isSome(found))
    const { items } = Object.assign({ items: [] }, Option.getOrThrow(found))
    const read = Array.from<Items.Item<unknown>>(items)
    assert.deepStrictEqual(read[0], { raw: { id: 1 }, result: Result.succeed({ id: 1 }) })
    const errors = read.slice(1).map(({ raw, result }) => [raw, Result.isFailure(result) ? result.failure : undefined])
    assert.deepStrictEqual(
      errors.map(([raw, error]) => [raw, error instanceof ItemDecodeError ? error.issues : []]),
      [
        [
          { id: "x", name: 5 },
          [
            { path: "id", message: "Expected number" },
            { path: "name", message: "Expected string" }
          ]
        ],
        ["text", [{ path: "", message: "Expected object" }]]
      ]
    )
    assert.deepInclude(errors[0]?.[1], { operation: "things.list", item: { id: "x", name: 5 } })
    assert.deepStrictEqual(
      errors.map(([, error]) => (error instanceof ItemDecodeError ? error.message : "")),
      [
        "An item of things.list does not fit: id: Expected number; name: Expected string",
        "An item of things.list does not fit: Expected object"
      ]
    )
  })

  it("may be empty", () => {
    assert.deepStrictEqual(decode({ items: [], total: 0 }), Option.some({ items: [], total: 0 }))
  })

  it.each([null, "text", [], {}, { items: "x", total: 1 }, { items: [{ id: 1 }] }, { items: [{ id: 1 }], total: "x" }])(
    "is none in %j",
    (json) => assert.deepStrictEqual(decode(json), Option.none())
  )

  it("is the one under the given name", () => {
    assert.deepStrictEqual(decode({ items: [], total: 0 }, "total"), Option.none())
  })
})

describe("an item", () => {
  it("can be mapped where it was read, and keeps what came", () => {
    const error = new ItemDecodeError({ operation: "o", item: 1, issues: [] })
    assert.deepStrictEqual(Items.map(String)({ raw: 5, result: Result.succeed(5) }), {
      raw: 5,
      result: Result.succeed("5")
    })
    assert.deepStrictEqual(Items.map(String)({ raw: 5, result: Result.fail(error) }), {
      raw: 5,
      result: Result.fail(error)
    })
  })

  it("has its members as they came", () => {
    assert.strictEqual(Items.member(item({ id: 5 }), "id"), 5)
    for (const raw of [null, "text", {}, undefined]) assert.isUndefined(Items.member(item(raw), "id"))
  })

  it("has a time where that can be read", () => {
    const time = (at: unknown) => Items.time(item({ at }), "at")
    assert.deepStrictEqual(time("2020-01-02T03:04:05Z"), DateTime.makeUnsafe("2020-01-02T03:04:05Z"))
    assert.deepStrictEqual(time(1_577_934_245), DateTime.makeUnsafe("2020-01-02T03:04:05Z"))
    for (const at of ["soon", null, {}, true, undefined]) assert.isUndefined(time(at))
  })

  it("is told apart by its id, and one without by all of it", () => {
    const { idOf, textOf } = Items.byId("_id")
    assert.strictEqual(idOf(item({ _id: "a", id: "b" })), "a")
    assert.isUndefined(idOf(item({ id: "b" })))
    assert.strictEqual(textOf(item({ id: "b" })), `{"id":"b"}`)
  })

  it("stands at its id and its time, where those can be read, and else at its text", () => {
    const placeOf = TimeCursor.placeIn(Schema.Int, { id: "id", time: "made" })
    assert.deepStrictEqual(placeOf(item({ id: 1, made: 1_577_934_245 })), {
      id: 1,
      time: DateTime.makeUnsafe("2020-01-02T03:04:05Z")
    })
    assert.deepStrictEqual(placeOf(item({ id: "x" })), { text: `{"id":"x"}` })
    const { idOf, textOf } = TimeCursor.listOf(placeOf)
    assert.deepStrictEqual([idOf(item({ id: 1 })), textOf?.(item({ id: 1 }))], [1, undefined])
    assert.deepStrictEqual([idOf(item("x")), textOf?.(item("x"))], [undefined, `"x"`])
  })

  it("of a page is its result", () => {
    const page = { total: 2, items: [item(1), item(2)] }
    assert.deepStrictEqual(Items.results(page), { total: 2, items: [Result.succeed(1), Result.succeed(2)] })
  })
})

describe("an error of a response that was decoded", () => {
  const response = new ApiResponse(
    { operation: "users.byId", method: "GET", path: "/users", attempts: 2, status: 200, headers: {}, body: "s3cret" },
    (text) => text.replaceAll("s3cret", "<masked>")
  )
  const fields = { operation: "users.byId", method: "GET", path: "/users", attempts: 2, status: 200, body: "<masked>" }

  it("has the call, the status and the masked body of that response", () => {
    const issues = [{ path: "a", message: "b" }]
    assert.deepInclude(ResponseError.decodeError(response, issues), { ...fields, _tag: "DecodeError", issues })
    assert.deepInclude(ResponseError.decodeError(response, issues, "part of s3cret"), { body: "part of <masked>" })
    assert.deepInclude(ResponseError.notFound(response, "There is no user 5"), {
      ...fields,
      _tag: "NotFound",
      source: "body",
      errors: { base: ["There is no user 5"] }
    })
    assert.deepInclude(ResponseError.anotherUser(response, "It is user 5"), {
      ...fields,
      _tag: "Unauthorized",
      source: "another user",
      errors: { base: ["It is user 5"] }
    })
    assert.deepInclude(ResponseError.itemDecodeError(response, 7, issues), { operation: "users.byId", item: 7, issues })
  })
})
