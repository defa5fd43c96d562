// Times in the forms of the wire.
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as SchemaGetter from "effect/SchemaGetter"
import * as SchemaIssue from "effect/SchemaIssue"
import { mismatch, type Reader } from "../../internal/decoder/reader.ts"
import { commonest } from "../../internal/decoder/spellings.ts"

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
    }),
    commonest(() => readTime(secondsBelow ?? firstMillisecond))
  )

/** Reads `2018-12-05T11:58:02Z`, with or without milliseconds, and whole numbers since 1970. */
const readTime =
  (secondsBelow: number): Reader =>
  (value) => {
    if (typeof value === "string") return readIso(value)
    if (typeof value !== "number" || !Number.isInteger(value) || value < 1 || value > lastMillisecond) return mismatch
    return value < secondsBelow ? DateTime.fromEpochSeconds(value) : DateTime.makeUnsafe(value)
  }

const readIso = (text: string): unknown => {
  const millis = millisIn(text)
  if (millis < 0 || !hasMarks(text)) return mismatch
  const century = twoDigits(text, 0)
  const year = century * 100 + twoDigits(text, 2)
  const month = twoDigits(text, 5)
  const day = twoDigits(text, 8)
  const hour = twoDigits(text, 11)
  const minute = twoDigits(text, 14)
  const second = twoDigits(text, 17)
  // What is no digit makes them negative.
  if (century < 10 || year < century * 100 || month < 1 || month > 12 || day < 1) return mismatch
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return mismatch
  if (day > 28 && day > daysIn(year, month)) return mismatch
  const seconds = dayOf(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second
  return millis === 0 ? DateTime.fromEpochSeconds(seconds) : DateTime.makeUnsafe(seconds * 1000 + millis)
}

/** The milliseconds in what is behind the seconds, `Z` or `.123Z`; negative, where that is something else. */
const millisIn = (text: string): number => {
  if (text.length === 20) return text.charCodeAt(19) === 0x5a ? 0 : -1
  if (text.length !== 24 || text.charCodeAt(19) !== 0x2e || text.charCodeAt(23) !== 0x5a) return -1
  return digit(text.charCodeAt(20)) * 100 + twoDigits(text, 21)
}

/** Whether what is not digits in `2018-12-05T11:58:02` is there. */
const hasMarks = (text: string): boolean =>
  text.charCodeAt(4) === 0x2d &&
  text.charCodeAt(7) === 0x2d &&
  text.charCodeAt(10) === 0x54 &&
  text.charCodeAt(13) === 0x3a &&
  text.charCodeAt(16) === 0x3a

const twoDigits = (text: string, at: number): number => digit(text.charCodeAt(at)) * 10 + digit(text.charCodeAt(at + 1))

const digit = (code: number): number => (code >= 0x30 && code <= 0x39 ? code - 0x30 : -100_000)

const daysIn = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate()

/** The days from 1970 to a day of the Gregorian calendar. `Date` does the same, several times slower. */
const dayOf = (year: number, month: number, day: number): number => {
  // Years that begin in March end with their leap day.
  const from = month > 2 ? year : year - 1
  const leapDays = Math.floor(from / 4) - Math.floor(from / 100) + Math.floor(from / 400)
  return from * 365 + leapDays + Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 719_469
}

// The end of what `Date` can hold.
const lastMillisecond = 8_640_000_000_000_000

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

/** With a fraction where there is one, so that what was read encodes to what decodes to the same time. */
const toExactSeconds = (time: DateTime.DateTime): number => {
  const millis = DateTime.toEpochMillis(time)
  const seconds = millis / 1000
  return Math.abs(seconds) < firstMillisecond ? seconds : millis
}

/**
 * A time that travels as ISO 8601 (`"2018-12-05T11:58:02Z"`).
 *
 * @category times
 * @since 0.1.0
 */
export const TimeIso = time(formatIso)

/**
 * A time that travels as a number of seconds since 1970, with a fraction where the time has milliseconds.
 *
 * @category times
 * @since 0.1.0
 */
export const TimeSeconds = time(toExactSeconds)

/**
 * A {@link TimeIso} in an argument, where a time with a zone will do.
 *
 * @category times
 * @since 0.1.0
 */
export const InstantIso = instant(formatIso)

/**
 * A time in an argument that travels as a whole number of seconds since 1970. A time with a zone will do.
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
