/**
 * Explains why a request has no recorded response: which recorded request comes nearest, and what differs.
 */
import type { Exchange } from "../../Recording.ts"
import type { Canonical } from "./canonical.ts"
import * as Compare from "./compare.ts"

export interface Entry {
  readonly exchange: Exchange
  readonly canonical: Canonical
  used: boolean
}

export interface Explanation {
  readonly method: string
  readonly path: string
  readonly recorded: number
  readonly nearest: number | null
  readonly differences: ReadonlyArray<string>
  readonly message: string
}

/** So many are compared in full. */
const mostCompared = 50

const mostDifferences = 10

interface Candidate {
  readonly index: number
  readonly entry: Entry
  readonly differences: ReadonlyArray<string>
}

export const explain = (request: Canonical, entries: ReadonlyArray<Entry>): Explanation => {
  const { key, method, path } = request
  const what = `${method} ${path}`
  const same = entries.filter(({ canonical }) => canonical.key === key)
  const base = { method, path, recorded: same.length }
  if (same.length > 0) {
    return {
      ...base,
      nearest: entries.findLastIndex(({ canonical }) => canonical.key === key) + 1,
      differences: [],
      message:
        `${what} was recorded ${same.length === 1 ? "once" : `${same.length} times`}, and each of its responses is used. ` +
        "Record the program once more, or find out why it sends more requests"
    }
  }
  const [nearest] = entries
    .map((entry, index) => ({ entry, index, distance: roughly(request, entry.canonical) }))
    .toSorted((one, other) => one.distance - other.distance)
    .slice(0, mostCompared)
    .map(({ distance, entry, index }) => ({
      index,
      entry,
      differences: differencesOf(entry.canonical, request),
      distance
    }))
    .toSorted((one, other) => weightOf(one) - weightOf(other))
  if (nearest === undefined) {
    return { ...base, nearest: null, differences: [], message: `${what} was not recorded: the cassette is empty` }
  }
  const number = nearest.index + 1
  const { canonical, used } = nearest.entry
  return {
    ...base,
    nearest: number,
    differences: nearest.differences,
    message:
      `${what} was not recorded. The nearest recorded request is number ${number}, ` +
      `${canonical.method} ${canonical.path}${used ? ", which is used already" : ""}: ${nearest.differences.join("; ")}`
  }
}

const weightOf = ({ differences, distance, entry }: Candidate & { readonly distance: number }): number =>
  distance * 10 + differences.length + (entry.used ? 0.5 : 0)

const roughly = (one: Canonical, other: Canonical): number => {
  if (one.path === other.path) return one.method === other.method ? 0 : 1
  const [own, others] = [one.path.split("/"), other.path.split("/")]
  const different = own.filter((segment, index) => segment !== others[index]).length
  return (one.method === other.method ? 0 : 1) + different + Math.abs(own.length - others.length)
}

const differencesOf = (recorded: Canonical, request: Canonical): ReadonlyArray<string> => [
  ...(recorded.method === request.method ? [] : [`method: recorded ${recorded.method}, got ${request.method}`]),
  ...(recorded.path === request.path ? [] : [`path: recorded ${recorded.path}, got ${request.path}`]),
  ...Compare.compare(recorded.content, request.content, { isSame: () => false, most: mostDifferences }, "").map(
    ({ actual, expected, path }) =>
      `${path.replace(/^\.json\b/, "$").replace(/^\./, "")}: recorded ${Compare.shown(expected)}, got ${Compare.shown(actual)}`
  )
]
