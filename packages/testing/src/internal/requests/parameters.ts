// Parameters with brackets in their names, as queries and forms have them: `login[start_with]=ada&id[in][]=1`.
import * as Predicate from "effect/Predicate"

export type Members = { [name: string]: unknown }

export const isMembers = (value: unknown): value is Members => Predicate.isObject(value) && !Array.isArray(value)

/** The parameters of the text of a journal entry, which has no escapes: what has no `=` is the end of the value before it. */
export const parse = (text: string): Members => {
  const pairs: Array<[name: string, value: string]> = []
  for (const piece of text === "" ? [] : text.split("&")) {
    const sign = piece.indexOf("=")
    const last = pairs.at(-1)
    if (sign > 0) pairs.push([piece.slice(0, sign), piece.slice(sign + 1)])
    else if (last !== undefined) last[1] += `&${piece}`
  }
  return nest(pairs)
}

/** `{ "id[in][]": 1 }` as `{ id: { in: [1] } }`. What comes again is a list. */
export const nest = (pairs: Iterable<readonly [name: string, value: unknown]>): Members => {
  const root = members()
  for (const [name, value] of pairs) {
    const path = pathOf(name)
    const isList = path.length > 1 && path.at(-1) === ""
    const key = (isList ? path.at(-2) : path.at(-1)) ?? name
    let target = root
    for (const part of path.slice(0, isList ? -2 : -1)) {
      const next = target[part]
      const inner = isMembers(next) ? next : members()
      target[part] = inner
      target = inner
    }
    const known = target[key]
    if (isMembers(known) && isMembers(value)) Object.assign(known, value)
    else if (Array.isArray(known)) known.push(value)
    else if (known === undefined) target[key] = isList && !Array.isArray(value) ? [value] : value
    else target[key] = [known, value]
  }
  return root
}

/** `["a", "b", ""]` of `a[b][]`. */
const pathOf = (name: string): ReadonlyArray<string> => {
  const start = name.indexOf("[")
  return start > 0 && name.endsWith("]") ? [name.slice(0, start), ...name.slice(start + 1, -1).split("][")] : [name]
}

// Names come from outside.
const members = (): Members => Object.create(null)
