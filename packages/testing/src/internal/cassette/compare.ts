/**
 * Compares two values of JSON: what is missing, what is additional, and what is another value, by its path.
 */
import * as Json from "./json.ts"

export interface Difference {
  readonly kind: "missing" | "additional" | "type" | "changed"
  /** Such as `$.user.tags[0]`. */
  readonly path: string
  readonly expected: Json.Json | undefined
  readonly actual: Json.Json | undefined
}

export interface Rules {
  /** Whether two values of the same type differ by their nature, such as two ids do. `name` is that of the nearest member. */
  readonly isSame: (name: string, expected: Json.Json, actual: Json.Json) => boolean
  /** So many differences are found at most. */
  readonly most: number
}

export const compare = (
  expected: Json.Json,
  actual: Json.Json,
  { isSame, most }: Rules,
  root = "$"
): ReadonlyArray<Difference> => {
  const found: Array<Difference> = []
  const add = (difference: Difference) => {
    if (found.length < most) found.push(difference)
  }

  const walk = (expected: Json.Json, actual: Json.Json, path: string, name: string): void => {
    if (found.length >= most) return
    if (Json.isList(expected) && Json.isList(actual)) {
      expected.forEach((item, index) => {
        const other = actual[index]
        const at = `${path}[${index}]`
        if (other === undefined) add({ kind: "missing", path: at, expected: item, actual: undefined })
        else walk(item, other, at, name)
      })
      actual
        .slice(expected.length)
        .forEach((item, index) =>
          add({ kind: "additional", path: `${path}[${expected.length + index}]`, expected: undefined, actual: item })
        )
      return
    }
    if (Json.isObject(expected) && Json.isObject(actual)) {
      for (const [member, value] of Object.entries(expected)) {
        const at = memberOf(path, member)
        const other = Object.hasOwn(actual, member) ? actual[member] : undefined
        if (other === undefined) add({ kind: "missing", path: at, expected: value, actual: undefined })
        else walk(value, other, at, member)
      }
      for (const [member, value] of Object.entries(actual)) {
        if (Object.hasOwn(expected, member)) continue
        add({ kind: "additional", path: memberOf(path, member), expected: undefined, actual: value })
      }
      return
    }
    if (expected === actual || isSame(name, expected, actual)) return
    add({ kind: typeOf(expected) === typeOf(actual) ? "changed" : "type", path, expected, actual })
  }

  walk(expected, actual, root, "")
  return found
}

const memberOf = (path: string, name: string): string =>
  /^[A-Za-z_]\w*$/.test(name) ? `${path}.${name}` : `${path}[${JSON.stringify(name)}]`

export const typeOf = (value: Json.Json | undefined): string =>
  value === undefined ? "nothing" : value === null ? "null" : Json.isList(value) ? "list" : typeof value

/** `string "Ada"`, `null`, `list […]`: short enough for a line. */
export const shown = (value: Json.Json | undefined): string => {
  if (value === undefined) return "nothing"
  const text = JSON.stringify(value)
  const short = text.length > longest ? `${text.slice(0, longest)}…` : text
  return value === null ? short : `${typeOf(value)} ${short}`
}

const longest = 200
