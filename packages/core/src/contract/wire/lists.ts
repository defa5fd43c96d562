// Lists, and lists with commas.
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as SchemaGetter from "effect/SchemaGetter"
import * as SchemaTransformation from "effect/SchemaTransformation"
import { absent, mismatch, type Reader } from "../../internal/decoder/reader.ts"
import { commonest } from "../../internal/decoder/spellings.ts"
import { Text } from "./scalars.ts"
import { nullIfOdd } from "./fields.ts"

const noComma = "Expected a value without a comma: the API takes this list with commas between its values"
const noBlank = "Expected a text that is not empty and has no blanks around: the API leaves those out"

/**
 * Why a value cannot be in a list that travels with commas, or `undefined` when it can: the API divides it at its commas, and
 * leaves out empty values, and the blanks around the others.
 *
 * @category lists
 * @since 0.1.0
 */
export const commaIssue = (item: unknown): string | undefined => {
  if (typeof item !== "string") return undefined
  if (item.includes(",")) return noComma
  return item === "" || item.trim() !== item ? noBlank : undefined
}

/**
 * A list that travels as one comma-separated string (`"vip,accountant"`). Arrays are read too, since some requests allow
 * both.
 *
 * @example
 * ```ts
 * import * as Wire from "@effect-connectycube/core/contract/Wire"
 * import * as Schema from "effect/Schema"
 *
 * Schema.decodeUnknownSync(Wire.CommaList)("vip, accountant") // ["vip", "accountant"]
 * Schema.encodeSync(Wire.CommaList)(["vip"]) // "vip"
 * ```
 *
 * @category lists
 * @since 0.1.0
 */
export const CommaList = Schema.Union([Schema.String, Schema.Array(Text)]).pipe(
  Schema.decodeTo(
    Schema.Array(Schema.String.check(Schema.makeFilter(commaIssue))),
    SchemaTransformation.transform({
      decode: (list): ReadonlyArray<string> =>
        typeof list === "string" ? splitCommas(list) : list.flatMap(splitCommas),
      encode: (list) => list.join(",")
    })
  ),
  commonest(() => readCommas)
)

/**
 * A {@link CommaList} that is missing or `null` when it is empty.
 *
 * @category lists
 * @since 0.1.0
 */
export const nullableCommaList = Schema.optionalKey(nullIfOdd(CommaList)).pipe(
  Schema.decodeTo(Schema.Array(Schema.String), {
    decode: SchemaGetter.transformOptional((list: Option.Option<ReadonlyArray<string> | null>) =>
      Option.some(Option.getOrNull(list) ?? [])
    ),
    encode: SchemaGetter.transform((list: ReadonlyArray<string>) => (list.length === 0 ? null : list))
  }),
  commonest(() => (value) => (value === null || value === absent ? [] : readCommas(value)))
)

/**
 * An array that is missing or `null` when it is empty. Encodes to an array.
 *
 * @category lists
 * @since 0.1.0
 */
export const nullableList = <S extends Schema.Constraint>(schema: S) =>
  Schema.optionalKey(Schema.NullOr(Schema.Array(schema))).pipe(
    Schema.decodeTo(Schema.Array(Schema.toType(schema)), {
      decode: SchemaGetter.transformOptional((list: Option.Option<ReadonlyArray<S["Type"]> | null>) =>
        Option.some(Option.getOrNull(list) ?? [])
      ),
      encode: SchemaGetter.transform((list: ReadonlyArray<S["Type"]>): ReadonlyArray<S["Type"]> | null => list)
    }),
    commonest((readerOf) => {
      const read = readerOf(Schema.Array(schema))
      return (value) => (value === null || value === absent ? [] : read(value))
    })
  )

/**
 * A list of ids that a request may write as an array or as one comma-separated string. Encodes to an array.
 *
 * @category lists
 * @since 0.1.0
 */
export const listOrCommas = <S extends Schema.Constraint & { readonly Encoded: string | number }>(schema: S) =>
  Schema.Union([Schema.Array(schema), CommaList.pipe(Schema.decodeTo(Schema.Array(schema)))])

/**
 * Splits a comma-separated list, without the white space around its items and without empty items.
 *
 * @category lists
 * @since 0.1.0
 */
export const splitCommas = (list: string): ReadonlyArray<string> =>
  list
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "")

/** Reads a text of values with commas between them. */
function readCommas(value: unknown): ReturnType<Reader> {
  return typeof value === "string" ? splitCommas(value) : mismatch
}
