// The values that the types of the address book accept and reject: checked by the compiler, not run.
import type { AddressBook } from "@effect-connectycube/address-book/AddressBook"
import type { CompactRegisteredUser, RegisteredUser } from "@effect-connectycube/address-book/Contact"
import type { ContactChange } from "@effect-connectycube/address-book/Upload"
import type * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"

export const contacts: ReadonlyArray<ContactChange> = [
  { name: "Ada", phone: "442071234567" },
  { name: "Ada", phone: "442071234567", destroy: false },
  { phone: "442071234567", destroy: true },
  { name: "Ada", phone: "442071234567", destroy: true },
  // @ts-expect-error no name
  { phone: "442071234567" },
  // @ts-expect-error no phone
  { name: "Ada" },
  // @ts-expect-error no phone of the contact to delete
  { destroy: true },
  // @ts-expect-error a flag as a number
  { phone: "442071234567", destroy: 1 },
  // @ts-expect-error a phone as a number
  { name: "Ada", phone: 442071234567 },
  // @ts-expect-error a misspelt field
  { name: "Ada", phone: "442071234567", destory: true }
]

declare const book: AddressBook["Service"]

const one = { name: "Ada", phone: "442071234567" }

export const calls = [
  book.upload([one], { force: true, udid: "phone" }),
  book.uploadInBatches([one], { batchSize: 10 }).pipe((stream) => stream),
  book.uploadInBatches(new Set([one])).pipe((stream) => stream),
  book.uploadInBatches(Stream.make(one)).pipe((stream) => stream),
  book.list({ udid: "phone" }),
  // @ts-expect-error an invalid batch size
  book.upload([one], { batchSize: 10 }),
  // @ts-expect-error force is not an option of reading
  book.list({ force: true }),
  // @ts-expect-error contacts of no shape
  book.uploadInBatches([{ name: "Ada" }])
]

// What comes of it: `Same` holds for equal types only.
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
type Response<E> = E extends Effect.Effect<infer A, infer _E, infer _R> ? A : never
const whole = book.listRegisteredUsers({ udid: "phone" })
const compact = book.listRegisteredUsers({ compact: true })

export const same: ReadonlyArray<true> = [
  true satisfies Same<Response<typeof whole>, ReadonlyArray<RegisteredUser>>,
  true satisfies Same<Response<typeof compact>, ReadonlyArray<CompactRegisteredUser>>,
  // @ts-expect-error compact users have no logins
  true satisfies Same<Response<typeof compact>, ReadonlyArray<RegisteredUser>>
]
