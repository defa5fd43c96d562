import { readFileSync } from "node:fs"
import { assert, test } from "vitest"
import endpoints from "../packages/emulator/test/fixtures/endpoints.json" with { type: "json" }
import { grounds } from "../packages/emulator/test/support/Grounds.ts"

const fidelity = readFileSync("docs/fidelity.md", "utf8")

/** The cells of the rows of a section's tables, without their heads. */
const rowsOf = (text: string): ReadonlyArray<ReadonlyArray<string>> =>
  text
    .split("\n")
    .filter((line) => line.startsWith("| ") && !line.startsWith("| --"))
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim())
    )
    .filter(([first]) => first !== "What" && first !== "Endpoint")

const sections = fidelity.split(/^## /m).map((section) => {
  const [title = "", ...lines] = section.split("\n")
  return { title, rows: rowsOf(lines.join("\n")) }
})

test("every endpoint has a row", () => {
  const rows = fidelity
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    // The first cell names the endpoint, or several that are alike.
    .flatMap((line) => Array.from((line.split("|")[1] ?? "").matchAll(/`([^`]+)`/g), ([, name]) => name))
  const missing = endpoints.filter(({ id }) => !rows.includes(id)).map(({ id }) => id)
  assert.deepStrictEqual(missing, [])
})

test("the section on conflicting sources has the rows of the tested grounds, word for word", () => {
  const section = sections.find(({ title }) => title.startsWith("Where the sources"))
  const claims = Object.values(grounds).map(({ ground, setting, what }) => [
    what,
    ground,
    setting === undefined ? "" : `\`${setting}\``
  ])
  assert.deepStrictEqual(section?.rows, claims)
})

test("every row has a ground", () => {
  const grounded = sections.flatMap(({ rows, title }) => rows.map((cells) => ({ title, cells })))
  assert.isAbove(grounded.length, 150)
  for (const { cells, title } of grounded) {
    const [what, ...grounds] = cells
    assert.isTrue(
      grounds.some((ground) => ground !== ""),
      `${title}: ${what}`
    )
    // In a table of two columns, the second is the ground. In wider tables, each column but the first is one.
    if (cells.length === 2)
      assert.match(grounds[0] ?? "", /documented|seen|assumed|ours|of (?:those|Apple's) services?/, what)
  }
})

/** Earlier claims that the documentation or the threads contradict. */
const mistaken = [
  /in a private dialog by both/,
  /no opponent: 422[^|]*\|[^|]*\|[^|]*\|$/m,
  /at most 1000/,
  /but for sessions of an application \s*\|/,
  /everybody may create a broadcast/,
  /with ids the total is of those/,
  /all that was said is unread/
]

test.each(mistaken)("a claim that was wrong does not come back: %s", (claim) => {
  assert.notMatch(fidelity, claim)
})
