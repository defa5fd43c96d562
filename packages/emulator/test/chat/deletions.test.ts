import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { Emulator } from "../../src/Emulator.ts"
import {
  createDialog,
  deleteDialogs,
  deleteMessages,
  expect,
  makeDialog,
  makeGroup,
  notFound,
  notYours,
  people,
  private_,
  say,
  seen,
  send,
  texts,
  unread,
  updateDialog
} from "../support/Chat.ts"
import { ask, at } from "../support/Wire.ts"

const emulated = Effect.provide(Emulator.layer())

const nobody = "5c094682e588ce59fff87424"

const three = { SuccessfullyDeleted: { ids: [] }, NotFound: { ids: [] }, WrongPermissions: { ids: [] } }

describe("deleting messages", () => {
  it.effect("returns the outcome of each", () =>
    Effect.gen(function* () {
      const [ada, ben, cay] = yield* people("ada", "ben", "cay")
      const dialog = yield* makeGroup(ada, [ben])
      const [mine, theirs] = [yield* say(ben, dialog, "mine"), yield* say(ada, dialog, "theirs")]
      const elsewhere = yield* say(ada, yield* makeGroup(ada, [cay]), "elsewhere")
      const { status, json } = yield* deleteMessages(ben, `${mine},${theirs},${nobody},${elsewhere}`, "force=1")
      assert.strictEqual(status, 200)
      assert.deepStrictEqual(json, {
        SuccessfullyDeleted: { ids: [mine] },
        NotFound: { ids: [nobody] },
        WrongPermissions: { ids: [theirs, elsewhere] }
      })
      assert.deepStrictEqual(yield* texts(ada, dialog), ["theirs"])
    }).pipe(emulated)
  )

  it.effect("for oneself does not delete them for the others", () =>
    Effect.gen(function* () {
      const [ada, ben] = yield* people("ada", "ben")
      const dialog = yield* makeGroup(ada, [ben])
      const [first, second] = [yield* say(ada, dialog, "1"), yield* say(ada, dialog, "2")]
      assert.deepStrictEqual((yield* deleteMessages(ben, second)).json, {
        ...three,
        SuccessfullyDeleted: { ids: [second] }
      })
      assert.deepStrictEqual(yield* texts(ben, dialog), ["1"])
      assert.deepStrictEqual(yield* texts(ada, dialog), ["1", "2"])
      assert.strictEqual(yield* unread(ben, dialog), 1)
      assert.strictEqual(at(yield* seen(ben, dialog), "last_message_id"), first)
      assert.strictEqual(at(yield* seen(ada, dialog), "last_message_id"), second)
      // Deleted is deleted.
      assert.deepStrictEqual((yield* deleteMessages(ben, second)).json, { ...three, NotFound: { ids: [second] } })
    }).pipe(emulated)
  )

  it.effect("for everybody removes them from all counts", () =>
    Effect.gen(function* () {
      const [ada, ben] = yield* people("ada", "ben")
      const dialog = yield* makeGroup(ada, [ben])
      const [first, second] = [yield* say(ada, dialog, "1"), yield* say(ada, dialog, "2")]
      // The query has it too.
      yield* ask("DELETE", `/chat/Message/${second}?force=1`, { token: ada.token })
      for (const who of [ada, ben]) {
        assert.deepStrictEqual(yield* texts(who, dialog), ["1"])
        assert.strictEqual(at(yield* seen(who, dialog), "last_message_id"), first)
      }
      assert.strictEqual(yield* unread(ben, dialog), 1)
      yield* deleteMessages(ada, first, "force=1")
      assert.deepInclude(yield* seen(ben, dialog), {
        last_message: null,
        last_message_id: null,
        last_message_user_id: null,
        last_message_date_sent: null,
        last_message_status: null,
        unread_messages_count: 0
      })
    }).pipe(emulated)
  )

  it.effect("of the other user in a private dialog is rejected for oneself too", () =>
    Effect.gen(function* () {
      const [ada, ben] = yield* people("ada", "ben")
      const dialog = yield* makeDialog(ada, { type: private_, occupants_ids: [ben.id] })
      const theirs = yield* say(ben, dialog)
      for (const force of ["", "force=1"]) {
        assert.deepStrictEqual((yield* deleteMessages(ada, theirs, force)).json, {
          ...three,
          WrongPermissions: { ids: [theirs] }
        })
      }
    }).pipe(emulated)
  )
})

