/** Writes the pages and the configuration of VitePress, and builds the site. */
import { cpSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { documents } from "./pages.ts"
import { reference } from "./reference.ts"
import type { Page } from "./render.ts"
import { guideSidebar, type Item, packagesOf, referenceSidebar } from "./sidebar.ts"
import { root } from "../install.ts"
import { folder, run, site } from "./tools.ts"

export interface Built {
  /** The paths of all pages, without extension. */
  readonly pages: ReadonlyArray<string>
  readonly documents: number
  readonly modules: number
}

export const build = (): Built => {
  const guides = documents()
  const modules = reference()
  const index = { path: "reference/index", text: referenceIndex(modules) }
  const pages = [...guides, ...modules, index]

  for (const part of ["pages", ".vitepress", "dist"]) rmSync(join(site, part), { recursive: true, force: true })
  for (const { path, text } of pages) write(join(site, "pages", `${path}.md`), text)
  cpSync(join(root, "site", "public"), join(site, "pages", "public"), { recursive: true })
  // What the pages import is looked for from here.
  if (!existsSync(join(site, "node_modules")))
    symlinkSync(join(folder, "node_modules"), join(site, "node_modules"), "junction")

  write(join(site, ".vitepress", "config.ts"), configOf(guideSidebar(guides), referenceSidebar(modules)))
  write(join(site, ".vitepress", "theme", "index.ts"), themeOf())
  run("vitepress/bin/vitepress.js", ["build", site])
  return { pages: pages.map(({ path }) => path), documents: guides.length, modules: modules.length }
}

/** The theme of VitePress, with fonts of its own, and what is ours. */
const themeOf = (): string => `
import Theme from "vitepress/theme"
import ${JSON.stringify(join(root, "site", "style.css"))}
import { watch } from ${JSON.stringify(join(root, "site", "accessibility.ts"))}

export default {
  extends: Theme,
  enhanceApp: () => {
    if (!import.meta.env.SSR) watch()
  }
}
`

const write = (file: string, text: string) => {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}

const referenceIndex = (pages: ReadonlyArray<Page>): string =>
  [
    "# API reference",
    "What each module exports. Applications import from `effect-connectycube`, which has all client modules, or from the package of a module.",
    ...packagesOf(pages).map((name) =>
      [
        `## ${name}`,
        pages
          .filter((page) => page.package === name)
          .map(
            ({ name, path, summary }) =>
              `- [${name}](/${path}.md)${summary === "" ? "" : `: ${summary.replaceAll("\n", " ")}`}`
          )
          .join("\n")
      ].join("\n\n")
    )
  ].join("\n\n")

/** The configuration of VitePress. Anchors are those of GitHub, so that a link works there and here. */
const configOf = (guides: ReadonlyArray<Item>, modules: ReadonlyArray<Item>): string => `
import { slugOf } from ${JSON.stringify(join(root, "scripts", "markdown.ts"))}
import { withoutEmptyHeaders } from ${JSON.stringify(join(root, "scripts", "site", "tables.ts"))}

export default {
  title: "effect-connectycube",
  description: "The ConnectyCube Server API for programs written with Effect",
  lang: "en-US",
  srcDir: "pages",
  outDir: "dist",
  cacheDir: ${JSON.stringify(join(folder, "cache"))},
  lastUpdated: false,
  head: [["link", { rel: "icon", href: "/logo.svg", type: "image/svg+xml" }]],
  markdown: {
    anchor: { slugify: slugOf },
    config: withoutEmptyHeaders,
    theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" }
  },
  themeConfig: ${JSON.stringify(
    {
      logo: "/logo.svg",
      nav: [
        { text: "Guide", link: "/quick-start", activeMatch: "^/(?!index|recipes|reference/|errors)." },
        { text: "Recipes", link: "/recipes", activeMatch: "^/recipes" },
        { text: "API reference", link: "/reference/", activeMatch: "^/reference/" },
        { text: "Errors", link: "/errors" }
      ],
      sidebar: { "/reference/": modules, "/": guides },
      outline: { level: [2, 3], label: "On this page" },
      search: { provider: "local" },
      socialLinks: [
        {
          icon: "github",
          link: "https://github.com/effect-connectycube/effect-connectycube",
          ariaLabel: "The repository on GitHub"
        }
      ],
      footer: { message: "Released under the MIT License." }
    },
    null,
    2
  )}
}
`
