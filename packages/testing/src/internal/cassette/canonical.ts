/**
 * Requests as they are compared: without secrets, in one order, and without what differs each time.
 */
import type { RecordedBody, RecordedRequest } from "../../Recording.ts"
import * as Body from "./body.ts"
import * as Json from "./json.ts"
import type { Replacer } from "./replacer.ts"
import * as Rewrite from "./rewrite.ts"

export interface Canonical {
  readonly method: string
  readonly path: string
  /** Query and body. */
  readonly content: Json.JsonObject
  /** Requests are equal when this is. */
  readonly key: string
  /** The tokens and keys that it is sent with. Among equal requests they tell whose it is. */
  readonly credentials: string
}

export interface Rules {
  /** What is known to be secret, which becomes {@link hidden} wherever it stands. */
  readonly replacer: Replacer
  readonly pii: boolean
  /** Parameters and members whose values differ each time. */
  readonly volatile: ReadonlySet<string>
}

/** No space in it: where it stands in a text, it is one word. */
export const hidden = "(secret)"

const differing = "(differs each time)"

export const make = (request: RecordedRequest, { pii, replacer, volatile }: Rules): Canonical => {
  const { body, cut, headers, method, url } = Rewrite.ofRequest(
    { secret: () => hidden, text: replacer.text, bytes: replacer.bytes, pii },
    request
  )
  const { path, query } = partsOf(url)
  const content: Json.JsonObject = {
    ...(query.length === 0 ? {} : { query: grouped(query, volatile) }),
    // Of a body that was not recorded to its end, nobody knows whether it is the same.
    ...(cut === true ? {} : contentOf(body, headers["content-type"], volatile))
  }
  const { "cb-token": token = "", authorization = "" } = request.headers
  return {
    method,
    path,
    content,
    key: JSON.stringify([method, path, Json.sorted(content)]),
    credentials: `${token} ${authorization}`.trim()
  }
}

/** The host is not compared: a tour is replayed under any `api_url`. */
const partsOf = (url: string) => {
  if (!URL.canParse(url, "http://localhost")) return { path: url, query: [] }
  const { pathname, searchParams } = new URL(url, "http://localhost")
  return { path: pathname, query: Array.from(searchParams) }
}

/** By name, each name with its values in their order. */
const grouped = (
  pairs: ReadonlyArray<readonly [string, string]>,
  volatile: ReadonlySet<string>
): { readonly [name: string]: Json.Json } => {
  const values = new Map<string, Array<string>>()
  for (const [name, value] of pairs) {
    const own = volatile.has(name) ? differing : value
    const list = values.get(name)
    if (list === undefined) values.set(name, [own])
    else list.push(own)
  }
  return Object.fromEntries(Array.from(values, ([name, list]) => [name, list.length === 1 ? (list[0] ?? "") : list]))
}

const contentOf = (
  body: RecordedBody | undefined,
  type: string | undefined,
  volatile: ReadonlySet<string>
): Json.JsonObject => {
  if (body === undefined) return {}
  if ("json" in body) return { json: without(body.json, volatile) }
  if ("form" in body) return { form: grouped(body.form, volatile) }
  if ("multipart" in body) {
    return {
      multipart: body.multipart.map(({ name, text, ...part }) => ({
        name,
        ...(text === undefined ? {} : { text: part.filename === undefined && volatile.has(name) ? differing : text }),
        ...part
      }))
    }
  }
  // A form whose boundary is not known has it in each of its parts.
  if (Body.isMultipart(type)) return { type: "multipart/form-data" }
  return "text" in body ? { text: body.text } : { base64: body.base64 }
}

const without = (value: Json.Json, volatile: ReadonlySet<string>): Json.Json => {
  if (Json.isList(value)) return value.map((item) => without(item, volatile))
  if (!Json.isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, volatile.has(name) ? differing : without(member, volatile)])
  )
}
