// Arguments where several schemas or several names come into question, and texts where several messages do.
import * as Arguments from "@effect-connectycube/core/contract/Arguments"
import * as ErrorBody from "@effect-connectycube/core/contract/ErrorBody"
import * as Issues from "@effect-connectycube/core/contract/Issues"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

const prepared = (schema: Schema.Top, value: unknown) => Arguments.make(schema)(value)

const Named = Schema.Struct({ name: Schema.String })

describe("an argument of several schemas", () => {
  it("has the issues of the one that is an object, also beside one that is a text", () => {
    assert.deepStrictEqual(prepared(Schema.Union([Schema.String, Named]), { nam: "a" }).issues, [
      { path: "nam", message: "Unknown member. Did you mean name?" }
    ])
  })

  it("is prepared by the one that takes it, and not by one that leaves it as it is", () => {
    const schema = Schema.Union([
      Schema.Struct({ a: Schema.String }),
      Schema.Struct({ a: Schema.Struct({ n: Schema.optionalKey(Schema.Int) }) })
    ])
    assert.deepStrictEqual(prepared(schema, { a: { n: undefined } }), { value: { a: {} }, issues: [] })
  })

  it("has no issue of one that takes it and does not know a member, where another knows all of them", () => {
    const schema = Schema.Union([
      Schema.Struct({ a: Schema.String }),
      Schema.Struct({ a: Schema.String, b: Schema.String })
    ])
    assert.deepStrictEqual(prepared(schema, { a: "x", b: "y" }).issues, [])
  })
})

describe("the nearest name of a condition", () => {
  const nearest = (name: string, ...names: ReadonlyArray<string>) =>
    Arguments.unknownMembers({ [name]: 1 }, names).map(({ message }) => message)

  it("is one of the same field, however near one of another field is", () => {
    assert.deepStrictEqual(nearest("name[gt]", "fame[gt]", "name[contains]"), [
      "Unknown member. Did you mean name.contains?"
    ])
    assert.deepStrictEqual(nearest("name[gt]", "namegt", "name[contains]"), [
      "Unknown member. Did you mean name.contains?"
    ])
    assert.deepStrictEqual(nearest("name[gt]", "fame[gt]", "x.name."), ["Unknown member. Did you mean fame.gt?"])
    assert.deepStrictEqual(nearest("nam", "name", "fame[gt]"), ["Unknown member. Did you mean name?"])
  })
})

describe("options that are no object", () => {
  it.effect("are an issue of no member", () =>
    Effect.gen(function* () {
      const options: object = Object.assign(JSON.parse("{}"), { value: "text" }).value
      for (const names of [undefined, ["limit"]]) {
        const error = yield* Effect.flip(
          Arguments.check({ identifier: "list", method: "GET", path: "/" }, options, names)
        )
        assert.deepStrictEqual(error.issues, [{ path: "", message: "Expected an object" }])
      }
    })
  )
})

describe("the issue of a value", () => {
  it("does not show the value, however long it is", () => {
    for (const value of ["s3cret", 5, "s3cret and\nmore, got it"]) {
      const result = Schema.decodeUnknownResult(Schema.Boolean)(value)
      assert.deepStrictEqual(result._tag === "Failure" ? Issues.format(result.failure.issue) : [], [
        { path: "", message: "Expected boolean" }
      ])
    }
  })
})

describe("the messages of an error body", () => {
  it("are those of fields that have texts only", () => {
    assert.deepStrictEqual(ErrorBody.parse(`{"login":["a",5]}`), {})
    assert.deepStrictEqual(ErrorBody.parse(`{"login":["a","b"],"count":[5]}`), { login: ["a", "b"] })
  })

  it("are one line, with all of each field", () => {
    assert.strictEqual(ErrorBody.format({ base: ["a", "b"], login: ["c", "d"] }), "a, b; login c, d")
  })

  it("are read to a depth of eight, and in the first 64 KiB", () => {
    const nested = (depth: number) => `{"errors":${"[".repeat(depth)}1${"]".repeat(depth)}}`
    assert.deepStrictEqual(ErrorBody.parse(nested(8)), { base: ["1"] })
    assert.deepStrictEqual(ErrorBody.parse(nested(9)), {})
    const long = `{"errors":["a"],"rest":"${"x".repeat(64 * 1024)}"}`
    assert.deepStrictEqual(ErrorBody.parse(long), { base: [long.slice(0, 500)] })
  })

  it("are the title of a page, where that is at its beginning", () => {
    const page = (before: number) => `<html>${"-".repeat(before)}<title>Gone</title>`
    assert.deepStrictEqual(ErrorBody.parse(page(10)), { base: ["Gone"] })
    assert.deepStrictEqual(ErrorBody.parse(page(4096)), {})
  })
})
