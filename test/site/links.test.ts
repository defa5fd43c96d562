/** The check of the links between Markdown files finds what it has to. See scripts/links.ts. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { checkLinks } from "../../scripts/links.ts"
import { anchorsOf, linksOf } from "../../scripts/markdown.ts"

let root = ""

const files: Readonly<Record<string, string>> = {
  "docs/a.md": '# A page\n\n## `users.list`: all of them\n\n## Twice\n\n## Twice\n\n<a id="named"></a>\n',
  "packages/users/README.md": "# Users\n\n## Layers\n",
  "packages/users/src/Users.ts": "export const a = 1\n"
}

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "links-"))
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true })
    writeFileSync(join(root, file), text)
  }
})

afterAll(() => rmSync(root, { recursive: true, force: true }))

const check = (text: string) => {
  writeFileSync(join(root, "docs/b.md"), text)
  return checkLinks(["docs/b.md"], root)
}

describe("a link between pages", () => {
  const broken: ReadonlyArray<readonly [what: string, text: string, reason: string]> = [
    ["to a file that does not exist", "[a](c.md)", "there is no such file"],
    ["to an anchor that does not exist", "[a](a.md#b-page)", "there is no such heading"],
    ["to an anchor of its own page that does not exist", "# B\n\n[a](#a)", "there is no such heading"],
    ["to an anchor that is only in code", "```md\n# Shown\n```\n\n[a](#shown)", "there is no such heading"],
    ["to the third of two headings", "[a](a.md#twice-2)", "there is no such heading"],
    ["to an anchor of a folder without README", "[a](../packages#a)", "there is no README.md in "],
    ["to an anchor of a source", "[a](../packages/users/src/Users.ts#a)", "only pages have anchors"],
    ["out of the repository", "[a](../../a.md)", "it leads out of the repository"],
    ["of an image", "![a](a.png)", "there is no such file"],
    ["by reference", "[a][1]\n\n[1]: c.md", "there is no such file"],
    ["of an HTML element", '<a href="c.md">a</a>', "there is no such file"],
    ["of two lines", "[a\nb](c.md)", "there is no such file"]
  ]

  it.each(broken)("is broken: %s", (_, text, reason) => {
    const { broken: found } = check(text)
    assert.strictEqual(found.length, 1)
    assert.include(found[0]?.reason, reason)
  })

  it.each([
    "[a](a.md)",
    "[a](a.md#userslist-all-of-them)",
    "[a](a.md#twice-1)",
    "[a](a.md#named)",
    "[a](../packages/users)",
    "[a](../packages/users/#layers)",
    "[a](../packages/users/src/Users.ts)",
    "[a](../packages/users/src/Users.ts#L1)",
    "[a](/docs/a.md)",
    "# B page\n\n[a](#b-page)"
  ])("leads somewhere: %s", (text) => {
    assert.deepStrictEqual(check(text), { checked: 1, broken: [] })
  })

  it("is none in code, and none of ours with a scheme", () => {
    const text = "`[a](c.md)`\n\n```ts\n[a](c.md)\n```\n\n[a](https://example.com/c.md) [a](mailto:a@example.com)"
    assert.deepStrictEqual(check(text), { checked: 0, broken: [] })
  })

  it("is reported with its file and its line", () => {
    assert.deepStrictEqual(check("# B\n\nA text, and [a link](c.md).").broken, [
      { file: "docs/b.md", line: 3, href: "c.md", reason: "there is no such file" }
    ])
  })
})

describe("Markdown", () => {
  it("has the anchors that GitHub gives to its headings", () => {
    const text = "# What's new?\n## A `_tag` — and *more*\n## [A link](a.md) here\n## Ünïcode 2.0\n"
    assert.deepStrictEqual([...anchorsOf(text)], ["whats-new", "a-_tag--and-more", "a-link-here", "ünïcode-20"])
  })

  it("has links where they begin, so that they can be replaced", () => {
    const text = "[a.md](a.md) and `code` and [b](<b.md>)"
    assert.deepStrictEqual(
      linksOf(text).map(({ href, start }) => text.slice(start, start + href.length)),
      ["a.md", "b.md"]
    )
  })
})
