import { readFileSync } from "node:fs"
import { assert, test } from "vitest"
import endpoints from "../packages/emulator/test/fixtures/endpoints.json" with { type: "json" }

test("what we know of each endpoint is written down", () => {
  const rows = readFileSync("docs/fidelity.md", "utf8")
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    // The first cell names the endpoint, or several that are alike.
    .flatMap((line) => Array.from((line.split("|")[1] ?? "").matchAll(/`([^`]+)`/g), ([, name]) => name))
  const missing = endpoints.filter(({ id }) => !rows.includes(id)).map(({ id }) => id)
  assert.deepStrictEqual(missing, [])
})
