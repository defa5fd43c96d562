// The contacts of an upload that are sent, and those that are returned as rejected.
import type { ContactChange } from "@effect-connectycube/address-book/Upload"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import type { Response } from "../../../test/support/recording.ts"
import { bodyOf, call, nothing, record, errorResponseOf } from "./support/Book.ts"

const ada = { name: "Ada", phone: "0000000000" }
const mary = { name: "Mary", phone: "1111111111" }
const tooShort = { name: "Charles", phone: "123456789" }
const nameless = { name: "", phone: "3333333333" }

const phoneMessage = "Length of 'phone' field should be min: 10 and max: 15."
const nameMessage = "Length of 'name' field should be min: 1 and max: 255."

const upload = (contacts: ReadonlyArray<ContactChange>, response: Response = { body: nothing }) =>
  record(
    call((addressBook) => addressBook.upload(contacts)),
    response
  )

describe("a contact that breaks a rule", () => {
  const broken: ReadonlyArray<readonly [string, ContactChange, ReadonlyArray<string>]> = [
    ["a phone of 9", { name: "Ada", phone: "1".repeat(9) }, [phoneMessage]],
    ["a phone of 16", { name: "Ada", phone: "1".repeat(16) }, [phoneMessage]],
    ["no name", { name: "", phone: "1".repeat(10) }, [nameMessage]],
    ["a name of 256", { name: "x".repeat(256), phone: "1".repeat(15) }, [nameMessage]],
    ["neither", { name: "", phone: "" }, [phoneMessage, nameMessage]],
    ["a phone of 9 to delete", { phone: "1".repeat(9), destroy: true }, [phoneMessage]]
  ]
  it.effect.each(broken)("is not sent, and is returned: %s", ([, contact, messages]) =>
    Effect.gen(function* () {
      const { requests, value } = yield* upload([contact])
      assert.deepStrictEqual(requests, [])
      assert.deepStrictEqual(value, { created: 0, updated: 0, deleted: 0, rejected: [{ contact, index: 0, messages }] })
    })
  )

  const kept: ReadonlyArray<readonly [string, ContactChange]> = [
    ["a phone of 10", { name: "A", phone: "1".repeat(10) }],
    ["a phone of 15", { name: "A", phone: "1".repeat(15) }],
    ["a name of 255", { name: "x".repeat(255), phone: "1".repeat(10) }],
    ["a name of 255 that takes twice the space", { name: "👋".repeat(255), phone: "1".repeat(10) }],
    ["a phone with signs, which the server knows best", { name: "Ada", phone: "+44 20 7123 45" }]
  ]
  it.effect.each(kept)("is none with %s", ([, contact]) =>
    Effect.gen(function* () {
      const { requests, value } = yield* upload([contact])
      assert.deepStrictEqual(bodyOf(requests[0]).contacts, [contact])
      assert.deepStrictEqual(value.rejected, [])
    })
  )
})

