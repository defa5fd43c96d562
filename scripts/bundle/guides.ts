// Puts the guides, and what coding agents read, into the package that most programs install: beside its `dist`, where git
// ignores them. Links to what is not published become links to the repository.
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join, posix } from "node:path"

const root = join(import.meta.dirname, "..", "..")
const folder = join(root, "packages", "effect-connectycube")
const repository = "https://github.com/effect-connectycube/effect-connectycube/blob/main"

const guides = ["AGENTS.md", "CHANGELOG.md", "SECURITY.md", "llms.txt", "docs/**/*.md"]

/** A guide with links that are right where it is published. `published` has the paths of all guides. */
export const withPublishedLinks = (path: string, text: string, published: ReadonlySet<string>): string =>
  text.replaceAll(/(\]\()([^)\s#]+)/g, (link: string, start: string, target: string) => {
    if (/^[a-z]+:/.test(target)) return link
    const absolute = posix.join(posix.dirname(path), target)
    return published.has(absolute) ? link : `${start}${repository}/${absolute}`
  })

/** Copies them, and returns their paths. */
export const copyGuides = (): ReadonlyArray<string> => {
  const paths = globSync(guides, { cwd: root }).map((path) => path.replaceAll("\\", "/"))
  const published = new Set(paths)
  rmSync(join(folder, "docs"), { recursive: true, force: true })
  for (const path of paths) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), withPublishedLinks(path, readFileSync(join(root, path), "utf8"), published))
  }
  return paths
}

if (import.meta.main) console.log(`packages/effect-connectycube: ${copyGuides().length} guides`)
