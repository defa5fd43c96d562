import { assert, layer } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Emulator } from "../../src/Emulator.ts"
import { applicationToken, ask, at, logins, signUp } from "../support/Wire.ts"

interface Known {
  readonly login: string
  readonly timezone: number | null
}

/** Thirty users in a few time zones, some of them in none. */
const everybody = Array.from({ length: 30 }, (_, index): Known => ({
  login: `user${String(index).padStart(2, "0")}`,
  timezone: index % 4 === 3 ? null : (index * 7) % 5
}))

class Users extends Context.Service<Users, { readonly token: string }>()("test/Users") {
  static readonly layer = Layer.effect(
    Users,
    Effect.gen(function* () {
      for (const { login, timezone } of everybody) yield* signUp(timezone === null ? { login } : { login, timezone })
      return Users.of({ token: yield* applicationToken })
    })
  )
}

/** Filters that match most users, and few: their pages are found in different ways. */
const conditions: Readonly<Record<string, (user: Known) => boolean>> = {
  "string+login+gt+user03": ({ login }) => login > "user03",
  "string+login+gt+user25": ({ login }) => login > "user25",
  "string+login+in+user29,user02,user17": ({ login }) => ["user29", "user02", "user17"].includes(login),
  "string+login+ne+user07": ({ login }) => login !== "user07",
  "number+timezone+ge+1": ({ timezone }) => timezone !== null && timezone >= 1,
  "number+timezone+between+2,3": ({ timezone }) => timezone === 2 || timezone === 3
}

const byTimezone = (one: Known, other: Known) => (one.timezone ?? -1) - (other.timezone ?? -1)

/** Those of the same time zone stay in the order in which they came. */
const orders: Readonly<Record<string, (users: ReadonlyArray<Known>) => ReadonlyArray<Known>>> = {
  "": (users) => users,
  "desc+number+id": (users) => users.toReversed(),
  "asc+number+timezone": (users) => users.toSorted(byTimezone),
  "desc+number+timezone": (users) => users.toSorted((one, other) => byTimezone(other, one)),
  "desc+date+created_at": (users) => users
}

const cases = Object.keys(conditions).flatMap((filter) => Object.keys(orders).map((order) => ({ filter, order })))

layer(Users.layer.pipe(Layer.provideMerge(Emulator.layer())))("the pages of users", (it) => {
  it.effect.each(cases)("are those of all in this order: $filter, $order", ({ filter, order }) =>
    Effect.gen(function* () {
      const { token } = yield* Users
      const expected = orders[order]?.(everybody.filter(conditions[filter] ?? (() => false))) ?? []
      for (const page of [1, 2, 5]) {
        const query = [`filter[]=${filter}`, ...(order === "" ? [] : [`order=${order}`]), `per_page=4&page=${page}`]
        const { json } = yield* ask("GET", `/users?${query.join("&")}`, { token })
        assert.deepStrictEqual(
          logins(json),
          expected.slice(4 * (page - 1), 4 * page).map(({ login }) => login)
        )
        assert.strictEqual(at(json, "total_entries"), expected.length)
      }
    })
  )
})
