/** Generated requests: valid values of the contracts, mixed with odd ones, from a seed. */
import * as Predicate from "effect/Predicate"
import { at } from "./Wire.ts"

/** A number from 0 up to 1. */
export type Random = () => number

/** Deterministic numbers for a seed (mulberry32). */
export const chance = (seed: number): Random => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let bits = Math.imul(state ^ (state >>> 15), 1 | state)
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits
    return ((bits ^ (bits >>> 14)) >>> 0) / 4_294_967_296
  }
}

export const pick = <A>(random: Random, from: ReadonlyArray<A>): A => {
  const picked = from[Math.floor(random() * from.length)]
  if (picked === undefined) throw new Error("There is nothing to pick from")
  return picked
}

const upTo = <A>(random: Random, most: number, make: () => A): ReadonlyArray<A> =>
  Array.from({ length: Math.floor(random() * (most + 1)) }, make)

// ---------------------------------------------------------------------------------------------------------------------
// Odd values
// ---------------------------------------------------------------------------------------------------------------------

const texts = [
  "",
  " ",
  "0",
  "-1",
  "1.5",
  "1e400",
  "9007199254740993",
  "99999999999999999999999999",
  "NaN",
  "true",
  "null",
  "[]",
  "{}",
  "__proto__",
  "toString",
  "%",
  "%00",
  "%E0%A4%A",
  "a,b,,c",
  "'; DROP TABLE users; --",
  "\u0000",
  "\ud800",
  "🚂".repeat(50),
  "ﷺ漢字é",
  "x".repeat(5000),
  "2023-13-45T99:99:99Z",
  "+275760-09-13T00:00:00.001Z",
  "5c0000000000000000000000"
]

const numbers = [0, -0, -1, 1, 1.5, 2 ** 31, 2 ** 53, -(2 ** 53), 1e21, 1e308, -1e308, 5e-324, 8.64e15, 8.64e15 + 1]

const names = ["", "__proto__", "constructor", "toString", "[", "a[b]", "$gt", "length", "\u0000", "0", "limit"]

const deep: unknown = JSON.parse("[".repeat(1000) + "]".repeat(1000))

/** Anything that JSON has. */
export const anything = (random: Random, depth = 0): unknown => {
  const next = () => anything(random, depth + 1)
  switch (Math.floor(random() * (depth > 3 ? 4 : 6))) {
    case 0:
      return random() < 0.05 ? deep : null
    case 1:
      return random() < 0.5
    case 2:
      return pick(random, numbers)
    case 3:
      return pick(random, texts)
    case 4:
      return upTo(random, 3, next)
    default:
      return Object.fromEntries(upTo(random, 3, () => [pick(random, names), next()]))
  }
}

const oddSegments = ["0", "-1", "%00", "%E0%A4%A", "a%2Fb", "1,2,,x", "9".repeat(30), "%F0%9F%9A%82", "x".repeat(3000)]

// ---------------------------------------------------------------------------------------------------------------------
// Values of the contracts
// ---------------------------------------------------------------------------------------------------------------------

/** Known ids, by a part of the parameters' names. */
export type Known = { readonly [partOfName: string]: ReadonlyArray<string | number> }

const knownAs = (random: Random, known: Known, name: string): string | number | undefined => {
  const part = Object.keys(known).find((part) => name.includes(part))
  return part === undefined ? undefined : pick(random, known[part] ?? [])
}

/** A path with known or odd values for its parameters. */
export const pathOf = (path: string, random: Random, known: Known): string =>
  path.replaceAll(/\{([^}]*)\}/g, (_, name: string) =>
    String((random() < 0.9 ? knownAs(random, known, name) : undefined) ?? pick(random, oddSegments))
  )

const memberOf = (value: unknown, name: string): unknown =>
  Predicate.hasProperty(value, name) ? value[name] : undefined

const listOf = (value: unknown): ReadonlyArray<unknown> => (Array.isArray(value) ? value : [])

