/**
 * How a class may call its fields.
 */

/** What a request says besides the fields of a record, or in place of them. */
const reserved: ReadonlySet<string> = new Set([
  "_id",
  "_parent_id",
  "add_to_set",
  "count",
  "created_at",
  "group_by",
  "id",
  "inc",
  "limit",
  "output",
  "permissions",
  "pop",
  "pull",
  "pull_all",
  "push",
  "record",
  "search_criteria",
  "skip",
  "sort_asc",
  "sort_desc",
  "updated_at",
  "user_id"
])

export const isFieldName = (name: string): boolean => /^[A-Za-z]\w*$/.test(name) && !reserved.has(name)