describe("clearing the history", () => {
  it.effect("for oneself does not clear it for the others, and later messages are new", () =>
    Effect.gen(function* () {
      const [ada, ben] = yield* people("ada", "ben")
      const dialog = yield* makeGroup(ada, [ben])
      yield* say(ada, dialog, "1")
      yield* say(ada, dialog, "2")
      const { status, text } = yield* deleteDialogs(ben, `clearHistory/${dialog}`)
      assert.strictEqual(status, 200)
      assert.strictEqual(text, "")
      assert.deepStrictEqual(yield* texts(ben, dialog), [])
      assert.deepStrictEqual(yield* texts(ada, dialog), ["1", "2"])
      assert.deepInclude(yield* seen(ben, dialog), { last_message: null, unread_messages_count: 0 })
      yield* say(ada, dialog, "3")
      assert.deepStrictEqual(yield* texts(ben, dialog), ["3"])
      assert.deepInclude(yield* seen(ben, dialog), { last_message: "3", unread_messages_count: 1 })
    }).pipe(emulated)
  )

  it.effect("is kept for a user who leaves and comes back", () =>
    Effect.gen(function* () {
      const [ada, ben] = yield* people("ada", "ben")
      const dialog = yield* makeGroup(ada, [ben])
      yield* say(ada, dialog, "1")
      expect(200, yield* deleteDialogs(ben, `clearHistory/${dialog}`))
      yield* say(ada, dialog, "2")
      expect(200, yield* updateDialog(ben, dialog, { pull_all: { occupants_ids: [ben.id] } }))
      expect(200, yield* updateDialog(ada, dialog, { push_all: { occupants_ids: [ben.id] } }))
      assert.deepStrictEqual(yield* texts(ben, dialog), ["2"])
      assert.deepInclude(yield* seen(ben, dialog), { last_message: "2", unread_messages_count: 1 })
    }).pipe(emulated)
  )

  it.effect("for everybody leaves no message", () =>
    Effect.gen(function* () {
      const [ada, ben] = yield* people("ada", "ben")
      const dialog = yield* makeGroup(ada, [ben])
      yield* say(ben, dialog, "1")
      expect(200, yield* deleteDialogs(ada, `clearHistory/${dialog}`, "force=1"))
      for (const who of [ada, ben]) {
        assert.deepStrictEqual(yield* texts(who, dialog), [])
        assert.deepInclude(yield* seen(who, dialog), { last_message: null, unread_messages_count: 0 })
      }
      assert.strictEqual((yield* deleteDialogs(ada, `clearHistory/${nobody}`)).status, 404)
    }).pipe(emulated)
  )
})

