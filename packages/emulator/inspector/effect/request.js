// @ts-check
/** A request of the journal, taken apart. */
import { pairsOf, parseJson } from "../format.js"
import { isObject } from "./values.js"
/** @import { JournalEntry } from "../types.d.ts" */

/**
 * From pairs to an object: `a[b]=1` is `{ a: { b: "1" } }`; `a[]=1`, and a name that comes again, make an array.
 *
 * @param {ReadonlyArray<readonly [string, string]>} pairs
 */
export const toObject = (pairs) => {
  /** @type {Record<string, unknown>} */
  const root = {}
  for (const [name, value] of pairs) {
    const path = name.includes("[") && name.endsWith("]") ? name.slice(0, -1).split(/\]?\[/) : [name]
    const isList = path.at(-1) === "" && path.length > 1
    if (isList) path.pop()
    const key = path.pop() ?? name
    let target = root
    for (const part of path) {
      const next = target[part]
      const found = isObject(next) ? next : {}
      target[part] = found
      target = /** @type {Record<string, unknown>} */ (found)
    }
    const known = target[key]
    target[key] = known === undefined ? (isList ? [value] : value) : [known, value].flat()
  }
  return root
}

/**
 * The values of the parameters in a path, by their names in the template.
 *
 * @param {string} template
 * @param {string} path
 * @returns {Record<string, string>}
 */
export const paramsOf = (template, path) => {
  const values = path.replace(/\.json$/i, "").split("/")
  return Object.fromEntries(
    template.split("/").flatMap((part, index) => {
      const value = values[index] ?? ""
      return part.startsWith(":") ? [[part.slice(1), decode(value)]] : []
    })
  )
}

/** @param {string} text */
const decode = (text) => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/**
 * The body: an object of JSON or of a form. `undefined` for none, and for one that is not in the journal.
 *
 * @param {Pick<JournalEntry, "request_body">} entry
 * @returns {unknown}
 */
export const bodyOf = ({ request_body }) => {
  if (request_body === "" || request_body.startsWith("<")) return undefined
  return parseJson(request_body) ?? toObject(pairsOf(request_body))
}
