// Single values: numbers that may come as strings, flags, and enumerations that are open.
import { identity } from "effect/Function"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import * as SchemaGetter from "effect/SchemaGetter"
import * as SchemaTransformation from "effect/SchemaTransformation"
import { mismatch, type Reader } from "../../internal/decoder/reader.ts"
import { commonest } from "../../internal/decoder/spellings.ts"

/**
 * An integer that the server may also send as a numeric string. Encodes to a JSON number.
 *
 * @example
 * ```ts
 * import * as Wire from "@effect-connectycube/core/contract/Wire"
 * import * as Schema from "effect/Schema"
 *
 * Schema.decodeUnknownSync(Wire.Int)("51946") // 51946
 * ```
 *
 * @category numbers
 * @since 0.1.0
 */
export const Int = Schema.Union([
  Schema.Int,
  Schema.String.check(Schema.isPattern(/^\s*-?\d+\s*$/, { expected: "an integer" }))
]).pipe(
  Schema.decodeTo(Schema.Int, SchemaTransformation.transform({ decode: Number, encode: identity<number | string> })),
  commonest(() => (value) => (Number.isSafeInteger(value) ? value : mismatch))
)

// A measure of more digits than there is room for is the nearest number; an integer that has no room is none.
const isMeasure = Schema.makeFilter(
  (text: string) =>
    (/^\s*-?\d+(\.\d+)?\s*$/.test(text) && (text.includes(".") || Number.isSafeInteger(Number(text)))) ||
    "Expected a number"
)

/**
 * As {@link Int}, with a fraction.
 *
 * @category numbers
 * @since 0.1.0
 */
export const Float = Schema.Union([Schema.Finite, Schema.String.check(isMeasure)]).pipe(
  Schema.decodeTo(Schema.Finite, SchemaTransformation.transform({ decode: Number, encode: identity<number | string> })),
  commonest(() => (value) => (Number.isFinite(value) ? value : mismatch))
)

/**
 * A string that the server may also send as a number, such as an id of another system. Encodes to a JSON string.
 *
 * @category strings
 * @since 0.1.0
 */
export const Text = Schema.Union([Schema.String, Schema.Finite]).pipe(
  Schema.decodeTo(Schema.String, SchemaTransformation.transform({ decode: String, encode: identity<number | string> })),
  commonest(() => (value) => (typeof value === "string" ? value : mismatch))
)

/**
 * Writes as text what would be a number: `asText(UserId)` encodes to `"543"`.
 *
 * @category strings
 * @since 0.1.0
 */
export const asText = <S extends Schema.Codec<unknown, string | number>>(schema: S) =>
  Schema.Union([Schema.String, Schema.Finite]).pipe(
    Schema.decodeTo(
      schema,
      SchemaTransformation.transform<S["Encoded"], string | number>({ decode: identity, encode: String })
    )
  )

const flag = <A extends boolean | 0 | 1 | "0" | "1">(encode: (flag: boolean) => A) =>
  Schema.Union([Schema.Boolean, Schema.Literals([0, 1, "0", "1", "true", "false"])]).pipe(
    Schema.decodeTo(Schema.Boolean, {
      decode: SchemaGetter.transform((flag) => flag === true || flag === 1 || flag === "1" || flag === "true"),
      encode: SchemaGetter.transform((flag: boolean): boolean | 0 | 1 | "0" | "1" | "true" | "false" => encode(flag))
    }),
    commonest(() => readFlag)
  )

const readFlag: Reader = (value) => {
  if (typeof value === "boolean") return value
  if (value === 1 || value === "1") return true
  return value === 0 || value === "0" ? false : mismatch
}

/**
 * A flag that is read from `true`, `1` and `"1"`, and travels as a boolean.
 *
 * @category flags
 * @since 0.1.0
 */
export const Flag = flag(identity<boolean>)

/**
 * A {@link Flag} that travels as `1` or `0`.
 *
 * @category flags
 * @since 0.1.0
 */
export const FlagNumber = flag((flag) => (flag ? 1 : 0))

/**
 * A {@link Flag} that travels as `"1"` or `"0"`.
 *
 * @category flags
 * @since 0.1.0
 */
export const FlagText = flag((flag) => (flag ? "1" : "0"))

/**
 * One of some texts, or another one that the server has learned since: it is kept, and the type says so. For what is read;
 * in requests there are `Schema.Literals`, which are closed.
 *
 * @example
 * ```ts
 * import * as Wire from "@effect-connectycube/core/contract/Wire"
 * import * as Schema from "effect/Schema"
 *
 * const Status = Wire.openLiterals(["sent", "read"])
 * Schema.decodeUnknownSync(Status)("seen") // "seen"
 * ```
 *
 * @category enumerations
 * @since 0.1.0
 */
export const openLiterals = <const Known extends ReadonlyArray<string>>(known: Known) =>
  Text.pipe(
    Schema.refine((text: string): text is Known[number] | (string & {}) => Predicate.isString(text)),
    Schema.annotate({ description: `${known.join(", ")}, or another text` })
  )

/**
 * As {@link openLiterals}, where the texts are numbers on the wire: an unknown number keeps its digits as text (`"6"`), and goes
 * back as that number.
 *
 * @category enumerations
 * @since 0.1.0
 */
export const openNumbers = <S extends Schema.Codec<string, string | number>>(known: S) =>
  Schema.Union([known, UnknownNumber])

const UnknownNumber = Schema.Union([Schema.String, Schema.Finite]).pipe(
  Schema.decodeTo(Schema.String.pipe(Schema.refine((text: string): text is string & {} => Predicate.isString(text))), {
    decode: SchemaGetter.transform(String),
    encode: SchemaGetter.transform((text: string): string | number => (isNumeral(text) ? Number(text) : text))
  })
)

const isNumeral = (text: string): boolean => /^(0|-?[1-9]\d*)$/.test(text) && Number.isSafeInteger(Number(text))
