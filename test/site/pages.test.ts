/** The Markdown files as pages of the site: their links, and their places in the sidebar. See scripts/site. */
import { assert, describe, it } from "vitest"
import { documents, siteLink, withoutBadges } from "../../scripts/site/pages.ts"
import { guideSidebar, type Item } from "../../scripts/site/sidebar.ts"

const repository = "https://github.com/effect-connectycube/effect-connectycube"

describe("a link on the site", () => {
  const all = new Set(["README.md", "docs/chat.md", "docs/recipes/hono.md", "packages/auth/README.md"])
  const cases = [
    ["docs/sessions.md", "chat.md#messages", "/chat.md#messages"],
    ["docs/recipes/hono.md", "../chat.md", "/chat.md"],
    ["docs/chat.md", "recipes/hono.md", "/recipes/hono.md"],
    ["docs/chat.md", "../README.md#runtimes", "/overview.md#runtimes"],
    ["docs/chat.md", "../packages/auth", "/packages/auth.md"],
    ["README.md", "packages/auth/#layers", "/packages/auth.md#layers"],
    ["README.md", "docs/chat.md", "/chat.md"],
    ["README.md", "examples/server", `${repository}/tree/main/examples/server`],
    ["README.md", "LICENSE", `${repository}/blob/main/LICENSE`],
    ["README.md", "https://effect.website", "https://effect.website"],
    ["README.md", "#install", "#install"]
  ] as const

  it.each(cases)("of %s to %s leads to %s", (file, href, expected) => {
    assert.strictEqual(siteLink(file, href, all), expected)
  })

  it("to what does not exist stops the build", () => {
    assert.throws(() => siteLink("README.md", "docs/nothing.md", all), "README.md has a link to docs/nothing.md")
  })
})

describe("a page", () => {
  it("has the text of an image of another host in its place", () => {
    assert.strictEqual(
      withoutBadges("[![npm](https://example.com/npm.svg)](https://npmjs.com) ![a](a.png)"),
      "[npm](https://npmjs.com) ![a](a.png)"
    )
  })
})

describe("the sidebar", () => {
  const linksIn = (items: ReadonlyArray<Item>): ReadonlyArray<string> =>
    items.flatMap(({ items = [], link }) => [...(link === undefined ? [] : [link]), ...linksIn(items)])

  it("has each page once, the landing page aside", () => {
    const pages = documents().map(({ path }) => `/${path}`)
    assert.includeMembers(pages, ["/quick-start", "/errors", "/testing", "/overview", "/packages/emulator"])
    assert.sameMembers(
      [...linksIn(guideSidebar(documents()))],
      pages.filter((page) => page !== "/index")
    )
  })

  it("has pages that nobody has put anywhere, and recipes by their titles", () => {
    const page = (path: string, title: string) => ({ file: `docs/${path}.md`, path, title, text: "" })
    assert.deepStrictEqual(guideSidebar([page("new", "New"), page("recipes/b", "B"), page("recipes/a", "A")]), [
      {
        text: "Recipes",
        items: [
          { text: "A", link: "/recipes/a" },
          { text: "B", link: "/recipes/b" }
        ]
      },
      { text: "More", items: [{ text: "New", link: "/new" }] }
    ])
  })
})
