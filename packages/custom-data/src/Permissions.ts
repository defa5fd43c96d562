/**
 * Permissions to read, update and delete a record.
 *
 * @since 0.1.0
 */
import { UserId } from "@effect-connectycube/core/Ids"
import * as Wire from "@effect-connectycube/core/contract/Wire"
import * as Schema from "effect/Schema"

const Simple = Schema.Struct({
  /** The kind of the permission. */
  access: Schema.Literals(["open", "owner", "not_allowed"])
})

const ForUsers = Schema.Struct({
  /** The kind of the permission. */
  access: Schema.Literal("open_for_users_ids"),
  /** The ids of the users. */
  ids: Wire.listOrCommas(Wire.asText(UserId))
})

const ForGroups = Schema.Struct({
  /** The kind of the permission. */
  access: Schema.Literal("open_for_groups"),
  /** The tags of the users. */
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
 * The users with a permission: all users, the owner, the users with some ids, or the users with one of some tags.
 *
 * **Details**
 *
 * `"not_allowed"` is for classes only, and means the administrator.
 *
 * @see https://developers.connectycube.com/server/custom_objects#permissions-scheme
 * @category models
 * @since 0.1.0
 */
export type Access = typeof AccessRequest.Type

/**
 * The permissions of a record. Those that are left out are those of the class: all users can read, the owner can update and
 * delete.
 *
 * @category models
 * @since 0.1.0
 */
export interface Permissions {
  /** The users who can read the record. */
  readonly read?: Access
  /** The users who can update the record. */
  readonly update?: Access
  /** The users who can delete the record. */
  readonly delete?: Access
}

/**
 * An {@link Access} for a record, which cannot be `"not_allowed"`.
 *
 * @category models
 * @since 0.1.0
 */
export type NewAccess = typeof AccessRequest.Type & {
  /** The kind of the permission. */
  readonly access: Exclude<Access["access"], "not_allowed">
}

/**
 * The permissions to set on a record. Those that are left out are those of the class: all users can read, the owner can
 * update and delete.
 *
 * @see https://developers.connectycube.com/server/custom_objects#create-a-record-with-permissions
 * @category models
 * @since 0.1.0
 */
export interface NewPermissions {
  /** The users who can read the record. */
  readonly read?: NewAccess
  /** The users who can update the record. */
  readonly update?: NewAccess
  /** The users who can delete the record. */
  readonly delete?: NewAccess
}

/**
 * The schema of {@link Permissions} in a request.
 *
 * @category wire
 * @since 0.1.0
 */
export const PermissionsRequest = Schema.Struct({
  /** The users who can read the record. */
  read: Schema.optionalKey(AccessRequest),
  /** The users who can update the record. */
  update: Schema.optionalKey(AccessRequest),
  /** The users who can delete the record. */
  delete: Schema.optionalKey(AccessRequest)
})

/**
 * The schema of {@link Permissions} in a response.
 *
 * @category wire
 * @since 0.1.0
 */
export const PermissionsResponse = Schema.Struct({
  /** The users who can read the record. */
  read: Schema.optionalKey(AccessResponse),
  /** The users who can update the record. */
  update: Schema.optionalKey(AccessResponse),
  /** The users who can delete the record. */
  delete: Schema.optionalKey(AccessResponse)
})
