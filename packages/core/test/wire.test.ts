import { ApplicationId, DialogId, MessageId, UserId } from "@effect-connectycube/core/Ids"
import * as Wire from "@effect-connectycube/core/contract/Wire"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaGetter from "effect/SchemaGetter"
import { decode, iso, rejects } from "./support/Codecs.ts"

describe("integers", () => {
  it("are read from numbers and from numeric texts", () => {
    assert.strictEqual(decode(Wire.Int, 51946), 51946)
    assert.strictEqual(decode(Wire.Int, "51946"), 51946)
    assert.strictEqual(decode(Wire.Int, " -7 "), -7)
    assert.strictEqual(decode(UserId, "51946"), 51946)
    assert.strictEqual(decode(ApplicationId, 1), 1)
  })

  it.effect.each([
    "",
    " ",
    "a",
    "1.5",
    "1e3",
    "0x1",
    "12a",
    "99999999999999999999",
    1.5,
    Number.NaN,
    2 ** 53,
    true,
    null,
    undefined,
    [],
    {}
  ])("are not read from %j", (input) => Effect.sync(() => rejects(Wire.Int, input)))

  it.prop("round-trip, also as JSON", [Schema.Int], ([int]) => {
    const encoded = Schema.encodeSync(Wire.Int)(int)
    assert.strictEqual(typeof encoded, "number")
    assert.strictEqual(decode(Wire.Int, encoded), int)
    assert.strictEqual(decode(Wire.Int, JSON.stringify(encoded)), int === 0 ? 0 : int)
  })
})

describe("numbers", () => {
  it("are read from numbers and from numeric texts, with and without a fraction", () => {
    assert.strictEqual(decode(Wire.Float, 1.5), 1.5)
    assert.strictEqual(decode(Wire.Float, " -0.25 "), -0.25)
    assert.strictEqual(decode(Wire.Float, "7"), 7)
  })

  it.effect.each(["", "a", "1.", ".5", "1,5", "1e3", Number.NaN, Number.POSITIVE_INFINITY, null, true])(
    "are not read from %j",
    (input) => Effect.sync(() => rejects(Wire.Float, input))
  )

  it.prop("round-trip", [Schema.Finite], ([number]) => {
    assert.strictEqual(decode(Wire.Float, Schema.encodeSync(Wire.Float)(number)), number)
  })

  it.prop("are written as text where the API requires it", [UserId], ([id]) => {
    const encoded = Schema.encodeSync(Wire.asText(UserId))(id)
    assert.strictEqual(encoded, String(id))
    assert.strictEqual(decode(Wire.asText(UserId), encoded), id === 0 ? 0 : id)
    assert.strictEqual(decode(Wire.asText(UserId), id), id)
  })
})

describe("texts", () => {
  it("are read from texts and from numbers", () => {
    assert.strictEqual(decode(Wire.Text, "a1"), "a1")
    assert.strictEqual(decode(Wire.Text, 42), "42")
    assert.strictEqual(decode(Wire.Text, ""), "")
  })

  it.effect.each([null, undefined, true, Number.NaN, {}, []])("are not read from %j", (input) =>
    Effect.sync(() => rejects(Wire.Text, input))
  )

  it.prop("round-trip", [Schema.String], ([text]) => {
    assert.strictEqual(decode(Wire.Text, Schema.encodeSync(Wire.Text)(text)), text)
  })
})

describe("flags", () => {
  it.effect.each([
    [true, true],
    [1, true],
    ["1", true],
    ["true", true],
    [false, false],
    [0, false],
    ["0", false],
    ["false", false]
  ] as const)("read %j as %j", ([input, expected]) =>
    Effect.sync(() => assert.strictEqual(decode(Wire.Flag, input), expected))
  )

  it.effect.each([2, -1, "", "yes", "TRUE", null, undefined, {}])("are not read from %j", (input) =>
    Effect.sync(() => rejects(Wire.Flag, input))
  )

  it("round-trip, in the spelling that the request requires", () => {
    const encoded = [true, false].map((flag) => [
      Schema.encodeSync(Wire.Flag)(flag),
      Schema.encodeSync(Wire.FlagNumber)(flag),
      Schema.encodeSync(Wire.FlagText)(flag)
    ])
    assert.deepStrictEqual(encoded, [
      [true, 1, "1"],
      [false, 0, "0"]
    ])
    for (const codec of [Wire.Flag, Wire.FlagNumber, Wire.FlagText]) {
      assert.deepStrictEqual(
        encoded.map((spellings) => spellings.map((flag) => decode(codec, flag))),
        [
          [true, true, true],
          [false, false, false]
        ]
      )
    }
  })
})

