import { assert, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { Emulator } from "../../src/Emulator.ts"
import { instance } from "../support/Sdk.ts"
import { at, list, number, password } from "../support/Wire.ts"

/** The result of an SDK call. */
const response = (call: () => Promise<unknown>) => Effect.promise(call)

/** The error of the SDK: a code, and the body of the response. */
const errorResponse = (call: () => Promise<unknown>) =>
  Effect.map(Effect.flip(Effect.tryPromise({ try: call, catch: (error) => error })), (error) => {
    const { code, info } = Object(error)
    return { code, info }
  })

/** A user with an own instance of the SDK. */
const enter = Effect.fnUntraced(function* (login: string, phone: string) {
  const { url } = yield* Emulator
  const sdk = instance()
  sdk.init({ appId: 1, authKey: "emulator-auth-key" }, { debug: { mode: 0 }, endpoints: { api_url: url } })
  yield* response(() => sdk.createSession())
  yield* response(() => sdk.users.signup({ login, password, phone, full_name: login.toUpperCase() }))
  const session = yield* response(() => sdk.createSession({ login, password }))
  return { id: number(session, "user.id"), sdk }
})

/** Two users, in an empty application. */
const two = Effect.gen(function* () {
  yield* (yield* Emulator).reset
  return [yield* enter("ada", "+44 1632 960001"), yield* enter("ben", "+18791083950")] as const
})

const contacts = [
  { name: "Gordie Kann", phone: "1879108395" },
  { name: "Ben at work", phone: "18791083950" },
  { name: "Gaston Center", phone: "3759108396" }
]

layer(Emulator.layerServer())("the address book of the official SDK", (it) => {
  it.effect("is uploaded, updated and retrieved", () =>
    Effect.gen(function* () {
      const [{ sdk }] = yield* two
      const book = sdk.addressbook
      const uploaded = yield* response(() => book.uploadAddressBook(contacts))
      assert.deepStrictEqual(uploaded, { created: 3, updated: 0, deleted: 0, rejected: {} })
      assert.deepStrictEqual(
        yield* response(() => book.get()),
        contacts.map(({ name, phone }) => ({ phone, name }))
      )
      const changes = [
        { name: "Gordie", phone: "1879108395" },
        { phone: "18791083950", destroy: 1 },
        { phone: "3759108396", destroy: "1" }
      ]
      const changed = yield* response(() => book.uploadAddressBook(changes))
      assert.deepStrictEqual(changed, { created: 0, updated: 1, deleted: 2, rejected: {} })
      assert.deepStrictEqual(yield* response(() => book.get()), [{ phone: "1879108395", name: "Gordie" }])
    })
  )

  it.effect("is separate for each device, and is replaced by force", () =>
    Effect.gen(function* () {
      const [{ sdk }] = yield* two
      const book = sdk.addressbook
      yield* response(() => book.uploadAddressBook(contacts, { udid: "phone" }))
      yield* response(() => book.uploadAddressBook([{ name: "Wildon Gilleon", phone: "2759108396" }]))
      assert.strictEqual(list({ all: yield* response(() => book.get("phone")) }, "all").length, 3)
      assert.strictEqual(list({ all: yield* response(() => book.get()) }, "all").length, 4)
      const forced = yield* response(() => book.uploadAddressBook(contacts.slice(0, 1), { force: 1, udid: "phone" }))
      assert.deepStrictEqual(forced, { created: 0, updated: 1, deleted: 2, rejected: {} })
      assert.deepStrictEqual(yield* response(() => book.get()), [
        { phone: "1879108395", name: "Gordie Kann" },
        { phone: "2759108396", name: "Wildon Gilleon" }
      ])
    })
  )

  it.effect("finds the contacts who are users, whole and compact", () =>
    Effect.gen(function* () {
      const [{ sdk }, ben] = yield* two
      const book = sdk.addressbook
      yield* response(() => book.uploadAddressBook(contacts, { udid: "phone" }))
      const full = yield* response(() => book.getRegisteredUsers())
      assert.deepInclude(Object(at(full, "items.0.user")), {
        id: ben.id,
        login: "ben",
        full_name: "BEN",
        address_book_name: "Ben at work"
      })
      const short = { user: { id: ben.id, phone: "+18791083950", address_book_name: "Ben at work" } }
      assert.deepStrictEqual(yield* response(() => book.getRegisteredUsers(true)), { items: [short] })
      const ofDevice = yield* response(() => book.getRegisteredUsers({ udid: "phone", compact: 1 }))
      assert.deepStrictEqual(ofDevice, { items: [short] })
      const ofAnother = yield* response(() => book.getRegisteredUsers({ udid: "YYY", compact: 0 }))
      assert.deepStrictEqual(ofAnother, { items: [] })
    })
  )

  it.effect("is rejected without a user", () =>
    Effect.gen(function* () {
      const [{ sdk }] = yield* two
      yield* response(() => sdk.createSession())
      assert.deepStrictEqual(yield* errorResponse(() => sdk.addressbook.get()), {
        code: 403,
        info: { errors: { base: ["Forbidden. Need user."] } }
      })
    })
  )
})
