/**
 * Conditions on records: what a request says becomes conditions with typed values.
 */
import type { ErrorResponse } from "@effect-connectycube/core/contract/Endpoint"
import { splitCommas } from "@effect-connectycube/core/contract/Wire"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Result from "effect/Result"
import type { FieldType } from "../../Settings.ts"
import type * as Filter from "../../server/wire/filter.ts"
import * as Reject from "../../server/wire/reject.ts"
import type { Class } from "./classes.ts"
import * as Values from "./values.ts"

/** A place on earth, and how far around it one looks. */
export interface Circle {
  readonly longitude: number
  readonly latitude: number
  /** Metres. */
  readonly radius: number
}

/** A condition on a field. */
export type Criterion = { readonly field: string } & (
  | { readonly is: "filter"; readonly operator: Filter.Operator; readonly values: ReadonlyArray<Filter.Value> }
  | { readonly is: "null" | "not null" }
  | { readonly is: "near"; readonly circle: Circle }
  /** On a field that no record has yet. */
  | { readonly is: "unknown"; readonly operator: string }
)

/** The fields that every record has. */
export const systemFields: { readonly [field: string]: FieldType } = {
  _id: "String",
  _parent_id: "String",
  user_id: "Integer",
  created_at: "Date",
  updated_at: "Date"
}

export const typeOf = ({ fields }: Class, field: string): FieldType | undefined => {
  if (Object.hasOwn(systemFields, field)) return systemFields[field]
  return Object.hasOwn(fields, field) ? fields[field] : undefined
}

const ofTexts = ["eq", "ne", "in", "nin", "or", "ctn"]
const ofTimes = ["eq", "ne", "in", "nin", "or", "gt", "gte", "lt", "lte"]

/** The operators of each type. */
export const operators: { readonly [Type in FieldType]: ReadonlyArray<string> } = {
  Integer: [...ofTimes, "ctn"],
  Float: [...ofTimes, "ctn"],
  Date: ofTimes,
  String: ofTexts,
  File: ofTexts,
  Boolean: ["eq", "ne"],
  Array: ["eq", "all"],
  Location: ["eq", "near"]
}

/** Ids grow with time, and are compared as such. */
const operatorsOf = (field: string, type: FieldType): ReadonlyArray<string> =>
  field === "_id" ? [...ofTimes, "ctn"] : operators[type]

/** What each operator becomes in SQL, but for those that are not there: equality is without an operator. */
const filters: { readonly [operator: string]: Filter.Operator } = {
  eq: "eq",
  ne: "ne",
  in: "in",
  nin: "nin",
  or: "in",
  all: "all",
  ctn: "ctn",
  gt: "gt",
  gte: "gte",
  lt: "lt",
  lte: "lte"
}

const holdsTexts: ReadonlySet<FieldType> = new Set(["String", "File", "Array"])

const takesList: ReadonlySet<string> = new Set(["in", "nin", "or", "all"])

/** A condition as a request has it: a field, an operator, and what that takes. */
export type Stated = readonly [field: string, operator: string, operand: unknown]

/** The conditions in JSON such as `{ age: { gt: 28 }, job: "clerk" }`. */
export const statedIn = (object: object): Effect.Effect<ReadonlyArray<Stated>, ErrorResponse> => {
  const stated: Array<Stated> = []
  for (const [field, condition] of Object.entries(object)) {
    if (!Predicate.isObject(condition) || Array.isArray(condition)) stated.push([field, "eq", condition])
    else {
      const operands = Object.entries(condition)
      if (operands.length === 0) return Reject.unprocessable({ [field]: ["is without a condition"] })
      for (const [operator, operand] of operands) stated.push([field, operator, operand])
    }
  }
  return Effect.succeed(stated)
}

/** The condition in a parameter such as `age[gt]=28`. */
export const statedBy = (name: string, value: string): Stated => {
  const [, field = name, operator = "eq"] = /^([^[]+)\[(\w+)\]$/.exec(name) ?? []
  return [field, operator, value]
}

/**
 * The conditions with values of the types of their fields. What stands for nothing is `null` in JSON, else `"null"` for a field
 * that cannot hold this text.
 */
export const parse = (
  of: Class,
  stated: ReadonlyArray<Stated>,
  isJson: boolean
): Effect.Effect<ReadonlyArray<Criterion>, ErrorResponse> =>
  Effect.forEach(stated, ([field, operator, operand]) => {
    const type = typeOf(of, field)
    if (type === undefined) {
      return of.isOpen
        ? Effect.succeed<Criterion>({ field, is: "unknown", operator })
        : Reject.unprocessable({ [field]: ["is not a field of the class"] })
    }
    return Result.match(criterion(field, type, operator, operand, isJson), {
      onFailure: (message) => Reject.unprocessable({ [field]: [message] }),
      onSuccess: Effect.succeed
    })
  })

const criterion = (
  field: string,
  type: FieldType,
  operator: string,
  operand: unknown,
  isJson: boolean
): Result.Result<Criterion, string> => {
  if (!operatorsOf(field, type).includes(operator)) return Result.fail(`can't be used as ${field}[${operator}]`)
  if (operator === "near") {
    return Option.match(circleOf(operand), {
      onNone: () => Result.fail("should be longitude,latitude;radius"),
      onSome: (circle) => Result.succeed({ field, is: "near", circle })
    })
  }
  const filter = Object.hasOwn(filters, operator) ? filters[operator] : undefined
  if (filter === undefined) return Result.fail(`can't be used as ${field}[${operator}]`)
  if (operator === "eq" || operator === "ne") {
    // To a field that holds texts `"null"` is one.
    const isNull =
      isNothing(operand, isJson || (holdsTexts.has(type) && !Object.hasOwn(systemFields, field))) ||
      (field === "_parent_id" && operand === "")
    if (isNull) return Result.succeed({ field, is: operator === "eq" ? "null" : "not null" })
  }
  const operands = takesList.has(operator) ? Values.listOf(operand) : [operand]
  // A part of a number is a text.
  const values = operands.flatMap((value) => valuesOf(operator === "ctn" ? "String" : type, value))
  return operands.length === 0 || values.length < operands.length
    ? Result.fail(Values.expected[type])
    : Result.succeed({ field, is: "filter", operator: filter, values })
}

/** The value as SQLite compares it; none when it is none of the type. */
const valuesOf = (type: FieldType, value: unknown): ReadonlyArray<Filter.Value> => {
  // An array is equal to what it holds.
  if (type === "Array") return Values.isItem(value) ? [String(value)] : []
  return Option.match(Values.coerce(type, value), {
    onNone: () => [],
    onSome: (stored) => {
      if (typeof stored === "boolean") return [stored ? 1 : 0]
      return typeof stored === "object" ? [JSON.stringify(stored)] : [stored]
    }
  })
}

export const isNothing = (value: unknown, isJson: boolean): boolean => value === null || (!isJson && value === "null")

const circleOf = (value: unknown): Option.Option<Circle> => {
  const [place = "", around = "", ...more] = typeof value === "string" ? value.split(";") : []
  const radius = Option.getOrElse(Values.numberOf(around), () => Number.NaN)
  const [longitude, latitude] = Option.getOrElse(
    Option.filter(Values.coerce("Location", splitCommas(place)), Array.isArray),
    () => []
  ).map(Number)
  return longitude === undefined || latitude === undefined || more.length > 0 || !(radius >= 0)
    ? Option.none()
    : Option.some({ longitude, latitude, radius })
}
