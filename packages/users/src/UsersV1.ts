/**
 * The typed text in which the first version of the list of users takes its conditions and its order.
 *
 * @since 0.1.0
 */
import * as DateTime from "effect/DateTime"

/**
 * The fields that the first version filters and sorts by, with the type that each has there.
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
 * @category models
 * @since 0.1.0
 */
export type Field = keyof typeof fieldTypes

// An id of another system may have more digits than a number.
type ValueOf<F extends Field> = F extends "external_user_id"
  ? number | string
  : { number: number; string: string; date: DateTime.DateTime }[(typeof fieldTypes)[F]]

/**
 * A condition on one field. The type of its value is that of the field, so that the condition cannot be of another type
 * than the field, which the server would answer with nothing at all.
 *
 * @category models
 * @since 0.1.0
 */
export type ConditionV1 = {
  readonly [F in Field]:
    | {
        readonly field: F
        readonly operator: "gt" | "lt" | "ge" | "le" | "eq" | "ne"
        readonly value: ValueOf<F>
      }
    | { readonly field: F; readonly operator: "between"; readonly value: readonly [ValueOf<F>, ValueOf<F>] }
    | { readonly field: F; readonly operator: "in"; readonly value: ReadonlyArray<ValueOf<F>> }
}[Field]

/**
 * The order of the list.
 *
 * @category models
 * @since 0.1.0
 */
export interface OrderV1 {
  readonly direction: "asc" | "desc"
  readonly field: Field
}

const format = (value: string | number | DateTime.DateTime): string =>
  DateTime.isDateTime(value) ? DateTime.formatIsoDateUtc(value) : String(value)

/**
 * `number id in 1,2`.
 *
 * @category encoding
 * @since 0.1.0
 */
export const formatCondition = ({ field, operator, value }: ConditionV1): string =>
  `${fieldTypes[field]} ${field} ${operator} ${Array.isArray(value) ? value.map(format).join(",") : format(value as string)}`

/**
 * Whether a value of a list has a comma, which would divide it: there are commas between them.
 *
 * @category encoding
 * @since 0.1.0
 */
export const hasComma = ({ value }: ConditionV1): boolean =>
  Array.isArray(value) && value.some((item) => String(item).includes(","))

/**
 * `asc string login`.
 *
 * @category encoding
 * @since 0.1.0
 */
export const formatOrder = ({ direction, field }: OrderV1): string => `${direction} ${fieldTypes[field]} ${field}`
