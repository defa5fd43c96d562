/**
 * What can be done with the items of an array.
 */
import { splitCommas } from "@effect-connectycube/core/contract/Wire"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Result from "effect/Result"
import { isItem, type Item, itemsOf, isSame, numberOf, expected } from "./values.ts"

type Items = ReadonlyArray<Item>

export type Operator = (now: Items, operand: unknown) => Result.Result<Items, string>

/** One item, or an array of them. */
const operandsOf = (operand: unknown): Result.Result<Items, string> =>
  Result.fromOption(itemsOf(Array.isArray(operand) ? operand : [operand]), () => expected.Array)

export const push: Operator = (now, operand) => Result.map(operandsOf(operand), (items) => [...now, ...items])

/** An item that is there already is not added again. */
export const addToSet: Operator = (now, operand) =>
  Result.map(operandsOf(operand), (items) =>
    items.reduce<Items>((all, item) => (all.some((other) => isSame(item, other)) ? all : [...all, item]), now)
  )

export const pullAll: Operator = (now, operand) =>
  Result.map(operandsOf(operand), (items) => now.filter((item) => !items.some((other) => isSame(item, other))))

/** A value, or a filter that says which items go: `{ "gt": 5 }`. */
export const pull: Operator = (now, operand) => {
  if (Array.isArray(operand)) return Result.fail("should be a value or a filter")
  if (!Predicate.isObject(operand)) return pullAll(now, operand)
  const tests: Array<(item: Item) => boolean> = []
  for (const [operator, value] of Object.entries(operand)) {
    const filter = Object.hasOwn(filters, operator) ? filters[operator] : undefined
    if (filter === undefined) return Result.fail(`can't be pulled by ${operator}`)
    const test = filter(value)
    if (test === undefined) return Result.fail(`can't be pulled by ${operator} of that`)
    tests.push(test)
  }
  return tests.length === 0
    ? Result.fail("should be a value or a filter")
    : Result.succeed(now.filter((item) => !tests.every((test) => test(item))))
}

type Filter = (value: unknown) => ((item: Item) => boolean) | undefined

/** Numbers are compared with numbers, and texts with texts. */
const byOrder =
  (isIn: (order: number) => boolean): Filter =>
  (value) => {
    if (!isItem(value)) return undefined
    const number = Option.getOrElse(numberOf(value), () => Number.NaN)
    return (item) => {
      if (typeof item === "number") return isIn(item - number)
      return typeof item === "string" && isIn(item < String(value) ? -1 : item > String(value) ? 1 : 0)
    }
  }

const byItem =
  (compare: (item: Item, value: Item) => boolean): Filter =>
  (value) =>
    isItem(value) ? (item) => compare(item, value) : undefined

const byList =
  (isIn: boolean): Filter =>
  (value) => {
    const items: unknown = typeof value === "string" ? splitCommas(value) : value
    if (!Array.isArray(items) || !items.every(isItem)) return undefined
    return (item) => items.some((other) => isSame(item, other)) === isIn
  }

const filters: { readonly [operator: string]: Filter } = {
  gt: byOrder((order) => order > 0),
  gte: byOrder((order) => order >= 0),
  lt: byOrder((order) => order < 0),
  lte: byOrder((order) => order <= 0),
  ne: byItem((item, value) => !isSame(item, value)),
  ctn: byItem((item, value) => String(item).includes(String(value))),
  in: byList(true),
  or: byList(true),
  nin: byList(false)
}

/** The last one, or with `-1` the first one. */
export const pop: Operator = (now, operand) => {
  if (operand === 1 || operand === "1") return Result.succeed(now.slice(0, -1))
  return operand === -1 || operand === "-1" ? Result.succeed(now.slice(1)) : Result.fail("should be 1 or -1")
}

/** New items by their index: `{ "0": "first" }`. The one after the last may be set too. */
export const setAt = (now: Items, byIndex: object): Result.Result<Items, string> => {
  const items = [...now]
  for (const [index, item] of Object.entries(byIndex).toSorted(([a], [b]) => Number(a) - Number(b))) {
    if (!/^\d+$/.test(index) || Number(index) > items.length) return Result.fail(`has no item ${index}`)
    if (!isItem(item)) return Result.fail(expected.Array)
    items[Number(index)] = item
  }
  return Result.succeed(items)
}
