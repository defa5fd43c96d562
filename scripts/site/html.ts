/** The links of the built pages: each leads to a page and an anchor of the site. Nothing is loaded from another host. */
import { existsSync, globSync, readFileSync } from "node:fs"
import { join, posix } from "node:path"

export interface LinkReport {
  readonly pages: number
  readonly links: number
  readonly anchors: number
  readonly broken: ReadonlyArray<string>
  /** What a page would load from another host. */
  readonly loaded: ReadonlyArray<string>
}

export const checkHtml = (folder: string): LinkReport => {
  const files = globSync("**/*.html", { cwd: folder }).map((file) => file.replaceAll("\\", "/"))
  const texts = new Map(files.map((file) => [file, readFileSync(join(folder, file), "utf8")]))
  const ids = new Map(Array.from(texts, ([file, text]) => [file, new Set(valuesOf(text, "id"))]))
  const broken: Array<string> = []
  const loaded: Array<string> = []
  let links = 0
  let anchors = 0
  for (const [file, text] of texts) {
    for (const href of valuesOf(text, "href", "src")) {
      if (/^(?:https?:)?\/\//.test(href) || /^(?:mailto|data):/.test(href)) continue
      links++
      const [path = "", anchor] = href.split("#")
      const target = path === "" ? file : targetOf(file, path)
      if (!existsSync(join(folder, target))) broken.push(`${file}: ${href}: there is no such page`)
      else if (anchor !== undefined && anchor !== "") {
        anchors++
        if (!ids.get(target)?.has(decodeURIComponent(anchor))) broken.push(`${file}: ${href}: there is no such anchor`)
      }
    }
    for (const [tag] of text.matchAll(
      /<(?:script|img|iframe|source|link)\s[^>]*(?:src|href)="(?:https?:)?\/\/[^>]*>/g
    )) {
      if (!/rel="canonical"/.test(tag)) loaded.push(`${file}: ${tag}`)
    }
  }
  return { pages: files.length, links, anchors, broken: [...new Set(broken)], loaded }
}

const valuesOf = (text: string, ...attributes: ReadonlyArray<string>): ReadonlyArray<string> =>
  Array.from(text.matchAll(new RegExp(`<[a-z][^>]*?\\s(?:${attributes.join("|")})="([^"]*)"`, "g")), ([, value = ""]) =>
    value.replaceAll("&amp;", "&")
  )

const targetOf = (file: string, path: string): string => {
  const decoded = decodeURIComponent(path.replace(/\?.*$/, ""))
  const target = decoded.startsWith("/") ? decoded.slice(1) : posix.join(posix.dirname(file), decoded)
  return target === "" || target.endsWith("/") ? `${target}index.html` : target
}
