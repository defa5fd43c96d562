/** What is published beside the umbrella, and what coding agents read. */
import { globSync, readFileSync } from "node:fs"
import { assert, describe, test } from "vitest"
import { withPublishedLinks } from "../../scripts/bundle/guides.ts"

const repository = "https://github.com/effect-connectycube/effect-connectycube/blob/main"

describe("a guide that is published", () => {
  const published = new Set(["docs/chat.md", "docs/recipes/hono.md", "AGENTS.md"])
  const cases = [
    ["docs/chat.md", "[a](recipes/hono.md#b)", "[a](recipes/hono.md#b)"],
    ["docs/recipes/hono.md", "[a](../chat.md)", "[a](../chat.md)"],
    ["docs/chat.md", "[a](../packages/auth)", `[a](${repository}/packages/auth)`],
    ["docs/recipes/hono.md", "[a](../../README.md#b)", `[a](${repository}/README.md#b)`],
    ["AGENTS.md", "[a](CONTRIBUTING.md)", `[a](${repository}/CONTRIBUTING.md)`],
    ["AGENTS.md", "[a](https://effect.website) [b](#c)", "[a](https://effect.website) [b](#c)"]
  ] as const

  test.each(cases)("%s: its link %s becomes %s", (path, text, expected) => {
    assert.strictEqual(withPublishedLinks(path, text, published), expected)
  })
})

test("llms.txt lists each guide once, and nothing that is not there", () => {
  const links = Array.from(
    readFileSync("llms.txt", "utf8").matchAll(/^- \[[^\]]+\]\(([^)]+)\): \S/gm),
    ([, path]) => path
  )
  // Pages that belong to one that is listed.
  const guides = globSync("docs/*.md").map((path) => path.replaceAll("\\", "/"))
  assert.deepStrictEqual(
    links.filter((path) => path?.startsWith("docs/")).toSorted((a = "", b = "") => a.localeCompare(b)),
    guides.toSorted((a, b) => a.localeCompare(b))
  )
  assert.deepStrictEqual(globSync(links.filter((path) => path !== undefined)).length, links.length)
})
