// The outcome of a deletion, ids that may be missing, and the message of an invalid configuration.
import { Deleted } from "@effect-connectycube/core/Deleted"
import { InvalidConfig } from "@effect-connectycube/core/InvalidConfig"
import { ItemDecodeError } from "@effect-connectycube/core/ItemDecodeError"
import { assert, describe, it } from "@effect/vitest"
import * as Schema from "effect/Schema"
import { decode, rejects } from "./support/Codecs.ts"

const none = { ids: [] }

describe("the outcome of a deletion", () => {
  it.each(["SuccessfullyDeleted", "NotFound", "WrongPermissions"])("may have the group %s alone", (group) => {
    const outcome = { SuccessfullyDeleted: none, NotFound: none, WrongPermissions: none, [group]: { ids: ["a", "b"] } }
    assert.deepStrictEqual<unknown>(decode(Deleted, { [group]: { ids: ["a", "b"] } }), outcome)
    assert.deepStrictEqual<unknown>(decode(Deleted, outcome), outcome)
  })

  it("has one group at the least, and lists of ids in each", () => {
    for (const wire of [
      {},
      null,
      "",
      { SuccessfullyDeleted: {} },
      { NotFound: { ids: [1] } },
      { Other: { ids: [] } }
    ]) {
      rejects(Deleted, wire)
    }
  })
})

describe("an invalid configuration", () => {
  const issue = { name: "auth_key", message: "is missing", purpose: "the key", isMissing: true }
  const other = { name: "api_url", message: "is not a URL", purpose: "the address", isMissing: false }
  const emulator =
    "Without an account, start the emulator with `npx @effect-connectycube/emulator`, and set what it prints."

  it("says what is wrong, a line each, and how to do without an account where something is missing", () => {
    assert.strictEqual(
      new InvalidConfig({ issues: [issue, other] }).message,
      `auth_key is missing (the key).\napi_url is not a URL (the address).\n${emulator}`
    )
    assert.strictEqual(new InvalidConfig({ issues: [other] }).message, "api_url is not a URL (the address).")
  })

  it("and an item that cannot be read have their fields checked", () => {
    const config: unknown = { _tag: "InvalidConfig", issues: [{ ...issue, purpose: 5 }] }
    assert.throws(() => Schema.decodeUnknownSync(InvalidConfig)(config))
    const item: unknown = { _tag: "ItemDecodeError", operation: "o", item: 1, issues: [{ path: 5, message: "a" }] }
    assert.throws(() => Schema.decodeUnknownSync(ItemDecodeError)(item))
  })
})
