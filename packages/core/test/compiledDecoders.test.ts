// When a response is decoded by closures, when by its schema, and that each schema is compiled once.
import { CompiledCodecs } from "@effect-connectycube/core/CompiledCodecs"
import { ConnectyCubeClient } from "@effect-connectycube/core/ConnectyCubeClient"
import { ConnectyCubeConfig } from "@effect-connectycube/core/ConnectyCubeConfig"
import * as Wire from "@effect-connectycube/core/contract/Wire"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaGetter from "effect/SchemaGetter"
import * as Decoders from "../src/internal/decoder/decoder.ts"
import { readerOf } from "../src/internal/decoder/compile.ts"
import { mismatch } from "../src/internal/decoder/reader.ts"
import { isSame } from "../src/internal/decoder/same.ts"
import { commonest } from "../src/internal/decoder/spellings.ts"
import * as Recorder from "./support/Recorder.ts"
import { options } from "./support/Things.ts"

/** A text that says who has read it. Texts in small letters are the commonest spelling. */
const Read = () => {
  const count = { compiled: 0 }
  const schema = Schema.String.pipe(
    Schema.decodeTo(Schema.String, {
      decode: SchemaGetter.transform((text: string) => `${text} by its schema`),
      encode: SchemaGetter.passthrough()
    }),
    commonest(() => {
      count.compiled++
      return (value) => (typeof value === "string" && /^[a-z]+$/.test(value) ? `${value} by a closure` : mismatch)
    })
  )
  return { count, schema }
}

describe("a response", () => {
  const request = (schema: Schema.Codec<unknown, unknown>, value: unknown) =>
    Effect.flatMap(ConnectyCubeClient, (client) =>
      client.request({ method: "GET", path: "/texts", credentials: "application", response: schema })
    ).pipe(
      Effect.provide(
        ConnectyCubeClient.layer.pipe(
          Layer.provide(Layer.orDie(ConnectyCubeConfig.layer(options))),
          Layer.provide(Recorder.make(Recorder.always(Recorder.json(200, value))).layer)
        )
      )
    )

  const Texts = Schema.Struct({ one: Read().schema, other: Read().schema })
  const wire = { one: "a", other: "B" }

  it.effect("is decoded by closures, and by the schema where they do not know the value", () =>
    Effect.gen(function* () {
      const texts = { one: "a by a closure", other: "B by its schema" }
      assert.deepStrictEqual(yield* request(Texts, wire), texts)
      assert.deepStrictEqual(yield* Wire.decodeJson(Texts)(wire), texts)
    })
  )

  it.effect("is decoded by the schema alone where they are turned off", () =>
    Effect.gen(function* () {
      const texts = { one: "a by its schema", other: "B by its schema" }
      const off = CompiledCodecs.layer(false)
      assert.deepStrictEqual(yield* request(Texts, wire).pipe(Effect.provide(off)), texts)
      assert.deepStrictEqual(yield* Wire.decodeJson(Texts)(wire).pipe(Effect.provide(off)), texts)
    })
  )

  it.effect("is compiled once for all calls and layers, when the first comes", () =>
    Effect.gen(function* () {
      const { count, schema } = Read()
      Decoders.make(schema)
      assert.strictEqual(count.compiled, 0)
      for (let call = 0; call < 3; call++) assert.strictEqual(yield* request(schema, "a"), "a by a closure")
      Decoders.make(schema)("b", true)
      assert.strictEqual(count.compiled, 1)
    })
  )
})

