// Filters, as a query and as JSON.
import * as Arguments from "@effect-connectycube/core/contract/Arguments"
import * as Wire from "@effect-connectycube/core/contract/Wire"
import * as Effect from "effect/Effect"
import { Near } from "../Location.ts"
import { type Checked, type Codecs, type FieldCodec, object, unknownField, writing, wrong } from "./field.ts"

/** One condition as it is written: of a list every element, `""` for no operator. */
interface Condition {
  readonly field: string
  readonly operator: string
  readonly value: unknown
}

const lists: ReadonlySet<string> = new Set(["in", "nin", "or", "all"])
const operators: ReadonlySet<string> = new Set(["gt", "gte", "lt", "lte", "ne", "ctn", "near", ...lists])

/** Operators are told from a value by their names, for a value may be an object, too. */
export const isOperators = (value: unknown): value is { readonly [operator: string]: unknown } =>
  Arguments.isPlainObject(value) && Object.keys(value).every((key) => operators.has(key))

/** The conditions of a filter. What is `undefined` is left out, or rejected where that would make more records match. */
const conditions = (filter: object, codecs: Codecs, strict: boolean): Checked<ReadonlyArray<Condition>> =>
  Effect.map(
    Effect.andThen(
      object("", filter),
      Effect.forEach(Object.entries(filter ?? {}), ([field, condition]) => {
        if (condition === undefined) return strict ? wrong(field, "Expected a condition") : Effect.succeed([])
        const codec = codecs(field)
        if (codec === undefined) return unknownField(field, codecs.names)
        const { compare } = codec.item ?? codec
        if (!isOperators(condition)) {
          return Effect.map(value(field, condition, compare), (value): ReadonlyArray<Condition> => [
            { field, operator: "", value }
          ])
        }
        return writeOperators(field, condition, compare, strict)
      })
    ),
    (found) => found.flat()
  )

/** A value to compare with. What is an object and does not fit was meant to be operators. */
const value = (field: string, condition: unknown, compare: FieldCodec["compare"]): Checked<unknown> =>
  Effect.catch(compare(condition), (issues) => {
    const unknown = Arguments.isPlainObject(condition) ? Arguments.unknownMembers(condition, [...operators], field) : []
    return Effect.fail(unknown.length > 0 ? unknown : issues)
  })

/** The operators on one field, each with its operand written by `compare`. */
export const writeOperators = (
  field: string,
  condition: { readonly [operator: string]: unknown },
  compare: FieldCodec["compare"],
  strict: boolean
): Checked<ReadonlyArray<Condition>> => {
  const given = Object.entries(condition).filter(([, operand]) => strict || operand !== undefined)
  if (given.length === 0) return wrong(field, "Expected an operator")
  return Effect.forEach(given, ([operator, operand]) =>
    Effect.map(writeOperand(`${field}.${operator}`, operator, operand, compare), (value) => ({
      field,
      operator,
      value
    }))
  )
}

const writeOperand = (
  path: string,
  operator: string,
  operand: unknown,
  compare: FieldCodec["compare"]
): Checked<unknown> => {
  if (operand === undefined) return wrong(path, "Expected a value")
  if (operator === "ctn") return typeof operand === "string" ? Effect.succeed(operand) : wrong(path, "Expected a text")
  if (operator === "near") return writing(path, Near)(operand)
  if (!lists.has(operator)) return compare(operand)
  // An empty list would not be sent at all, and so match everything.
  return Array.isArray(operand) && operand.length > 0
    ? Effect.forEach(operand, compare)
    : wrong(path, "Expected at least one value")
}

const textOf = (path: string, value: unknown): Checked<string> =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? Effect.succeed(String(value))
    : wrong(path, "Expected a text, a number or a flag")

/** The elements of a list travel with commas between them. */
const listOf = (path: string, values: ReadonlyArray<unknown>): Checked<string> =>
  Effect.map(
    Effect.forEach(values, (value, index) =>
      Effect.flatMap(textOf(path, value), (text) => {
        const message = Wire.commaIssue(text)
        return message === undefined ? Effect.succeed(text) : wrong(`${path}.${index}`, message)
      })
    ),
    (texts) => texts.join(",")
  )

const keyOf = ({ field, operator }: Condition) => (operator === "" ? field : `${field}[${operator}]`)

const pairs = (found: ReadonlyArray<Condition>): Checked<Record<string, string>> =>
  Effect.map(
    Effect.forEach(found, (condition) => {
      const key = keyOf(condition)
      const text = Array.isArray(condition.value) ? listOf(key, condition.value) : textOf(key, condition.value)
      return Effect.map(text, (value) => [key, value] as const)
    }),
    Object.fromEntries<string>
  )

/** A filter as the keys of a query: `{ age: { gt: 28 } }` is `age[gt]=28`. */
export const toQuery = (filter: object, codecs: Codecs): Checked<Record<string, string>> =>
  Effect.flatMap(conditions(filter, codecs, false), pairs)

/** Conditions that choose what is changed or deleted. There has to be one, and every one has to choose. */
const criteria = (filter: object, codecs: Codecs): Checked<ReadonlyArray<Condition>> =>
  Effect.flatMap(conditions(filter, codecs, true), (found) => {
    if (found.length === 0) return wrong("", "Expected at least one condition")
    const all = found.find(({ operator, value }) => operator === "ctn" && value === "")
    if (all !== undefined) return wrong(keyOf(all), "Expected a text: every one contains an empty one")
    const near = found.find(({ operator }) => operator === "near")
    return near === undefined ? Effect.succeed(found) : wrong(keyOf(near), "Expected an operator for criteria")
  })

/** Criteria as a form. In one, `""` may mean no criterion, and `"null"` stands for no value, so both are rejected. */
export const toForm = (filter: object, codecs: Codecs): Checked<Record<string, string>> =>
  Effect.flatMap(criteria(filter, codecs), (found) => {
    const nothing = found.find(({ value }) => [value].flat().some((text) => text === "" || text === "null"))
    return nothing === undefined ? pairs(found) : wrong(keyOf(nothing), 'Expected neither "" nor "null"')
  })

/** Criteria as JSON: `{ age: { lt: 30 } }`. */
export const toJson = (filter: object, codecs: Codecs): Checked<Record<string, unknown>> =>
  Effect.map(criteria(filter, codecs), (found) => {
    const json: Record<string, unknown> = {}
    for (const { field, operator, value } of found) {
      json[field] = operator === "" ? value : { ...Object(json[field]), [operator]: value }
    }
    return json
  })
