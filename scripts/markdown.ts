/** What GitHub makes of Markdown: the anchors of headings, and the links. */

/** The anchor that GitHub gives to a heading. */
export const slugOf = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, "")
    .replaceAll(" ", "-")

/** The anchors of a page, in the order of its headings: one that is there already gets a number. */
export const slugs = (): ((heading: string) => string) => {
  const seen = new Map<string, number>()
  return (heading) => {
    const slug = slugOf(heading)
    const count = seen.get(slug) ?? 0
    seen.set(slug, count + 1)
    return count === 0 ? slug : `${slug}-${count}`
  }
}

/** A link of a page, or an image. */
export interface Link {
  readonly href: string
  readonly line: number
  /** Where `href` begins. */
  readonly start: number
}

/** The text with its code blanked, so that offsets and lines stay what they are. */
const withoutCode = (text: string): string => {
  const blank = (code: string) => code.replaceAll(/[^\n]/g, " ")
  return text
    .replaceAll(/^( *)(`{3,}|~{3,})[^\n]*\n[^]*?^ *\2 *$/gm, blank)
    .replaceAll(/<!--[^]*?-->/g, blank)
    .replaceAll(/(?<!`)(`+)(?!`)(?:(?!\n\n)[^])*?(?<!`)\1(?!`)/g, blank)
}

/** The links of a page, but for those in code. */
export const linksOf = (text: string): ReadonlyArray<Link> => {
  const prose = withoutCode(text)
  const inline = prose.matchAll(/\]\(\s*<?([^\s)>]+)>?(?:\s+"[^"]*")?\s*\)/g)
  const references = prose.matchAll(/^ {0,3}\[[^\]]+\]:\s*<?(\S+?)>?(?:\s+"[^"]*")?$/gm)
  const attributes = prose.matchAll(/<(?:a|img)\s[^>]*?(?:href|src)="([^"]+)"/g)
  return [...inline, ...references, ...attributes].map(({ 0: whole, 1: href = "", index }) => {
    const start = index + whole.lastIndexOf(href)
    return { href, line: text.slice(0, start).split("\n").length, start }
  })
}

/** The headings of a page as they read, but for those in code. */
export const headingsOf = (text: string): ReadonlyArray<string> => {
  const lines = text.split("\n")
  return withoutCode(text)
    .split("\n")
    .flatMap((line, index) => {
      // The words of a heading can be code.
      if (!/^ {0,3}#{1,6} /.test(line)) return []
      const heading = /^ {0,3}#{1,6} +(.*?)(?: +#+)? *$/.exec(lines[index] ?? "")?.[1] ?? ""
      return [heading.replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")]
    })
}

/** The anchors of a page. */
export const anchorsOf = (text: string): ReadonlySet<string> => {
  const slug = slugs()
  const named = Array.from(withoutCode(text).matchAll(/<[a-z]+\s[^>]*?\b(?:id|name)="([^"]+)"/g), ([, id = ""]) => id)
  return new Set([...headingsOf(text).map(slug), ...named])
}

/** Whether a link leads out of the repository. */
export const isExternal = (href: string): boolean => /^(?:[a-z][a-z+.-]*:|\/\/)/i.test(href)
