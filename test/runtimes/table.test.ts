/** The table of the README is the one that `npm run runtimes` prints. The command itself is not run here. */
import { readFileSync } from "node:fs"
import { assert, describe, it } from "vitest"
import { facts, steps } from "../../scripts/runtimes/steps.ts"
import { type Column, table } from "../../scripts/runtimes/table.ts"
import { names } from "../../scripts/runtimes/tools.ts"

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8")

/** The table in the section of this name, cell by cell. */
const tableIn = (markdown: string, section: string) => {
  const start = markdown.indexOf(`\n## ${section}\n`)
  assert.isAbove(start, -1, `There is no section ${section}`)
  const [text = ""] = /(?:^\|.*\n)+/m.exec(markdown.slice(start)) ?? []
  const lines = text.trimEnd().split("\n")
  const cells = lines.map((line) =>
    line
      .slice(1, -1)
      .split("|")
      .map((cell) => cell.trim())
  )
  const [head = [], , ...body] = cells
  return { text: text.trimEnd(), head, body }
}

describe("the table of runtimes in the README", () => {
  const { body, head, text } = tableIn(read("README.md"), "Runtimes")

  it("has a column for each runtime that the command knows", () => {
    assert.deepStrictEqual(head, ["", ...Object.values(names)])
  })

  it("has a row for each step, and for each difference", () => {
    assert.deepStrictEqual(
      body.map(([row]) => row),
      [...steps, ...facts].map(({ name }) => name)
    )
  })

  it("has every cell measured, and none failed", () => {
    for (const [row, ...cells] of body) {
      assert.strictEqual(cells.length, Object.keys(names).length)
      for (const cell of cells) {
        assert.notStrictEqual(cell, "", row)
        if (steps.some(({ name }) => name === row)) assert.include(["yes", "rejected"], cell, row)
      }
    }
  })

  it("has the format of the command", () => {
    const columns = head.slice(1).map((runtime, index): Column => ({
      runtime,
      cells: body.map(([row = "", ...cells]) => ({ row, ok: true, text: cells[index] ?? "" }))
    }))
    assert.strictEqual(
      table(
        body.map(([row = ""]) => row),
        columns
      ),
      text
    )
  })
})

describe("a table", () => {
  it("shows failures, and leaves missing measurements empty", () => {
    const cell = { row: "Sign up", ok: false, text: "no", why: "lost" }
    assert.strictEqual(
      table(
        ["Sign up", "Log in"],
        [
          { runtime: "A", cells: [cell] },
          { runtime: "B", cells: [] }
        ]
      ),
      ["|         | A   | B   |", "| ------- | --- | --- |", "| Sign up | no  |     |", "| Log in  |     |     |"].join(
        "\n"
      )
    )
  })
})

describe("the command", () => {
  it("is a separate job, and not part of the tests", () => {
    const { scripts }: { readonly scripts: Readonly<Record<string, string>> } = JSON.parse(read("package.json"))
    assert.strictEqual(scripts["runtimes"], "node scripts/run.mjs runtimes")
    assert.match(read(".github/workflows/test.yml"), /^ {6}- run: npm run runtimes$/m)
    assert.match(read(".ci/run"), /\nnpm test\n$/)
    const [checks = ""] = /const checks = \{[^}]*\}/.exec(read("scripts/run.mjs")) ?? []
    assert.include(checks, "unit")
    assert.notInclude(checks, "runtimes")
  })
})