describe("a time", () => {
  const spellings = [
    "2018-12-05T11:58:02Z",
    "2018-12-05T11:58:02.000Z",
    "2018-12-05T11:58:02.120Z",
    "2018-12-05T23:59:59Z",
    "2018-12-05T24:00:00Z",
    "2018-12-05T25:00:00Z",
    "2018-12-05T11:60:02Z",
    "2018-12-05T11:58:60Z",
    "2018-12-05T11:58:2 Z",
    "2018-12-05T11:58:02z",
    "2018-12-05t11:58:02Z",
    "2018-12-05 11:58:02Z",
    "2018/12/05T11:58:02Z",
    "2018-00-05T11:58:02Z",
    "2018-13-05T11:58:02Z",
    "2018-12-00T11:58:02Z",
    "2018-12-:5T11:58:02Z",
    "2:18-12-05T11:58:02Z",
    "/018-12-05T11:58:02Z",
    "0999-12-05T11:58:02Z",
    "1000-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999Z",
    0,
    1,
    1.5,
    -1,
    -0,
    1_544_010_993,
    99_999_999_999,
    100_000_000_000,
    1_544_010_993_123,
    8_640_000_000_000,
    8_640_000_000_000_000,
    8_640_000_000_000_001,
    1e300
  ]
  const days = [1899, 1900, 1970, 1999, 2000, 2018, 2020, 2100].flatMap((year) =>
    Array.from({ length: 12 }, (_, month) =>
      [1, 28, 29, 30, 31].map((day) => `${year}-${`0${month + 1}`.slice(-2)}-${`0${day}`.slice(-2)}T11:58:02Z`)
    ).flat()
  )

  it.each([
    ["TimeIso", Wire.TimeIso],
    ["TimeSeconds", Wire.TimeSeconds],
    ["TimeMillis", Wire.TimeMillis]
  ] as const)("is the same as that of %s", (_, schema) => {
    const read = readerOf(schema.ast)
    for (const spelling of [...spellings, ...days]) {
      const expected = Result.getOrElse(Schema.decodeUnknownResult(schema)(spelling), () => mismatch)
      assert.deepStrictEqual(read(spelling), expected, String(spelling))
    }
  })
})

describe("the commonest spelling", () => {
  const decode = (schema: Schema.Codec<unknown, unknown>, value: unknown) =>
    Result.getOrUndefined(Decoders.make(schema)(value, true))

  it("is known through brands and annotations, and with more checks, which are run", () => {
    const { schema } = Read()
    assert.strictEqual(decode(schema.pipe(Schema.brand("Text")), "a"), "a by a closure")
    assert.strictEqual(decode(schema.annotate({ description: "A text" }), "a"), "a by a closure")
    assert.strictEqual(decode(Schema.toCodecJson(schema), "a"), "a by a closure")
    const short = schema.check(Schema.isMaxLength(14))
    assert.strictEqual(decode(short, "a"), "a by a closure")
    assert.isUndefined(decode(short, "abc"))
  })

  it("is not that of a codec with another encoded side", () => {
    const { schema } = Read()
    const other = schema.pipe(
      Schema.encodeTo(Schema.Int, { decode: SchemaGetter.String(), encode: SchemaGetter.Number() })
    )
    assert.strictEqual(decode(other, 5), "5 by its schema")
  })

  it("is not that of other schemas", () => {
    const schemas = [
      Schema.String,
      Schema.Number,
      Schema.Int,
      Schema.Finite,
      Schema.NonEmptyString,
      Schema.Literal("a"),
      Schema.Literal("b"),
      Schema.Date,
      Schema.URL,
      Schema.NumberFromString,
      Schema.Array(Schema.String),
      Schema.Array(Schema.Int),
      Schema.Struct({ a: Schema.String }),
      Schema.Struct({ b: Schema.String }),
      Schema.Struct({ a: Schema.optionalKey(Schema.String) }),
      Schema.Record(Schema.String, Schema.String),
      Schema.NullOr(Schema.String),
      Schema.Union([Schema.Null, Schema.String])
    ]
    for (const [index, { ast }] of schemas.entries()) {
      assert.isTrue(isSame(ast, Schema.String.annotate({}).ast) === (index === 0))
      for (const [other, { ast: otherAst }] of schemas.entries()) {
        assert.strictEqual(isSame(ast, otherAst), index === other, `${index} and ${other}`)
      }
    }
  })

  it("is left to the schema where a getter throws, which then throws", () => {
    const broken = Schema.String.pipe(
      Schema.decodeTo(Schema.String, {
        decode: SchemaGetter.transform((): string => {
          throw new Error("broken")
        }),
        encode: SchemaGetter.passthrough()
      })
    )
    assert.throws(() => decode(broken, "a"), /schema issues/)
  })
})