describe("the rejected contacts", () => {
  it.effect("are the objects of the caller, from client and server, in the caller's order", () =>
    Effect.gen(function* () {
      const contacts = [tooShort, ada, nameless, mary]
      const { requests, value } = yield* upload(contacts, {
        body: { created: 1, updated: 0, deleted: 0, rejected: { 0: ["Invalid fields set"] } }
      })
      assert.deepStrictEqual(bodyOf(requests[0]).contacts, [ada, mary])
      assert.deepStrictEqual(value, {
        created: 1,
        updated: 0,
        deleted: 0,
        rejected: [
          { contact: tooShort, index: 0, messages: [phoneMessage] },
          { contact: ada, index: 1, messages: ["Invalid fields set"] },
          { contact: nameless, index: 2, messages: [nameMessage] }
        ]
      })
      assert.strictEqual(value.rejected[1]?.contact, contacts[1])
    })
  )

  it.effect("are found for a server that counts from 1", () =>
    Effect.gen(function* () {
      const { value } = yield* upload([tooShort, ada, mary], {
        body: { ...nothing, rejected: { 1: ["a"], 2: ["b", "c"] } }
      })
      assert.deepStrictEqual(
        value.rejected.map(({ contact, index, messages }) => [contact.name, index, messages]),
        [
          ["Charles", 0, [phoneMessage]],
          ["Ada", 1, ["a"]],
          ["Mary", 2, ["b", "c"]]
        ]
      )
    })
  )

  it.effect.each(["7", "base"])("that nobody sent are no response: %s", (place) =>
    Effect.gen(function* () {
      const error = yield* upload([ada, mary], { body: { ...nothing, rejected: { [place]: ["a"] } } }).pipe(Effect.flip)
      if (error._tag !== "DecodeError") return assert.fail(error._tag)
      assert.strictEqual(error.operation, "addressBook.upload")
      assert.include(error.body, `"${place}":["a"]`)
    })
  )

  it.effect.each([
    ["{}", { ...nothing, rejected: {} }],
    ["[]", { ...nothing, rejected: [] }],
    ["null", { ...nothing, rejected: null }],
    ["nothing", { created: 0, updated: 0, deleted: 0 }]
  ] as const)("are none when they are %s", ([, body]) =>
    Effect.gen(function* () {
      assert.deepStrictEqual((yield* upload([ada], { body })).value.rejected, [])
    })
  )
})

describe("an upload", () => {
  it.effect("of nothing sends nothing", () =>
    Effect.gen(function* () {
      const { requests, value } = yield* upload([])
      assert.deepStrictEqual(requests, [])
      assert.deepStrictEqual(value, { created: 0, updated: 0, deleted: 0, rejected: [] })
    })
  )

  it.effect("sends force only when it is set", () =>
    Effect.gen(function* () {
      const { requests } = yield* record(
        call((addressBook) => addressBook.upload([ada], { force: false })),
        { body: nothing }
      )
      assert.deepStrictEqual(bodyOf(requests[0]), { contacts: [ada] })
    })
  )

  it.effect("that would empty the book by mistake is rejected, with the reason", () =>
    Effect.gen(function* () {
      const cases: ReadonlyArray<readonly [ReadonlyArray<ContactChange>, Array<string>]> = [
        [[], ["contacts"]],
        // A contact to delete does not count as left.
        [[{ phone: "442079876543", destroy: true }], ["contacts"]],
        [
          [tooShort, nameless],
          ["contacts", "contacts.0", "contacts.1"]
        ]
      ]
      for (const [contacts, paths] of cases) {
        const { error, requests } = yield* errorResponseOf(call((book) => book.upload(contacts, { force: true })))
        assert.deepStrictEqual(requests, [])
        if (error._tag !== "InvalidRequest") return assert.fail(error._tag)
        assert.deepStrictEqual(
          error.issues.map(({ path }) => path),
          paths
        )
      }
    })
  )

  it.effect("is rejected with a udid that is too long or empty, with any contacts", () =>
    Effect.gen(function* () {
      for (const udid of ["x".repeat(65), ""]) {
        for (const contacts of [[ada], [tooShort], []]) {
          const { error, requests } = yield* errorResponseOf(call((book) => book.upload(contacts, { udid })))
          assert.deepStrictEqual(requests, [])
          if (error._tag !== "InvalidRequest") return assert.fail(error._tag)
          assert.deepStrictEqual(
            error.issues.map(({ path }) => path),
            ["udid"]
          )
        }
        const others = [
          call((book) => Effect.asVoid(book.list({ udid }))),
          call((book) => Effect.asVoid(book.listRegisteredUsers({ udid }))),
          call((book) => Effect.asVoid(book.clear({ udid })))
        ]
        for (const other of others) {
          const { error, requests } = yield* errorResponseOf(other)
          assert.deepStrictEqual(requests, [])
          assert.strictEqual(error._tag, "InvalidRequest")
        }
      }
      const { requests } = yield* record(
        call((book) => book.upload([ada], { udid: "x".repeat(64) })),
        { body: nothing }
      )
      assert.strictEqual(requests.length, 1)
    })
  )
})
