/**
 * The address books, in their table.
 */
import type { ErrorResponse } from "@effect-connectycube/core/contract/Endpoint"
import type { Contact, UploadResponse, WireContact } from "@effect-connectycube/address-book/Contact"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as SqlClient from "effect/sql/SqlClient"
import { atomically } from "../../server/database/transaction.ts"
import { type Row as User, UsersStore } from "../users/store.ts"
import * as Contacts from "./rules.ts"
import { digits } from "./tables.ts"

interface Row {
  readonly phone: string
  readonly name: string
  readonly changed: number
}

/** A book: of a device, or of all of them together. */
export interface Book {
  readonly user_id: number
  readonly udid: string | undefined
}

export interface Upload extends Book {
  readonly contacts: ReadonlyArray<typeof WireContact.Type>
  /** Whether each of the contacts came with fields that contacts do not have. */
  readonly areStrange: ReadonlyArray<boolean>
  /** Whether contacts that are not among these are deleted. */
  readonly force: boolean
}

const make = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  const users = yield* UsersStore

  const within = ({ user_id, udid }: Book) =>
    udid === undefined ? sql`user_id = ${user_id}` : sql`user_id = ${user_id} AND udid = ${udid}`

  const rows = (book: Book) => sql<Row>`SELECT phone, name, changed FROM contacts WHERE ${within(book)} ORDER BY number`

  const lastChange = (user_id: number) =>
    Effect.map(
      sql<{ last: number }>`SELECT coalesce(max(changed), 0) AS last FROM contacts WHERE user_id = ${user_id}`,
      ([row]) => row?.last ?? 0
    )

  const upload = Effect.fnUntraced(function* ({ contacts, areStrange, force, ...book }: Upload) {
    const { user_id, udid = "" } = book
    const phones = new Set((yield* rows(book)).map(({ phone }) => phone))
    const kept = new Set<string>()
    const rejected: Record<string, ReadonlyArray<string>> = {}
    const counts = { created: 0, updated: 0, deleted: 0 }
    let changed = yield* lastChange(user_id)

    const remove = Effect.fnUntraced(function* (phone: string) {
      if (!phones.delete(phone)) return
      yield* sql`DELETE FROM contacts WHERE ${within(book)} AND phone = ${phone}`
      counts.deleted++
    })

    /** A contact that more than one device has is the same on all of them. */
    const keep = Effect.fnUntraced(function* (phone: string, name: string) {
      changed++
      if (phones.has(phone)) {
        yield* sql`UPDATE contacts SET ${sql.update({ name, changed })} WHERE ${within(book)} AND phone = ${phone}`
        counts.updated++
      } else {
        yield* sql`INSERT INTO contacts ${sql.insert({ user_id, udid, phone, name, changed })}`
        counts.created++
      }
      phones.add(phone)
      kept.add(phone)
    })

    for (const [index, contact] of contacts.entries()) {
      const checked = Contacts.check(contact, areStrange[index] ?? false)
      if ("messages" in checked) rejected[index] = checked.messages
      else if (checked.name === null) yield* remove(checked.phone)
      else yield* keep(checked.phone, checked.name)
    }
    if (force)
      yield* Effect.forEach(
        [...phones].filter((phone) => !kept.has(phone)),
        remove,
        { discard: true }
      )
    const response: typeof UploadResponse.Type = { ...counts, rejected }
    return response
  })

  /** Each phone once, in the order in which they came, by the name that was given last. */
  const contacts = Effect.fnUntraced(function* (book: Book) {
    const byPhone = new Map<string, Row>()
    for (const row of yield* rows(book)) {
      const known = byPhone.get(row.phone)
      if (known === undefined || known.changed < row.changed) byPhone.set(row.phone, row)
    }
    return Array.from(byPhone.values(), ({ phone, name }): Contact => ({ phone, name }))
  }, Effect.orDie)

  /** The users with these phones: of both, the digits count. */
  const registered = Effect.fnUntraced(function* (book: Book) {
    const names = new Map<string, string | null>()
    for (const { phone, name } of yield* contacts(book)) {
      const number = phone.replaceAll(/\D/g, "")
      if (number !== "" && !names.has(number)) names.set(number, name)
    }
    const numbers = [...names.keys()]
    const phone = sql.literal(digits("phone"))
    const found = yield* users.select(
      sql`phone IS NOT NULL AND ${phone} IN (SELECT value FROM json_each(${JSON.stringify(numbers)}))`
    )
    return found.map((user): { readonly user: User; readonly address_book_name: string | null } => ({
      user,
      address_book_name: names.get((user.phone ?? "").replaceAll(/\D/g, "")) ?? null
    }))
  })

  return {
    upload: (asked: Upload) => atomically(sql, upload(asked)),
    contacts,
    registered
  }
})

/** The address books, in their table. */
export class AddressBooks extends Context.Service<
  AddressBooks,
  {
    /** Creates, changes and deletes contacts. Those that break a rule are left out, and named in the result. */
    readonly upload: (upload: Upload) => Effect.Effect<typeof UploadResponse.Type, ErrorResponse>
    readonly contacts: (book: Book) => Effect.Effect<ReadonlyArray<Contact>>
    /** The users whose phone numbers are in a book, with their names there. */
    readonly registered: (
      book: Book
    ) => Effect.Effect<ReadonlyArray<{ readonly user: User; readonly address_book_name: string | null }>>
  }
>()("@effect-connectycube/emulator/modules/address-book/AddressBooks") {
  static readonly layer = Layer.effect(AddressBooks, make)
}
