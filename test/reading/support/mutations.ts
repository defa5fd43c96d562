// JSON that is no longer what it was: what servers, proxies and other people's applications make of it.
import type { randomOf } from "../../../packages/core/test/support/random.ts"

type Random = ReturnType<typeof randomOf>

/** A number that has to be written in digits of its own. */
const raw = (digits: string) => `@@${digits}@@`

/** The text of JSON, with such numbers in it. */
export const write = (json: unknown): string => JSON.stringify(json ?? null).replaceAll(/"@@([^@]*)@@"/g, "$1")

/** A copy in which one value, somewhere, is another one. */
export const mutated = (random: Random, json: unknown): unknown => {
  if (typeof json !== "object" || json === null || random.integer(depthOdds) === 0) return instead(random, json)
  if (Array.isArray(json)) {
    if (json.length === 0 || random.integer(4) === 0) return listInstead(random, json)
    const at = random.integer(json.length)
    return json.map((item: unknown, index) => (index === at ? mutated(random, item) : item))
  }
  const entries: ReadonlyArray<readonly [string, unknown]> = Object.entries(json)
  if (entries.length === 0 || random.integer(6) === 0) return objectInstead(random, entries)
  const at = random.integer(entries.length)
  return fromEntries(entries.map(([name, value], index) => [name, index === at ? mutated(random, value) : value]))
}

const depthOdds = 12

// With an own member `__proto__`, as `JSON.parse` makes it.
const fromEntries = (entries: ReadonlyArray<readonly [string, unknown]>): object => Object.fromEntries(entries)

const listInstead = ({ integer, pick }: Random, list: ReadonlyArray<unknown>): unknown =>
  pick<() => unknown>([
    () => [],
    () => [...list, null],
    () => [...list, ...list],
    () => list.slice(1),
    () => Object.fromEntries(list.entries()),
    () => list[integer(Math.max(1, list.length))],
    () => list.map((item) => (typeof item === "string" ? item : JSON.stringify(item))).join(", ")
  ])()

const objectInstead = (random: Random, entries: ReadonlyArray<readonly [string, unknown]>): unknown => {
  const { integer, pick } = random
  const at = integer(Math.max(1, entries.length))
  return pick<() => unknown>([
    () => fromEntries(entries.filter((_, index) => index !== at)),
    () => fromEntries(entries.filter((_, index) => index !== at)),
    () => fromEntries(entries.toReversed()),
    () => fromEntries([...entries, ["more", instead(random, entries[at]?.[1])]]),
    () => fromEntries([["__proto__", instead(random, entries[at]?.[1])], ...entries]),
    () => fromEntries([...entries, ["constructor", 1], ["toString", null], ["0", "a"]]),
    () => entries.map(([, value]) => value),
    () => null
  ])()
}

const times = [
  "2018-12-05T11:58:02Z",
  "2018-12-05T11:58:02.123Z",
  "2018-12-05 11:58:02 UTC",
  "2018-12-05T11:58:02+01:00",
  "2020-02-29T00:00:00Z",
  "2019-02-29T00:00:00Z",
  "2018-02-30T11:58:02Z",
  "2018-04-31T11:58:02Z",
  "2018-13-05T11:58:02Z",
  "2018-12-05T24:00:00Z",
  "2018-12-05T11:60:02Z",
  "2018-12-05t11:58:02Z",
  "0018-12-05T11:58:02Z",
  "9999-12-31T23:59:59Z",
  "2018-1-05T11:58:002Z",
  "2018-12-05",
  1_544_010_993,
  1_544_010_993_123,
  1_544_010_993.5,
  "1544010993",
  99_999_999_999,
  100_000_000_000,
  8_640_000_000_000_001,
  -1,
  raw("-0")
] as const

/** Another value, mostly one that looks like it. */
const instead = ({ integer, pick }: Random, value: unknown): unknown =>
  pick<() => unknown>([
    () => null,
    () => "",
    () => (typeof value === "number" ? String(value) : typeof value === "string" ? Number(value) || 0 : true),
    () => (typeof value === "number" ? ` ${value} ` : `${typeof value === "string" ? value : ""}5`),
    () => (typeof value === "number" ? value + 0.5 : pick([true, "true", 1, "1", 0, "0", false, "false", 2])),
    () => pick(times),
    () =>
      pick([
        raw("9007199254740993"),
        raw("1e400"),
        raw("1e-400"),
        raw("0.1234567890123456789"),
        raw("1E2"),
        "9007199254740993"
      ]),
    () => pick(["a,b", " a , b,", ",", "vip", "sent", "image", "{}", "[1]", "null", "é\u{1F682}", "__proto__"]),
    () => pick([[], [1], ["1"], [null], {}, { a: 1 }, { ids: [] }, [[1]]]),
    () => [value],
    () => ({ a: value }),
    () => integer(10)
  ])()
