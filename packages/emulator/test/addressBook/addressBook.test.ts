import { assert, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { Emulator } from "../../src/Emulator.ts"
import { errors, expect, members, needUser, unprocessable } from "../support/Push.ts"
import { applicationToken, ask, at, join, list, type Member } from "../support/Wire.ts"

const start = Effect.flatMap(Emulator, ({ reset }) => reset)

const ada = Effect.andThen(start, join("ada", { phone: "+44 1632 960001" }))

const upload = (who: Member, json: object) => ask("POST", "/address_book", { token: who.token, json })

/** The names in a book, by their phones. */
const book = (who: Member, query = "") =>
  Effect.map(ask("GET", `/address_book${query}`, { token: who.token }), ({ json }) =>
    Object.fromEntries(list({ json }, "json").map((contact) => [at(contact, "phone"), at(contact, "name")]))
  )

const registered = (who: Member, query = "") =>
  ask("GET", `/address_book/registered_users${query}`, { token: who.token })

const halldor = { name: "Halldor Kun ", phone: "9506728854" }
const lidija = { name: "Lidija Halil", phone: "5309413409" }

const fields = "Invalid fields set"
const phone = "Length of 'phone' field should be min: 10 and max: 15."
const name = "Length of 'name' field should be min: 1 and max: 255."

const rejections: ReadonlyArray<readonly [what: string, contact: unknown, messages: ReadonlyArray<string>]> = [
  ["without a phone", { name: "Ada" }, [fields]],
  ["without a name", { phone: "1234567890" }, [fields]],
  ["without anything", {}, [fields]],
  ["that is null", null, [fields]],
  ["that is a text", "1234567890", [fields]],
  ["with a field that contacts do not have", { ...halldor, email: "a@b.c" }, [fields]],
  ["with a name that is null", { phone: "1234567890", name: null }, [fields]],
  ["with a phone that is a list", { phone: ["1234567890"], name: "Ada" }, [fields]],
  ["to delete, without a phone", { destroy: 1 }, [fields]],
  ["to delete, or not", { ...halldor, destroy: "perhaps" }, [fields]],
  ["with a phone of 9 characters", { name: "Ada", phone: "123456789" }, [phone]],
  ["with a phone of 16 characters", { name: "Ada", phone: "1234567890123456" }, [phone]],
  ["to delete, with a phone of 9 characters", { phone: "123456789", destroy: 1 }, [phone]],
  ["with an empty name", { name: "", phone: "1234567890" }, [name]],
  ["with a name of 256 characters", { name: "x".repeat(256), phone: "1234567890" }, [name]],
  ["with all of it wrong", { name: "", phone: "1", email: "a@b.c" }, [fields, phone, name]]
]

layer(Emulator.layer())("a contact is rejected", (it) => {
  it.effect.each(rejections)("%s", ([, contact, messages]) =>
    Effect.gen(function* () {
      const me = yield* ada
      const response = yield* upload(me, { contacts: [halldor, contact, lidija] })
      assert.strictEqual(response.status, 200)
      assert.deepStrictEqual(response.json, { created: 2, updated: 0, deleted: 0, rejected: { "1": messages } })
      assert.deepStrictEqual(yield* book(me), { "9506728854": "Halldor Kun ", "5309413409": "Lidija Halil" })
    })
  )

  const accepted: ReadonlyArray<readonly [what: string, contact: object]> = [
    ["a phone of 10 characters", { name: "Ada", phone: "1234567890" }],
    ["a phone of 15 characters", { name: "Ada", phone: "123456789012345" }],
    ["a phone with a plus", { name: "Ada", phone: "+44163296000" }],
    ["a phone that is a number", { name: "Ada", phone: 1234567890 }],
    ["a name of 255 characters", { name: "é".repeat(255), phone: "1234567890" }],
    ["a name of 255 characters that are two units each", { name: "🚂".repeat(255), phone: "1234567890" }],
    ["a name of one character", { name: "x", phone: "1234567890" }],
    ["destroy that is 0", { name: "x", phone: "1234567890", destroy: 0 }]
  ]

  it.effect.each(accepted)("not with %s", ([, contact]) =>
    Effect.gen(function* () {
      const me = yield* ada
      const { json } = yield* upload(me, { contacts: [contact] })
      assert.deepStrictEqual(json, { created: 1, updated: 0, deleted: 0, rejected: {} })
    })
  )

  it.effect("by its index, from 0, independently of the others", () =>
    Effect.gen(function* () {
      const me = yield* ada
      const { json } = yield* upload(me, { contacts: [{}, halldor, { phone: "1", name: "x" }] })
      assert.deepStrictEqual(at(json, "rejected"), { "0": [fields], "2": [phone] })
    })
  )
})

layer(Emulator.layer())("an upload", (it) => {
  it.effect("creates, updates and deletes, contact by contact", () =>
    Effect.gen(function* () {
      const me = yield* ada
      yield* upload(me, { contacts: [halldor, lidija] })
      const contacts = [
        { ...halldor, name: "Halldor" },
        { phone: lidija.phone, destroy: 1 },
        { phone: "1234567890", name: "New" },
        { phone: "0000000000", destroy: 1 }
      ]
      const { json } = yield* upload(me, { contacts })
      assert.deepStrictEqual(json, { created: 1, updated: 1, deleted: 1, rejected: {} })
      assert.deepStrictEqual(yield* book(me), { "9506728854": "Halldor", "1234567890": "New" })
    })
  )

  it.effect("keeps the last of the contacts with the same phone", () =>
    Effect.gen(function* () {
      const me = yield* ada
      const { json } = yield* upload(me, { contacts: [halldor, { ...halldor, name: "Again" }] })
      assert.deepStrictEqual(json, { created: 1, updated: 1, deleted: 0, rejected: {} })
      assert.deepStrictEqual(yield* book(me), { "9506728854": "Again" })
    })
  )

  it.effect("is idempotent", () =>
    Effect.gen(function* () {
      const me = yield* ada
      const json = { contacts: [halldor, { ...lidija, destroy: 1 }], force: 1 }
      yield* upload(me, json)
      const once = yield* book(me)
      assert.strictEqual(at((yield* upload(me, json)).json, "created"), 0)
      assert.deepStrictEqual(yield* book(me), once)
    })
  )

  it.effect("is for one device when it names one, and across all of them when it does not", () =>
    Effect.gen(function* () {
      const me = yield* ada
      yield* upload(me, { contacts: [halldor], udid: "phone" })
      yield* upload(me, { contacts: [halldor, lidija], udid: "tablet" })
      const one = yield* upload(me, { contacts: [{ ...halldor, name: "Phone" }], udid: "phone" })
      assert.strictEqual(at(one.json, "updated"), 1)
      assert.deepStrictEqual(yield* book(me, "?udid=tablet"), {
        "9506728854": "Halldor Kun ",
        "5309413409": "Lidija Halil"
      })
      const all = yield* upload(me, {
        contacts: [
          { ...halldor, name: "All" },
          { ...lidija, destroy: 1 }
        ]
      })
      assert.deepStrictEqual(all.json, { created: 0, updated: 1, deleted: 1, rejected: {} })
      assert.deepStrictEqual(yield* book(me, "?udid=phone"), { "9506728854": "All" })
      assert.deepStrictEqual(yield* book(me, "?udid=tablet"), { "9506728854": "All" })
    })
  )

  it.effect("with force replaces the book of the device, or of all of them", () =>
    Effect.gen(function* () {
      const me = yield* ada
      yield* upload(me, { contacts: [halldor, lidija], udid: "phone" })
      yield* upload(me, { contacts: [lidija], udid: "tablet" })
      const one = yield* upload(me, { contacts: [halldor], udid: "phone", force: 1 })
      assert.deepStrictEqual(one.json, { created: 0, updated: 1, deleted: 1, rejected: {} })
      assert.deepStrictEqual(yield* book(me, "?udid=tablet"), { "5309413409": "Lidija Halil" })
      const all = yield* upload(me, { contacts: [{ name: "New", phone: "1234567890" }], force: "1" })
      assert.deepStrictEqual(all.json, { created: 1, updated: 0, deleted: 2, rejected: {} })
      assert.deepStrictEqual(yield* book(me), { "1234567890": "New" })
      assert.deepStrictEqual(yield* book(me, "?udid=phone"), {})
    })
  )

  it.effect("with force and without valid contacts empties the book", () =>
    Effect.gen(function* () {
      const me = yield* ada
      for (const contacts of [[], [{ ...halldor, name: "" }]]) {
        yield* upload(me, { contacts: [halldor] })
        assert.strictEqual(at((yield* upload(me, { contacts, force: 1 })).json, "deleted"), 1)
        assert.deepStrictEqual(yield* book(me), {})
      }
    })
  )

  it.effect("can be a form with numbered contacts", () =>
    Effect.gen(function* () {
      const me = yield* ada
      const form =
        "contacts[0][name]=Ada&contacts[0][phone]=1234567890&contacts[1][name]=Ben&contacts[1][phone]=1&udid=phone"
      const { json } = yield* ask("POST", "/address_book.json?force=1", { token: me.token, form })
      assert.deepStrictEqual(json, { created: 1, updated: 0, deleted: 0, rejected: { "1": [phone] } })
      assert.deepStrictEqual(yield* book(me, "?udid=phone"), { "1234567890": "Ada" })
      const strange = "contacts[0][name]=Ada&contacts[0][phone]=1234567890&contacts[0][age]=1"
      const rejected = yield* ask("POST", "/address_book", { token: me.token, form: strange })
      assert.deepStrictEqual(at(rejected.json, "rejected"), { "0": [fields] })
    })
  )

  const rejected: ReadonlyArray<readonly [what: string, json: object, errors: object]> = [
    ["without contacts", { force: 1 }, { contacts: ["is required"] }],
    ["with contacts that are none", { contacts: "9506728854" }, { contacts: ["Expected array"] }],
    [
      "with a device of 65 characters",
      { contacts: [halldor], udid: "x".repeat(65) },
      { udid: ["Expected a value with a length of at most 64"] }
    ],
    [
      "with a force that is none",
      { contacts: [halldor], force: "yes" },
      { force: [`Expected 0 | 1 | "0" | "1" | "true" | "false"`] }
    ]
  ]

  it.effect.each(rejected)("is rejected %s", ([, json, expected]) =>
    Effect.gen(function* () {
      const me = yield* ada
      assert.deepStrictEqual(errors(yield* upload(me, json)), unprocessable(expected))
      assert.deepStrictEqual(yield* book(me), {})
    })
  )

  it.effect("for a udid of 64 characters is accepted", () =>
    Effect.gen(function* () {
      const me = yield* ada
      expect(200, yield* upload(me, { contacts: [halldor], udid: "x".repeat(64) }))
      const { status } = yield* ask("GET", `/address_book?udid=${"x".repeat(65)}`, { token: me.token })
      assert.strictEqual(status, 422)
    })
  )
})

layer(Emulator.layer())("an address book", (it) => {
  it.effect("is in the order of its contacts, with each phone once by its last name", () =>
    Effect.gen(function* () {
      const me = yield* ada
      yield* upload(me, { contacts: [lidija], udid: "phone" })
      yield* upload(me, { contacts: [halldor, { ...lidija, name: "Lidija" }] })
      yield* upload(me, { contacts: [{ ...lidija, name: "Tablet" }], udid: "tablet" })
      yield* upload(me, { contacts: [{ ...lidija, name: "Phone" }], udid: "phone" })
      const { json, text } = yield* ask("GET", "/address_book", { token: me.token })
      assert.deepStrictEqual(json, [
        { phone: "5309413409", name: "Phone" },
        { phone: "9506728854", name: "Halldor Kun " }
      ])
      assert.isTrue(text.startsWith(`[{"phone":`))
    })
  )

  it.effect("belongs to its user, and is deleted with the user", () =>
    Effect.gen(function* () {
      const me = yield* ada
      const ben = yield* join("ben")
      yield* upload(me, { contacts: [halldor] })
      assert.deepStrictEqual(yield* book(ben), {})
      yield* upload(ben, { contacts: [lidija], force: 1 })
      assert.deepStrictEqual(yield* book(me), { "9506728854": "Halldor Kun " })
      expect(200, yield* ask("DELETE", `/users/${me.id}`, { token: me.token }))
      assert.deepStrictEqual(yield* book(yield* join("ada")), {})
    })
  )

  it.effect("needs a user", () =>
    Effect.gen(function* () {
      yield* start
      const token = yield* applicationToken
      const json = { contacts: [halldor] }
      assert.deepStrictEqual(errors(yield* ask("POST", "/address_book", { token, json })), needUser)
      assert.deepStrictEqual(errors(yield* ask("GET", "/address_book", { token })), needUser)
      assert.deepStrictEqual(errors(yield* ask("GET", "/address_book/registered_users", { token })), needUser)
      assert.strictEqual((yield* ask("GET", "/address_book")).status, 401)
    })
  )
})

layer(Emulator.layer())("the registered users of an address book", (it) => {
  /** Users whose phones are written in many ways, and what some of them are called. */
  const scene = Effect.gen(function* () {
    const me = yield* ada
    yield* join("plus", { phone: "+380501234567" })
    yield* join("signs", { phone: "+1 (504) 267-55.00" })
    yield* join("plain", { phone: "61412675500" })
    yield* join("another", { phone: "+44 1632 960999" })
    yield* join("nameless")
    yield* upload(me, {
      contacts: [
        { phone: "15042675500", name: "Signs" },
        { phone: "380501234567", name: "Plus" },
        { phone: "unreachable", name: "No digits" },
        { phone: "0000000000", name: "Nobody" }
      ],
      udid: "phone"
    })
    yield* upload(me, { contacts: [{ phone: "+61 412675500", name: "Plain" }] })
    return me
  })

  const found = (who: Member, query = "") =>
    Effect.map(registered(who, query), ({ json }) => members(json, "items", "user.address_book_name"))

  it.effect("are those with the same digits in their phones", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* found(yield* scene), ["Plus", "Signs", "Plain"])
    })
  )

  it.effect("are those of one device", () =>
    Effect.gen(function* () {
      const me = yield* scene
      assert.deepStrictEqual(yield* found(me, "?udid=phone"), ["Plus", "Signs"])
      assert.deepStrictEqual(yield* found(me, "?udid=tablet"), [])
    })
  )

  it.effect("are whole users, unless compact is set", () =>
    Effect.gen(function* () {
      const me = yield* scene
      for (const query of ["", "?compact=0"]) {
        const user = Object(at((yield* registered(me, query)).json, "items.0.user"))
        assert.deepInclude(user, { login: "plus", phone: "+380501234567", address_book_name: "Plus" })
        assert.containsAllKeys(user, ["_id", "full_name", "created_at", "custom_data"])
        assert.doesNotHaveAnyKeys(user, ["password"])
      }
      const { json } = yield* registered(me, "?compact=1")
      const user = Object(at(json, "items.0.user"))
      assert.deepStrictEqual(user, { id: user.id, phone: "+380501234567", address_book_name: "Plus" })
    })
  )

  it.effect("include all users with the same phone, and the caller", () =>
    Effect.gen(function* () {
      const me = yield* ada
      yield* join("ben", { phone: "441632960001" })
      yield* upload(me, { contacts: [{ phone: "441632960001", name: "Home" }] })
      assert.deepStrictEqual(members((yield* registered(me)).json, "items", "user.login"), ["ada", "ben"])
    })
  )

  it.effect("include users who signed up later, and not those who were deleted", () =>
    Effect.gen(function* () {
      const me = yield* ada
      yield* upload(me, { contacts: [{ phone: "380501234567", name: "Later" }] })
      assert.deepStrictEqual(yield* found(me), [])
      const later = yield* join("later", { phone: "+380501234567" })
      assert.deepStrictEqual(yield* found(me), ["Later"])
      yield* ask("DELETE", `/users/${later.id}`, { token: later.token })
      assert.deepStrictEqual(yield* found(me), [])
    })
  )
})
