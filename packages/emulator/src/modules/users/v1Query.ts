/**
 * The filter and the order of `GET /users`: a small language in a parameter.
 */
import type { ErrorResponse } from "@effect-connectycube/core/contract/Endpoint"
import { splitCommas } from "@effect-connectycube/core/contract/Wire"
import * as Effect from "effect/Effect"
import type * as Filter from "../../server/wire/filter.ts"
import * as Reject from "../../server/wire/reject.ts"
import { type Kind, kinds, sortable } from "./columns.ts"

/** `eg` is how the documentation spells `eq`. */
const operators: { readonly [name: string]: Filter.Operator } = {
  gt: "gt",
  lt: "lt",
  ge: "gte",
  le: "lte",
  eq: "eq",
  eg: "eq",
  ne: "ne",
  between: "between",
  in: "in"
}

const types: { readonly [name: string]: Kind } = { number: "number", integer: "number", string: "string", date: "date" }

const day = 86_400_000

const nothing: Filter.Condition = { field: "id", operator: "in", values: [] }

/** `{type} {field} {operator} {value}`, with pluses where a client has escaped them. */
export const parse = (filter: string): Effect.Effect<Filter.Condition, ErrorResponse> => {
  const [, type = "", field = "", name = "", text = ""] =
    /^(\w+)(?: +|\+)(\w+)(?: +|\+)(\w+)(?: +|\+)(.*)$/s.exec(filter.trim()) ?? []
  const kind = Object.hasOwn(types, type) ? types[type] : undefined
  const operator = Object.hasOwn(operators, name) ? operators[name] : undefined
  if (kind === undefined || operator === undefined) return invalid(`${filter} is not {type} {field} {operator} {value}`)
  if (!Object.hasOwn(kinds, field)) return invalid(`${field} is not a field to filter by`)
  // A type that is not that of the field finds nobody, and does not say why.
  if (kinds[field] !== kind) return Effect.succeed(nothing)
  const items = operator === "in" || operator === "between" ? splitCommas(text) : []
  const texts = items.length === 0 ? [text] : items
  if (operator === "between" && texts.length !== 2) return invalid("between takes two values")
  const values = texts.map((text) => valueOf(kind, text))
  if (values.some((value) => typeof value === "number" && Number.isNaN(value)))
    return invalid(`${text} is not a ${kind}`)
  return Effect.succeed(kind === "date" ? wholeDay(field, operator, values) : { field, operator, values })
}

const invalid = (message: string) => Reject.unprocessable({ filter: [message] })

const valueOf = (kind: Kind, text: string): Filter.Value => {
  if (kind === "string") return text
  // One that has more digits than a number is kept as a text.
  if (kind === "number" && /^-?\d+$/.test(text) && !Number.isSafeInteger(Number(text))) return text
  if (kind === "number") return text === "" ? Number.NaN : Number(text)
  return /^\d{4}[-.]\d{2}[-.]\d{2}$/.test(text) ? Date.parse(text.replaceAll(".", "-")) : Number.NaN
}

/** A date stands for all of its day. */
const wholeDay = (field: string, operator: Filter.Operator, values: ReadonlyArray<Filter.Value>): Filter.Condition => {
  const days = values.map(Number)
  const [first = 0, last = first] = days
  if (operator === "eq" || operator === "between") {
    return { field, operator: "between", values: [first, last + day - 1] }
  }
  if (operator === "gt" || operator === "lte") return { field, operator, values: [first + day - 1] }
  return { field, operator, values: days }
}

/** `{asc|desc} {type} {field}`. The type says nothing that the field does not. */
export const parseOrder = (order: string | undefined): Effect.Effect<Filter.Sorting, ErrorResponse> => {
  if (order === undefined) return Effect.succeed({})
  const [, direction = "", field = ""] = /^(asc|desc)(?: +|\+)\w+(?: +|\+)(\w+)$/i.exec(order.trim()) ?? []
  if (!sortable.has(field)) return Reject.unprocessable({ order: [`${order} is not {asc|desc} {type} {field}`] })
  return Effect.succeed(direction.toLowerCase() === "asc" ? { sort_asc: field } : { sort_desc: field })
}
