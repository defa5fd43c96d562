/**
 * The fields of a dialog that are the application's own.
 */
import * as Predicate from "effect/Predicate"

export type Given = { readonly [field: string]: unknown } | null | undefined

/** Those that the application has, as texts in JSON. */
export const written = (given: Given, allowed: ReadonlyArray<string>): string | null => {
  const kept = Object.entries(given ?? {}).filter(
    ([field, value]) => allowed.includes(field) && Predicate.isNotNullish(value)
  )
  if (kept.length === 0) return null
  return JSON.stringify(
    Object.fromEntries(
      kept.map(([field, value]) => [field, typeof value === "object" ? JSON.stringify(value) : String(value)])
    )
  )
}
