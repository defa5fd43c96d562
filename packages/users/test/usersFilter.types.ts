// The values that the type of the filter accepts and rejects: checked by the compiler, not run.
import { UserId } from "@effect-connectycube/core/Ids"
import type { UserChanges, NewUser } from "@effect-connectycube/users/User"
import type { Users, UsersQuery } from "@effect-connectycube/users/Users"
import type { ConditionV1 } from "@effect-connectycube/users/UsersV1"
import * as DateTime from "effect/DateTime"
import * as Redacted from "effect/Redacted"

const id = UserId.make(1)
const time = DateTime.makeUnsafe("2018-12-06T09:21:41Z")
const password = Redacted.make("petU4or!")

/** The queries that the documentation calls valid, and others like them. */
export const valid: ReadonlyArray<UsersQuery> = [
  { id },
  { id: { in: [id, id] }, last_request_at: { gt: time } },
  { user_tags: "guest" },
  { user_tags: "guest", created_at: { lt: time } },
  { login: "smith1", phone: "6754987345566", user_tags: { nin: ["vip"] }, updated_at: { lte: time } },
  { phone: "6754987345566", last_request_at: time },
  { full_name: { start_with: "hunter" }, id: { nin: [id] } },
  { email: { eq: "a@b.c" } },
  { external_id: { in: ["a"], nin: ["b"] }, sort_desc: "created_at", limit: 10, offset: 20 },
  { twitter_id: "1", sort_asc: "id" }
]

/** The queries that the documentation calls invalid, and others like them. */
export const invalid: ReadonlyArray<UsersQuery> = [
  // @ts-expect-error no condition
  {},
  // @ts-expect-error only a page
  { limit: 10 },
  // @ts-expect-error a stand-alone field with an excluding operator only
  { login: { nin: ["admin19"] } },
  // @ts-expect-error the same for tags
  { user_tags: { nin: ["guest"] } },
  // @ts-expect-error an additional field only
  { last_request_at: time },
  // @ts-expect-error an additional field only, compared
  { created_at: { gte: time } },
  // @ts-expect-error a stand-alone field compared
  { id: { gt: id } },
  // @ts-expect-error an id that is not one
  { id: 51946 },
  // @ts-expect-error a time as a text
  { id, created_at: { gt: "2018-12-06" } },
  // @ts-expect-error an unknown field
  { id, nickname: "a" },
  // @ts-expect-error an unknown field to sort by
  { id, sort_asc: "nickname" },
  // @ts-expect-error two orders
  { id, sort_asc: "id", sort_desc: "id" },
  // @ts-expect-error ids have no start
  { id: { start_with: "5194" } },
  // @ts-expect-error tags have no start
  { user_tags: { start_with: "gues" } }
]

export const newUsers: ReadonlyArray<NewUser> = [
  { login: "ada", password },
  { email: "ada@example.com", password, timezone: 180, tag_list: ["vip"] },
  // @ts-expect-error neither login nor e-mail
  { full_name: "Ada", password },
  // @ts-expect-error no password
  { login: "ada" },
  // @ts-expect-error a password in the open
  { login: "ada", password: "petU4or!" }
]

export const changes: ReadonlyArray<UserChanges> = [
  { full_name: "Ada" },
  { phone: null },
  { password, old_password: password },
  // @ts-expect-error a new password without the old one
  { password }
]

export const conditions: ReadonlyArray<ConditionV1> = [
  { field: "id", operator: "in", value: [1, 2] },
  { field: "created_at", operator: "between", value: [time, time] },
  { field: "login", operator: "ne", value: "ada" },
  { field: "avatar", operator: "eq", value: "https://example.com/ada.jpeg" },
  // @ts-expect-error a number compared as a text finds nothing
  { field: "id", operator: "eq", value: "1" },
  // @ts-expect-error custom data cannot be filtered by
  { field: "custom_data", operator: "eq", value: "1" },
  // @ts-expect-error one limit is not between two
  { field: "id", operator: "between", value: [1] }
]

declare const users: Users["Service"]

/** The compiler names what a call lacks. */
export const calls = [
  users.get(id),
  users.list({ login: "ada" }),
  // @ts-expect-error "not assignable to parameter of type 'UserId'", and "… to type 'Brand<"UserId.make">'"
  users.get(5),
  // @ts-expect-error "not assignable to parameter of type 'UsersQueryWithConditionOn<"email" | "external_id" | …>'"
  users.list({}),
  // @ts-expect-error the same for a condition that excludes values
  users.list({ login: { nin: ["admin"] } }),
  // @ts-expect-error the same for a page
  users.stream({ limit: 10 }),
  // @ts-expect-error an unknown field
  users.list({ login: "ada", nickname: "ada" })
]
