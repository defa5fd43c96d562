/**
 * The query of a list of records.
 */
import type { ErrorResponse } from "@effect-connectycube/core/contract/Endpoint"
import { splitCommas } from "@effect-connectycube/core/contract/Wire"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Reject from "../../server/wire/reject.ts"
import type { Class } from "./classes.ts"
import * as Criteria from "./criteria.ts"
import { numberOf } from "./values.ts"

/** How a field of the records of a group is put together. */
export type Calculation = "avg" | "min" | "max" | "sum"

export interface Aggregation {
  readonly group_by: string
  readonly calculations: ReadonlyArray<readonly [field: string, calculation: Calculation]>
}

export interface ListQuery {
  readonly criteria: ReadonlyArray<Criteria.Criterion>
  readonly sort: { readonly sort_asc?: string; readonly sort_desc?: string }
  readonly skip: number
  /** From 1 to 100; -1 for the last record only. */
  readonly limit: number
  readonly count: boolean
  /** Whether a response has the field. */
  readonly isShown: (field: string) => boolean
  readonly aggregation: Aggregation | undefined
}

const maxLimit = 100

const numbers: ReadonlySet<string | undefined> = new Set(["Integer", "Float"])
const groups: ReadonlySet<string | undefined> = new Set(["Integer", "Float", "String", "Boolean"])

export const parse = Effect.fnUntraced(function* (
  of: Class,
  query: { readonly [name: string]: string }
): Effect.fn.Return<ListQuery, ErrorResponse> {
  const {
    sort_asc,
    sort_desc,
    skip,
    limit,
    count,
    group_by,
    "output[include]": include,
    "output[exclude]": exclude,
    ...rest
  } = query
  const isField = (field: string) => Criteria.typeOf(of, field) !== undefined
  const included = include === undefined ? undefined : splitCommas(include)
  const excluded = splitCommas(exclude ?? "")
  const shown = [...(included ?? []), ...excluded].filter((field) => field !== "permissions")
  for (const [option, fields] of Object.entries({
    sort_asc: sort_asc === undefined ? [] : [sort_asc],
    sort_desc: sort_desc === undefined ? [] : [sort_desc],
    output: shown
  })) {
    const unknown = of.isOpen ? undefined : fields.find((field) => !isField(field))
    if (unknown !== undefined) return yield* Reject.unprocessable({ [option]: [`can't be ${unknown}`] })
  }
  const stated = Object.entries(rest).map(([name, value]) => Criteria.statedBy(name, value))
  const isCalc = ([, operator]: Criteria.Stated) => operator === "calc"
  const calculations = stated.filter(isCalc)
  return {
    criteria: yield* Criteria.parse(
      of,
      stated.filter((one) => !isCalc(one)),
      false
    ),
    sort: {
      ...(sort_asc !== undefined && isField(sort_asc) && { sort_asc }),
      ...(sort_desc !== undefined && isField(sort_desc) && { sort_desc })
    },
    skip: yield* skipOf(skip),
    limit: yield* limitOf(limit),
    count: count === "1" || count === "true",
    isShown: (field) =>
      field === "_id" || (included === undefined || included.includes(field) ? !excluded.includes(field) : false),
    aggregation:
      calculations.length === 0 && group_by === undefined ? undefined : yield* aggregationOf(of, calculations, group_by)
  }
})

const skipOf = (text: string | undefined): Effect.Effect<number, ErrorResponse> => {
  const number = integerOf(text, 0)
  return number >= 0 ? Effect.succeed(number) : Reject.unprocessable({ skip: ["should be 0 or more"] })
}

/** What is above the most is the most. */
const limitOf = (text: string | undefined): Effect.Effect<number, ErrorResponse> => {
  const number = integerOf(text, maxLimit)
  return number === -1 || number >= 1
    ? Effect.succeed(Math.min(number, maxLimit))
    : Reject.unprocessable({ limit: ["should be 1 or more, or -1 for the last record"] })
}

const integerOf = (text: string | undefined, otherwise: number): number => {
  if (text === undefined) return otherwise
  return Option.getOrElse(Option.filter(numberOf(text), Number.isSafeInteger), () => Number.NaN)
}

const isCalculation = (name: unknown): name is Calculation =>
  name === "avg" || name === "min" || name === "max" || name === "sum"

const aggregationOf = Effect.fnUntraced(function* (
  of: Class,
  stated: ReadonlyArray<Criteria.Stated>,
  group_by: string | undefined
): Effect.fn.Return<Aggregation, ErrorResponse> {
  if (group_by === undefined) return yield* Reject.unprocessable({ group_by: ["is required with calc"] })
  if (stated.length === 0) return yield* Reject.unprocessable({ calc: ["is required with group_by"] })
  if (!groups.has(Criteria.typeOf(of, group_by))) {
    return yield* Reject.unprocessable({ group_by: [`can't be ${group_by}`] })
  }
  const calculations = yield* Effect.forEach(stated, ([field, , calculation]) => {
    if (!numbers.has(Criteria.typeOf(of, field))) {
      return Reject.unprocessable({ [field]: [`can't be used as ${field}[calc]`] })
    }
    return isCalculation(calculation)
      ? Effect.succeed([field, calculation] as const)
      : Reject.unprocessable({ [field]: ["should be calculated by avg, min, max or sum"] })
  })
  return { group_by, calculations }
})