describe("fields that may be empty", () => {
  const Entity = Schema.Struct({
    name: Wire.nullableText,
    count: Wire.nullable(Wire.Int),
    seen_at: Wire.nullable(Wire.TimeIso),
    tags: Wire.nullableCommaList
  })
  const empty = { name: null, count: null, seen_at: null, tags: [] }

  it("are null when they are missing, null, or an empty text", () => {
    assert.deepStrictEqual(decode(Entity, {}), empty)
    assert.deepStrictEqual(decode(Entity, { name: null, count: null, seen_at: null, tags: null }), empty)
    assert.deepStrictEqual(decode(Entity, { name: "", tags: "" }), empty)
  })

  it("are decoded when they are not empty", () => {
    const entity = decode(Entity, { name: 7, count: "3", seen_at: "2018-12-05T11:58:02Z", tags: "vip,admin" })
    assert.deepStrictEqual(
      { ...entity, seen_at: iso(entity.seen_at) },
      {
        name: "7",
        count: 3,
        seen_at: "2018-12-05T11:58:02.000Z",
        tags: ["vip", "admin"]
      }
    )
  })

  it("are null when they have another type, and text where text is required", () => {
    assert.deepStrictEqual(decode(Entity, { count: "many", seen_at: "", tags: {} }), empty)
    assert.deepStrictEqual(decode(Entity, { count: {}, seen_at: [], tags: 5 }), empty)
    assert.strictEqual(decode(Entity, { name: { first: "Ada" } }).name, '{"first":"Ada"}')
    assert.strictEqual(decode(Entity, { name: false }).name, "false")
  })

  it("do so at any depth", () => {
    const Deep = Schema.Struct({ one: Wire.nullable(Schema.Struct({ all: Wire.nullableList(Entity) })) })
    assert.deepStrictEqual(decode(Deep, { one: { all: [{ count: "many" }] } }), { one: { all: [empty] } })
    assert.deepStrictEqual(decode(Deep, { one: { all: [5] } }), { one: null })
  })

  it("are rejected when they have another type and are written", () => {
    assert.isTrue(Result.isFailure(Schema.encodeUnknownResult(Entity)({ ...empty, count: "many" })))
  })

  it("are written as null when they are empty", () => {
    assert.deepStrictEqual(Schema.encodeSync(Entity)(empty), { name: null, count: null, seen_at: null, tags: null })
  })

  it.prop("round-trip", [Schema.NullOr(Schema.NonEmptyString), Schema.NullOr(Schema.Int)], ([name, count]) => {
    const entity = { ...empty, name, count }
    assert.deepStrictEqual(decode(Entity, Schema.encodeSync(Entity)(entity)), entity)
  })
})

describe("fields that are left out when they are empty", () => {
  const Entity = Schema.Struct({ count: Wire.optional(Wire.Int), ids: Wire.nullableList(Wire.Int) })

  it("are missing when they are missing or null, and an empty list when it is a list", () => {
    assert.deepStrictEqual(decode(Entity, {}), { ids: [] })
    assert.deepStrictEqual(decode(Entity, { count: null, ids: null }), { ids: [] })
    assert.deepStrictEqual(decode(Entity, { count: "3", ids: ["1", 2] }), { count: 3, ids: [1, 2] })
    assert.deepStrictEqual(decode(Entity, { count: "many" }), { ids: [] })
    rejects(Entity, { ids: "1,2" })
    rejects(Entity, { ids: ["many"] })
  })

  it("are rejected when they have another type and are read", () => {
    const Strict = Schema.Struct({ count: Wire.optionalStrict(Wire.Int) })
    assert.deepStrictEqual(decode(Strict, { count: null }), {})
    rejects(Strict, { count: "many" })
  })

  it.prop("round-trip", [Schema.Int, Schema.Array(Schema.Int)], ([count, ids]) => {
    for (const entity of [{ ids }, { count, ids }]) {
      assert.deepStrictEqual(decode(Entity, Schema.encodeSync(Entity)(entity)), entity)
    }
  })
})

