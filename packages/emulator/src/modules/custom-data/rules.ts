/**
 * Access to records as SQL conditions: the same for one record as for a list.
 */
import type { ErrorResponse } from "@effect-connectycube/core/contract/Endpoint"
import { type Access, type Permissions, PermissionsRequest } from "@effect-connectycube/custom-data/Permissions"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import type { SqlClient } from "effect/sql/SqlClient"
import type { Fragment } from "effect/sql/Statement"
import * as Reject from "../../server/wire/reject.ts"
import { type Action, type Class, defaults } from "./classes.ts"

/** The user, or the administrator, who makes a request. */
export interface Actor {
  readonly user_id: number
  /** The tags of the user. */
  readonly groups: ReadonlyArray<string>
  /** Whether the request has the admin API key, which gives access to everything. */
  readonly isAdministrator: boolean
}

export const mayCreate = ({ create }: Class, actor: Actor): boolean => actor.isAdministrator || isOpenTo(create, actor)

/** Whether the access includes the actor, without regard to the owner of the record. */
const isOpenTo = (access: Access, { user_id, groups }: Actor): boolean => {
  switch (access.access) {
    case "open":
      return true
    case "open_for_users_ids":
      return access.ids.some((id) => id === user_id)
    case "open_for_groups":
      return access.groups.some((group) => groups.includes(group))
    default:
      return false
  }
}

/** The records of the class with which the actor may do this. */
export const may = (sql: SqlClient, of: Class, action: Action, actor: Actor): Fragment => {
  if (actor.isAdministrator) return sql`TRUE`
  const access = of.accessTo(action)
  if (access === undefined) return mayByRecord(sql, action, actor)
  return access.access === "owner"
    ? sql`user_id = ${actor.user_id}`
    : sql.literal(isOpenTo(access, actor) ? "TRUE" : "FALSE")
}

const mayByRecord = (sql: SqlClient, action: Action, { user_id, groups }: Actor): Fragment => {
  // By its id, so that an index can do for all of what is open or the owner's.
  const listed = (list: string, condition: Fragment) => sql`EXISTS (
    SELECT 1 FROM records o, json_each(o.permissions, ${`$.${action}.${list}`}) WHERE o.id = records.id AND ${condition}
  )`
  // As it is written in the indexes.
  return sql`CASE permissions ->> ${sql.literal(`'$.${action}.access'`)}
    WHEN 'open' THEN TRUE
    WHEN 'owner' THEN user_id = ${user_id}
    WHEN 'open_for_users_ids' THEN ${listed("ids", sql`value = ${user_id}`)}
    WHEN 'open_for_groups' THEN ${groups.length === 0 ? sql`FALSE` : listed("groups", sql.in("value", groups))}
    ELSE FALSE END`
}

const actions = ["read", "update", "delete"] as const satisfies ReadonlyArray<Action>

const levels: ReadonlySet<unknown> = new Set(["open", "owner", "open_for_users_ids", "open_for_groups"])

const decode = Schema.decodeUnknownOption(PermissionsRequest)

/** The permissions of a record as a request gives them. What it does not say stays. */
export const parse = (value: unknown, before: Permissions = defaults): Effect.Effect<Permissions, ErrorResponse> => {
  if (value === undefined || value === null || value === "") return Effect.succeed(before)
  const reject = (message: string) => Reject.unprocessable({ permissions: [message] })
  if (!Predicate.isObject(value) || Array.isArray(value)) return reject("should be an object")
  for (const action of actions) {
    const access: unknown = Predicate.hasProperty(value, action) ? value[action] : undefined
    if (access === undefined) continue
    const { access: level, ids, groups } = Object(access)
    if (!levels.has(level)) return reject(`${action} should be open, owner, open_for_users_ids or open_for_groups`)
    if (level === "open_for_users_ids" && !Array.isArray(ids)) return Reject.idsNotArray
    if (level === "open_for_groups" && !Array.isArray(groups)) return Reject.groupsNotArray
  }
  return Option.match(decode(value), {
    onNone: () => reject("ids should be the numbers of users, and groups their tags"),
    onSome: (permissions) => Effect.succeed({ ...before, ...permissions })
  })
}
