// The contracts of all modules against the list of documented endpoints.
import { globSync } from "node:fs"
import { assert, describe, test } from "vitest"
import documented from "../../emulator/test/fixtures/endpoints.json" with { type: "json" }
import { groups, routeOf } from "./support/groups.ts"

const contract = groups.flatMap((group) => Object.values(group.endpoints).map(routeOf))

/** The store takes a form with a file, which is no call of a contract. */
const elsewhere = ["storage.upload"]

describe("the contracts", () => {
  test("have every documented endpoint", () => {
    const known = new Set(contract)
    const missing = documented.filter((endpoint) => !known.has(routeOf(endpoint)) && !elsewhere.includes(endpoint.id))
    assert.deepStrictEqual(
      missing.map(({ id }) => id),
      []
    )
  })

  test("have each endpoint once, and no others", () => {
    const known = new Set(documented.map(routeOf))
    assert.deepStrictEqual(
      contract.filter((route) => !known.has(route)),
      // The example of the documentation says POST where its text says PUT.
      ["post /blobs/{}/complete"]
    )
    assert.strictEqual(new Set(contract).size, contract.length)
  })

  test("are complete", () => {
    const files = globSync("packages/*/src/*Api.ts", { exclude: ["packages/emulator/**"] })
    // The administration has four groups in one.
    assert.strictEqual(files.length + 3, groups.length)
  })
})
