/**
 * Users as responses have them.
 */
import { UserId } from "@effect-connectycube/core/Ids"
import type { User } from "@effect-connectycube/users/User"
import * as DateTime from "effect/DateTime"
import * as Rules from "./rules.ts"
import type { Row } from "./store.ts"

export const toUser = (row: Row): User => ({
  _id: row.object_id,
  id: UserId.make(row.id),
  created_at: DateTime.makeUnsafe(row.created_at),
  updated_at: DateTime.makeUnsafe(row.updated_at),
  login: row.login,
  full_name: row.full_name,
  last_request_at: row.last_request_at === null ? null : DateTime.makeUnsafe(row.last_request_at),
  timezone: row.timezone,
  email: row.email,
  phone: row.phone,
  website: row.website,
  twitter_id: row.twitter_id,
  external_user_id: row.external_user_id === null ? null : String(row.external_user_id),
  facebook_id: row.facebook_id,
  custom_data: row.custom_data,
  user_tags: Rules.tagsOf(row.user_tags),
  avatar: row.avatar,
  external_id: row.external_id,
  is_guest: row.is_guest === null ? null : row.is_guest === 1
})
