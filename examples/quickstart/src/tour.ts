/** What a back end does with users and sessions, step by step. Runs against any ConnectyCube. */
import { Emulator } from "@effect-connectycube/emulator/Emulator"
import { Auth, Session, type User, UserId, Users } from "effect-connectycube"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"
import { say, step } from "./narrator.ts"

const password = Redacted.make("correct horse battery")

/** The users of one tour: their tag separates them from all other users of the application. */
export interface Party {
  readonly tag: string
  readonly size: number
}

export const credentials = ({ tag }: Party, number: number) => ({ login: `${tag}-${number}`, password })

export const signUp = Effect.fn("signUp")(function* (party: Party) {
  yield* step("Sign up", "users.signUp(...)")
  const users = yield* Users
  const people = yield* Effect.forEach(
    Array.from({ length: party.size }, (_, number) => number + 1),
    (number) =>
      users.signUp({
        ...credentials(party, number),
        email: `${party.tag}-${number}@example.com`,
        full_name: `Traveller ${number}`,
        phone: `+4420794601${String(number).padStart(2, "0")}`,
        tag_list: [party.tag]
      })
  )
  yield* say(`${people.length} users, with the key of the application: ${people.map(({ id }) => id).join(", ")}.`)
  return people
})

export const logIn = Effect.gen(function* () {
  yield* step("Log in", "Session.layerLogin(...)")
  const auth = yield* Auth
  const { token, user } = yield* auth.getSession
  yield* say(`${user?.full_name} has a session. Its token is a secret, and prints as ${token}.`)
})

export const search = Effect.fn("search")(function* ({ tag }: Party) {
  yield* step("Search", `users.list({ user_tags, limit: 2 })`)
  const users = yield* Users
  const page = yield* users.list({ user_tags: tag, sort_desc: "id", limit: 2 })
  yield* say(`${page.total_entries} match, the newest are ${page.items.map((user) => user.full_name).join(" and ")}.`)

  yield* step("Page", "users.stream({ user_tags, limit: 2 })")
  const names = yield* users.stream({ user_tags: tag, limit: 2 }).pipe(
    Stream.map((user) => user.full_name),
    Stream.runCollect
  )
  yield* say(`A stream of pages of two: ${names.length} users, from ${names.at(0)} to ${names.at(-1)}.`)
})

const count = (requests: number) => (requests === 1 ? "1 request" : `${requests} requests`)

/** The number of requests that the emulator received. The real service has no such count. */
const requestsSeen = Effect.flatMap(
  Effect.serviceOption(Emulator),
  Option.match({
    onNone: () => Effect.succeedNone,
    onSome: ({ requests }) => Effect.map(requests, ({ length }) => Option.some(length))
  })
)

export const lookUp = Effect.fn("lookUp")(function* (people: ReadonlyArray<User>) {
  yield* step("Look up", "users.get(id)")
  const users = yield* Users
  const before = yield* requestsSeen
  const found = yield* Effect.forEach(people, ({ id }) => users.get(id), { concurrency: "unbounded" })
  const after = yield* requestsSeen
  const counted = Option.zipWith(after, before, (after, before) => `, sent as ${count(after - before)}`)
  yield* say(`${found.length} look-ups at once${Option.getOrElse(counted, () => "")}.`)
})

export const update = Effect.fn("update")(function* (ada: User) {
  yield* step("Update", "users.update(id, { full_name, website })")
  const users = yield* Users
  const updated = yield* users.update(ada.id, { full_name: "Ada Lovelace", website: "example.com/ada" })
  yield* say(`${ada.full_name} is ${updated.full_name} now, at ${updated.website}.`)
})

export const errors = Effect.fn("errors")(function* (party: Party) {
  const users = yield* Users

  yield* step("A rule is broken: 422", `Effect.catchTag("UnprocessableEntity")`)
  yield* users.signUp(credentials(party, 1)).pipe(
    Effect.andThen(say("Nobody minded. That should not be.")),
    Effect.catchTag("UnprocessableEntity", (error) => say(`The errors, by field: ${JSON.stringify(error.errors)}.`))
  )

  yield* step("There is no such user", `Effect.catchTag("NotFound")`)
  yield* users.get(UserId.make(2_000_000_000)).pipe(
    Effect.andThen(say("Somebody has that id. That should not be.")),
    Effect.catchTag("NotFound", (error) => say(error.message))
  )

  yield* step("Arguments break a rule", `Effect.catchTag("InvalidRequest")`)
  yield* users.list({ full_name: { start_with: "Tra" } }).pipe(
    Effect.andThen(say("It was sent. That should not be.")),
    Effect.catchTag("InvalidRequest", (error) => say(error.message))
  )
})

export const guest = Effect.gen(function* () {
  yield* step("A guest, in a session of their own", "Session.layerGuest(...)")
  const auth = yield* Auth
  const { user } = yield* auth.getSession
  yield* say(`${user?.full_name} is a guest: ${user?.is_guest}. The other session is still there; none is global.`)
}).pipe(Effect.provide(Session.layerGuest({ full_name: "Charles Babbage" })))

/** Each user deletes itself: no other user can. */
export const cleanUp = Effect.fn("cleanUp")(function* (party: Party, people: ReadonlyArray<User>) {
  yield* step("Clean up", "users.delete(id)")
  const users = yield* Users
  yield* Effect.forEach(
    people.entries(),
    ([index, { id }]) =>
      users.delete(id).pipe(Effect.provide(Session.layerLogin(credentials(party, index + 1)), { local: true })),
    { concurrency: 4, discard: true }
  )
  yield* say(`${people.length} users deleted themselves.`)
})
