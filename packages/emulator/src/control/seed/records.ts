/**
 * The records of a seed, in the classes of the settings.
 */
import type { ErrorResponse } from "@effect-connectycube/core/contract/Endpoint"
import * as Effect from "effect/Effect"
import type { DatabaseSync } from "node:sqlite"
import type { SeedRecord } from "../../Seed.ts"
import * as Access from "../../modules/custom-data/rules.ts"
import * as Changes from "../../modules/custom-data/changes.ts"
import type { Classes } from "../../modules/custom-data/classes.ts"
import { isItem } from "../../modules/custom-data/values.ts"
import type { Problems } from "./problems.ts"
import * as Tables from "./tables.ts"
import type { FindUser, World } from "./users.ts"

/** A record that keeps the rules. */
export interface Ready {
  readonly path: string
  readonly class_name: string
  readonly record: SeedRecord
  readonly owner: number
  readonly fields: string
  readonly permissions: string
}

/** Reads the records of a class as a request of the administrator is read. */
export const check = Effect.fnUntraced(function* (
  classes: Classes["Service"],
  class_name: string,
  records: ReadonlyArray<SeedRecord>,
  findUser: FindUser,
  { exported, problems }: World
) {
  const path = `records.${class_name}`
  const telling = <A>(effect: Effect.Effect<A, ErrorResponse>, path: string): Effect.Effect<A | undefined> =>
    Effect.catch(effect, ({ errors }) => Effect.sync(() => void problems.addErrors(path, errors)))

  const ready: Array<Ready> = []
  if (exported) return records.map((record, index) => asItWas(class_name, record, index, findUser, problems))
  const known = yield* telling(classes.get(class_name), path)
  if (known === undefined) return ready
  const bodies = records.map(bodyOf)
  const of = yield* Effect.orDie(classes.learn(known, bodies))
  for (const [index, record] of records.entries()) {
    if (problems.enough()) break
    const at = `${path}.${index}`
    const owner = findUser(record.user_id)
    if (owner === undefined) problems.add(`${at}.user_id`, "is not a user")
    const fields = yield* telling(Changes.apply(of, bodies[index] ?? {}, {}, true), at)
    const permissions = yield* telling(Access.parse(record.permissions), at)
    if (owner === undefined || fields === undefined || permissions === undefined) continue
    ready.push({
      path: at,
      class_name,
      record,
      owner,
      fields: JSON.stringify(fields),
      permissions: JSON.stringify(permissions)
    })
  }
  return ready
})

/** A record of an export: its class may have other fields now, or be none. */
const asItWas = (
  class_name: string,
  record: SeedRecord,
  index: number,
  findUser: FindUser,
  problems: Problems
): Ready => {
  const path = `records.${class_name}.${index}`
  const owner = findUser(record.user_id)
  if (owner === undefined) problems.add(`${path}.user_id`, "is not a user")
  const body = bodyOf(record)
  for (const [field, value] of Object.entries(body)) {
    const isStored = value === null || isItem(value) || (Array.isArray(value) && value.every(isItem))
    if (!isStored) problems.add(`${path}.${field}`, "should be a text, a number, a flag, or an array of them")
  }
  const fields = JSON.stringify(body)
  return { path, class_name, record, owner: owner ?? 0, fields, permissions: JSON.stringify(record.permissions ?? {}) }
}

const own: ReadonlySet<string> = new Set(["_id", "user_id", "_parent_id", "permissions", "created_at", "updated_at"])

/** The fields, without what belongs to every record. */
const bodyOf = (record: SeedRecord): { readonly [field: string]: unknown } =>
  Object.fromEntries(Object.entries(record).filter(([name]) => !own.has(name)))

export const insert = (
  database: DatabaseSync,
  ready: ReadonlyArray<Ready>,
  { now, objectIdAt, problems }: World
): void => {
  const hasId = Tables.finder(database, "SELECT 1 FROM records WHERE id = ?")
  const ids = new Set<string>()
  const rows = Tables.inserter(database, "records", [
    "id",
    "class_name",
    "user_id",
    "parent_id",
    "fields",
    "permissions",
    "created_at",
    "updated_at"
  ])
  for (const { class_name, fields, owner, path, permissions, record } of ready) {
    const { _id, _parent_id } = record
    const created_at = Tables.secondOf(record.created_at, now)
    if (_id !== undefined) {
      if (ids.has(_id) || hasId(_id)) problems.add(`${path}._id`, "has already been taken")
      ids.add(_id)
    }
    if (!problems.none()) continue
    rows.insert(
      _id ?? objectIdAt(created_at),
      class_name,
      owner,
      _parent_id === undefined || _parent_id === "" ? null : _parent_id,
      fields,
      permissions,
      created_at,
      Tables.secondOf(record.updated_at, created_at)
    )
  }
  rows.flush()
}
