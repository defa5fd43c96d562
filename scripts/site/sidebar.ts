/** The order of the pages. What is not named here comes at the end, so that no page is left out. */
import type { Document } from "./pages.ts"
import type { Page } from "./render.ts"

export interface Item {
  readonly text: string
  readonly link?: string
  readonly collapsed?: boolean
  readonly items?: ReadonlyArray<Item>
}

/** The groups of the guides. `recipes/*` stands for all pages of a folder, by their titles. */
const groups: ReadonlyArray<readonly [name: string, pages: ReadonlyArray<string>]> = [
  [
    "Get started",
    ["overview", "install", "quick-start", "configuration", "testing", "examples", "from-the-official-sdk"]
  ],
  [
    "Concepts",
    [
      "sessions",
      "errors",
      "outages",
      "faults",
      "several-applications",
      "erasing-a-user",
      "proxies",
      "identity-provider",
      "runtimes",
      "telemetry"
    ]
  ],
  [
    "Modules",
    [
      "users",
      "chat",
      "custom-data",
      "storage",
      "push-notifications",
      "address-book",
      "video-calling",
      "whiteboards",
      "admin"
    ]
  ],
  ["Recipes", ["recipes", "recipes/*"]],
  ["Emulator", ["packages/emulator", "docker", "fidelity", "fidelity/index", "fidelity/*"]],
  ["Packages", ["packages/effect-connectycube", "packages/*"]],
  ["Project", ["architecture", "performance", "changelog", "contributing", "agents", "security"]]
]

/** Titles of pages that are too long for a sidebar. */
const short: Readonly<Record<string, string>> = { overview: "Overview", "packages/emulator": "The emulator" }

export const guideSidebar = (documents: ReadonlyArray<Document>): ReadonlyArray<Item> => {
  const left = new Map(documents.filter(({ path }) => path !== "index").map((document) => [document.path, document]))
  const take = (path: string): ReadonlyArray<Item> => {
    const document = left.get(path)
    left.delete(path)
    return document === undefined ? [] : [{ text: short[path] ?? document.title, link: `/${path}` }]
  }
  const named = new Set(groups.flatMap(([, pages]) => pages))
  const takeAll = (folder: string): ReadonlyArray<Item> =>
    [...left.values()]
      .filter(({ path }) => path.startsWith(folder) && !named.has(path))
      .toSorted((a, b) => a.title.localeCompare(b.title))
      .flatMap(({ path }) => take(path))
  const items = groups.map(([text, pages]) => ({
    text,
    items: pages.flatMap((page) => (page.endsWith("*") ? takeAll(page.slice(0, -1)) : take(page)))
  }))
  const rest = [...left.keys()].flatMap(take)
  return [...items, { text: "More", items: rest }].filter((group) => group.items.length > 0)
}

export const referenceSidebar = (pages: ReadonlyArray<Page>): ReadonlyArray<Item> => [
  { text: "All modules", link: "/reference/" },
  ...packagesOf(pages).map((folder) => ({
    text: folder,
    // A group with a link is a link and a button beside it. Without one it would be a button in a button.
    link: `/reference/index#${folder}`,
    collapsed: true,
    items: pages.filter((page) => page.package === folder).map(({ name, path }) => ({ text: name, link: `/${path}` }))
  }))
]

/** The umbrella first, and what every module uses. */
export const packagesOf = (pages: ReadonlyArray<Page>): ReadonlyArray<string> => {
  const first = ["effect-connectycube", "core", "auth", "users", "chat"]
  const all = [...new Set(pages.map((page) => page.package))]
  return [...first.filter((folder) => all.includes(folder)), ...all.filter((folder) => !first.includes(folder))]
}
