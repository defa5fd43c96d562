/**
 * The conditions in a query for dialogs, those on the application's own fields among them.
 */
import { splitCommas } from "@effect-connectycube/core/contract/Wire"
import * as Filter from "../../server/wire/filter.ts"
import * as Views from "./dialogViews.ts"

/** Whether the conditions are on what a membership has: not on `type`, `name` and `extensions`, which a dialog has. */
export const isOfMembership = (query: object): boolean =>
  !Object.keys(query).some((key) => /^(?:type|name|extensions)(?:\[|$)/.test(key))

/**
 * The conditions of a query that the contract has read, on these columns and on `extensions[...]`, with all columns that they are
 * on.
 */
export const conditionsOf = (columns: Filter.Columns, query: object, dialog_extensions: ReadonlyArray<string>) => {
  const fields = Object.keys(query).flatMap((key) => /^extensions\[([^\]]*)\]/.exec(key)?.[1] ?? [])
  const all: Filter.Columns = {
    ...columns,
    ...Object.fromEntries(
      fields.map((field) => [
        `extensions[${field}]`,
        dialog_extensions.includes(field) ? Views.extensionColumn(field) : Views.noColumn
      ])
    )
  }
  // The contract knows the form of these keys, and not what their operators take.
  const split = Object.entries(query).map(([key, value]): readonly [string, unknown] =>
    /^extensions.*\]\[(in|nin|all)\]$/.test(key) ? [key, splitCommas(String(value))] : [key, value]
  )
  return [all, Filter.conditionsOf(Object.fromEntries(split), all)] as const
}
