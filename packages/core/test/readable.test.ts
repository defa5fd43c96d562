// What is looked at in the arguments of a method before they are used.
import { assert, describe, it, vi } from "@effect/vitest"
import { readable } from "../src/internal/readable.ts"

describe("arguments that can be read", () => {
  it("are what was given, whatever they hold", () => {
    const args = [1, "text", null, undefined, { a: [{ b: new Date(0) }], c: new Map() }, [], () => 1]
    assert.strictEqual(readable(args), args)
  })

  it.each([new Uint8Array(1000), Buffer.alloc(1000), new Float64Array(1000), new DataView(new ArrayBuffer(1000))])(
    "are not looked at byte by byte: %o",
    (bytes) => {
      const keys = vi.spyOn(Object, "keys")
      const get = vi.spyOn(Reflect, "get")
      const args = [{ content: bytes }, bytes]
      try {
        assert.strictEqual(readable(args), args)
        assert.isBelow(keys.mock.calls.length + get.mock.calls.length, 100)
        assert.notInclude(
          keys.mock.calls.map(([value]) => value),
          bytes
        )
      } finally {
        keys.mockRestore()
        get.mockRestore()
      }
    }
  )
})
