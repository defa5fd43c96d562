// Why there is no response, in words and error codes.
import { Failure } from "../src/client/Transport.ts"
import { assert, describe, it } from "@effect/vitest"

/** Errors, each the cause of the one before. */
const chain = (...errors: ReadonlyArray<Error>): Error | undefined =>
  errors.reduceRight<Error | undefined>((cause, error) => Object.assign(error, { cause }), undefined)

const reasonOf = (cause: unknown, description?: string) => new Failure("lost", description, cause).reason

describe("the reason of a failure", () => {
  it("has the description, and the messages of its causes with their codes", () => {
    const unreachable = Object.assign(new Error("connect 127.0.0.1:1"), { code: "ECONNREFUSED" })
    assert.strictEqual(
      reasonOf(chain(new TypeError("fetch failed"), unreachable), "No response"),
      "No response: fetch failed: ECONNREFUSED connect 127.0.0.1:1"
    )
  })

  it("says nothing twice, and leaves out what says nothing", () => {
    assert.strictEqual(reasonOf(chain(new Error("lost"), new Error(""), new Error("lost"))), "lost")
    assert.strictEqual(reasonOf(chain(new Error("lost")), "lost"), "lost")
  })

  it("has no code that is no text, and nothing of what is no error", () => {
    assert.strictEqual(reasonOf(Object.assign(new Error("lost"), { code: 104 })), "lost")
    assert.strictEqual(reasonOf({ message: "token" }), "")
    assert.strictEqual(reasonOf(undefined, "Lost"), "Lost")
  })

  it("has five causes at most, also of an error that is its own cause", () => {
    const errors = Array.from({ length: 7 }, (_, index) => new Error(String(index)))
    assert.strictEqual(reasonOf(chain(...errors)), "0: 1: 2: 3: 4")
    const endless = new Error("again")
    endless.cause = endless
    assert.strictEqual(reasonOf(endless), "again")
  })

  it("is about no argument, unless it says about which", () => {
    assert.strictEqual(new Failure("invalid").path, "")
    assert.strictEqual(new Failure("invalid", "too long", undefined, "size").path, "size")
  })
})
