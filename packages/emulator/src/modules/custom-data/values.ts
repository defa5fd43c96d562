/**
 * The values of fields: how what a request says becomes what its class holds.
 */
import { parseTime, splitCommas } from "@effect-connectycube/core/contract/Wire"
import * as DateTime from "effect/DateTime"
import * as Option from "effect/Option"
import type { FieldType } from "../../Settings.ts"

/** What an array holds. */
export type Item = string | number | boolean

/** A value as it is kept, and as SQLite reads it from JSON. A date is in milliseconds since 1970. */
export type Stored = Item | ReadonlyArray<Item>

/** The value of a field, which may be called as what every object has. */
export const valueIn = (fields: { readonly [field: string]: Stored | null }, field: string): Stored | null =>
  Object.hasOwn(fields, field) ? (fields[field] ?? null) : null

/** A value of that type, made of anything that can be read as one. */
export const coerce = (type: FieldType, value: unknown): Option.Option<Stored> => coercions[type](value)

const coercions: { readonly [Type in FieldType]: (value: unknown) => Option.Option<Stored> } = {
  Integer: (value) => Option.filter(numberOf(value), Number.isSafeInteger),
  Float: (value) => numberOf(value),
  String: (value) => textOf(value),
  File: (value) => textOf(value),
  Boolean: (value) => {
    if (value === true || value === 1 || value === "1" || value === "true") return Option.some(true)
    return value === false || value === 0 || value === "0" || value === "false" ? Option.some(false) : Option.none()
  },
  Date: (value) =>
    typeof value === "number" || typeof value === "string"
      ? Option.map(parseTime(value), DateTime.toEpochMillis)
      : Option.none(),
  Location: (value) => {
    const [longitude, latitude, ...more] = listOf(value).map((item) =>
      Option.getOrElse(numberOf(item), () => Number.NaN)
    )
    if (longitude === undefined || latitude === undefined || more.length > 0) return Option.none()
    return Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90 ? Option.some([longitude, latitude]) : Option.none()
  },
  Array: (value) => itemsOf(listOf(value))
}

/** What a value should have been. */
export const expected: { readonly [Type in FieldType]: string } = {
  Integer: "should be an integer",
  Float: "should be a number",
  String: "should be a text",
  File: "should be the id of a file",
  Boolean: "should be true or false",
  Date: "should be a date",
  Location: "should be a longitude and a latitude",
  Array: "should be an array of texts, numbers and flags"
}

/** A number, or a text that is one. */
export const numberOf = (value: unknown): Option.Option<number> => {
  if (typeof value === "number") return Option.some(value)
  const isNumber = typeof value === "string" && /^\s*[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?\s*$/i.test(value)
  return Option.filter(isNumber ? Option.some(Number(value)) : Option.none(), Number.isFinite)
}

const textOf = (value: unknown): Option.Option<string> => Option.map(Option.liftPredicate(value, isItem), String)

export const isItem = (value: unknown): value is Item =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean"

/** All of the items, when each of them is one. */
export const itemsOf = (values: ReadonlyArray<unknown>): Option.Option<ReadonlyArray<Item>> =>
  Option.liftPredicate(values, (values) => values.every(isItem))

/** A list is an array, or a text with commas. */
export const listOf = (value: unknown): ReadonlyArray<unknown> => {
  if (Array.isArray(value)) return value
  return typeof value === "string" ? splitCommas(value) : [value]
}

/** The type of a field whose first value this is; none for what says nothing. */
export const typeOf = (value: unknown): FieldType | undefined => {
  if (typeof value === "string") return "String"
  if (typeof value === "boolean") return "Boolean"
  if (typeof value === "number") return Number.isSafeInteger(value) ? "Integer" : "Float"
  return Array.isArray(value) ? "Array" : undefined
}

/** Whether the items are the same in a form, where all of them are texts. */
export const isSame = (item: Item, other: Item): boolean => String(item) === String(other)
