// Puts the guides, and what coding agents read, into the package that most programs install, for as long as it is packed. Links to
// what is not published become links to the repository.
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

const copy = (): void => {
  const paths = globSync(guides, { cwd: root }).map((path) => path.replaceAll("\\", "/"))
  const published = new Set(paths)
  for (const path of paths) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), withPublishedLinks(path, readFileSync(join(root, path), "utf8"), published))
  }
}

const remove = (): void => {
  for (const path of globSync(["AGENTS.md", "CHANGELOG.md", "SECURITY.md", "llms.txt", "docs"], { cwd: folder })) {
    rmSync(join(folder, path), { recursive: true })
  }
}

if (import.meta.main) {
  remove()
  if (!process.argv.includes("--remove")) copy()
}
