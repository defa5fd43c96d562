/**
 * Who may read, update and delete a record.
 *
 * @since 0.1.0
 */
import { UserId } from "@effect-connectycube/core/Ids"
import * as Wire from "@effect-connectycube/core/contract/Wire"
import * as Schema from "effect/Schema"

const Simple = Schema.Struct({ access: Schema.Literals(["open", "owner", "not_allowed"]) })

const ForUsers = Schema.Struct({
  access: Schema.Literal("open_for_users_ids"),
  ids: Wire.listOrCommas(Wire.asText(UserId))
})

const ForGroups = Schema.Struct({
  access: Schema.Literal("open_for_groups"),
  groups: Wire.listOrCommas(Schema.String)
})

const AccessRequest = Schema.Union([Simple, ForUsers, ForGroups])

// What a request calls `ids` and `groups`, a response calls `users_ids` and `users_groups`.
const AccessResponse = Schema.Union([
  Simple,
  ForUsers.pipe(Schema.encodeKeys({ ids: "users_ids" })),
  ForGroups.pipe(Schema.encodeKeys({ groups: "users_groups" }))
])

/**
 * Who may do one thing with a record: everybody, its owner, the users with these ids, or those with one of these tags.
 * `"not_allowed"` is there for whole classes only, and leaves it to the administrator.
 *
 * @see https://developers.connectycube.com/server/custom_objects#permissions-scheme
 * @category models
 * @since 0.1.0
 */
export type Access = typeof AccessRequest.Type

/**
 * Who may do what with a record. What is left out is as the class has it: everybody reads, the owner updates and deletes.
 *
 * @category models
 * @since 0.1.0
 */
export interface Permissions {
  readonly read?: Access
  readonly update?: Access
  readonly delete?: Access
}

/**
 * As {@link Access}, for a record: no record is out of everybody's reach.
 *
 * @category models
 * @since 0.1.0
 */
export type NewAccess = typeof AccessRequest.Type & { readonly access: Exclude<Access["access"], "not_allowed"> }

/**
 * Who may do what with a record that is written. What is left out is as the class has it: everybody reads, the owner updates
 * and deletes.
 *
 * @see https://developers.connectycube.com/server/custom_objects#create-a-record-with-permissions
 * @category models
 * @since 0.1.0
 */
export interface NewPermissions {
  readonly read?: NewAccess
  readonly update?: NewAccess
  readonly delete?: NewAccess
}

/**
 * {@link Permissions} as a request has them.
 *
 * @category wire
 * @since 0.1.0
 */
export const PermissionsRequest = Schema.Struct({
  read: Schema.optionalKey(AccessRequest),
  update: Schema.optionalKey(AccessRequest),
  delete: Schema.optionalKey(AccessRequest)
})

/**
 * {@link Permissions} as a response has them.
 *
 * @category wire
 * @since 0.1.0
 */
export const PermissionsResponse = Schema.Struct({
  read: Schema.optionalKey(AccessResponse),
  update: Schema.optionalKey(AccessResponse),
  delete: Schema.optionalKey(AccessResponse)
})
