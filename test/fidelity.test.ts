/** The pages of `docs/fidelity`, and the data that they are written from. */
import { globSync, readFileSync } from "node:fs"
import { assert, describe, test } from "vitest"
import { pages } from "../docs/fidelity/facts.ts"
import endpoints from "../packages/emulator/test/fixtures/endpoints.json" with { type: "json" }
import { facts } from "../scripts/fidelity/facts.ts"
import type { Page } from "../scripts/fidelity/Page.ts"
import { files } from "../scripts/fidelity/render.ts"

const all: ReadonlyArray<Page> = pages

const rows = all.flatMap((page) => page.endpoints)

const statements = all.flatMap((page) => [...page.statements.flatMap((section) => section.facts), ...page.disputed])

describe("the pages", () => {
  const written = files()

  test("are those that the data gives", () => {
    const found = ["docs/fidelity.md", ...globSync("docs/fidelity/*.md").map((path) => path.replaceAll("\\", "/"))]
    assert.deepStrictEqual(found.toSorted(), [...written.keys()].toSorted())
    for (const [path, text] of written)
      assert.strictEqual(readFileSync(path, "utf8"), text, `${path}: run npm run fidelity`)
  })

  test("have every fact", () => {
    const text = [...written.values()].join("")
    assert.isAbove(facts.length, 550)
    assert.deepStrictEqual(
      facts.filter(({ id, what }) => !text.includes(what) || (id !== undefined && !text.includes(`\`${id}\``))),
      []
    )
  })

  test("have tables that a `|` in a cell does not break", () => {
    const cells = [...facts.map(({ what }) => what), ...statements.map(({ ground }) => ground ?? "")]
    assert.deepStrictEqual(
      cells.filter((cell) => /[|\n]/.test(cell)),
      []
    )
  })

  test("that another page links to are there, with their headings", () => {
    const missing = globSync(["*.md", "{docs,examples,packages}/**/*.md"], { exclude: ["**/{node_modules,dist}"] })
      .map((path) => path.replaceAll("\\", "/"))
      .flatMap((path) =>
        Array.from(
          readFileSync(path, "utf8").matchAll(/\]\(([^)\s]*fidelity[^)\s]*)\)/g),
          ([, link = ""]) => `${path}: ${link}`
        )
      )
      .filter((line) => {
        const [path = "", link = ""] = line.split(": ")
        const [file = "", anchor] = link.replace(/^https:\/\/github\.com\/.*\/main\//, "/").split("#")
        const base = new URL(path, "file:///")
        return anchor !== undefined || !written.has(new URL(file, base).pathname.slice(1))
      })
    assert.deepStrictEqual(missing, [])
  })
})

describe("the data", () => {
  test("has a row for every endpoint, and one only", () => {
    const named = rows.flatMap(({ methods }) => methods)
    const ids = endpoints.map(({ id }) => id)
    assert.deepStrictEqual(
      ids.filter((id) => !named.includes(id)),
      []
    )
    assert.strictEqual(new Set(named).size, named.length)
  })

  test("has a ground for every row", () => {
    assert.isAbove(rows.length + statements.length, 190)
    for (const { assumed, documented = [], methods, ours = [], seen = [] } of rows)
      assert.isNotEmpty([...documented, ...seen, ...ours, ...Object.keys(assumed ?? {})], methods.join())
    for (const { ground, id, kinds } of statements) {
      assert.isNotEmpty(kinds, id)
      if (ground !== undefined)
        assert.match(ground, /documented|seen|assumed|ours|of (?:those|Apple's) services?/, `The ground of ${id}`)
    }
  })

  test("says in words what is assumed, where it is assumed", () => {
    for (const { ground = "assumed", id, kinds } of statements)
      if (kinds.includes("assumed")) assert.match(ground, /\bassumed\b/, id)
    for (const { ground = "", id, kinds } of statements)
      if (/\bassumed\b/.test(ground)) assert.include(kinds, "assumed", id)
  })

  test("has every id once, made of the part of the API and a name", () => {
    const ids = facts.flatMap(({ id }) => (id === undefined ? [] : [id]))
    assert.strictEqual(new Set(ids).size, ids.length)
    for (const id of ids) assert.match(id, /^[a-z]+\.[a-z\d]+(?:-[a-z\d]+)*$/)
  })
})

/** Earlier claims that the documentation or the threads contradict. */
const mistaken = [
  /in a private dialog by both/,
  /at most 1000/,
  /but for sessions of an application$/,
  /everybody may create a broadcast/,
  /with ids the total is of those/,
  /all that was said is unread/
]

test.each(mistaken)("a claim that was wrong does not come back: %s", (claim) => {
  for (const text of [...facts.map(({ what }) => what), ...statements.map(({ ground }) => ground ?? "")])
    assert.notMatch(text, claim)
})

test("a claim that was wrong does not come back: that a 422 without an opponent is documented", () => {
  const wrong = rows.flatMap(({ documented = [] }) => documented).filter((what) => what.includes("no opponent: 422"))
  assert.deepStrictEqual(wrong, [])
})
