// URLs that servers would reject for their length.
import * as UrlParams from "effect/http/UrlParams"
import { longestUrl } from "../client/Batch.ts"

/** What is wrong with a URL that is too long: the parameter that takes most of it, and what it may take. */
export const issues = (
  url: string,
  { params }: UrlParams.UrlParams
): ReadonlyArray<{ readonly path: string; readonly message: string }> => {
  const { length } = url
  if (length <= longestUrl) return []
  const bytes = new Map<string, number>()
  for (const [name, value] of params) {
    const size = UrlParams.toString([[name, value]]).length + 1
    bytes.set(name, (bytes.get(name) ?? 0) + size)
  }
  const [[path] = [""]] = Array.from(bytes).toSorted(([, a], [, b]) => b - a)
  return [{ path, message: `Expected a URL of at most ${longestUrl} bytes, and this makes it ${length}` }]
}
