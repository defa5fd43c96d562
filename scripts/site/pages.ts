/** The pages of the site: the Markdown files of the repository as they are, with links that lead to each other on the site. */
import { existsSync, globSync, readFileSync, statSync } from "node:fs"
import { join } from "node:path"
import { targetOf } from "../links.ts"
import { headingsOf, isExternal, linksOf } from "../markdown.ts"
import { root } from "../install.ts"

const repository = "https://github.com/effect-connectycube/effect-connectycube"

export interface Document {
  /** The file in the repository. */
  readonly file: string
  /** Where it is on the site, without extension: `sessions`, `packages/users`. */
  readonly path: string
  readonly title: string
  readonly text: string
}

/** Pages whose place on the site is not that of their file. */
const places: Readonly<Record<string, string>> = {
  "README.md": "overview",
  "CONTRIBUTING.md": "contributing",
  "CHANGELOG.md": "changelog",
  "SECURITY.md": "security",
  "AGENTS.md": "agents",
  "site/index.md": "index"
}

/** `docs/recipes/proxy.md` is `recipes/proxy`, and a README is the index of its folder. */
const placeOf = (file: string): string =>
  places[file] ??
  file
    .replace(/^docs\//, "")
    .replace(/^(packages\/[^/]+)\/README\.md$/, "$1")
    .replace(/README\.md$/, "index.md")
    .replace(/\.md$/, "")

const files = (): ReadonlyArray<string> =>
  [...Object.keys(places), ...globSync(["docs/**/*.md", "packages/*/README.md"], { cwd: root })]
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => existsSync(join(root, file)))
    .toSorted()

/** All documents, with their links rewritten. */
export const documents = (): ReadonlyArray<Document> => {
  const all = new Set(files())
  return [...all].map((file) => {
    const text = withoutBadges(readFileSync(join(root, file), "utf8"))
    return {
      file,
      path: placeOf(file),
      title: titleOf(text),
      text: file === "site/index.md" ? text : rewrite(file, text, all)
    }
  })
}

/** Images of other hosts as their texts: a page loads nothing from there. */
export const withoutBadges = (text: string): string => text.replaceAll(/!\[([^\]]*)\]\(https?:[^)]*\)/g, "$1")

const titleOf = (text: string): string => (headingsOf(text)[0] ?? "").replaceAll("`", "")

const rewrite = (file: string, text: string, all: ReadonlySet<string>): string => {
  let rewritten = ""
  let end = 0
  for (const { href, start } of linksOf(text).toSorted((a, b) => a.start - b.start)) {
    rewritten += text.slice(end, start) + siteLink(file, href, all)
    end = start + href.length
  }
  return rewritten + text.slice(end)
}

/** A link of a file on the site: to the page of a document, and to the repository for all other files. */
export const siteLink = (file: string, href: string, all: ReadonlySet<string>): string => {
  if (isExternal(href) || href.startsWith("#")) return href
  const target = targetOf(file, href).replace(/\/$/, "")
  const anchor = /#.*$/.exec(href)?.[0] ?? ""
  const page = [target, `${target}/README.md`].find((each) => all.has(each))
  if (page !== undefined) return `/${placeOf(page)}.md${anchor}`
  const path = join(root, target)
  if (!existsSync(path)) throw new Error(`${file} has a link to ${href}, which does not exist`)
  return `${repository}/${statSync(path).isDirectory() ? "tree" : "blob"}/main/${target}${anchor}`
}