describe("deleting a dialog", () => {
  it.effect("for oneself does not delete it for the others, and lasts until the next message", () =>
    Effect.gen(function* () {
      const [ada, ben] = yield* people("ada", "ben")
      const dialog = yield* makeGroup(ada, [ben])
      yield* say(ada, dialog, "1")
      const { status, text } = yield* deleteDialogs(ben, dialog)
      assert.strictEqual(status, 200)
      assert.strictEqual(text, "")
      assert.isUndefined(yield* seen(ben, dialog))
      assert.deepInclude(yield* seen(ada, dialog), { last_message: "1", occupants_ids: [ada.id, ben.id] })
      assert.strictEqual(yield* unread(ben, dialog), 0)
      yield* say(ada, dialog, "2")
      assert.deepInclude(yield* seen(ben, dialog), { last_message: "2", unread_messages_count: 1 })
      assert.deepStrictEqual(yield* texts(ben, dialog), ["2"])
    }).pipe(emulated)
  )

  it.effect("that is private is undone by creating it again", () =>
    Effect.gen(function* () {
      const [ada, ben] = yield* people("ada", "ben")
      const fields = { type: private_, occupants_ids: [ben.id] }
      const dialog = yield* makeDialog(ada, fields)
      yield* say(ben, dialog, "1")
      yield* deleteDialogs(ada, dialog)
      assert.deepInclude(Object((yield* createDialog(ada, fields)).json), { _id: dialog, last_message: null })
      assert.isDefined(yield* seen(ada, dialog))
      assert.deepStrictEqual(yield* texts(ada, dialog), [])
      yield* deleteDialogs(ada, dialog)
      yield* send(ada, { recipient_id: ben.id, message: "2" })
      assert.deepInclude(yield* seen(ada, dialog), { last_message: "2" })
      assert.deepStrictEqual(yield* texts(ben, dialog), ["1", "2"])
    }).pipe(emulated)
  )

  it.effect("for everybody leaves nothing of it", () =>
    Effect.gen(function* () {
      const [ada, ben] = yield* people("ada", "ben")
      const dialog = yield* makeGroup(ada, [ben])
      const id = yield* say(ben, dialog, "1", { attachments: { 0: { type: "image" } } })
      yield* ask("PUT", `/chat/Message/${id}/reactions`, { token: ada.token, json: { add: "👍" } })
      expect(200, yield* deleteDialogs(ada, dialog, "force=1"))
      assert.isUndefined(yield* seen(ben, dialog))
      const asked = [
        ask("PUT", "/chat/Message", { token: ben.token, json: { chat_dialog_id: dialog, read: "1" } }),
        ask("GET", `/chat/Message/${id}/reactions`, { token: ben.token }),
        deleteDialogs(ada, dialog),
        send(ben, { chat_dialog_id: dialog, message: "2" })
      ]
      for (const response of yield* Effect.all(asked)) {
        assert.strictEqual(response.status, 404)
        assert.deepStrictEqual(response.json, notFound)
      }
    }).pipe(emulated)
  )

  it.effect("of another owner is rejected", () =>
    Effect.gen(function* () {
      const [ada, ben, cay] = yield* people("ada", "ben", "cay")
      const dialog = yield* makeGroup(ada, [ben])
      for (const [who, force] of [
        [ben, "force=1"],
        [cay, ""]
      ] as const) {
        const { status, json } = yield* deleteDialogs(who, dialog, force)
        assert.strictEqual(status, 403)
        assert.deepStrictEqual(json, notYours)
      }
      assert.strictEqual((yield* deleteDialogs(ben, nobody)).status, 404)
    }).pipe(emulated)
  )

  it.effect("and several others returns the outcome of each", () =>
    Effect.gen(function* () {
      const [ada, ben] = yield* people("ada", "ben")
      const [mine, theirs] = [yield* makeGroup(ben, [ada]), yield* makeGroup(ada, [ben])]
      const forced = yield* deleteDialogs(ben, `${mine},${nobody},${theirs}`, "force=1")
      assert.strictEqual(forced.status, 200)
      assert.deepStrictEqual(forced.json, {
        SuccessfullyDeleted: { ids: [mine] },
        NotFound: { ids: [nobody] },
        WrongPermissions: { ids: [theirs] }
      })
      assert.deepStrictEqual((yield* deleteDialogs(ben, `${theirs}, ${mine}`)).json, {
        ...three,
        SuccessfullyDeleted: { ids: [theirs] },
        NotFound: { ids: [mine] }
      })
      assert.isDefined(yield* seen(ada, theirs))
    }).pipe(emulated)
  )
})
