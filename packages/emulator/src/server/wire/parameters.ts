/**
 * Parameters with bracketed names, as forms and query strings carry them: `user[login]=ada`, `id[in][]=1`.
 */
import * as Predicate from "effect/Predicate"

export type Pair = readonly [name: string, value: string]

export const parse = (text: string): ReadonlyArray<Pair> => [...new URLSearchParams(text)]

/** The path of a URL without its host, and what stands behind the question mark. */
export const splitUrl = (url: string): { readonly path: string; readonly query: string } => {
  const mark = url.indexOf("?")
  return mark === -1 ? { path: url, query: "" } : { path: url.slice(0, mark), query: url.slice(mark + 1) }
}

/** A path without its escapes; as it is, when they are invalid. */
export const decodePath = (path: string): string => {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

/** As they were written, but for the escapes. */
export const format = (pairs: ReadonlyArray<Pair>): string => pairs.map(([name, value]) => `${name}=${value}`).join("&")

/**
 * From pairs to an object: `a[b]=1` is `{ a: { b: "1" } }`; `a[]=1`, and a name that comes again, make an array.
 */
export const toObject = (pairs: ReadonlyArray<Pair>): Record<string, unknown> => {
  const root = record()
  for (const [name, value] of pairs) {
    const path = pathOf(name)
    const last = path.pop() ?? name
    const isList = last === ""
    const key = isList ? path.pop() : last
    let target = root
    for (const segment of path) {
      const member = target[segment]
      const next = isRecord(member) ? member : record()
      target[segment] = next
      target = next
    }
    if (key === undefined) continue
    const known = target[key]
    if (Array.isArray(known)) known.push(value)
    else if (known !== undefined && !isRecord(known)) target[key] = [known, value]
    else target[key] = isList ? [value] : value
  }
  return root
}

/** From an object to pairs, as {@link toObject} would read them. */
export const fromObject = (value: unknown, name = ""): ReadonlyArray<Pair> => {
  if (value === undefined) return []
  if (Array.isArray(value)) return value.flatMap((item) => fromObject(item, `${name}[]`))
  if (isRecord(value)) {
    return Object.entries(value).flatMap(([key, member]) => fromObject(member, name === "" ? key : `${name}[${key}]`))
  }
  return [[name, value === null ? "" : String(value)]]
}

/** The parts of a name: `a[b][]` is `["a", "b", ""]`. */
const pathOf = (name: string): Array<string> => {
  const start = name.indexOf("[")
  if (start <= 0 || !name.endsWith("]")) return [name]
  const path = [name.slice(0, start), ...name.slice(start + 1, -1).split("][")]
  return path.length > mostNested ? [name] : path
}

/** `last_request_at` of `last_request_at[gt]`. */
export const fieldOf = (name: string): string => name.replace(/\[.*$/, "")

/** Bytes. */
export const longestUrl = 8 * 1024

/** Whether a name has more parts than bodies are deep. */
export const isTooDeep = (name: string): boolean => name.split("[").length > mostNested

/** How deep bodies go: what reads them goes as deep. */
export const mostNested = 100

// Without a prototype, since the names come from outside.
const record = (): Record<string, unknown> => Object.create(null)

const isRecord = (value: unknown): value is Record<string, unknown> =>
  Predicate.isObject(value) && !Array.isArray(value)
