/**
 * What a request changes in the fields of a record: values, and the special operators.
 */
import type { ErrorResponse } from "@effect-connectycube/core/contract/Endpoint"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Result from "effect/Result"
import type { FieldType } from "../../Settings.ts"
import * as Reject from "../../server/wire/reject.ts"
import * as Arrays from "./arrays.ts"
import type { Class } from "./classes.ts"
import { isNothing } from "./criteria.ts"
import { coerce, expected, type Item, numberOf, type Stored, valueIn } from "./values.ts"

export interface Fields {
  readonly [field: string]: Stored | null
}

type Change = Result.Result<Stored | null, string>

/** The fields after a request, of which they are all checked. What the class does not have is left out. */
export const apply = (
  of: Class,
  body: { readonly [name: string]: unknown },
  before: Fields,
  isJson: boolean
): Effect.Effect<Fields, ErrorResponse> => {
  const fields: { [field: string]: Stored | null } = { ...before }
  const errors: Record<string, ReadonlyArray<string>> = {}
  const change = (field: string, make: (type: FieldType, now: Stored | null) => Change) => {
    const type = Object.hasOwn(of.fields, field) ? of.fields[field] : undefined
    if (type === undefined) return false
    const changed = make(type, valueIn(fields, field))
    if (Result.isFailure(changed)) errors[field] = [changed.failure]
    else fields[field] = changed.success
    return true
  }
  for (const [field, value] of Object.entries(body)) {
    change(field, (type, now) => (isNothing(value, isJson) ? Result.succeed(null) : set(type, now, value)))
  }
  for (const [operator, operate] of Object.entries(operators)) {
    const operands = body[operator]
    if (operands === undefined) continue
    if (!Predicate.isObject(operands) || Array.isArray(operands)) {
      errors[operator] = ["should name its fields"]
      continue
    }
    for (const [field, operand] of Object.entries(operands)) {
      const known = change(field, (type, now) => operate(type, now, operand))
      if (!known) errors[field] = ["is not a field of the class"]
    }
  }
  return Object.keys(errors).length === 0 ? Effect.succeed(fields) : Reject.unprocessable(errors)
}

const set = (type: FieldType, now: Stored | null, value: unknown): Change => {
  // "" is nothing, but for a text.
  if (value === "" && type !== "String") return Result.succeed(null)
  if (type === "Array" && Predicate.isObject(value) && !Array.isArray(value)) {
    return Arrays.setAt(itemsOf(now), value)
  }
  return Result.fromOption(coerce(type, value), () => expected[type])
}

/** The operators in the order in which they are applied. */
const operators: {
  readonly [name: string]: (type: FieldType, now: Stored | null, operand: unknown) => Change
} = {
  inc: (type, now, operand) => {
    if (type !== "Integer" && type !== "Float") return Result.fail("can't be used as inc")
    // What is not there counts from 0.
    const sum = Option.map(numberOf(operand), (by) => Number(now ?? 0) + by)
    return Result.fromOption(
      Option.flatMap(sum, (sum) => coerce(type, sum)),
      () => expected[type]
    )
  },
  pull: onArray("pull", Arrays.pull),
  pull_all: onArray("pull_all", Arrays.pullAll),
  pop: onArray("pop", Arrays.pop),
  push: onArray("push", Arrays.push),
  add_to_set: onArray("add_to_set", Arrays.addToSet)
}

function onArray(name: string, operate: Arrays.Operator) {
  return (type: FieldType, now: Stored | null, operand: unknown): Change =>
    type === "Array" ? operate(itemsOf(now), operand) : Result.fail(`can't be used as ${name}`)
}

const itemsOf = (now: Stored | null): ReadonlyArray<Item> => (typeof now === "object" && now !== null ? now : [])
