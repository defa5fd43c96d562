/**
 * JSON of other people's making: read when it is the same after it was written again, and never deeper than a stack.
 */
import type * as Schema from "effect/Schema"

export type Json = Schema.Json

export type JsonObject = { readonly [name: string]: Json }

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value)

export const isList = (value: Json | undefined): value is ReadonlyArray<Json> => Array.isArray(value)

/** Deeper values are treated as texts: what walks through them is recursive. */
const deepest = 256

/** A text as a value, when it is a list or an object that means the same once it is written again. */
export const parse = (text: string): Json | undefined => {
  if (!/^\s*[[{]/.test(text)) return undefined
  return parseAny(text)
}

/** As {@link parse}, of any value. */
export const parseAny = (text: string): Json | undefined => {
  if (depthOf(text) > deepest) return undefined
  try {
    const value: Json = JSON.parse(text)
    return JSON.stringify(value) === canonical(text) ? value : undefined
  } catch {
    return undefined
  }
}

const tokens = /"(?:[^"\\]|\\.)*"|[^\s"]+/g

/** Without spaces, each text spelled as `JSON.stringify` spells it, and each number too, unless it would lose digits. */
const canonical = (text: string): string => {
  let written = ""
  for (const [token] of text.matchAll(tokens)) {
    written += token.startsWith('"') ? JSON.stringify(JSON.parse(token)) : token.replaceAll(fraction, shortened)
  }
  return written
}

/** Zeros at the end of a fraction say nothing. */
const fraction = /(\d)(\.\d*?)0+(?![\d.eE])/g

const shortened = (_: string, digit: string, rest: string): string => digit + (rest === "." ? "" : rest)

export const depthOf = (text: string): number => {
  let depth = 0
  let most = 0
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/g)) {
    if (token === "[" || token === "{") most = Math.max(most, ++depth)
    else if (token === "]" || token === "}") depth--
  }
  return most
}

/** With the members of objects in order, so that texts are equal when values are. */
export const sorted = (value: Json): Json => {
  if (isList(value)) return value.map(sorted)
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, member]) => [name, sorted(member)])
  )
}
