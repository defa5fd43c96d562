/**
 * The fields of a user by which users are filtered and sorted.
 */
import * as Filter from "../../server/wire/filter.ts"

/** What a field holds. */
export type Kind = "number" | "string" | "date"

export const kinds: { readonly [field: string]: Kind } = {
  id: "number",
  timezone: "number",
  external_user_id: "number",
  login: "string",
  email: "string",
  full_name: "string",
  phone: "string",
  website: "string",
  external_id: "string",
  facebook_id: "string",
  twitter_id: "string",
  avatar: "string",
  user_tags: "string",
  created_at: "date",
  updated_at: "date",
  last_request_at: "date"
}

export const columns: Filter.Columns = {
  ...Object.fromEntries(Object.keys(kinds).map((field) => [field, Filter.column(field)])),
  user_tags: Filter.listColumn("user_tags", "user_id", "tag")
}

export const sortable: ReadonlySet<string> = new Set(Object.keys(kinds))
