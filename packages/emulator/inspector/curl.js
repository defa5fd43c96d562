// @ts-check
/** A request of the journal as a `curl` command. */
import { pairsOf } from "./format.js"
/** @import { JournalEntry } from "./types.d.ts" */

/** What the journal writes in the place of a secret. */
export const mask = "<redacted>"

/** Headers that the connection and the browser set, and curl sets by itself. */
const ownHeaders =
  /^(?:host|connection|content-length|transfer-encoding|keep-alive|expect|te|upgrade|upgrade-insecure-requests|accept-encoding|accept-language|user-agent|origin|referer|sec-.*|dnt|priority|cache-control|pragma|traceparent|tracestate|b3|x-b3-.*)$/i

/**
 * The variable of the shell that has a secret, by the name of its header, parameter or member.
 *
 * @param {string} name
 */
export const variableOf = (name) => {
  const plain = name.toLowerCase().replaceAll(/[^a-z\d]/g, "")
  if (/token/.test(plain)) return "CONNECTYCUBE_TOKEN"
  if (/adminapikey/.test(plain)) return "CONNECTYCUBE_ADMIN_API_KEY"
  if (/authkey/.test(plain)) return "CONNECTYCUBE_AUTH_KEY"
  if (/signature/.test(plain)) return "CONNECTYCUBE_SIGNATURE"
  if (/password|passwd|passphrase/.test(plain)) return "CONNECTYCUBE_PASSWORD"
  if (/secret/.test(plain)) return "CONNECTYCUBE_AUTH_SECRET"
  return "SECRET"
}

/**
 * A text as one word of a POSIX shell. Each mask in it is a variable.
 *
 * @param {string} text
 * @param {(index: number) => string} variable The name of the variable for the mask at this place.
 */
export const quote = (text, variable = () => "SECRET") => {
  let end = 0
  /** @type {Array<string>} */
  const words = []
  const literal = (/** @type {string} */ part) => {
    if (part !== "") words.push(`'${part.replaceAll("'", String.raw`'\''`)}'`)
  }
  for (let at = text.indexOf(mask); at !== -1; at = text.indexOf(mask, end)) {
    literal(text.slice(end, at))
    words.push(`"$${variable(at)}"`)
    end = at + mask.length
  }
  literal(text.slice(end))
  return words.length === 0 ? "''" : words.join("")
}

/** A query or a form with its escapes: the journal has it without. @param {string} text */
export const escapePairs = (text) =>
  pairsOf(text)
    .map(([name, value]) => `${escape(name)}=${escape(value)}`)
    .join("&")

/** A mask stays as it is. @param {string} text */
const escape = (text) => text.split(mask).map(encodeURIComponent).join(mask)

/** The name before a place in a JSON text, a form or a query. @param {string} text @param {number} at */
const nameBefore = (text, at) =>
  /([\w-]+)(?:"\s*:\s*"?|\]?=|%5D=)$/i.exec(text.slice(Math.max(0, at - 200), at))?.[1] ?? ""

/** @param {string} text */
const quoted = (text) => quote(text, (at) => variableOf(nameBefore(text, at)))

/** A body that the journal does not have: `<123 bytes>`. */
const left = /^<(?:too large|\d+ .*|unknown bytes)>$/

/**
 * The command. Secrets are variables of the shell, and a body that the journal does not have is the file `body.bin`.
 *
 * @param {Pick<JournalEntry, "method" | "path" | "query" | "request_headers" | "request_body">} entry
 * @param {string} origin
 */
export const toCurl = ({ method, path, query, request_body, request_headers }, origin) => {
  const url = (/^https?:/.test(path) ? "" : origin) + path + (query === "" ? "" : `?${escapePairs(query)}`)
  const type = Object.entries(request_headers).find(([name]) => name.toLowerCase() === "content-type")?.[1] ?? ""
  const isForm = /x-www-form-urlencoded/i.test(type)
  const headers = Object.entries(request_headers)
    .filter(([name, value]) => !ownHeaders.test(name) && !(name.toLowerCase() === "accept" && value === "*/*"))
    .map(([name, value]) => `-H ${quote(`${name}: ${value}`, () => variableOf(name))}`)
  const body =
    request_body === ""
      ? []
      : left.test(request_body)
        ? ["--data-binary @body.bin"]
        : [`--data-raw ${quoted(isForm ? escapePairs(request_body) : request_body)}`]
  return [`curl -g -X ${quote(method)} ${quoted(url)}`, ...headers, ...body].join(" \\\n  ")
}
