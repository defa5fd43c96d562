// Each request equals the documented one, and each documented response is decoded.
import type { AddressBook } from "@effect-connectycube/address-book/AddressBook"
import { UserId } from "@effect-connectycube/core/Ids"
import type { Session } from "@effect-connectycube/core/Session"
import { assert, describe, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import { type Response, parseCurl } from "../../../test/support/recording.ts"
import documented from "./fixtures/documented.json" with { type: "json" }
import { call, nothing, record, token } from "./support/Book.ts"

type Name = keyof typeof documented

interface Documented {
  readonly path: string
  readonly requests?: ReadonlyArray<string>
  readonly responses?: ReadonlyArray<unknown>
}

const udid = "A337E8A2-80AD-8ABA-9F5D-579EFF6BACAB"

/** The call of the service for each documented request, in the order of the documentation's examples. */
const documentedCalls: {
  readonly [K in Name]: ReadonlyArray<Effect.Effect<unknown, unknown, AddressBook | Session>>
} = {
  upload: [
    call((addressBook) =>
      addressBook.upload(
        [
          { name: "Halldor Kun ", phone: "9506728854" },
          { name: "Lidija Halil", phone: "5309413409" }
        ],
        { force: true, udid: "d6236da0-f941-11e8-8eb2-f2801f1b9fd1" }
      )
    )
  ],
  get: [call((addressBook) => addressBook.list())],
  registeredUsers: [call((addressBook) => addressBook.listRegisteredUsers({ udid, compact: true }))]
}

const responsesOf = (name: Name): ReadonlyArray<Response> => {
  const { responses = [] }: Documented = documented[name]
  // The documented response to an upload is of more contacts than the documented request has.
  return name === "upload" ? [{ body: nothing }] : responses.map((body) => ({ body }))
}

describe("the documented requests", () => {
  for (const name of Object.keys(documented) as ReadonlyArray<Name>) {
    const { requests = [] }: Documented = documented[name]
    const calls = documentedCalls[name]
    it(`of ${name} are all here`, () => assert.strictEqual(calls.length, requests.length))
    for (const [index, effect] of calls.entries()) {
      it.effect(`of ${name} (${index + 1}) are sent exactly`, () =>
        Effect.gen(function* () {
          for (const response of responsesOf(name)) {
            const sent = yield* record(effect, response)
            assert.deepStrictEqual(sent.requests, [parseCurl(requests[index] ?? "")])
          }
        })
      )
    }
  }
})

describe("the requests that are documented without an example", () => {
  const headers = { "cb-token": token }
  const upload = { method: "POST", path: "/address_book", query: [] }
  const post = { ...upload, headers: { ...headers, "content-type": "application/json" } }

  it.effect("a contact to delete is sent without its name", () =>
    Effect.gen(function* () {
      const sent = yield* record(
        call((addressBook) =>
          addressBook.upload([
            { phone: "9506728854", destroy: true },
            { name: "x".repeat(256), phone: "5309413409", destroy: true },
            { name: "Lidija Halil", phone: "5309413409", destroy: false }
          ])
        ),
        { body: nothing }
      )
      assert.deepStrictEqual(sent.requests, [
        {
          ...post,
          body: {
            contacts: [
              { phone: "9506728854", destroy: 1 },
              { phone: "5309413409", destroy: 1 },
              { name: "Lidija Halil", phone: "5309413409" }
            ]
          }
        }
      ])
    })
  )

  it.effect("the book of a device", () =>
    Effect.gen(function* () {
      const sent = yield* record(
        call((addressBook) => addressBook.list({ udid })),
        { body: [] }
      )
      assert.deepStrictEqual(sent.requests, [
        { method: "GET", path: "/address_book", query: [["udid", udid]], headers, body: undefined }
      ])
      assert.deepStrictEqual(sent.value, [])
    })
  )

  it.effect("all fields of the users", () =>
    Effect.gen(function* () {
      const sent = yield* record(
        call((addressBook) => addressBook.listRegisteredUsers()),
        { body: { items: [] } }
      )
      assert.deepStrictEqual(sent.requests, [
        {
          method: "GET",
          path: "/address_book/registered_users",
          query: [["compact", "0"]],
          headers,
          body: undefined
        }
      ])
    })
  )

  it.effect("a book that is replaced by an empty one", () =>
    Effect.gen(function* () {
      const sent = yield* record(
        call((addressBook) => addressBook.clear({ udid })),
        { body: { ...nothing, deleted: 7 } }
      )
      assert.deepStrictEqual(sent.requests, [{ ...post, body: { contacts: [], force: 1, udid } }])
      assert.deepStrictEqual(sent.value, { deleted: 7 })
    })
  )
})

describe("the documented responses", () => {
  it.effect("of an upload", () =>
    Effect.gen(function* () {
      const contacts = Array.from({ length: 34 }, (_, index) => ({
        name: `Contact ${index}`,
        phone: `95067288${index}0`
      }))
      const { value } = yield* record(
        call((addressBook) => addressBook.upload(contacts)),
        { body: documented.upload.responses[0] }
      )
      assert.deepStrictEqual(value, {
        created: 25,
        updated: 5,
        deleted: 2,
        rejected: [
          {
            contact: { name: "Contact 1", phone: "9506728810" },
            index: 1,
            messages: ["Invalid fields set", "Length of 'phone' field should be min: 10 and max: 15."]
          },
          {
            contact: { name: "Contact 3", phone: "9506728830" },
            index: 3,
            messages: ["Length of 'name' field should be min: 1 and max: 255."]
          }
        ]
      })
    })
  )

  it.effect("of an address book", () =>
    Effect.gen(function* () {
      const { value } = yield* record(
        call((addressBook) => addressBook.list()),
        { body: documented.get.responses[0] }
      )
      assert.deepStrictEqual(value, [
        { phone: "61412675500", name: "Dacia McCombie" },
        { phone: "61736404001", name: "Oliver Knox" },
        { phone: "61338804529", name: "Taila Buckley" }
      ])
    })
  )

  it.effect("of an address book whose phones came as numbers", () =>
    Effect.gen(function* () {
      const { value } = yield* record(
        call((addressBook) => addressBook.list()),
        { body: [{ phone: 61412675500, name: null }, { phone: "61736404001" }] }
      )
      assert.deepStrictEqual(value, [
        { phone: "61412675500", name: null },
        { phone: "61736404001", name: null }
      ])
    })
  )

  const inShort = [
    { id: UserId.make(212), phone: "614126755001", address_book_name: "Dacia McCombie" },
    { id: UserId.make(8923), phone: "478902328938", address_book_name: "Oliver Knox" }
  ]
  const full = {
    id: 212,
    full_name: "Dacia",
    login: "dacia",
    phone: "614126755001",
    created_at: "2018-12-06T09:16:26Z",
    updated_at: "2018-12-06T09:16:26Z",
    address_book_name: "Dacia McCombie"
  }
  const compact = call((addressBook) => addressBook.listRegisteredUsers({ compact: true }))
  const whole = call((addressBook) => addressBook.listRegisteredUsers())

  it.effect("of users in short", () =>
    Effect.gen(function* () {
      const { value } = yield* record(compact, { body: documented.registeredUsers.responses[0] })
      assert.deepStrictEqual(value, inShort)
    })
  )

  it.effect("of users without an object around each, as the official SDK has them", () =>
    Effect.gen(function* () {
      const items = documented.registeredUsers.responses[0]?.items.map(({ user }) => user)
      const { value } = yield* record(compact, { body: { items } })
      assert.deepStrictEqual(value, inShort)
    })
  )

  for (const [spelling, items] of [
    ["with", [{ user: full }]],
    ["without", [full]]
  ] as const) {
    it.effect(`of users with all fields, ${spelling} an object around each`, () =>
      Effect.gen(function* () {
        const { value } = yield* record(whole, { body: { items } })
        const [user, ...more] = value
        assert.deepStrictEqual(more, [])
        assert.strictEqual(user?.login, "dacia")
        assert.strictEqual(user?.address_book_name, "Dacia McCombie")
        assert.strictEqual(user?.email, null)
        assert.deepStrictEqual(user?.created_at, DateTime.makeUnsafe("2018-12-06T09:16:26Z"))
      })
    )
  }

  it.effect("of users with all fields are decoded as compact users when compact is set", () =>
    Effect.gen(function* () {
      const { value } = yield* record(compact, { body: { items: [{ user: full }] } })
      assert.deepStrictEqual(value, inShort.slice(0, 1))
    })
  )

  it.effect("of users with an invalid field are kept in the error, which names the field", () =>
    Effect.gen(function* () {
      const body = { items: [{ user: { ...full, created_at: "yesterday" } }] }
      const error = yield* record(whole, { body }).pipe(Effect.flip)
      if (error._tag !== "DecodeError") return assert.fail(error._tag)
      assert.strictEqual(error.body, JSON.stringify(body))
      assert.deepInclude(error.issues, { path: "items.0.user.created_at", message: "Expected a time" })
    })
  )

  it.effect("of compact users are a DecodeError when all fields were requested", () =>
    Effect.gen(function* () {
      const error = yield* record(whole, { body: documented.registeredUsers.responses[0] }).pipe(Effect.flip)
      assert.strictEqual(error._tag, "DecodeError")
      assert.include(error.message, "items.0.user")
    })
  )
})
