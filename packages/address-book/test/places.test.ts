// The contacts that the indexes in a response refer to.
import { assert, describe, it } from "@effect/vitest"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { indexesOf } from "../src/internal/places.ts"

describe("the places of rejected contacts", () => {
  const cases: ReadonlyArray<readonly [string, ReadonlyArray<string>, number, ReadonlyArray<number> | undefined]> = [
    ["none", [], 3, []],
    ["from 0, when one is 0", ["0", "2"], 3, [0, 2]],
    ["from 0, when nothing tells", ["1"], 3, [1]],
    ["from 1, when one is their number", ["3", "1"], 3, [2, 0]],
    ["from 1, when there is one", ["1"], 1, [0]],
    ["from 1, all of them", ["1", "2", "3"], 3, [0, 1, 2]],
    ["from 0, all of them", ["0", "1", "2"], 3, [0, 1, 2]],
    ["neither, when there are places for both", ["0", "3"], 3, undefined],
    ["neither, beyond the last", ["4"], 3, undefined],
    ["neither, before the first", ["-1"], 3, undefined],
    ["neither, of no contacts", ["0"], 0, undefined],
    ["neither, by a phone that is not their number", ["9506728854"], 3, undefined],
    ["neither, by a word", ["base"], 3, undefined],
    ["neither, by what only looks like a number", ["01"], 3, undefined],
    ["neither, by a fraction", ["1.5"], 3, undefined],
    ["neither, by nothing", [""], 3, undefined]
  ]

  it.each(cases)("are counted: %s", (_, keys, sent, expected) => {
    assert.deepStrictEqual(Option.getOrUndefined(indexesOf(keys, sent)), expected)
  })

  const Sent = Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 50 }))
  const Rejected = Schema.Array(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 49 })))

  it.prop("are each within the contacts, for any response", [Sent, Rejected], ([sent, rejected]) => {
    for (const index of Option.getOrElse(indexesOf(rejected.map(String), sent), () => [])) {
      assert.isAtLeast(index, 0)
      assert.isBelow(index, sent)
    }
  })

  it.prop("are found for a server that counts from 0", [Sent, Rejected], ([sent, rejected]) => {
    const places = rejected.filter((index) => index < sent)
    assert.deepStrictEqual(indexesOf(places.map(String), sent), Option.some(places))
  })
})
