/**
 * The conditions and the order of the first version of the list of users, as typed texts.
 *
 * @since 0.1.0
 */
import * as Arguments from "@effect-connectycube/core/contract/Arguments"
import * as Wire from "@effect-connectycube/core/contract/Wire"
import * as DateTime from "effect/DateTime"

/**
 * The fields that the first version of the list filters and sorts by, with their types.
 *
 * @category models
 * @since 0.1.0
 */
export const fieldTypes = {
  id: "number",
  login: "string",
  email: "string",
  full_name: "string",
  phone: "string",
  website: "string",
  external_id: "string",
  external_user_id: "number",
  facebook_id: "string",
  twitter_id: "string",
  user_tags: "string",
  avatar: "string",
  timezone: "number",
  created_at: "date",
  updated_at: "date",
  last_request_at: "date"
} as const

/**
 * A field that the first version of the list filters and sorts by.
 *
 * @category models
 * @since 0.1.0
 */
export type Field = keyof typeof fieldTypes

// An id of another system may have more digits than a number.
type ValueOf<F extends Field> = F extends "external_user_id"
  ? number | string
  : { number: number; string: string; date: DateTime.DateTime }[(typeof fieldTypes)[F]]

/**
 * A condition on one field, whose value has the type of the field.
 *
 * **Gotchas**
 *
 * The server returns no user for a condition of another type than the field.
 *
 * @category models
 * @since 0.1.0
 */
export type ConditionV1 = {
  readonly [F in Field]:
    | {
        /** The field to compare. */
        readonly field: F
        /** The comparison. `between` takes both ends, and `in` a list of at least one value. */
        readonly operator: "gt" | "lt" | "ge" | "le" | "eq" | "ne"
        /** The value to compare with. Times are compared by their day, in UTC. */
        readonly value: ValueOf<F>
      }
    | {
        /** The field to compare. */
        readonly field: F
        /** The comparison. `between` takes both ends, and `in` a list of at least one value. */
        readonly operator: "between"
        /** The value to compare with. Times are compared by their day, in UTC. */
        readonly value: readonly [ValueOf<F>, ValueOf<F>]
      }
    | {
        /** The field to compare. */
        readonly field: F
        /** The comparison. `between` takes both ends, and `in` a list of at least one value. */
        readonly operator: "in"
        /** The value to compare with. Times are compared by their day, in UTC. */
        readonly value: ReadonlyArray<ValueOf<F>>
      }
}[Field]

/**
 * The order of the list.
 *
 * @category models
 * @since 0.1.0
 */
export interface OrderV1 {
  /** Ascending or descending. */
  readonly direction: "asc" | "desc"
  /** The field to sort by. */
  readonly field: Field
}

const format = (value: string | number | DateTime.DateTime): string =>
  DateTime.isDateTime(value) ? DateTime.formatIsoDateUtc(value) : String(value)

/**
 * Formats a condition as the API expects it: `number id in 1,2`.
 *
 * @category encoding
 * @since 0.1.0
 */
export const formatCondition = ({ field, operator, value }: ConditionV1): string =>
  `${fieldTypes[field]} ${field} ${operator} ${[value].flat().map(format).join(",")}`

const operators: ReadonlyArray<ConditionV1["operator"]> = ["gt", "lt", "ge", "le", "eq", "ne", "between", "in"]

const oneOf = (path: string, value: unknown, names: ReadonlyArray<string>): Arguments.Issues =>
  typeof value === "string" && names.includes(value) ? [] : [{ path, message: `Expected one of ${names.join(", ")}` }]

const expected = { number: "a finite number", string: "a text", date: "a time" }

const fits = (field: Field, value: unknown): boolean => {
  switch (fieldTypes[field]) {
    case "number":
      return Number.isFinite(value) || (field === "external_user_id" && typeof value === "string" && value !== "")
    case "string":
      return typeof value === "string"
    case "date":
      return DateTime.isDateTime(value)
  }
}

const valueIssues = (path: string, { field, operator, value }: ConditionV1): Arguments.Issues => {
  const wrong = (message: string) => [{ path, message }]
  if (operator === "between" || operator === "in") {
    if (!Array.isArray(value)) return wrong("Expected a list")
    const items: ReadonlyArray<unknown> = value
    if (operator === "between" && items.length !== 2) return wrong("Expected both ends, and nothing else")
    if (items.length === 0) return wrong("Expected at least one value")
    return items.flatMap((item, index) => {
      const message = fits(field, item) ? Wire.commaIssue(item) : `Expected ${expected[fieldTypes[field]]}`
      return message === undefined ? [] : [{ path: `${path}.${index}`, message }]
    })
  }
  return fits(field, value) ? [] : wrong(`Expected ${expected[fieldTypes[field]]}`)
}

/**
 * Checks a condition. The server would ignore an invalid one, or read another condition from it.
 *
 * @category checking
 * @since 0.1.0
 */
export const conditionIssues = (condition: ConditionV1, path: string): Arguments.Issues => {
  const unknown = Arguments.unknownMembers(condition ?? null, ["field", "operator", "value"], path)
  if (unknown.length > 0) return unknown
  const names = [
    ...oneOf(`${path}.field`, condition.field, Object.keys(fieldTypes)),
    ...oneOf(`${path}.operator`, condition.operator, operators)
  ]
  return names.length > 0 ? names : valueIssues(`${path}.value`, condition)
}

/**
 * Checks an order.
 *
 * @category checking
 * @since 0.1.0
 */
export const orderIssues = (order: OrderV1 | undefined): Arguments.Issues => {
  const unknown = Arguments.unknownMembers(order, ["direction", "field"], "order")
  if (unknown.length > 0 || order === undefined) return unknown
  return [
    ...oneOf("order.direction", order.direction, ["asc", "desc"]),
    ...oneOf("order.field", order.field, Object.keys(fieldTypes))
  ]
}

/**
 * Formats an order as the API expects it: `asc string login`.
 *
 * @category encoding
 * @since 0.1.0
 */
export const formatOrder = ({ direction, field }: OrderV1): string => `${direction} ${fieldTypes[field]} ${field}`
