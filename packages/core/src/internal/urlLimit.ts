// URLs that servers would reject for their length.
import type * as HttpClientRequest from "effect/http/HttpClientRequest"
import * as UrlParams from "effect/http/UrlParams"
import * as Redacted from "effect/Redacted"
import { longestUrl } from "../client/Batch.ts"

/** What is wrong with a request whose path and query are too long: the parameter that takes most of it, and what it may take. */
export const issues = ({
  url,
  urlParams
}: HttpClientRequest.HttpClientRequest): ReadonlyArray<{ readonly path: string; readonly message: string }> => {
  let most = url.length
  for (const [name, value] of urlParams.params) most += (name.length + lengthOf(value) + 2) * longestCharacter
  // Nearly always: what is written is shorter than this.
  if (most <= longestUrl) return []
  const bytes = new Map<string, number>()
  let length = url.length
  for (const [name, value] of urlParams.params) {
    const size = UrlParams.toString([[name, value]]).length + 1
    length += size
    bytes.set(name, (bytes.get(name) ?? 0) + size)
  }
  if (length <= longestUrl) return []
  const [[path] = [""]] = Array.from(bytes).toSorted(([, a], [, b]) => b - a)
  return [{ path, message: `Expected a URL of at most ${longestUrl} bytes, and this makes it ${length}` }]
}

const lengthOf = (value: string | Redacted.Redacted): number =>
  typeof value === "string" ? value.length : Redacted.value(value).length

// Three bytes of UTF-8 for each unit of UTF-16, and `%EF` for each of those.
const longestCharacter = 9
