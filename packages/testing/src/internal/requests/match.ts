// What differs between a value and what is expected of it.
import * as Wire from "@effect-connectycube/core/contract/Wire"
import * as DateTime from "effect/DateTime"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import { isMembers } from "./parameters.ts"

export interface Difference {
  /** Where it is: `body.user.login`. */
  readonly path: string
  readonly expected: unknown
  /** `undefined` where there is nothing. */
  readonly actual: unknown
  /** A reason that the two values do not show. */
  readonly note?: string
}

/** What the journal has in the place of a secret. */
export const mask = "<redacted>"

/**
 * Compares a part of a request with a pattern. Of an object the members that the pattern has count; a list is compared whole. The
 * parameters of queries, paths and forms are texts, and a number or a flag is compared with its text.
 */
export const differences = (
  expected: unknown,
  actual: unknown,
  path: string,
  isText: boolean
): ReadonlyArray<Difference> => {
  const differs = (note?: string): ReadonlyArray<Difference> => [
    { path, expected, actual, ...(note === undefined ? {} : { note }) }
  ]
  const unless = (same: boolean, note?: string) => (same ? [] : differs(note))

  if (Predicate.isFunction(expected)) return unless(expected(actual) === true, "does not fulfil the predicate")
  if (isMatcher(expected)) return unless(expected.asymmetricMatch(actual))
  if (actual === mask && expected !== mask) return differs(masked)
  if (expected instanceof RegExp) return unless(new RegExp(expected).test(String(actual)))
  if (DateTime.isDateTime(expected) || expected instanceof Date) return unless(isTime(expected, actual))
  if (Array.isArray(expected)) return list(expected, actual, path, isText) ?? differs()
  if (isMembers(expected)) {
    if (!isMembers(actual)) return differs()
    return Object.entries(expected).flatMap(([name, member]) =>
      differences(member, Object.hasOwn(actual, name) ? actual[name] : undefined, `${path}.${name}`, isText)
    )
  }
  if (isText && Predicate.isString(actual)) return unless(textsOf(expected).includes(actual), noteOn(expected, actual))
  return unless(Object.is(expected, actual), noteOn(expected, actual))
}

const masked = "a secret, which the journal masks: leave it out, or expect that it is there with a predicate"

const list = (expected: ReadonlyArray<unknown>, actual: unknown, path: string, isText: boolean) => {
  const items: unknown = isText && Predicate.isString(actual) ? actual.split(",") : actual
  if (!Array.isArray(items) || items.length !== expected.length) return undefined
  return expected.flatMap((item, index) => differences(item, items[index], `${path}.${index}`, isText))
}

/** As the API spells them in a URL. */
const textsOf = (value: unknown): ReadonlyArray<string> => {
  if (value === true) return ["true", "1"]
  if (value === false) return ["false", "0"]
  return value === null || value === undefined ? [""] : [String(value)]
}

const noteOn = (expected: unknown, actual: unknown): string | undefined => {
  if (Predicate.isString(actual) && actual.includes(mask)) return masked
  const isSpelledSo = typeof expected !== typeof actual && String(expected) === String(actual)
  return isSpelledSo ? `a ${typeof actual}, not a ${typeof expected}` : undefined
}

const isTime = (expected: DateTime.DateTime | Date, actual: unknown): boolean => {
  if (!Predicate.isString(actual) && !Predicate.isNumber(actual)) return false
  const at = DateTime.isDateTime(expected) ? expected.epochMilliseconds : expected.getTime()
  // Many times are written in whole seconds.
  return Option.exists(
    Wire.parseTime(actual),
    ({ epochMilliseconds }) => epochMilliseconds === at || epochMilliseconds === Math.floor(at / 1000) * 1000
  )
}

interface Matcher {
  readonly asymmetricMatch: (actual: unknown) => boolean
}

/** Of vitest: `expect.stringContaining("ada")`. */
const isMatcher = (value: unknown): value is Matcher =>
  Predicate.hasProperty(value, "asymmetricMatch") && Predicate.isFunction(value.asymmetricMatch)