/** A value of a schema of the document, with a share of junk. */
const meant = (openApi: unknown, schema: unknown, random: Random, known: Known, share: number, name = ""): unknown => {
  if (random() < share) return anything(random)
  const ref = memberOf(schema, "$ref")
  const here = typeof ref === "string" ? at(openApi, ref.slice("#/".length).replaceAll("/", ".")) : schema
  const next = (schema: unknown, part = name) => meant(openApi, schema, random, known, share, part)
  const type = memberOf(here, "type")
  const value = type === "object" || type === "array" ? undefined : knownAs(random, known, name)
  if (value !== undefined && random() < 0.8) return value
  const choices = [...listOf(memberOf(here, "anyOf")), ...listOf(memberOf(here, "oneOf"))]
  if (choices.length > 0) return next(pick(random, choices))
  const literals = listOf(memberOf(here, "enum"))
  if (literals.length > 0) return pick(random, literals)
  switch (type) {
    case "string":
      return pick(random, [...texts, "ada", "YWRh", "2023-09-04T07:22:36Z", "1693812156"])
    case "integer":
    case "number":
      return random() < 0.5 ? Math.floor(random() * 100) : pick(random, numbers)
    case "boolean":
      return random() < 0.5
    case "array":
      return upTo(random, 2, () => next(memberOf(here, "items")))
    case "object":
      return Object.fromEntries(
        Object.entries(Object(memberOf(here, "properties")))
          .filter(([member]) => listOf(memberOf(here, "required")).includes(member) || random() < 0.4)
          .map(([member, schema]) => [member, next(schema, member)])
      )
    default:
      return anything(random)
  }
}

export interface Operation {
  /** The schemas of the parameters in the query. */
  readonly query: ReadonlyArray<readonly [name: string, schema: unknown]>
  readonly payload: unknown
}

const routeOf = (path: string) => path.replaceAll(/\{[^}]*\}/g, "{}")

/** The description of an endpoint in the document. */
export const operationOf = (openApi: unknown, method: string, path: string): Operation => {
  const operation = Object.entries(Object(memberOf(openApi, "paths")))
    .filter(([known]) => routeOf(known) === routeOf(path))
    .map(([, methods]) => memberOf(methods, method.toLowerCase()))
    .find((operation) => operation !== undefined)
  const [content] = Object.values(Object(memberOf(memberOf(operation, "requestBody"), "content")))
  return {
    query: listOf(memberOf(operation, "parameters"))
      .filter((parameter) => memberOf(parameter, "in") === "query")
      .map((parameter) => [String(memberOf(parameter, "name")), memberOf(parameter, "schema")]),
    payload: memberOf(content, "schema")
  }
}

// ---------------------------------------------------------------------------------------------------------------------
// Encodings
// ---------------------------------------------------------------------------------------------------------------------

/** The parts of a request besides its method and its path. */
export interface Junk {
  readonly query: string
  readonly body: string
  readonly contentType: string
}

/** With bracketed names. */
const pairsOf = (value: unknown, name = ""): Array<[name: string, text: string]> =>
  Predicate.isObjectOrArray(value)
    ? Object.entries(value).flatMap(([key, member]) =>
        pairsOf(member, name === "" ? key : `${name}[${Array.isArray(value) ? "" : key}]`)
      )
    : [[name, String(value)]]

const multipartOf = (value: unknown): string =>
  pairsOf(value)
    .map(([name, text]) => `--junk\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${text}\r\n`)
    .join("")

const textOf = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value))

const suffixes = ["[]", "[gt]", "[in]", "[in][]", "[ctn]", "[nope]", "[0][x]"]

/** A request for an endpoint: about half of them have no junk except values that the contract accepts. */
export const junkFor = (openApi: unknown, { query, payload }: Operation, random: Random, known: Known): Junk => {
  const share = pick(random, [0, 0, 0.02, 0.1, 0.4])
  const parameters = query.flatMap(([name, schema]): Array<[string, string]> => {
    if (random() > 3 / query.length) return []
    const suffix = random() < share ? pick(random, suffixes) : ""
    return [[name + suffix, textOf(meant(openApi, schema, random, known, share, name))]]
  })
  if (random() < share) parameters.push([pick(random, names), textOf(anything(random))])
  const value = payload === undefined ? {} : meant(openApi, payload, random, known, share)
  const json = { body: JSON.stringify(value), contentType: "application/json" }
  const form = {
    body: new URLSearchParams(pairsOf(value)).toString(),
    contentType: "application/x-www-form-urlencoded"
  }
  const multipart = { body: `${multipartOf(value)}--junk--\r\n`, contentType: "multipart/form-data; boundary=junk" }
  const well = [json, json, form, multipart, { ...json, contentType: "text/plain" }]
  const badly = [
    { ...form, contentType: "application/json" },
    { ...json, body: json.body.slice(0, json.body.length / 2) },
    { ...multipart, contentType: "multipart/form-data" },
    { ...multipart, body: multipartOf(value) },
    { ...json, body: "" },
    { body: pick(random, texts), contentType: "text/plain; charset=utf-16" }
  ]
  return { query: new URLSearchParams(parameters).toString(), ...pick(random, random() < share ? badly : well) }
}
