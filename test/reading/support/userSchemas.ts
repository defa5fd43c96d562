// Schemas that users of custom data and of `ConnectyCubeClient` write, in all that schemas can be made of.
import * as Wire from "@effect-connectycube/core/contract/Wire"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as SchemaGetter from "effect/SchemaGetter"
import * as SchemaTransformation from "effect/SchemaTransformation"

class Point extends Schema.Class<Point>("Point")({ x: Schema.Finite, y: Schema.optionalKey(Schema.Finite) }) {
  get sum() {
    return this.x + (this.y ?? 0)
  }
}

class Named extends Schema.TaggedClass<Named>()("Named", { name: Schema.NonEmptyString, at: Schema.NullOr(Point) }) {}

interface Tree {
  readonly value: number
  readonly children: ReadonlyArray<Tree>
}

const Tree: Schema.Codec<Tree> = Schema.Struct({
  value: Schema.Int,
  children: Schema.Array(Schema.suspend(() => Tree))
})

const Shape = Schema.Union([
  Schema.Struct({ kind: Schema.Literal("circle"), radius: Schema.Finite }),
  Schema.Struct({ kind: Schema.Literal("square"), side: Schema.Finite, name: Schema.optionalKey(Schema.String) })
])

/** Unions of which more than one may read a value, where what one has read is not what another one would. */
const Overlapping = Schema.Union([
  Schema.Struct({ a: Schema.NumberFromString }),
  Schema.Struct({ a: Schema.Finite, b: Schema.Int })
])

/** A codec that reads `null` itself. */
const NoneFromNull = Schema.Union([
  Schema.Null.pipe(
    Schema.decodeTo(Schema.Literal("none"), {
      decode: SchemaGetter.transform((): "none" => "none"),
      encode: SchemaGetter.transform(() => null)
    })
  ),
  Schema.String
])

const Even = Schema.Int.check(
  Schema.makeFilter((n: number) => n % 2 === 0),
  Schema.isBetween({ minimum: -10, maximum: 1000 })
)

/** With what each reads, in JSON. */
export const userSchemas: Readonly<
  Record<string, readonly [Schema.Codec<unknown, unknown>, ...ReadonlyArray<unknown>]>
