// Numbers keep their digits, in every runtime.
import * as Wire from "@effect-connectycube/core/contract/Wire"
import { assert, describe, it } from "@effect/vitest"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Json from "../src/internal/json.ts"
import { randomOf } from "./support/random.ts"

/** The value of a text. */
const cases: ReadonlyArray<readonly [text: string, value: unknown]> = [
  ["9007199254740991", 9007199254740991],
  ["-9007199254740991", -9007199254740991],
  ["9007199254740992", "9007199254740992"],
  ["9007199254740993", "9007199254740993"],
  ["-9007199254740993", "-9007199254740993"],
  ["1234567890123456789", "1234567890123456789"],
  // A double has these digits, but its neighbours do not: an integer beyond the safe ones is a text.
  ["1234567890123456800", "1234567890123456800"],
  ["100000000000000000000000", "100000000000000000000000"],
  [" 1234567890123456789 ", "1234567890123456789"],
  ["[1234567890123456789,1]", ["1234567890123456789", 1]],
  ["[-1234567890123456789]", ["-1234567890123456789"]],
  [`{"a":1234567890123456789}`, { a: "1234567890123456789" }],
  [`{"a":\n\t1234567890123456789}`, { a: "1234567890123456789" }],
  [`{"a":{"b":[{"c":1234567890123456789}]},"d":2}`, { a: { b: [{ c: "1234567890123456789" }] }, d: 2 }],
  [`{"1234567890123456789":1}`, { "1234567890123456789": 1 }],
  [`["1234567890123456789","a:1234567890123456789"]`, ["1234567890123456789", "a:1234567890123456789"]],
  [`["\\"",1234567890123456789,"\\\\",2]`, ['"', "1234567890123456789", "\\", 2]],
  [`["\\\\\\":1234567890123456789",1234567890123456789]`, ['\\":1234567890123456789', "1234567890123456789"]],
  ["0.1", 0.1],
  ["[50.45012345678901,30.523400000000000000000]", [50.45012345678901, 30.5234]],
  ["0.1234567890123456789", "0.1234567890123456789"],
  ["-12345678901.123456789012", "-12345678901.123456789012"],
  ["0.000000000000000000001", 1e-21],
  ["1e3", 1000],
  ["1.5E+3", 1500],
  ["1e300", 1e300],
  ["1e400", "1e400"],
  ["-1E+400", "-1E+400"],
  ["1e-400", "1e-400"],
  ["0e400", 0],
  ["1.7976931348623157e+308", Number.MAX_VALUE],
  ["5e-324", 5e-324],
  [`{"__proto__":1234567890123456789}`, JSON.parse(`{"__proto__":"1234567890123456789"}`)],
  ["[]", []],
  ["null", null]
]

const noJson = [
  "",
  "[1234567890123456789",
  "{1234567890123456789:1}",
  "1234567890123456789abc",
  "01234567890123456789",
  `1234567890123456789"a"`,
  "[1234567890123456789,]",
  "1234567890123456789.",
  "-",
  `"1234567890123456789`
]

describe("a number that JavaScript cannot hold is read as a text of its digits", () => {
  for (const [text, value] of cases)
    it(`${JSON.stringify(text)}`, () => assert.deepStrictEqual(Json.parse(text), value))
  for (const text of noJson) {
    it(`${JSON.stringify(text)} is no JSON`, () => assert.throws(() => Json.parse(text), SyntaxError))
  }

  it("wherever it is in a document", () => {
    for (const [text, value] of cases) {
      if (typeof value !== "string" && typeof value !== "number") continue
      for (let before = 0; before < 40; before++) {
        const other = "x".repeat(before)
        assert.deepStrictEqual(Json.parse(`["${other}",${text}]`), [other, value])
        assert.deepStrictEqual(Json.parse(`{"${other}": ${text}\n, "b":2}`), { [other]: value, b: 2 })
      }
    }
  })

  it("in any document, and no other value changes", () => {
    const { integer, pick } = randomOf(20_261_128)
    const digits = (length: number) => Array.from({ length }, () => integer(10)).join("")
    const number = () =>
      pick(["", "-"]) +
      pick([digits(1 + integer(25)), `${digits(1 + integer(18))}.${digits(1 + integer(18))}`]).replace(
        /^0+(?=\d)/,
        ""
      ) +
      pick(["", "", "", `e${pick(["", "+", "-"])}${integer(420)}`])
    const text = () => JSON.stringify(pick([digits(20), `"${digits(20)}\\`, `,:[${number()}`, "é\n", "5e123"]))
    const document = (depth: number): string => {
      const kind = depth === 0 ? integer(2) : integer(4)
      if (kind === 0) return number()
      if (kind === 1) return text()
      const items = Array.from({ length: integer(4) }, () => document(depth - 1))
      return kind === 2
        ? `[${items.join(pick([",", " , "]))}]`
        : `{${items.map((item) => `${text()}:${pick(["", " "])}${item}`).join(",")}}`
    }
    for (let run = 0; run < 2000; run++) {
      const json = document(4)
      const read = Json.parse(json)
      // Texts keep all digits.
      const source = JSON.parse(json, (_key, value: unknown, context?: { readonly source?: string }) =>
        typeof value === "number" ? `#${context?.source}` : value
      )
      assertKept(read, source, json)
    }
  })
})

/** Whether every number is exactly the one that was sent, or its text. */
const assertKept = (read: unknown, source: unknown, json: string): void => {
  if (typeof source === "object" && source !== null) {
    for (const [key, value] of Object.entries(source)) assertKept(Object(read)[key], value, json)
  } else if (typeof source === "string" && source.startsWith("#")) {
    const text = source.slice(1)
    if (typeof read === "string") assert.strictEqual(read, text, json)
    else assert.isTrue(isSameNumber(String(read), text), `${text} became ${String(read)}`)
  }
}

/** Whether two texts are the same number, by whole numbers of any size. */
const isSameNumber = (one: string, other: string): boolean => {
  const [a, b] = [partsOf(one), partsOf(other)]
  const least = Math.min(a.exponent, b.exponent)
  const scaled = ({ digits, exponent }: ReturnType<typeof partsOf>) => digits * 10n ** BigInt(exponent - least)
  return scaled(a) === scaled(b)
}

const partsOf = (text: string) => {
  const [, sign = "", whole = "", fraction = "", exponent = "0"] =
    /^(-?)(\d+)\.?(\d*)(?:e([-+]?\d+))?$/i.exec(text) ?? []
  return { digits: BigInt(`${sign}${whole}${fraction}`), exponent: Number(exponent) - fraction.length }
}

describe("where the schema requires", () => {
  const read = <S extends Schema.Codec<unknown, unknown>>(schema: S, text: string) =>
    Schema.decodeUnknownOption(schema)(Option.getOrThrow(Wire.parseJson(text)))

  it("a text, such a number is that text", () => {
    assert.deepStrictEqual(read(Wire.Text, "1234567890123456789"), Option.some("1234567890123456789"))
  })
  it("an integer, such a number is rejected and not rounded", () => {
    for (const text of ["9007199254740993", `"9007199254740993"`, "9007199254740992"])
      assert.deepStrictEqual(read(Wire.Int, text), Option.none())
  })
  it("a finite number, an integer is rejected and a fraction is the nearest number", () => {
    assert.deepStrictEqual(read(Wire.Float, "9007199254740993"), Option.none())
    assert.deepStrictEqual(read(Wire.Float, "50.450123456789012345"), Option.some(50.450123456789015))
  })
})
