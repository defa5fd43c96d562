/** The links between the Markdown files: each leads to a file or a folder of the repository, and to an anchor that is there. */
import { existsSync, readFileSync, statSync } from "node:fs"
import { dirname, join, posix, relative } from "node:path"
import { anchorsOf, isExternal, linksOf } from "./markdown.ts"

export interface BrokenLink {
  readonly file: string
  readonly line: number
  readonly href: string
  readonly reason: string
}

/** The number of links of the files that lead into the repository, and those that lead nowhere. */
export const checkLinks = (
  files: ReadonlyArray<string>,
  root = "."
): { readonly checked: number; readonly broken: ReadonlyArray<BrokenLink> } => {
  const anchors = new Map<string, ReadonlySet<string>>()
  const anchorsIn = (path: string) => {
    const known = anchors.get(path) ?? anchorsOf(readFileSync(path, "utf8"))
    anchors.set(path, known)
    return known
  }
  const links = files.flatMap((file) =>
    linksOf(readFileSync(join(root, file), "utf8"))
      .filter(({ href }) => !isExternal(href))
      .map(({ href, line }) => ({ file, href, line }))
  )
  const broken = links.flatMap((link) => {
    const reason = problemOf(link.file, link.href, root, anchorsIn)
    return reason === undefined ? [] : [{ ...link, reason }]
  })
  return { checked: links.length, broken }
}

/** The path in the repository that a link of a file leads to. */
export const targetOf = (file: string, href: string): string => {
  const path = decodeURI(href.replace(/[?#].*$/, ""))
  const from = file.replaceAll("\\", "/")
  return path === ""
    ? from
    : posix.normalize(path.startsWith("/") ? path.slice(1) : posix.join(posix.dirname(from), path))
}

const problemOf = (
  file: string,
  href: string,
  root: string,
  anchorsIn: (path: string) => ReadonlySet<string>
): string | undefined => {
  const path = join(root, targetOf(file, href))
  if (relative(root, path).startsWith("..")) return "it leads out of the repository"
  if (!existsSync(path)) return "there is no such file"
  const anchor = /#(.*)$/.exec(href)?.[1]
  if (anchor === undefined || anchor === "") return undefined
  const page = statSync(path).isDirectory() ? join(path, "README.md") : path
  // A line of a source: `#L10`.
  if (!page.endsWith(".md")) return /^L\d+(?:-L\d+)?$/.test(anchor) ? undefined : "only pages have anchors"
  if (!existsSync(page)) return `there is no README.md in ${dirname(page)}`
  return anchorsIn(page).has(decodeURIComponent(anchor)) ? undefined : "there is no such heading"
}
