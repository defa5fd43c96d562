/**
 * The responses of a store: XML, of which a few elements are read.
 */

/** The code and the message of an error, where the body is one. */
export const errorOf = (body: string): { readonly code: string | null; readonly reason: string } => {
  const error = elementOf(body, "Error")
  if (error === undefined) return { code: null, reason: "" }
  return { code: elementOf(error, "Code") ?? null, reason: elementOf(error, "Message") ?? "" }
}

/** Under which key the store says that it has put the content. */
export const keyOf = (body: string): string | undefined => elementOf(elementOf(body, "PostResponse") ?? "", "Key")

/** The content of the first element of this name, whatever its namespace. One that was cut off goes to the end. */
const elementOf = (xml: string, name: string): string | undefined => {
  const start = new RegExp(`<(?:[\\w.-]+:)?${name}(?:\\s[^<>]*)?>`).exec(xml)
  if (start === null) return undefined
  const rest = xml.slice(start.index + start[0].length)
  const end = new RegExp(`</(?:[\\w.-]+:)?${name}\\s*>`).exec(rest)
  const content = end === null ? rest : rest.slice(0, end.index)
  return /<[\w.-]+[\s:>]/.test(content) ? content : textOf(content)
}

const textOf = (content: string): string =>
  content
    .replaceAll(/<!\[CDATA\[([\s\S]*?)\]\]>|&(#x[\da-f]{1,6}|#\d{1,7}|\w+);/gi, (all, data?: string, entity?: string) =>
      entity === undefined ? (data ?? "") : (characterOf(entity.toLowerCase()) ?? all)
    )
    .trim()

const characterOf = (entity: string): string | undefined => {
  if (!entity.startsWith("#")) return entities[entity]
  const code = entity.startsWith("#x") ? Number.parseInt(entity.slice(2), 16) : Number(entity.slice(1))
  return code <= 0x10ffff ? String.fromCodePoint(code) : undefined
}

const entities: { readonly [name: string]: string | undefined } = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" }
