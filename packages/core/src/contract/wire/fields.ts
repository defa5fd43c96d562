// Fields that may be missing, `null`, `""` or something else.
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Record from "effect/Record"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaGetter from "effect/SchemaGetter"
import * as Kinds from "../../internal/decoder/kinds.ts"
import { absent, isMembers, type Members, mismatch, type Reader, type ReaderOf } from "../../internal/decoder/reader.ts"
import { commonest, passesSuccess } from "../../internal/decoder/spellings.ts"

/**
 * A field that is `null` when it is empty. A missing key decodes to `null`, as `null` does.
 *
 * So does a value that does not fit the schema: what an item can do without never makes the item unreadable.
 *
 * @category fields
 * @since 0.1.0
 */
export const nullable = <S extends Schema.Constraint>(schema: S) =>
  Schema.optionalKey(nullIfOdd(schema)).pipe(
    Schema.decodeTo(Schema.NullOr(Schema.toType(schema)), {
      decode: SchemaGetter.transformOptional(Option.orElseSome(() => null)),
      encode: SchemaGetter.passthrough()
    }),
    commonest(orEmpty(schema, () => null))
  )

/** Reads what is not empty as a schema does, if that has no way to read `null` itself. */
const orEmpty =
  (schema: Schema.Constraint, empty: () => unknown) =>
  (readerOf: ReaderOf): Reader => {
    if ((Kinds.kindsOf(schema.ast) & Kinds.nil) !== 0) return () => mismatch
    const read = readerOf(schema)
    return (value) => (value === null || value === absent ? empty() : read(value))
  }

/** A value that does not fit the schema, or is `null`, decodes to `null`. */
export const nullIfOdd = <S extends Schema.Constraint>(schema: S) =>
  passesSuccess(Schema.NullOr(schema).pipe(Schema.catchDecoding(() => Effect.succeedSome(null))))

/**
 * A field that has this value when it is missing, `null`, or does not fit the schema.
 *
 * @category fields
 * @since 0.1.0
 */
export const orElse = <S extends Schema.Constraint>(schema: S, value: S["Type"]) =>
  nullable(schema).pipe(
    Schema.decodeTo(Schema.toType(schema), {
      decode: SchemaGetter.transform((read: S["Type"] | null) => read ?? value),
      encode: SchemaGetter.transform((value: S["Type"]): S["Type"] | null => value)
    }),
    commonest((readerOf) => {
      // The value is decoded as any other, so that each response has its own.
      const type = readerOf(Schema.toType(schema))
      return orEmpty(schema, () => type(value))(readerOf)
    })
  )

/**
 * A field that is left out when it is empty. `null` decodes to a missing key.
 *
 * So does a value that does not fit the schema: what an item can do without never makes the item unreadable.
 *
 * @category fields
 * @since 0.1.0
 */
export const optional = <S extends Schema.Constraint>(schema: S) => leftOutIfNull(nullIfOdd(schema), schema)

/**
 * As {@link optional}, for what a response is asked for: a value that does not fit the schema is rejected.
 *
 * @category fields
 * @since 0.1.0
 */
export const optionalStrict = <S extends Schema.Constraint>(schema: S) => leftOutIfNull(Schema.NullOr(schema), schema)

const leftOutIfNull = <S extends Schema.Constraint>(
  orNull: Schema.Codec<S["Type"] | null, S["Encoded"] | null, S["DecodingServices"], S["EncodingServices"]>,
  schema: S
) =>
  Schema.optionalKey(orNull).pipe(
    Schema.decodeTo(Schema.optionalKey(Schema.toType(schema)), {
      decode: SchemaGetter.transformOptional(Option.filter(Predicate.isNotNull)),
      encode: SchemaGetter.passthrough()
    }),
    commonest(orEmpty(schema, () => absent))
  )

/**
 * What stands in a field that other people's applications write: whatever JSON can hold.
 *
 * @category fields
 * @since 0.1.0
 */
export type Odd = string | number | boolean | object | null

const isOdd = (value: unknown): value is Odd => value !== undefined

