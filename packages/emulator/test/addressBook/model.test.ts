import { assert, describe, it } from "@effect/vitest"
import * as Arbitrary from "effect/Arbitrary"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import * as SqlClient from "effect/sql/SqlClient"
import { AddressBooks } from "../../src/modules/address-book/store.ts"
import * as Database from "../../src/server/database/database.ts"
import { versions } from "../../src/app/tables.ts"
import { Identifiers } from "../../src/server/state/identifiers.ts"
import { Time } from "../../src/server/state/time.ts"
import { UsersStore } from "../../src/modules/users/store.ts"

const Store = AddressBooks.layer.pipe(
  Layer.provideMerge(UsersStore.layer),
  Layer.provideMerge(Identifiers.layer),
  Layer.provideMerge(Layer.mergeAll(Database.layer(Database.inMemory, versions), Time.layer))
)

const udids = ["", "phone", "tablet"] as const

const phones = ["5551230001", "5551230002", "5551230003", "123"] as const

/** From few values, so that many are equal. The device `""` means no device. */
const Upload = Schema.Struct({
  user: Schema.Literals([0, 1]),
  udid: Schema.Literals(udids),
  force: Schema.Boolean,
  contacts: Schema.Array(
    Schema.Struct({
      phone: Schema.Literals(phones),
      name: Schema.Literals(["Ada", "Ben", "Cay", ""]),
      destroy: Schema.Boolean
    })
  )
})

interface Entry {
  readonly user: number
  readonly udid: string
  readonly phone: string
  name: string
  /** When it was named: the later, the more. */
  named: number
}

/** The rules, implemented independently. */
const makeModel = () => {
  let entries: Array<Entry> = []
  let named = 0
  const scope = (user: number, udid: string) => (entry: Entry) =>
    entry.user === user && (udid === "" || entry.udid === udid)
  return {
    upload: ({ user, udid, force, contacts }: typeof Upload.Type) => {
      const response = { created: 0, updated: 0, deleted: 0, rejected: [] as Array<number> }
      const isIn = scope(user, udid)
      const told: Array<string> = []
      const remove = (phone: string) => {
        const before = entries.length
        entries = entries.filter((entry) => !(isIn(entry) && entry.phone === phone))
        if (entries.length < before) response.deleted++
      }
      contacts.forEach(({ phone, name, destroy }, index) => {
        if (phone === "123" || (name === "" && !destroy)) return response.rejected.push(index)
        if (destroy) return remove(phone)
        told.push(phone)
        named++
        const known = entries.filter((entry) => isIn(entry) && entry.phone === phone)
        for (const entry of known) Object.assign(entry, { name, named })
        if (known.length > 0) return response.updated++
        response.created++
        return entries.push({ user, udid, phone, name, named })
      })
      if (force) phones.filter((phone) => !told.includes(phone)).forEach(remove)
      return response
    },
    book: (user: number, udid: string) => {
      const mine = entries.filter(scope(user, udid))
      return [...new Set(mine.map(({ phone }) => phone))].map((phone) => ({
        phone,
        name: mine.filter((entry) => entry.phone === phone).toSorted((a, b) => b.named - a.named)[0]?.name
      }))
    }
  }
}

const uploads = Arbitrary.array(Arbitrary.schema(Upload), { maxLength: 12 })

describe("random uploads of two users", () => {
  it.effect("leave the books in the state of the rules, in 1,000 sequences", () =>
    Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient
      const books = yield* AddressBooks
      const users = yield* UsersStore
      const ids = [(yield* users.create({ login: "ada" }, {})).id, (yield* users.create({ login: "ben" }, {})).id]
      const bookOf = (user: number, udid: string) => ({
        user_id: ids[user] ?? 0,
        udid: udid === "" ? undefined : udid
      })

      const agree = Effect.fnUntraced(function* (list: ReadonlyArray<typeof Upload.Type>) {
        yield* Effect.orDie(sql`DELETE FROM contacts`)
        const model = makeModel()
        for (const upload of list) {
          const { user, udid, force, contacts } = upload
          const { rejected, ...counts } = yield* books.upload({
            ...bookOf(user, udid),
            contacts,
            areStrange: [],
            force
          })
          const response = { ...counts, rejected: Object.keys(rejected).map(Number) }
          if (JSON.stringify(response) !== JSON.stringify(model.upload(upload))) return false
        }
        for (const user of ids.keys()) {
          for (const udid of udids) {
            const book = yield* books.contacts(bookOf(user, udid))
            if (JSON.stringify(book) !== JSON.stringify(model.book(user, udid))) return false
          }
        }
        return true
      })

      const result = yield* Arbitrary.checkEffect(uploads, agree, { runs: 1000 })
      // With the shortest sequence that fails, and the seed.
      const failure = Arbitrary.formatCheckFailure(result)
      if (failure !== undefined) assert.fail(failure)
    }).pipe(Effect.provide(Store))
  )
})
