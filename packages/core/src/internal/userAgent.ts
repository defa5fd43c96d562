// The `User-Agent` header: what an application may say in it, and the headers of a request with it.
import { version } from "./version.ts"

/** The software and its version, with the runtime as a comment where that names itself as a product: `Node.js/24`. */
const product = (runtime: string | undefined): string =>
  `effect-connectycube/${version}${runtime !== undefined && isProduct.test(runtime) ? ` (${runtime})` : ""}`

const token = String.raw`[!#$%&'*+\-.^_\`|~0-9A-Za-z]+`

const isProduct = new RegExp(`^${token}/${token}$`)

/** Stands for a comment. It cannot be given. */
const placeholder = "\u00b6"

const comment = new RegExp(String.raw`\((?:[\t ${placeholder}!-'*-[\]-~]|\\[\t -~])*\)`, "g")

const isList = new RegExp(`^${token}(?:/${token})?(?:[ \\t]+(?:${token}(?:/${token})?|${placeholder}))*$`)

const longest = 256

/** What is wrong with the products of an application, by the grammar of RFC 9110, section 10.1.5. */
export const issueOf = (given: unknown): string | undefined => {
  if (typeof given !== "string") return "has to be text"
  if (given.length > longest) return `is longer than ${longest} characters`
  if (/[^\t -~]/.test(given)) return "has a line break, or a character that is not ASCII"
  // A comment may hold comments: they go from the inside out, each replaced by a placeholder.
  let rest = given
  for (let inner = ""; inner !== rest;) {
    inner = rest
    rest = rest.replaceAll(comment, placeholder)
  }
  return isList.test(rest)
    ? undefined
    : "is no list of products and comments, such as shop/1.4.0 (+https://shop.example)"
}

/**
 * The header of an application. There is none in browsers: they send their own, some ignore this one, and in the others it would
 * be one more header that the server has to allow in a preflight.
 */
export const headerOf = (application: string, runtime = globalThis.navigator?.userAgent): string | undefined => {
  if (runtime?.startsWith("Mozilla/") === true) return undefined
  return application === "" ? product(runtime) : `${application} ${product(runtime)}`
}

/** Whether a header is the one that {@link headerOf} writes. */
export const isOwn = (header: string | undefined): boolean => header?.includes(product(undefined)) === true

type Headers = Readonly<Record<string, string>>

/**
 * Adds the header to others, or returns what is wrong with the products of the application. Most calls have the same as the one
 * before: those are kept.
 */
export const makeHeadersOf = (): ((application: string, others: Headers) => Headers | string) => {
  let lastApplication: string | undefined
  let header: string | undefined
  let issue: string | undefined
  let lastOthers: Headers | undefined
  let headers: Headers = {}
  return (application, others) => {
    if (application !== lastApplication) {
      // The layer has checked it, but it may be provided without one.
      issue = application === "" ? undefined : issueOf(application)
      header = issue === undefined ? headerOf(application) : undefined
      lastApplication = application
      lastOthers = undefined
    }
    if (issue !== undefined) return issue
    if (others !== lastOthers) {
      headers = header === undefined ? others : { ...others, "user-agent": header }
      lastOthers = others
    }
    return headers
  }
}
