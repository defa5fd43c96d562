// How aggregations are read. The response is not documented, so all likely formats are decoded.
import { isPlainObject } from "@effect-connectycube/core/contract/Arguments"
import * as Wire from "@effect-connectycube/core/contract/Wire"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { type Checked, type FieldCodec, under, wrong } from "./field.ts"
import type { WireRecord } from "./records.ts"

export interface Group {
  readonly group: unknown
  readonly calc: { readonly [field: string]: number | null }
}

const readNumber = (name: string) => under(name, Schema.decodeUnknownEffect(Schema.NullOr(Wire.Float)))

const readCalculated = (
  item: WireRecord,
  field: string,
  operator: string,
  others: ReadonlyArray<string>
): Checked<unknown> => {
  const name = [field, `${field}_${operator}`, `${operator}_${field}`, `calc_${field}`, operator, ...others].find(
    (name) => Object.hasOwn(item, name)
  )
  return name === undefined ? wrong(field, `Expected the ${operator} of the group`) : readNumber(field)(item[name])
}

/** The group's value is under the name of its field, or, as MongoDB has it, in `_id`. */
const readGroup = (item: WireRecord, by: string, codec: FieldCodec | undefined): Checked<unknown> => {
  const value = Object.hasOwn(item, by) ? item[by] : item["_id"]
  const found = isPlainObject(value) ? (value[by] ?? null) : (value ?? null)
  return found === null || codec === undefined ? Effect.succeed(null) : codec.read(found)
}

export const read = (
  calc: { readonly [field: string]: string },
  by: string,
  codec: FieldCodec | undefined
): ((item: WireRecord) => Checked<Group>) => {
  const fields = Object.entries(calc)
  return Effect.fnUntraced(function* (item) {
    const calculated: Record<string, number | null> = {}
    // Where one thing was asked for, the only thing beside the group is it.
    const rest = Object.keys(item).filter((name) => name !== by && name !== "_id")
    for (const [field, operator] of fields) {
      const value = yield* readCalculated(item, field, operator, fields.length === 1 && rest.length === 1 ? rest : [])
      calculated[field] = typeof value === "number" ? value : null
    }
    return { group: yield* readGroup(item, by, codec), calc: calculated }
  })
}