const Odd = Schema.Unknown.pipe(Schema.refine(isOdd))

/**
 * A field that other people's applications write, and that is left out when it is empty. A value that fits the schema is read
 * by it; any other is kept as it came, and goes back as it came. `null` decodes to a missing key.
 *
 * @category fields
 * @since 0.1.0
 */
export const optionalOrOdd = <S extends Schema.Codec<Odd, unknown>>(schema: S) => {
  const decode = Schema.decodeUnknownResult(schema)
  return Schema.optionalKey(Schema.Unknown).pipe(
    Schema.decodeTo(Schema.optionalKey(Odd), {
      decode: SchemaGetter.transformOptional((value) =>
        Option.map(Option.filter(value, Predicate.isNotNull), (value) => Result.getOrElse(decode(value), () => value))
      ),
      encode: SchemaGetter.passthrough()
    }),
    commonest((readerOf) => {
      const read = readerOf(schema)
      return (value) => (value === null || value === absent ? absent : read(value))
    })
  )
}

/** Text, in whatever spelling: a number by its digits, a flag by its name, and what is larger as JSON. */
const anything = [
  Schema.String,
  Schema.Finite,
  Schema.Boolean,
  Schema.Array(Schema.Unknown),
  Schema.Record(Schema.String, Schema.Unknown)
] as const

const textOf = (value: unknown): string =>
  typeof value === "object" && value !== null ? JSON.stringify(value) : String(value)

/**
 * A text field that is empty in three spellings on the wire, missing, `null` and `""`, and in one here: `null`. What is no
 * text is read as one: a number or a flag as it is written, and what is larger as JSON.
 *
 * @category fields
 * @since 0.1.0
 */
export const nullableText = Schema.optionalKey(Schema.Union([...anything, Schema.Null])).pipe(
  Schema.decodeTo(Schema.NullOr(Schema.String), {
    decode: SchemaGetter.transformOptional((text) =>
      Option.some(Option.isNone(text) || text.value === null || text.value === "" ? null : textOf(text.value))
    ),
    encode: SchemaGetter.passthroughSubtype()
  }),
  commonest(() => readNullableText)
)

function readNullableText(value: unknown): unknown {
  if (typeof value === "string") return value === "" ? null : value
  return value === null || value === absent ? null : mismatch
}

/**
 * Texts by their names, read as {@link nullableText} reads them, without those that are `null`.
 *
 * @category fields
 * @since 0.1.0
 */
export const Texts = Schema.Record(Schema.String, Schema.Union([...anything, Schema.Null])).pipe(
  Schema.decodeTo(Schema.Record(Schema.String, Schema.String), {
    decode: SchemaGetter.transform((texts: { readonly [name: string]: unknown }) =>
      Record.map(Record.filter(texts, Predicate.isNotNull), textOf)
    ),
    encode: SchemaGetter.passthroughSubtype()
  }),
  commonest(() => (value) => {
    if (!isMembers(value)) return mismatch
    const texts: Members = {}
    for (const name of Object.keys(value)) {
      const text = value[name]
      if (text === null) continue
      if (typeof text !== "string" || name === "__proto__") return mismatch
      texts[name] = text
    }
    return texts
  })
)

/**
 * As {@link nullableText}, but what is all digits travels as a number, where a number can hold it.
 *
 * @category fields
 * @since 0.1.0
 */
export const nullableDigits = Schema.optionalKey(Schema.Union([Schema.String, Schema.Finite, Schema.Null])).pipe(
  Schema.decodeTo(Schema.NullOr(Schema.String), {
    decode: SchemaGetter.transformOptional((text) =>
      Option.some(Option.isNone(text) || text.value === null || text.value === "" ? null : String(text.value))
    ),
    encode: SchemaGetter.transform((text: string | null): string | number | null =>
      text !== null && Number.isSafeInteger(Number(text)) && String(Number(text)) === text ? Number(text) : text
    )
  }),
  commonest(() => (value) => (Number.isFinite(value) ? String(value) : readNullableText(value)))
)
