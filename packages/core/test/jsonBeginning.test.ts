import { assert, describe, it } from "@effect/vitest"
import { isBeginning } from "../src/internal/jsonBeginning.ts"
import { jsonOf, randomOf } from "./support/random.ts"

describe("the beginning of JSON", () => {
  it("is every beginning of every JSON text", () => {
    const random = randomOf(1)
    for (let run = 0; run < 300; run++) {
      const text = JSON.stringify(jsonOf(random), undefined, random.integer(2))
      for (let end = 0; end <= text.length; end++) {
        assert.isTrue(isBeginning(text.slice(0, end)), JSON.stringify(text.slice(0, end)))
      }
    }
  })

  it.each([
    "<!DOCTYPE html>",
    "Welcome",
    "OK",
    "{foo",
    "{,",
    "[,",
    "[1,]",
    "[1 2",
    '{"a" 1',
    '{"a":1,}',
    '{"a":1,2',
    '{"a"}',
    "{]",
    "[}",
    "]",
    "1 2",
    "{} <html>",
    '"a\nb',
    '"\\x',
    "01",
    "1.e",
    "--",
    "truth",
    "nul1",
    "\u00a0",
    "[1e+e"
  ])("is not %j", (text) => {
    assert.isFalse(isBeginning(text))
  })

  it.each(["", " \t\r\n", '{"a":"\\u00e', '"\\', "-", "1.", "1e-", "[[[[", '{"a":{"b":[true,nul', "\n[ 1 ,"])(
    "is %j",
    (text) => {
      assert.isTrue(isBeginning(text))
    }
  )
})