> = {
  scalars: [
    Schema.Struct({
      text: Schema.String,
      number: Schema.Number,
      finite: Schema.Finite,
      int: Schema.Int,
      flag: Schema.Boolean,
      none: Schema.Null,
      one: Schema.Literal(1),
      literal: Schema.Literals(["a", "b", 0]),
      anything: Schema.Unknown,
      any: Schema.Any
    }),
    { text: "a", number: 1, finite: 1.5, int: 3, flag: true, none: null, one: 1, literal: "b", anything: [1], any: {} },
    { text: "", number: 0, finite: 0, int: 0, flag: false, none: null, one: 1, literal: 0, anything: null, any: "x" }
  ],
  optional: [
    Schema.Struct({
      a: Schema.optionalKey(Schema.String),
      b: Schema.Int,
      c: Schema.optional(Schema.Int),
      d: Schema.optionalKey(Schema.NullOr(Schema.Struct({ e: Schema.optionalKey(Schema.Boolean) }))),
      f: Schema.String.pipe(Schema.withDecodingDefaultKey(Effect.succeed("f"))),
      g: Schema.Finite.pipe(Schema.withDecodingDefault(Effect.succeed(7))),
      h: Schema.OptionFromNullOr(Schema.String),
      i: Schema.OptionFromOptionalKey(Schema.Int)
    }),
    { a: "a", b: 1, c: 2, d: { e: true }, f: "x", g: 1, h: "h", i: 3 },
    { b: 1, h: null },
    { a: "a", b: 1, d: null, h: null },
    { a: "a", b: 1, d: {}, g: 2, h: "h", i: 4 }
  ],
  manyOptional: [
    Schema.Struct(
      Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`k${index}`, Schema.optionalKey(Schema.Int)]))
    ),
    { k1: 1, k39: 2 },
    {}
  ],
  classes: [
    Schema.Struct({ point: Point, named: Schema.optionalKey(Named), points: Schema.Array(Point) }),
    { point: { x: 1, y: 2 }, named: { _tag: "Named", name: "a", at: { x: 0 } }, points: [{ x: 1 }] },
    { point: { x: 1 }, points: [] }
  ],
  wire: [
    Schema.Struct({
      int: Wire.nullable(Wire.Int),
      float: Wire.optional(Wire.Float),
      time: Wire.TimeIso,
      seconds: Wire.nullable(Wire.TimeSeconds),
      millis: Wire.optional(Wire.TimeMillis),
      flag: Wire.Flag,
      text: Wire.nullableText,
      digits: Wire.nullableDigits,
      list: Wire.nullableList(Wire.Int),
      commas: Wire.nullableCommaList,
      texts: Wire.Texts,
      orElse: Wire.orElse(Schema.Array(Wire.Text), ["x"]),
      odd: Wire.optionalOrOdd(Schema.Array(Wire.Float)),
      status: Wire.openLiterals(["sent", "read"]),
      class: Wire.nullable(Point),
      overlapping: Wire.nullable(Overlapping),
      twice: Wire.nullable(Schema.NullOr(Wire.Int)),
      none: Wire.nullable(NoneFromNull),
      noneToo: Wire.optional(NoneFromNull),
      shape: Wire.optional(Schema.Struct({ a: Wire.nullable(Wire.TimeIso), b: Wire.optional(Wire.Text) })),
      checked: Wire.nullable(Wire.Int.check(Schema.isGreaterThan(5)))
    }),
    {
      int: 1,
      float: 1.5,
      time: "2018-12-05T11:58:02Z",
      seconds: 1_544_010_993,
      millis: 1_544_010_993_123,
      flag: true,
      text: "a",
      digits: "123",
      list: [1, 2],
      commas: "vip, accountant",
      texts: { a: "b", c: null },
      orElse: ["a"],
      odd: [1],
      status: "sent",
      class: { x: 1 },
      overlapping: { a: 1, b: 2 },
      twice: 1,
      shape: { a: "2018-12-05T11:58:02Z", b: "b" },
      checked: 6
    },
    {
      time: "2020-02-29 11:58:02",
      flag: 1,
      texts: {},
      status: "other",
      none: null,
      noneToo: null,
      overlapping: { a: "1", b: 2 },
      checked: 5
    }
  ],
  unions: [
    Schema.Struct({
      shape: Shape,
      overlapping: Overlapping,
      one: Schema.Union([Schema.Struct({ a: Schema.Int }), Schema.Struct({ b: Schema.Int })], { mode: "oneOf" }),
      mixed: Schema.Union([Schema.Int, Schema.String, Schema.Array(Schema.Int), Schema.Null, Tree]),
      nested: Schema.NullOr(Schema.Union([Schema.NonEmptyString, Schema.Boolean])),
      brand: Schema.Union([Schema.Int.pipe(Schema.brand("A")), Schema.Finite])
    }),
    {
      shape: { kind: "circle", radius: 1 },
      overlapping: { a: 1, b: 2 },
      one: { a: 1 },
      mixed: [1],
      nested: "a",
      brand: 1
    },
    {
      shape: { kind: "square", side: 1, name: "s" },
      overlapping: { a: "1", b: 2 },
      one: { b: 1 },
      mixed: { value: 1, children: [] },
      nested: null,
      brand: 1.5
    },
    {
      shape: { kind: "circle", radius: 1 },
      overlapping: { a: 1, b: 2 },
      one: { a: 1, b: 1 },
      mixed: 1,
      nested: "",
      brand: 1
    }
  ],
  recursive: [
    Tree,
    { value: 1, children: [{ value: 2, children: [{ value: 3, children: [] }] }] },
    { value: 1, children: [] }
  ],
  records: [
    Schema.Struct({
      record: Schema.Record(Schema.String, Schema.Int),
      times: Schema.Record(Schema.String, Schema.NullOr(Wire.TimeIso)),
      template: Schema.Record(Schema.TemplateLiteral(["k", Schema.Number]), Schema.Int),
      rest: Schema.StructWithRest(Schema.Struct({ b: Schema.Int, a: Schema.optionalKey(Wire.Int) }), [
        Schema.Record(Schema.String, Schema.Unknown)
      ]),
      strict: Schema.StructWithRest(Schema.Struct({ a: Schema.Int }), [Schema.Record(Schema.String, Schema.Int)])
    }),
    {
      record: { b: 1, a: 2, 1: 3 },
      times: { a: "2018-12-05T11:58:02Z" },
      template: { k1: 1 },
      rest: { z: 1, b: 2, a: 3 },
      strict: { b: 1, a: 2 }
    },
    { record: {}, times: { a: null }, template: {}, rest: { b: 1 }, strict: { a: 1 } }
  ],
  names: [
    Schema.Struct({ constructor: Schema.optionalKey(Schema.Int), toString: Schema.Unknown, a: Schema.Int }),
    { constructor: 1, toString: "x", a: 1 },
    { a: 1 }
  ],
  proto: [
    Schema.Struct({ ["__proto__"]: Schema.optionalKey(Schema.Int), a: Schema.Int }),
    JSON.parse(`{"__proto__":1,"a":1}`),
    { a: 1 }
  ],
  transformed: [
    Schema.Struct({
      even: Even,
      trimmed: Schema.String.pipe(Schema.decode(SchemaTransformation.trim())),
      number: Schema.NumberFromString,
      secret: Schema.RedactedFromValue(Schema.String),
      date: Schema.DateTimeUtcFromString,
      millis: Schema.DateTimeUtcFromMillis,
      bigint: Schema.BigIntFromString,
      template: Schema.TemplateLiteral(["id-", Schema.Number]),
      tuple: Schema.Tuple([Schema.String, Schema.Int]),
      least: Schema.Array(Schema.Int).check(Schema.isMinLength(1)),
      effect: Schema.String.pipe(
        Schema.decodeTo(Schema.String, {
          decode: SchemaGetter.transformEffect((text: string) => Effect.sync(() => `${text}!`)),
          encode: SchemaGetter.passthrough()
        })
      ),
      optional: Schema.optionalKey(Schema.String).pipe(
        Schema.decodeTo(Schema.Option(Schema.String), {
          decode: SchemaGetter.transformOptional((text: Option.Option<string>) => Option.some(text)),
          encode: SchemaGetter.transformOptional(Option.flatten<string>)
        })
      ),
      caught: Schema.Int.pipe(Schema.catchDecoding(() => Effect.succeedSome(-1))),
      set: Schema.ReadonlySet(Schema.Int).pipe(
        Schema.encodeTo(Schema.Array(Schema.Int), {
          decode: SchemaGetter.transform((items: ReadonlyArray<number>) => new Set(items)),
          encode: SchemaGetter.transform((items: ReadonlySet<number>) => [...items])
        })
      )
    }),
    {
      even: 2,
      trimmed: " a ",
      number: "1.5",
      secret: "s3cret",
      date: "2018-12-05T11:58:02Z",
      millis: 1_544_010_993_000,
      bigint: "123",
      template: "id-5",
      tuple: ["a", 1],
      least: [1],
      effect: "a",
      optional: "a",
      caught: "x",
      set: [1, 2]
    }
  ]
}
