/** Compares responses with those of the documentation: the names and the types of their members. */
import { assert } from "@effect/vitest"

export interface Deviations {
  /** Documented, but not returned by the newer servers. */
  readonly gone: ReadonlyArray<string>
  /** Returned, but not in all of the documented responses. */
  readonly added: ReadonlyArray<string>
  /** Lists that are filled in the documentation, and need not be. */
  readonly emptied?: ReadonlyArray<string>
}

/** Some of the documented responses have a comma too many, or dots for more of the same. */
export const read = (json: string): unknown =>
  JSON.parse(json.replaceAll(/,?\s*\.\.\./g, "").replaceAll(/,(\s*[\]}])/g, "$1"))

/** The names and the kinds of the members, of a list those of its first item. */
export const shapeOf = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.slice(0, 1).map(shapeOf)
  if (typeof value !== "object" || value === null) return value === null ? "null" : typeof value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, shapeOf(member)]))
}

export const assertShape = (documented: unknown, actual: unknown, path: string, deviations: Deviations): void => {
  const { gone, added, emptied = [] } = deviations
  // Empty values of an example may have content in a response, and vice versa.
  if (documented === "null" || actual === "null") return
  if (Array.isArray(documented) && documented.length === 0) return assert.isArray(actual, path)
  if (Array.isArray(actual) && actual.length === 0 && emptied.some((name) => path.endsWith(name))) return
  if (typeof documented !== "object" || documented === null) return assert.strictEqual(actual, documented, path)
  const shown: Record<string, unknown> = Object(documented)
  const given: Record<string, unknown> = Object(actual)
  const expected = Object.keys(shown).filter((name) => !gone.includes(name))
  const names = Object.keys(given)
  assert.includeMembers(names, expected, path)
  assert.isEmpty(
    names.filter((name) => !expected.includes(name) && !added.includes(name)),
    path
  )
  for (const name of expected) assertShape(shown[name], given[name], `${path}.${name}`, deviations)
}
