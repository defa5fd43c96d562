// Where a request goes: the origin that has the connections, and the path that is asked for.

export interface Target {
  readonly origin: string
  readonly path: string
}

/** Splits a URL, or fails as `new URL` does. */
export type Split = (url: string) => Target

/**
 * Splits URLs, and keeps the last origin: nearly all requests of a client go to one. Where the rest of the URL is already as
 * `new URL` would write it, nothing is parsed.
 */
export const make = (): Split => {
  let prefix = ""
  let origin = ""
  return (url) => {
    if (prefix !== "" && url.startsWith(prefix)) {
      const path = url.slice(prefix.length)
      if (isNormal(path)) return { origin, path }
    }
    const parsed = new URL(url)
    if (parsed.username !== "" || parsed.password !== "") {
      throw new TypeError("Expected a URL without a user name and password")
    }
    prefix = prefixOf(url)
    origin = parsed.origin
    return { origin, path: parsed.pathname + parsed.search }
  }
}

/** From the scheme up to the path, as it is written. */
const prefixOf = (url: string): string => plainPrefix.exec(url)?.[0] ?? ""

const plainPrefix = /^https?:\/\/[\w.[\]:-]+(?=\/)/i

/** A path and query that `new URL` leaves as they are: no character to escape, no segment of dots, no fragment. */
const isNormal = (path: string): boolean => normal.test(path) && !dots.test(path)

const normal = /^\/[\w\-.~!$&()*+,;=:@%/?]*$/

const dots = /\/(?:\.|%2e)/i
