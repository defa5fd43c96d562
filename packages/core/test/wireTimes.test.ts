import * as Wire from "@effect-connectycube/core/contract/Wire"
import { assert, describe, it } from "@effect/vitest"
import * as Arbitrary from "effect/Arbitrary"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { decode, iso, rejects } from "./support/Codecs.ts"

/** Times between two instants, to the millisecond. */
const times = (from: string, to: string) =>
  Arbitrary.map(
    Arbitrary.schema(Schema.Int.check(Schema.isBetween({ minimum: Date.parse(from), maximum: Date.parse(to) }))),
    (millis) => DateTime.makeUnsafe(millis)
  )

describe("times", () => {
  it.effect.each([
    ["ISO 8601", "2018-12-05T11:58:02Z", "2018-12-05T11:58:02.000Z"],
    ["ISO 8601 with milliseconds", "2021-06-04T10:10:53.908Z", "2021-06-04T10:10:53.908Z"],
    ["ISO 8601 with an offset", "2018-12-05T13:58:02+02:00", "2018-12-05T11:58:02.000Z"],
    ["ISO 8601 without an offset", "2018-12-05T11:58:02", "2018-12-05T11:58:02.000Z"],
    ["a day", "2018-12-05", "2018-12-05T00:00:00.000Z"],
    ["the expiration header", "2023-09-04 07:22:36 UTC", "2023-09-04T07:22:36.000Z"],
    ["the expiration header of older servers", "2017-05-04 16:05:50 +0000", "2017-05-04T16:05:50.000Z"],
    ["a space instead of the T", "2020-09-07 09:23:41.000Z", "2020-09-07T09:23:41.000Z"],
    ["Unix seconds", 1544010993, "2018-12-05T11:56:33.000Z"],
    ["Unix seconds with a fraction", 1620656869.5, "2021-05-10T14:27:49.500Z"],
    ["Unix milliseconds", 1544010993123, "2018-12-05T11:56:33.123Z"],
    ["Unix seconds as text", "1544010993", "2018-12-05T11:56:33.000Z"],
    ["Unix milliseconds as text", " 1544010993123 ", "2018-12-05T11:56:33.123Z"],
    ["seconds before 1970", -1, "1969-12-31T23:59:59.000Z"]
  ] as const)("are read from %s", ([, input, expected]) =>
    Effect.sync(() => {
      assert.strictEqual(iso(Option.getOrThrow(Wire.parseTime(input))), expected)
      for (const codec of [Wire.TimeIso, Wire.TimeSeconds]) {
        assert.strictEqual(iso(decode(codec, input)), expected)
      }
    })
  )

  it("are milliseconds where the wire has milliseconds, however few", () => {
    assert.strictEqual(iso(decode(Wire.TimeMillis, 1544010993123)), "2018-12-05T11:56:33.123Z")
    assert.strictEqual(iso(decode(Wire.TimeMillis, 1500)), "1970-01-01T00:00:01.500Z")
    assert.strictEqual(iso(decode(Wire.TimeMillis, "2018-12-05T11:56:33Z")), "2018-12-05T11:56:33.000Z")
  })

  it.effect.each([
    "",
    "  ",
    "garbage",
    "page 2",
    "March 7",
    "07:22",
    "2018-13-45T00:00:00Z",
    "2018-12-05T25:00:00Z",
    "2023-09-04 07:22:36 PST",
    "1e3",
    "0x10",
    "NaN",
    "12 34",
    Number.NaN,
    Number.POSITIVE_INFINITY,
    1e300,
    true,
    null,
    undefined,
    {},
    []
  ])("are not read from %j", (input) =>
    Effect.sync(() => {
      for (const codec of [Wire.TimeIso, Wire.TimeSeconds, Wire.TimeMillis]) rejects(codec, input)
    })
  )

  it("report the expected type of an invalid time, and not its value", () => {
    const result = Schema.decodeUnknownResult(Wire.TimeIso)("my secret")
    assert.isTrue(Result.isFailure(result))
    assert.match(String(result), /Expected a time/)
    assert.notInclude(String(result), "my secret")
  })

  it("are written in the format of the API: with milliseconds only when there are some", () => {
    const encode = Schema.encodeSync(Wire.TimeIso)
    assert.strictEqual(encode(DateTime.makeUnsafe("2018-12-05T11:58:02Z")), "2018-12-05T11:58:02Z")
    assert.strictEqual(encode(DateTime.makeUnsafe("2018-12-05T11:58:02.500Z")), "2018-12-05T11:58:02.500Z")
  })

  it("are written as whole seconds, rounded down, in arguments", () => {
    const encode = Schema.encodeSync(Wire.InstantSeconds)
    assert.strictEqual(encode(DateTime.makeUnsafe(1544010993999)), 1544010993)
    assert.strictEqual(encode(DateTime.makeUnsafe(-1)), -1)
  })

  it.prop("round-trip as ISO 8601", [Schema.DateTimeUtc], ([time]) => {
    assert.deepStrictEqual(decode(Wire.TimeIso, Schema.encodeSync(Wire.TimeIso)(time)), time)
  })

  it("are written as seconds, with a fraction only when there are milliseconds", () => {
    const encode = Schema.encodeSync(Wire.TimeSeconds)
    assert.strictEqual(encode(DateTime.makeUnsafe(1544010993000)), 1544010993)
    assert.strictEqual(encode(DateTime.makeUnsafe(1544010993123)), 1544010993.123)
  })

  it.prop("round-trip as seconds", [Schema.DateTimeUtc], ([time]) => {
    assert.deepStrictEqual(decode(Wire.TimeSeconds, Schema.encodeSync(Wire.TimeSeconds)(time)), time)
  })

  it.prop(
    "survive the way out and back as milliseconds, from 1973-03-04 on",
    [times("1973-03-04", "9999-12-31")],
    ([time]) => {
      assert.deepStrictEqual(decode(Wire.TimeMillis, Schema.encodeSync(Wire.TimeMillis)(time)), time)
    }
  )

  it.prop("never make decoding throw, for any text", [Schema.String], ([text]) => {
    assert.isTrue(Option.isOption(Wire.parseTime(text)))
  })
})
