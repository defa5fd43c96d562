/**
 * Codecs for the spellings that the ConnectyCube wire uses: times in three forms, numbers that may come as strings,
 * comma lists, and fields that are missing, `null` or `""` when they are empty.
 *
 * Decoding is tolerant of drift, never of nonsense; encoding is exact.
 *
 * @since 0.1.0
 */
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import { identity } from "effect/Function"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Record from "effect/Record"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaGetter from "effect/SchemaGetter"
import * as SchemaIssue from "effect/SchemaIssue"
import * as SchemaTransformation from "effect/SchemaTransformation"
import * as Json from "../internal/json.ts"

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
export const Int = Schema.Union([Schema.Int, Schema.String.check(Schema.isPattern(/^\s*-?\d+\s*$/))]).pipe(
  Schema.decodeTo(Schema.Int, SchemaTransformation.transform({ decode: Number, encode: identity<number | string> }))
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
  Schema.decodeTo(Schema.Finite, SchemaTransformation.transform({ decode: Number, encode: identity<number | string> }))
)

/**
 * A string that the server may also send as a number, such as an id of another system. Encodes to a JSON string.
 *
 * @category strings
 * @since 0.1.0
 */
export const Text = Schema.Union([Schema.String, Schema.Finite]).pipe(
  Schema.decodeTo(Schema.String, SchemaTransformation.transform({ decode: String, encode: identity<number | string> }))
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
    })
  )

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
    })
  )

const nullIfOdd = <S extends Schema.Constraint>(schema: S) =>
  Schema.NullOr(schema).pipe(Schema.catchDecoding(() => Effect.succeedSome(null)))

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
    })
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
  })
)

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
  })
)

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
  )
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
  })
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

// Numbers from here on are milliseconds: as seconds they would lie after the year 5138.
const firstMillisecond = 100_000_000_000

// Day, time of day and offset. `Date` alone would read "page 2" as a day of the year 2001.
const isoTime =
  /^([+-]?\d{4,6}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?) ?(?:Z|UTC|([+-]\d{2}):?(\d{2}))?)?$/

/**
 * Reads a time in any form in which the API gives one: ISO 8601 with or without milliseconds, the
 * `2023-09-04 07:22:36 UTC` of the `CB-Token-ExpirationDate` header, Unix seconds and Unix milliseconds, the last two as
 * numbers or as numeric strings.
 *
 * @example
 * ```ts
 * import * as Wire from "@effect-connectycube/core/contract/Wire"
 *
 * Wire.parseTime("2023-09-04 07:22:36 UTC")
 * Wire.parseTime(1544010993)
 * ```
 *
 * @category times
 * @since 0.1.0
 */
export const parseTime = (
  input: string | number,
  secondsBelow: number = firstMillisecond
): Option.Option<DateTime.Utc> => {
  if (typeof input === "number" || /^\s*-?\d+(\.\d+)?\s*$/.test(input)) {
    const number = Number(input)
    const millis = Math.abs(number) < secondsBelow ? number * 1000 : number
    return Option.map(DateTime.make(Math.round(millis)), DateTime.toUtc)
  }
  const match = isoTime.exec(input.trim())
  if (match === null) return Option.none()
  const [, day, time = "00:00", hours = "+00", minutes = "00"] = match
  return Option.map(DateTime.make(`${day}T${time}${hours}:${minutes}`), DateTime.toUtc)
}

const parse = (secondsBelow?: number) => (input: string | number) =>
  Option.match(parseTime(input, secondsBelow), {
    onNone: () => Effect.fail(new SchemaIssue.InvalidValue({ message: "Expected a time" }, input)),
    onSome: Effect.succeed
  })

const time = <A extends string | number>(encode: (time: DateTime.DateTime) => A, secondsBelow?: number) =>
  Schema.Union([Schema.String, Schema.Finite]).pipe(
    Schema.decodeTo(Schema.DateTimeUtc, {
      decode: SchemaGetter.transformEffect(parse(secondsBelow)),
      encode: SchemaGetter.transform((time: DateTime.Utc): string | number => encode(time))
    })
  )

const AnyTime = Schema.Union([Schema.DateTimeUtc, Schema.DateTimeZoned])

/** As {@link time}, for arguments: a time with a zone is the same instant. What is read is in UTC. */
const instant = <A extends string | number>(encode: (time: DateTime.DateTime) => A) =>
  Schema.Union([Schema.String, Schema.Finite]).pipe(
    Schema.decodeTo(AnyTime, {
      decode: SchemaGetter.transformEffect(parse()),
      encode: SchemaGetter.transform((time: DateTime.DateTime): string | number => encode(time))
    })
  )

/**
 * ISO 8601 in UTC, as the API writes it: with milliseconds only where there are some.
 *
 * @category times
 * @since 0.1.0
 */
export const formatIso = (time: DateTime.DateTime): string => DateTime.formatIso(time).replace(".000Z", "Z")

const toSeconds = (time: DateTime.DateTime): number => Math.floor(DateTime.toEpochMillis(time) / 1000)

/**
 * A time that travels as ISO 8601 (`"2018-12-05T11:58:02Z"`).
 *
 * @category times
 * @since 0.1.0
 */
export const TimeIso = time(formatIso)

/**
 * A time that travels as a number of seconds since 1970.
 *
 * @category times
 * @since 0.1.0
 */
export const TimeSeconds = time(toSeconds)

/**
 * A {@link TimeIso} in an argument, where a time with a zone will do.
 *
 * @category times
 * @since 0.1.0
 */
export const InstantIso = instant(formatIso)

/**
 * A {@link TimeSeconds} in an argument, where a time with a zone will do.
 *
 * @category times
 * @since 0.1.0
 */
export const InstantSeconds = instant(toSeconds)

/**
 * A time that travels as a number of milliseconds since 1970.
 *
 * @category times
 * @since 0.1.0
 */
export const TimeMillis = time(DateTime.toEpochMillis, 0)

/**
 * Reads JSON without throwing; `Option.none()` where the text is no JSON.
 *
 * A number that a JavaScript number cannot hold is a string with the digits as they were sent, never a rounded number: an
 * integer beyond `Number.MAX_SAFE_INTEGER`, or a decimal of more digits than there is room for. Bodies of the API are read in
 * the same way.
 *
 * @example
 * ```ts
 * import * as Wire from "@effect-connectycube/core/contract/Wire"
 *
 * Wire.parseJson("[42, 9007199254740993]") // [42, "9007199254740993"]
 * ```
 *
 * @category JSON
 * @since 0.1.0
 */
export const parseJson = (text: string): Option.Option<unknown> => Result.getSuccess(Result.try(() => Json.parse(text)))

/**
 * A schema of JSON in a text, which is read as {@link parseJson} does.
 *
 * @category JSON
 * @since 0.1.0
 */
export const fromJson = <S extends Schema.Constraint>(schema: S) =>
  Schema.String.pipe(
    Schema.decodeTo(Schema.Unknown, {
      decode: SchemaGetter.transformEffect((text: string) =>
        Option.match(parseJson(text), {
          onNone: () => Effect.fail(new SchemaIssue.InvalidValue({ expected: "a valid JSON string" }, text)),
          onSome: Effect.succeed
        })
      ),
      encode: SchemaGetter.stringifyJson()
    }),
    Schema.decodeTo(schema)
  )
