/**
 * Records as responses have them.
 */
import { PermissionsResponse } from "@effect-connectycube/custom-data/Permissions"
import { formatIso } from "@effect-connectycube/core/contract/Wire"
import * as DateTime from "effect/DateTime"
import * as Schema from "effect/Schema"
import type { Class } from "./classes.ts"
import type { StoredRecord } from "./store.ts"
import { type Stored, valueIn } from "./values.ts"

export interface Response {
  readonly [field: string]: unknown
}

const permissionsOf = Schema.encodeSync(PermissionsResponse)

/** The fields of the class, and those of every record, by name. */
export const withoutPermissions = (of: Class, record: StoredRecord): Response => {
  const { id, parent_id, user_id, created_at, updated_at, fields } = record
  const response: { [field: string]: unknown } = {
    _id: id,
    _parent_id: parent_id,
    user_id,
    created_at: created_at / 1000,
    updated_at: updated_at / 1000
  }
  for (const [field, type] of Object.entries(of.fields)) {
    const value = valueIn(fields, field)
    response[field] = type === "Date" ? dateOf(value) : value
  }
  return Object.fromEntries(Object.entries(response).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

export const withPermissions = (of: Class, record: StoredRecord): Response => ({
  ...withoutPermissions(of, record),
  permissions: permissionsOf(record.permissions)
})

const dateOf = (value: Stored | null): unknown =>
  typeof value === "number" ? formatIso(DateTime.makeUnsafe(value)) : value
