// Fields of the wire in all the spellings that they come in, and what they are written as.
import * as Wire from "@effect-connectycube/core/contract/Wire"
import { assert, describe, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { decode, rejects } from "./support/Codecs.ts"

describe("digits that may be missing", () => {
  const Entity = Schema.Struct({ phone: Wire.nullableDigits })

  it("are text, from a text or a number, and null when they are empty", () => {
    for (const [wire, phone] of [
      [{}, null],
      [{ phone: null }, null],
      [{ phone: "" }, null],
      [{ phone: "123" }, "123"],
      [{ phone: 123 }, "123"],
      [{ phone: 0 }, "0"],
      [{ phone: "+44 1" }, "+44 1"]
    ] as const) {
      assert.deepStrictEqual(decode(Entity, wire), { phone })
    }
    rejects(Entity, { phone: true })
  })

  it("are written as a number where that has the same digits, and as they are otherwise", () => {
    for (const [phone, wire] of [
      [null, null],
      ["123", 123],
      ["0", 0],
      ["0123", "0123"],
      ["1e3", "1e3"],
      ["12345678901234567890", "12345678901234567890"],
      ["1.5", "1.5"],
      ["", ""]
    ] as const) {
      assert.deepStrictEqual(Schema.encodeSync(Entity)({ phone }), { phone: wire })
    }
  })
})

describe("a field with a default", () => {
  const Entity = Schema.Struct({ size: Wire.orElse(Wire.Int, 7) })

  it("has it when it is missing, null or does not fit", () => {
    for (const wire of [{}, { size: null }, { size: "x" }, { size: {} }]) {
      assert.deepStrictEqual(decode(Entity, wire), { size: 7 })
    }
    for (const size of [0, 5]) {
      assert.deepStrictEqual(decode(Entity, { size }), { size })
      assert.deepStrictEqual(Schema.encodeSync(Entity)({ size }), { size })
    }
  })
})

describe("texts by their names", () => {
  it("are read in any spelling, without those that are null", () => {
    const wire = { text: "a", number: 5, flag: false, list: [1, "b"], object: { c: null }, empty: "", none: null }
    assert.deepStrictEqual(decode(Wire.Texts, wire), {
      text: "a",
      number: "5",
      flag: "false",
      list: `[1,"b"]`,
      object: `{"c":null}`,
      empty: ""
    })
    assert.deepStrictEqual<unknown>(Schema.encodeSync(Wire.Texts)({ text: "a" }), { text: "a" })
    for (const wire of [null, "text", 5]) rejects(Wire.Texts, wire)
  })
})

describe("a list that may be missing", () => {
  const Entity = Schema.Struct({ list: Wire.nullableList(Wire.Int), commas: Wire.nullableCommaList })

  it("is empty then, or when it is null, and is written as a list", () => {
    for (const wire of [{}, { list: null, commas: null }, { list: [], commas: "" }]) {
      assert.deepStrictEqual(decode(Entity, wire), { list: [], commas: [] })
    }
    assert.deepStrictEqual(decode(Entity, { list: ["1", 2], commas: "a, b" }), { list: [1, 2], commas: ["a", "b"] })
    assert.deepStrictEqual(Schema.encodeSync(Entity)({ list: [1], commas: ["a", "b"] }), { list: [1], commas: "a,b" })
    assert.deepStrictEqual(Schema.encodeSync(Entity)({ list: [], commas: [] }), { list: [], commas: null })
  })
})

describe("a value of a list with commas", () => {
  it("has no comma, is not empty, and has no blanks around", () => {
    const comma = "Expected a value without a comma: the API takes this list with commas between its values"
    const blank = "Expected a text that is not empty and has no blanks around: the API leaves those out"
    for (const value of ["a,b", ","]) assert.strictEqual(Wire.commaIssue(value), comma)
    for (const value of ["", " ", " a", "a\n"]) assert.strictEqual(Wire.commaIssue(value), blank)
    for (const value of ["a", "a b", 5, null]) assert.isUndefined(Wire.commaIssue(value))
    for (const value of ["a,b", "", " a"]) assert.throws(() => Schema.encodeSync(Wire.CommaList)([value]))
  })
})

describe("an open enumeration", () => {
  it("names what is known, in its description", () => {
    const { description } = Schema.resolveAnnotations(Wire.openLiterals(["sent", "read"])) ?? {}
    assert.strictEqual(description, "sent, read, or another text")
  })

  it("of numbers writes as numbers what is written like one", () => {
    const Kind = Wire.openNumbers(Schema.Literal("one"))
    for (const [text, wire] of [
      ["10", 10],
      ["105", 105],
      ["-7", -7],
      ["1x", "1x"],
      ["x1", "x1"],
      ["-0", "-0"],
      ["1 ", "1 "]
    ] as const) {
      assert.strictEqual(Schema.encodeSync(Kind)(text), wire)
    }
  })
})

describe("an odd field", () => {
  it("keeps what came, but for null, and is never undefined", () => {
    const Entity = Schema.Struct({ odd: Wire.optionalOrOdd(Wire.Int) })
    assert.deepStrictEqual(decode(Entity, { odd: [null] }), { odd: [null] })
    assert.throws(() => Schema.encodeUnknownSync(Entity)({ odd: undefined }))
  })
})

describe("a time in an argument", () => {
  const zoned = DateTime.makeZonedUnsafe("2018-12-05T11:58:02.500Z", { timeZone: "Asia/Tokyo" })

  it("may have a zone, and is written in UTC", () => {
    assert.strictEqual(Schema.encodeSync(Wire.InstantIso)(zoned), "2018-12-05T11:58:02.500Z")
    assert.strictEqual(Schema.encodeSync(Wire.InstantSeconds)(zoned), 1544011082)
    assert.strictEqual(Schema.encodeSync(Wire.InstantIso)(DateTime.toUtc(zoned)), "2018-12-05T11:58:02.500Z")
    assert.throws(() => Schema.encodeUnknownSync(Wire.InstantIso)("2018-12-05T11:58:02Z"))
    assert.throws(() => Schema.encodeUnknownSync(Wire.TimeIso)(zoned))
  })

  it("is read as any other", () => {
    for (const schema of [Wire.InstantIso, Wire.InstantSeconds]) {
      assert.deepStrictEqual<unknown>(decode(schema, 1544011082), DateTime.makeUnsafe("2018-12-05T11:58:02Z"))
      assert.deepStrictEqual<unknown>(decode(schema, "2018-12-05"), DateTime.makeUnsafe("2018-12-05T00:00:00Z"))
      for (const wire of ["soon", true, null]) rejects(schema, wire)
    }
  })
})

describe("a time as text", () => {
  const millis = (text: string | number) =>
    Option.getOrUndefined(Option.map(Wire.parseTime(text), DateTime.toEpochMillis))

  it("may have blanks around, a fraction, a sign or an offset", () => {
    assert.strictEqual(millis(" 2018-12-05T11:58:02Z \n"), 1544011082_000)
    assert.strictEqual(millis(" 1544011082.25 "), 1544011082_250)
    assert.strictEqual(millis("-1.5"), -1500)
    assert.strictEqual(millis("+002018-12-05T11:58:02Z"), 1544011082_000)
    assert.strictEqual(millis("-000001-12-05"), Date.parse("-000001-12-05T00:00:00Z"))
    assert.strictEqual(millis("2018-12-05T13:58:02+0200"), 1544011082_000)
    assert.strictEqual(millis("2018-12-05 11:58"), 1544011080_000)
  })

  it("is none with anything else around", () => {
    for (const text of ["x2018-12-05", "2018-12-05x", "at 1544011082", "1544011082.", "1544011082.5s", "--5"]) {
      assert.isUndefined(millis(text), text)
    }
  })

  it("is in milliseconds from the year 1973 on", () => {
    assert.strictEqual(millis(99_999_999_999), 99_999_999_999_000)
    assert.strictEqual(millis(100_000_000_000), 100_000_000_000)
    assert.strictEqual(millis(-100_000_000_000), -100_000_000_000)
  })
})
