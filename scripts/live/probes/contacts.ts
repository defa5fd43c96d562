/** Probes of the address book: of a device of the run, whose contacts are deleted at the end. */
import * as Effect from "effect/Effect"
import { at, list, textAt } from "../Http.ts"
import { ask, claim, given, Live, making, type Member, People } from "../Live.ts"
import { probe } from "../Probe.ts"

const first = { name: "Fidelity One", phone: "9506728854" }
const second = { name: "Fidelity Two", phone: "5309413409" }

const upload = Effect.fnUntraced(function* (who: Member, contacts: ReadonlyArray<object>, more: object = {}) {
  const { name } = yield* Live
  const send = (json: object) => ask("POST", "/address_book", { token: who.token, json: { udid: name, ...json } })
  const phones = [...contacts, first, second].flatMap((contact) =>
    "phone" in contact && typeof contact.phone === "string" ? [contact.phone] : []
  )
  const removed = [...new Set(phones)].map((phone) => ({ phone, destroy: 1 }))
  return yield* making("contacts", send({ contacts, ...more }), () => send({ contacts: removed }))
})

const book = Effect.fnUntraced(function* (who: Member) {
  const { name } = yield* Live
  const response = yield* given(yield* ask("GET", "/address_book", { token: who.token, query: `udid=${name}` }))
  return {
    response,
    contacts: list(response.json).map((contact) => [textAt(contact, "phone"), textAt(contact, "name")])
  }
})

export const contacts = [
  probe(
    "contacts.upload-status",
    Effect.gen(function* () {
      const { ada } = yield* People
      const response = yield* upload(ada, [first])
      yield* claim(response.status === 200 && at(response.json, "created") === 1, response)
    })
  ),
  probe(
    "contacts.rejected",
    Effect.gen(function* () {
      const { ada } = yield* People
      const none = yield* given(yield* upload(ada, [first]))
      yield* claim(JSON.stringify(at(none.json, "rejected")) === "{}", none)
      const one = yield* given(yield* upload(ada, [{ ...second, phone: "1" }, first]))
      yield* claim(Object.keys(Object(at(one.json, "rejected"))).join() === "0", one)
    })
  ),
  probe(
    "contacts.twice",
    Effect.gen(function* () {
      const { ada } = yield* People
      const response = yield* given(yield* upload(ada, [first, first]))
      yield* claim((yield* book(ada)).contacts.length === 1, response)
    })
  ),
  probe(
    "contacts.invalid-fields",
    Effect.gen(function* () {
      const { ada } = yield* People
      for (const contact of [{ name: "Ada" }, { ...first, email: "a@example.com" }, { name: 5, phone: [] }]) {
        const response = yield* given(yield* upload(ada, [contact]))
        yield* claim(textAt(response.json, "rejected.0.0") === "Invalid fields set", response)
      }
    })
  ),
  probe(
    "contacts.known-phone",
    Effect.gen(function* () {
      const { ada } = yield* People
      yield* given(yield* upload(ada, [first]))
      const response = yield* given(yield* upload(ada, [{ ...first, name: "Fidelity Other" }]))
      yield* claim(at(response.json, "updated") === 1 && at(response.json, "created") === 0, response)
    })
  ),
  probe(
    "contacts.force",
    Effect.gen(function* () {
      const { ada } = yield* People
      yield* given(yield* upload(ada, [first, second]))
      const response = yield* given(yield* upload(ada, [first], { force: 1 }))
      const { contacts } = yield* book(ada)
      yield* claim(contacts.join() === [first.phone, first.name].join(), response)
    })
  ),
  probe(
    "contacts.order",
    Effect.gen(function* () {
      const { ada } = yield* People
      yield* given(yield* upload(ada, [first, second]))
      const { contacts, response } = yield* book(ada)
      yield* claim(contacts.map(([phone]) => phone).join() === [first.phone, second.phone].join(), response)
    })
  ),
  probe(
    "contacts.caller",
    Effect.gen(function* () {
      const { ada } = yield* People
      const own = yield* given(yield* ask("GET", `/users/${ada.id}`, { token: ada.token }))
      const phone = textAt(own.json, "user.phone") || textAt(own.json, "phone")
      yield* given(yield* upload(ada, [first, { name: "Fidelity Ada", phone }]))
      const response = yield* ask("GET", "/address_book/registered_users", { token: ada.token })
      const found = list(response.json, "items").map((item) => at(item, "user.id") ?? at(item, "id"))
      yield* claim(found.includes(ada.id), response)
    })
  ),
  probe(
    "contacts.compact",
    Effect.gen(function* () {
      const { ada } = yield* People
      const own = yield* given(yield* ask("GET", `/users/${ada.id}`, { token: ada.token }))
      const phone = textAt(own.json, "user.phone") || textAt(own.json, "phone")
      yield* given(yield* upload(ada, [{ name: "Fidelity Ada", phone }]))
      const left = yield* given(yield* ask("GET", "/address_book/registered_users", { token: ada.token }))
      const question = { token: ada.token, query: "compact=0" }
      const zero = yield* given(yield* ask("GET", "/address_book/registered_users", question))
      yield* claim(left.text === zero.text && list(left.json, "items").length > 0, left)
    })
  ),
  probe(
    "contacts.upload-idempotent",
    Effect.gen(function* () {
      const { ada } = yield* People
      yield* given(yield* upload(ada, [first]))
      yield* given(yield* upload(ada, [first]))
      const { contacts, response } = yield* book(ada)
      yield* claim(contacts.join() === [first.phone, first.name].join(), response)
    })
  )
]
