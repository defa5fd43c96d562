/**
 * The users of a seed.
 */
import * as Record from "effect/Record"
import type { DatabaseSync, SQLInputValue } from "node:sqlite"
import type { SeedUser } from "../../Seed.ts"
import * as Rules from "../../modules/users/rules.ts"
import type { Problems } from "./problems.ts"
import * as Tables from "./tables.ts"

export interface World {
  readonly problems: Problems
  /** Milliseconds since 1970. */
  readonly now: number
  readonly objectIdAt: (millis: number) => string
}

/** Finds the id of a user, of the seed or of the database; `undefined` where there is none. */
export type FindUser = (reference: number | string) => number | undefined

const taken = "has already been taken"

const profile = Record.keys(Rules.emptyProfile)

export const seed = (
  database: DatabaseSync,
  users: ReadonlyArray<SeedUser>,
  hashes: ReadonlyMap<string, string>,
  { now, objectIdAt, problems }: World
): FindUser => {
  const isTaken = takenBy(database)
  const hasId = Tables.finder(database, "SELECT 1 FROM users WHERE id = ?")
  const rows = Tables.inserter(database, "users", [
    "id",
    "object_id",
    "password",
    "created_at",
    "updated_at",
    "last_request_at",
    ...profile
  ])
  const tags = Tables.inserter(database, "user_tags", ["tag", "user_id"])

  const tagged: Array<readonly [id: number, tags: string]> = []
  const given = new Set<number>()
  const ids = new Set<number>()
  const logins = new Map<string, number>()
  for (const { id } of users) if (id !== undefined) given.add(id)
  let last = Tables.lastNumber(database, "users")
  const nextId = (): number => {
    do last++
    while (given.has(last))
    return last
  }

  const check = (user: SeedUser, columns: Partial<Rules.ProfileColumns>, path: string) => {
    if (user.id !== undefined && (ids.has(user.id) || hasId(user.id))) problems.add(`${path}.id`, taken)
    if (!columns.login && !columns.email) problems.add(path, "Both user login and email can't be blank")
    problems.addErrors(path, Rules.check(columns))
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
    const columns = Rules.columnsOf(user)
    check(user, columns, `users.${index}`)
    const id = user.id ?? nextId()
    ids.add(id)
    if (columns.login) logins.set(columns.login, id)
    if (!problems.none()) continue
    const created_at = Tables.secondOf(user.created_at, now)
    rows.insert(
      id,
      objectIdAt(created_at),
      user.password === undefined ? null : (hashes.get(user.password) ?? null),
      created_at,
      Tables.secondOf(user.updated_at, created_at),
      user.last_request_at === undefined ? null : Tables.secondOf(user.last_request_at, now),
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
    if (typeof reference === "number") return ids.has(reference) ? reference : findId(reference)
    return logins.get(reference) ?? findLogin(reference)
  }
}

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
