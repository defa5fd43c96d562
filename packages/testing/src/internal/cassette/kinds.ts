/**
 * Values that differ by their nature from one server to another: ids, tokens and times. Of them the shape is compared.
 */
import * as SecretNames from "@effect-connectycube/core/contract/SecretNames"
import type { Json } from "./json.ts"

/** Such as `id`, `_id`, `user_id`, `occupants_ids`, `uid`, `key`. */
export const isIdName = (name: string): boolean =>
  /(?:^|_)(?:id|ids|uid|uuid|key|udid)$|(?:Id|ID|Ids)$|^(?:avatar|photo|occupants|admins)$/.test(bare(name))

const isTimeName = (name: string): boolean =>
  /(?:_at|date|_sent|time|timestamp|expires|expiration|^ts)$/i.test(bare(name))

/** Of `user[id]` and `id[in][]` the last name. */
export const bare = (name: string): string =>
  name.split(/[[\]]+/).findLast((part) => part !== "" && !/^(?:n?in|all|n?e|gte?|lte?|ctn|or|eq|\d+)$/.test(part)) ??
  name

const times: ReadonlyArray<RegExp> = [
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/,
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d+Z$/,
  /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2} UTC$/,
  /^\d{8}T\d{6}Z$/,
  /^\w{3}, \d{2} \w{3} \d{4} \d{2}:\d{2}:\d{2} GMT$/
]

const shapes: ReadonlyArray<RegExp> = [
  ...times,
  // Object ids, tokens, uids, checksums: as long as the other one.
  /^[\da-f]{16,}$/i,
  /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i,
  /^eyJ[\w-]+\.[\w-]+\.[\w-]+$/
]

/** A time is sent as it was recorded. */
export const isTime = (text: string): boolean => times.some((time) => time.test(text))

export const isUrl = (text: string): boolean => /^https?:\/\/\S+$/i.test(text) && URL.canParse(text)

/** Whether both are of the same kind, which differs by its nature. */
export const isSameKind = (name: string, expected: Json, actual: Json): boolean => {
  if (typeof expected === "number" && typeof actual === "number") {
    return (isIdName(name) || isTimeName(name)) && Number.isInteger(expected) === Number.isInteger(actual)
  }
  if (typeof expected !== "string" || typeof actual !== "string") return false
  if (SecretNames.isSecretName(name)) return actual !== ""
  if (isIdName(name) && /^\d+$/.test(expected) && /^\d+$/.test(actual)) return true
  const shape = shapes.find((shape) => shape.test(expected))
  if (shape !== undefined) return shape.test(actual) && lengthOf(expected) === lengthOf(actual)
  return isUrl(expected) && isUrl(actual) && isSameUrl(new URL(expected), new URL(actual))
}

/** An object id has 24 digits, a token 36. Fractions of a second may have any number. */
const lengthOf = (text: string): number => (/^[\da-f]+$/i.test(text) ? text.length : 0)

/** Any other URL is a value like any other: that of a website. */
const hasId = /[\da-f]{16,}/i

const isSameUrl = (one: URL, other: URL): boolean =>
  hasId.test(one.href) &&
  namesOf(one) === namesOf(other) &&
  one.pathname.split("/").length === other.pathname.split("/").length

const namesOf = ({ searchParams }: URL): string => Array.from(searchParams.keys()).toSorted().join("&")

/** A text without the parts that differ by their nature. */
export const neutral = (text: string): string =>
  text
    .replaceAll(/https?:\/\/[^/\s"'<>]+/g, "(host)")
    .replaceAll(/[\da-f]{16,}/gi, "(hex)")
    .replaceAll(/\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z| UTC)?/g, "(time)")
    .replaceAll(/\d{5,}/g, "(number)")