describe("open enumerations", () => {
  const Status = Wire.openLiterals(["sent", "read"])
  const Kind = Wire.openNumbers(
    Schema.Literals([1, 2]).pipe(
      Schema.decodeTo(Schema.Literals(["one", "two"]), {
        decode: SchemaGetter.transform((number: 1 | 2): "one" | "two" => (number === 1 ? "one" : "two")),
        encode: SchemaGetter.transform((name: "one" | "two"): 1 | 2 => (name === "one" ? 1 : 2))
      })
    )
  )

  it("keep unknown values", () => {
    assert.deepStrictEqual(
      ["sent", "seen", 7].map((input) => decode(Status, input)),
      ["sent", "seen", "7"]
    )
    for (const nonsense of [null, undefined, true, {}, []]) rejects(Status, nonsense)
  })

  it("that are numbers on the wire keep the digits as text, and are written as that number", () => {
    for (const [wire, read, back] of [
      [2, "two", 2],
      [6, "6", 6],
      ["6", "6", 6],
      [-6, "-6", -6],
      ["06", "06", "06"],
      ["other", "other", "other"],
      ["12345678901234567890", "12345678901234567890", "12345678901234567890"]
    ] as const) {
      assert.strictEqual(decode(Kind, wire), read)
      assert.strictEqual(Schema.encodeSync(Kind)(read), back)
    }
  })
})

describe("fields that other applications write", () => {
  const Entity = Schema.Struct({ size: Wire.optionalOrOdd(Wire.Float) })

  it.effect.each([{}, { size: 5 }, { size: "12 KB" }, { size: "" }, { size: true }, { size: [1] }, { size: { n: 1 } }])(
    "are read and written as they came: %j",
    (entity) =>
      Effect.sync(() => {
        assert.deepStrictEqual<unknown>(decode(Entity, entity), entity)
        assert.deepStrictEqual<unknown>(Schema.encodeUnknownSync(Entity)(entity), entity)
      })
  )

  it("are decoded by their schema when they match it, and left out when they are null", () => {
    assert.deepStrictEqual(decode(Entity, { size: "5" }), { size: 5 })
    assert.deepStrictEqual(decode(Entity, { size: null }), {})
  })
})

describe("ids of dialogs and messages", () => {
  it("are any text except an empty one", () => {
    for (const id of [DialogId, MessageId]) {
      assert.strictEqual(decode(id, "5356c64ab35c12bd3b10ba32"), "5356c64ab35c12bd3b10ba32")
      for (const nonsense of ["", null, 7, undefined]) rejects(id, nonsense)
    }
  })
})

describe("comma-separated lists", () => {
  it("are read from one text, with and without spaces, and from an array", () => {
    assert.deepStrictEqual(decode(Wire.CommaList, "vip, accountant ,,x,"), ["vip", "accountant", "x"])
    assert.deepStrictEqual(decode(Wire.CommaList, ""), [])
    assert.deepStrictEqual(decode(Wire.CommaList, ["vip", 7]), ["vip", "7"])
  })

  it.effect.each([null, undefined, 7, true, {}, [null], [{}]])("are not read from %j", (input) =>
    Effect.sync(() => rejects(Wire.CommaList, input))
  )

  it("can be given as an array of ids in a request", () => {
    const Ids = Wire.listOrCommas(UserId)
    for (const list of ["1, 2", "1,2", [1, 2], ["1", "2"]]) assert.deepStrictEqual<unknown>(decode(Ids, list), [1, 2])
    assert.deepStrictEqual<unknown>(Schema.encodeSync(Ids)([UserId.make(1), UserId.make(2)]), [1, 2])
    rejects(Ids, "1,x")
  })

  const item = Schema.String.check(Schema.isPattern(/^[^,\s]+$/u))

  it.prop("round-trip", [Schema.Array(item)], ([list]) => {
    const encoded = Schema.encodeSync(Wire.CommaList)(list)
    assert.strictEqual(typeof encoded, "string")
    assert.deepStrictEqual(decode(Wire.CommaList, encoded), list)
    assert.deepStrictEqual(decode(Wire.nullableCommaList, Schema.encodeSync(Wire.nullableCommaList)(list)), list)
  })
})

describe("JSON", () => {
  it("is read without throwing", () => {
    assert.deepStrictEqual(Wire.parseJson(`{"a":[1]}`), Option.some({ a: [1] }))
    assert.deepStrictEqual(Wire.parseJson("null"), Option.some(null))
    for (const broken of ["", " ", "{", `{"a":`, "<html>", "undefined", `{"a":1}x`]) {
      assert.deepStrictEqual(Wire.parseJson(broken), Option.none())
    }
  })

  it.prop("round-trips", [Schema.Json], ([value]) => {
    const text = JSON.stringify(value)
    // Integers beyond the safe ones are texts.
    const read = JSON.parse(text, (_, value: unknown) =>
      typeof value === "number" && /^-?\d+$/.test(String(value)) && !Number.isSafeInteger(value) ? String(value) : value
    )
    assert.deepStrictEqual(Wire.parseJson(text), Option.some(read))
  })
})
