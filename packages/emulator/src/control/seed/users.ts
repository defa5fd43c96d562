/**
 * The users of a seed.
 */
import * as Predicate from "effect/Predicate"
import * as Record from "effect/Record"
import type { DatabaseSync, SQLInputValue } from "node:sqlite"
import type { SeedUser } from "../../Seed.ts"
import * as Rules from "../../modules/users/rules.ts"
import type { Problems } from "./problems.ts"
import * as Tables from "./tables.ts"

export interface World {
  readonly problems: Problems
  /** Whether it is the state of an emulator, to be kept as it is. */
  readonly exported: boolean
  /** Milliseconds since 1970. */
  readonly now: number
  readonly objectIdAt: (millis: number) => string
}

/**
 * Finds the id of a user, of the seed or of the database; `undefined` where there is none. In an export the id of a user who is
 * deleted is one, too.
 */
export type FindUser = (reference: number | string) => number | undefined

const taken = "has already been taken"

const profile = Record.keys(Rules.emptyProfile)

export const seed = (
  database: DatabaseSync,
  users: ReadonlyArray<SeedUser>,
  hashes: ReadonlyMap<string, string>,
  { exported, now, objectIdAt, problems }: World
): FindUser => {
  const isTaken = takenBy(database)
  const hasId = Tables.finder(database, "SELECT 1 FROM users WHERE id = ?")
  const hasObjectId = Tables.finder(database, "SELECT 1 FROM users WHERE object_id = ?")
  const hasIdentity = Tables.finder(database, "SELECT 1 FROM users WHERE identity = ?")
  const rows = Tables.inserter(database, "users", [
    "id",
    "object_id",
    "password",
    "created_at",
    "updated_at",
    "last_request_at",
    "is_guest",
    "identity",
    "expires_at",
    ...profile
  ])
  const tags = Tables.inserter(database, "user_tags", ["tag", "user_id"])

  const tagged: Array<readonly [id: number, tags: string]> = []
  const ids = new Set<number>()
  const objectIds = new Set<string>()
  const identities = new Set<string>()
  const logins = new Map<string, number>()
  const nextId = Tables.numbering(database, "users", users)

  const check = (user: SeedUser, columns: Partial<Rules.ProfileColumns>, path: string) => {
    if (user.id !== undefined && (ids.has(user.id) || hasId(user.id))) problems.add(`${path}.id`, taken)
    if (user._id !== undefined && isTakenIn(objectIds, hasObjectId, user._id)) problems.add(`${path}._id`, taken)
    if (Predicate.isNotNullish(user.identity) && isTakenIn(identities, hasIdentity, user.identity)) {
      problems.add(`${path}.identity`, taken)
    }
    if (!exported) {
      if (!columns.login && !columns.email) problems.add(path, "Both user login and email can't be blank")
      problems.addErrors(path, Rules.check(columns))
    }
    if (user.password !== undefined && user.password_hash !== undefined) {
      problems.add(`${path}.password_hash`, "can't be given with a password")
    }
    if (user.password !== undefined) problems.addErrors(path, Rules.checkPassword(user.password))
    for (const column of Rules.uniqueColumns) {
      const value = columns[column]
      if (value !== undefined && value !== null && isTaken[column](String(value))) {
        problems.add(`${path}.${column}`, taken)
      }
    }
  }

  for (const [index, user] of users.entries()) {
    if (problems.enough()) break
    const columns = exported ? columnsOf(user) : Rules.columnsOf(user)
    check(user, columns, `users.${index}`)
    const id = user.id ?? nextId()
    ids.add(id)
    if (columns.login) logins.set(columns.login, id)
    if (!problems.none()) continue
    const created_at = Tables.secondOf(user.created_at, now)
    rows.insert(
      id,
      user._id ?? objectIdAt(created_at),
      user.password === undefined ? (user.password_hash ?? null) : (hashes.get(user.password) ?? null),
      created_at,
      Tables.secondOf(user.updated_at, created_at),
      user.last_request_at === undefined ? null : Tables.secondOf(user.last_request_at, now),
      user.is_guest === undefined || user.is_guest === null ? null : Number(user.is_guest),
      user.identity ?? null,
      user.expires_at === undefined ? null : Tables.millisOf(user.expires_at, now),
      ...profile.map((name) => inputOf(columns[name]))
    )
    if (columns.user_tags) tagged.push([id, columns.user_tags])
  }
  rows.flush()
  for (const [id, list] of tagged) for (const tag of Rules.tagsOf(list)) tags.insert(tag, id)
  tags.flush()

  const byLogin = database.prepare("SELECT id FROM users WHERE login = ?")
  const remembered = <A extends number | string>(find: (reference: A) => number | undefined) => {
    const known = new Map<A, number | undefined>()
    return (reference: A) => {
      if (!known.has(reference)) known.set(reference, find(reference))
      return known.get(reference)
    }
  }
  const findLogin = remembered((login: string) => {
    const id = byLogin.get(login)?.["id"]
    return typeof id === "number" ? id : undefined
  })
  const findId = remembered((id: number) => (hasId(id) ? id : undefined))
  return (reference) => {
    if (typeof reference === "number") return exported || ids.has(reference) ? reference : findId(reference)
    return logins.get(reference) ?? findLogin(reference)
  }
}

/** Whether a value was there before, or came before in the seed. */
const isTakenIn = (known: Set<string>, find: (value: string) => boolean, value: string): boolean => {
  const isKnown = known.has(value) || find(value)
  known.add(value)
  return isKnown
}

/** The columns as they were, whatever the rules for new users are. */
const columnsOf = ({ tag_list, ...user }: SeedUser): Partial<Rules.ProfileColumns> => ({
  ...Object.fromEntries(Object.entries(user).filter(([name]) => Object.hasOwn(Rules.emptyProfile, name))),
  user_tags: tag_list === undefined || tag_list.length === 0 ? null : tag_list.join(",")
})

/** A column without a type would keep a number as a float. */
const inputOf = (value: string | number | null | undefined): SQLInputValue =>
  typeof value === "number" ? BigInt(value) : (value ?? null)

/** Whether a value of a column is one of a user who was there before, or came before in the seed. */
const takenBy = (database: DatabaseSync) => {
  const isEmpty = database.prepare("SELECT 1 FROM users LIMIT 1").get() === undefined
  const of = (expression: string, keyOf: (value: string) => string) => {
    const find = Tables.finder(database, `SELECT 1 FROM users WHERE ${expression} = ?`)
    const known = new Set<string>()
    return (value: string): boolean => {
      const key = keyOf(value)
      const isKnown = known.has(key) || (!isEmpty && find(value))
      known.add(key)
      return isKnown
    }
  }
  const exactly = (value: string) => value
  return {
    login: of("login", exactly),
    // As SQLite compares it.
    email: of("email", (email) => email.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase())),
    external_id: of("external_id", exactly),
    external_user_id: of("CAST(external_user_id AS TEXT)", exactly),
    facebook_id: of("facebook_id", exactly),
    twitter_id: of("twitter_id", exactly)
  } satisfies { readonly [Name in (typeof Rules.uniqueColumns)[number]]: unknown }
}
