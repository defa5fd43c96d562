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
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaGetter from "effect/SchemaGetter"
import * as SchemaIssue from "effect/SchemaIssue"
import * as SchemaTransformation from "effect/SchemaTransformation"

/**
 * An integer that the server may also send as a numeric string. Encodes to a JSON number.
 *
 * @example
 * ```ts
 * import * as Wire from "@effect-connectycube/core/Wire"
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

/**
 * As {@link Int}, with a fraction.
 *
 * @category numbers
 * @since 0.1.0
 */
export const Float = Schema.Union([Schema.Finite, Schema.String.check(Schema.isPattern(/^\s*-?\d+(\.\d+)?\s*$/))]).pipe(
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
 * A field that is `null` when it is empty. A missing key decodes to `null`, as `null` does.
 *
 * @category fields
 * @since 0.1.0
 */
export const nullable = <S extends Schema.Constraint>(schema: S) =>
  Schema.NullOr(schema).pipe(Schema.withDecodingDefaultKey(Effect.succeed(null)))

/**
 * A field that is left out when it is empty. `null` decodes to a missing key.
 *
 * @category fields
 * @since 0.1.0
 */
export const optional = <S extends Schema.Constraint>(schema: S) =>
  Schema.optionalKey(Schema.NullOr(schema)).pipe(
    Schema.decodeTo(Schema.optionalKey(Schema.toType(schema)), {
      decode: SchemaGetter.transformOptional(Option.filter(Predicate.isNotNull)),
      encode: SchemaGetter.passthrough()
    })
  )

/**
 * A text field that is empty in three spellings on the wire, missing, `null` and `""`, and in one here: `null`.
 *
 * @category fields
 * @since 0.1.0
 */
export const nullableText = Schema.optionalKey(Schema.Union([Schema.String, Schema.Finite, Schema.Null])).pipe(
  Schema.decodeTo(Schema.NullOr(Schema.String), {
    decode: SchemaGetter.transformOptional((text) =>
      Option.some(Option.isNone(text) || text.value === null || text.value === "" ? null : String(text.value))
    ),
    encode: SchemaGetter.passthroughSubtype()
  })
)

/**
 * A list that travels as one comma-separated string (`"vip,accountant"`). Arrays are read too, since some requests allow
 * both.
 *
 * @example
 * ```ts
 * import * as Wire from "@effect-connectycube/core/Wire"
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
    Schema.Array(Schema.String.check(Schema.makeFilter((item) => !item.includes(",") || "Expected no comma"))),
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
export const nullableCommaList = Schema.NullOr(CommaList).pipe(
  Schema.decodeTo(
    Schema.Array(Schema.String),
    SchemaTransformation.transform({
      decode: (list): ReadonlyArray<string> => list ?? [],
      encode: (list) => (list.length === 0 ? null : list)
    })
  ),
  Schema.withDecodingDefaultKey(Effect.succeed(null))
)

/**
 * An array that is missing or `null` when it is empty. Encodes to an array.
 *
 * @category lists
 * @since 0.1.0
 */
export const nullableList = <S extends Schema.Constraint>(schema: S) =>
  Schema.NullOr(Schema.Array(schema)).pipe(
    Schema.decodeTo(Schema.Array(Schema.toType(schema)), {
      decode: SchemaGetter.transform((list: ReadonlyArray<S["Type"]> | null) => list ?? []),
      encode: SchemaGetter.transform((list: ReadonlyArray<S["Type"]>): ReadonlyArray<S["Type"]> | null => list)
    }),
    Schema.withDecodingDefaultKey(Effect.succeed(null))
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
 * import * as Wire from "@effect-connectycube/core/Wire"
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
 * @category JSON
 * @since 0.1.0
 */
export const parseJson = (text: string): Option.Option<unknown> =>
  Result.getSuccess(Result.try((): unknown => JSON.parse(text)))
