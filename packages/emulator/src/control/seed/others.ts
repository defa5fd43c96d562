/**
 * What of a seed goes into its tables beside the modules: subscriptions and contacts as they were, push events, the fields of
 * classes, and the last ids.
 */
import type { DatabaseSync } from "node:sqlite"
import type { SeedContact, SeedEvent, SeedSubscription } from "../../Seed.ts"
import * as Contacts from "../../modules/address-book/rules.ts"
import type { Lists } from "./read.ts"
import * as Tables from "./tables.ts"
import type { FindUser, World } from "./users.ts"

const taken = "has already been taken"

/** The id and the times of a subscription that a module has made. */
export const identify = (
  database: DatabaseSync,
  made: number,
  { created_at, id, updated_at }: SeedSubscription,
  path: string,
  { now, problems }: World
): void => {
  if (id !== undefined && id !== made) {
    const hasId = Tables.finder(database, "SELECT 1 FROM subscriptions WHERE id = ?")
    if (hasId(id)) return problems.add(`${path}.id`, taken)
  }
  const created = Tables.secondOf(created_at, now)
  database
    .prepare("UPDATE subscriptions SET id = ?, created_at = ?, updated_at = ? WHERE id = ?")
    .run(id ?? made, created, Tables.secondOf(updated_at, created), made)
  Tables.countFrom(database, "subscriptions", id ?? made)
}

/** A contact with its place among the changes of the book. */
export const insertContact = (
  database: DatabaseSync,
  { name, phone, udid = "" }: SeedContact,
  changed: number,
  user_id: number,
  path: string,
  { problems }: World
): void => {
  const checked = Contacts.check({ name, phone }, false)
  if ("messages" in checked) return problems.addErrors(path, { base: checked.messages })
  const hasUser = Tables.finder(database, "SELECT 1 FROM users WHERE id = ?")
  if (!hasUser(user_id)) return problems.add(`${path}.user_id`, "is not a user")
  const { changes } = database
    .prepare("INSERT OR IGNORE INTO contacts (user_id, udid, phone, name, changed) VALUES (?, ?, ?, ?, ?)")
    .run(user_id, udid, phone, name, changed)
  if (changes === 0) problems.add(`${path}.phone`, taken)
}

export const insertEvents = (
  database: DatabaseSync,
  events: ReadonlyArray<SeedEvent>,
  findUser: FindUser,
  { now, problems }: World
): void => {
  const hasId = Tables.finder(database, "SELECT 1 FROM push_events WHERE id = ?")
  const nextId = Tables.numbering(database, "push_events", events)
  const ids = new Set<number>()
  const rows = Tables.inserter(database, "push_events", ["id", "user_id", "message", "created_at"])
  for (const [index, event] of events.entries()) {
    if (problems.enough()) break
    const user_id = findUser(event.user_id)
    const { id = nextId() } = event
    if (user_id === undefined) problems.add(`events.${index}.user_id`, "is not a user")
    if (ids.has(id) || hasId(id)) problems.add(`events.${index}.id`, taken)
    ids.add(id)
    if (!problems.none() || user_id === undefined) continue
    rows.insert(id, user_id, event.message, Tables.secondOf(event.created_at, now))
  }
  rows.flush()
}

/** The fields of classes that came with their first record. A field that is there already keeps its type. */
export const insertFields = (database: DatabaseSync, classes: Lists["record_fields"]): void => {
  const rows = Tables.inserter(database, "record_fields", ["class_name", "field", "type"], "OR IGNORE")
  for (const [name, fields] of Object.entries(classes)) {
    for (const [field, type] of Object.entries(fields)) rows.insert(name, field, type)
  }
  rows.flush()
}

export const setLastIds = (
  database: DatabaseSync,
  { events, files, subscriptions, users }: Lists["last_ids"]
): void => {
  for (const [table, last] of [
    ["users", users],
    ["subscriptions", subscriptions],
    ["push_events", events],
    ["blobs", files]
  ] as const) {
    if (last !== undefined) Tables.countFrom(database, table, last)
  }
}
