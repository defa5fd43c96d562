// The user of a seed who calls.
import type { UserCredentials } from "@effect-connectycube/auth/Credentials"
import { InvalidControl } from "@effect-connectycube/emulator/InvalidControl"
import type { Seed } from "@effect-connectycube/emulator/Seed"
import * as Predicate from "effect/Predicate"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"

/** The password of those who have none. */
const made = "a password of the tests"

/** A seed in which the user has a password, and what the user logs in with. */
export interface Caller {
  readonly seed: Seed
  readonly credentials: UserCredentials
}

/** Finds a user of the seed by `id`, `login` or `email`. One without a password is given one, if it is not too late for that. */
export const find = (as: number | string, seed: Seed = {}, isOpen: boolean): Result.Result<Caller, InvalidControl> => {
  const users = seed.users ?? []
  const index = users.findIndex(({ email, id, login }) => [id, login, email].includes(as))
  const user = users[index]
  if (user === undefined) {
    const names = users.map(({ email, id, login }) => JSON.stringify(login ?? email ?? id))
    const others = names.length === 0 ? "the seed has no users" : `the users of the seed are ${list(names)}`
    return Result.fail(invalid(`${JSON.stringify(as)} is not a user of the seed: ${others}`))
  }
  if (!isOpen && !user.password) return Result.fail(invalid(`${JSON.stringify(as)} has no password in the template`))
  const password = Redacted.make(user.password || made)
  const credentials = Predicate.isString(user.login)
    ? { login: user.login, password }
    : Predicate.isString(user.email)
      ? { email: user.email, password }
      : undefined
  if (credentials === undefined) return Result.fail(invalid(`${JSON.stringify(as)} has neither a login nor an email`))
  return Result.succeed({
    seed: { ...seed, users: users.with(index, { ...user, password: Redacted.value(password) }) },
    credentials
  })
}

/** A seed whose users all have a password. */
export const withPasswords = (seed: Seed = {}): Seed => ({
  ...seed,
  users: (seed.users ?? []).map((user) => ({ ...user, password: user.password || made }))
})

const invalid = (message: string) => new InvalidControl({ control: "layerTest", errors: { as: [message] } })

/** The first ten. */
const list = (names: ReadonlyArray<string>): string =>
  names.length > 10 ? `${names.slice(0, 10).join(", ")} and ${names.length - 10} more` : names.join(", ")
