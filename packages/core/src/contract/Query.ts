/**
 * Filters and pages in query strings. The API writes them with brackets (`last_request_at[gt]=…`) and lists in three ways:
 * `id[in][]=1&id[in][]=2`, `type[in]=2,3` and `id[in]=1&id[in]=2`. The contract of an endpoint names the keys flat, in the
 * way that is documented for it.
 *
 * @since 0.1.0
 */
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import * as SchemaGetter from "effect/SchemaGetter"
import { isPlainObject } from "./Arguments.ts"
import * as Wire from "./Wire.ts"

/**
 * The keys of a field and its operators: `{ "id[in][]": … }` for `operators("id", { "in[]": … })`.
 *
 * @category contract
 * @since 0.1.0
 */
export type Operators<Field extends string, Ops extends { readonly [operator: string]: Schema.Top }> = {
  readonly [Op in keyof Ops & string as Key<Field, Op>]: Schema.optionalKey<Ops[Op]>
}

type Key<Field extends string, Op extends string> = Op extends ""
  ? Field
  : Op extends `${infer Name}[]`
    ? `${Field}[${Name}][]`
    : `${Field}[${Op}]`

/**
 * Declares the query keys of a field: one for each operator, `""` being the bare field. An operator that ends in `[]`
 * takes a list, sent as repeated keys.
 *
 * @example
 * ```ts
 * import * as Query from "@effect-connectycube/core/contract/Query"
 * import * as Schema from "effect/Schema"
 *
 * // { id?: …, "id[in][]"?: … }
 * const fields = Query.operators("id", { "": Schema.String, "in[]": Query.list(Schema.String) })
 * ```
 *
 * @category contract
 * @since 0.1.0
 */
export const operators = <const Field extends string, const Ops extends { readonly [operator: string]: Schema.Top }>(
  field: Field,
  ops: Ops
): Operators<Field, Ops> =>
  // The keys are computed here as `Key` computes them above.
  Object.fromEntries(
    Object.entries(ops).map(([operator, schema]) => [
      keyOf(field, operator),
      optional(schema, conditionOf(field, operator))
    ])
  ) as Operators<Field, Ops>

/** The condition of a query key, in words. */
const conditionOf = (field: string, operator: string): string =>
  `\`${field}\` ${conditions[operator.replace("[]", "")] ?? `fulfils \`${operator}\``}.`

const conditions: { readonly [operator: string]: string } = {
  "": "equals this value",
  eq: "equals this value",
  ne: "does not equal this value",
  gt: "is greater than this value",
  gte: "is greater than or equal to this value",
  lt: "is less than this value",
  lte: "is less than or equal to this value",
  in: "is one of these values",
  nin: "is none of these values",
  all: "has all of these values",
  ctn: "contains this text",
  start_with: "starts with this text"
}

const keyOf = (field: string, operator: string): string => {
  if (operator === "") return field
  return operator.endsWith("[]") ? `${field}[${operator.slice(0, -2)}][]` : `${field}[${operator}]`
}

/**
 * The values of a list operator. An empty list is rejected: it would not be sent at all, and so match everything.
 *
 * @category contract
 * @since 0.1.0
 */
export const list = <S extends Schema.Constraint>(schema: S) => Schema.Array(schema).check(Schema.isMinLength(1))

/**
 * As {@link list}, sent as one text with commas. A value that has a comma itself is an error: it would become two. So is an empty
 * text, or one with blanks around: it would be another one.
 *
 * @category contract
 * @since 0.1.0
 */
export const commaList = <S extends Schema.Codec<unknown, string | number>>(schema: S) =>
  Schema.String.pipe(
    Schema.decodeTo(list(schema.check(Schema.makeFilter(Wire.commaIssue))), {
      decode: SchemaGetter.transform((text: string): ReadonlyArray<S["Encoded"]> => Wire.splitCommas(text)),
      encode: SchemaGetter.transform((items: ReadonlyArray<S["Encoded"]>) => items.join(","))
    })
  )

const atLeast = (minimum: number) => Wire.Int.check(Schema.isGreaterThanOrEqualTo(minimum))

const atMost = (maximum: number) => Wire.Int.check(Schema.isBetween({ minimum: 1, maximum }))

/**
 * A parameter with its description in the OpenAPI document.
 *
 * @category contract
 * @since 0.1.0
 */
export const described = <S extends Schema.Top>(schema: S, description: string) =>
  schema.pipe(Schema.annotateEncoded({ description }))

/**
 * As {@link described}, for an optional parameter.
 *
 * @category contract
 * @since 0.1.0
 */
export const optional = <S extends Schema.Top>(schema: S, description: string) =>
  Schema.optionalKey(described(schema, description))

/**
 * How many items a page has.
 *
 * @category paging
 * @since 0.1.0
 */
export const limit = optional(atLeast(1), "The maximum number of items on a page.")

/**
 * As {@link limit}, for a list whose pages are bounded.
 *
 * @category paging
 * @since 0.1.0
 */
export const limitUpTo = (maximum: number) =>
  optional(atMost(maximum), `The maximum number of items on a page, from 1 to ${maximum}.`)

/**
 * How many items come before a page: `skip` and `offset`.
 *
 * @category paging
 * @since 0.1.0
 */
export const offset = optional(atLeast(0), "The number of items before the page.")

/**
 * The number of a page and its size, for the lists that count pages.
 *
 * @category paging
 * @since 0.1.0
 */
export const pages = {
  page: optional(atLeast(1), "The number of the page, from 1."),
  per_page: optional(atMost(100), "The maximum number of items on a page, from 1 to 100.")
}

/**
 * The keys of a {@link Sort}.
 *
 * @category contract
 * @since 0.1.0
 */
export const sort = <S extends Schema.Top>(field: S) => ({
  sort_asc: optional(field, "The field to sort by, in ascending order."),
  sort_desc: optional(field, "The field to sort by, in descending order.")
})

/**
 * The key that asks for the number of items.
 *
 * @category contract
 * @since 0.1.0
 */
export const count = optional(Wire.FlagNumber, "`1` to return the number of items instead of the items.")

/**
 * The order of a list: by one field, upwards or downwards.
 *
 * @category models
 * @since 0.1.0
 */
export type Sort<Field extends string> =
  | {
      /** The field to sort by, ascending. */
      readonly sort_asc?: Field
      readonly sort_desc?: never
    }
  | {
      /** The field to sort by, descending. */
      readonly sort_desc?: Field
      readonly sort_asc?: never
    }

/**
 * A query with flat keys. Which they are is not in its type: the contract checks them when the request is written.
 *
 * @category models
 * @since 0.1.0
 */
export type Flat = Record<never, unknown>

/**
 * From conditions by field to flat keys: `{ id: { in: [1] }, phone: "1" }` becomes `{ "id[in][]": [1], phone: "1" }`, or
 * `{ "id[in]": [1], phone: "1" }` where the endpoint takes its lists with commas. What is `undefined` is left out. A field without
 * an operator stays as it is, for the contract to reject.
 *
 * @category encoding
 * @since 0.1.0
 */
export const flatten = (query: object, lists: "brackets" | "commas" = "brackets"): Flat =>
  // What is no object is left to the contract, which rejects it.
  !Predicate.isObject(query)
    ? query
    : Object.fromEntries(Object.entries(query).flatMap(([field, condition]) => pairsOf(field, condition, lists)))

const pairsOf = (
  key: string,
  value: unknown,
  lists: "brackets" | "commas"
): ReadonlyArray<readonly [string, unknown]> => {
  if (value === undefined) return []
  // Dates and branded values are objects too; a condition is a plain one.
  if (!isPlainObject(value)) return [[key, value]]
  const operands = Object.entries(value).filter(([, operand]) => operand !== undefined)
  // It would be no condition at all, and everything would match: the contract rejects it.
  if (operands.length === 0) return [[key, value]]
  return operands.flatMap(([operator, operand]) => {
    const brackets = lists === "brackets" && Array.isArray(operand)
    return pairsOf(keyOf(key, operator === "eq" ? "" : brackets ? `${operator}[]` : operator), operand, lists)
  })
}
