import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as TestClock from "effect/testing/TestClock"
import { Emulator } from "../../src/Emulator.ts"
import {
  broadcast,
  listDialogs,
  listMessages,
  look,
  makeDialog,
  makeGroup,
  members,
  notFound,
  notYours,
  people,
  private_,
  public_,
  say,
  seen,
  send,
  texts
} from "../support/Chat.ts"
import { ask, at, list, text } from "../support/Wire.ts"

const emulated = Effect.provide(Emulator.layer({ settings: { broadcast_creation: "allow" } }))

describe("a new message", () => {
  it.effect("has all documented fields", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(Date.parse("2018-12-06T16:28:32.500Z"))
      const [ada, ben] = yield* people("ada", "ben")
      const dialog = yield* makeGroup(ada, [ben])
      const { status, json } = yield* send(ada, {
        chat_dialog_id: dialog,
        message: "where are you?",
        recipient_id: ben.id,
        attachments: { "7": { type: "image", id: "24504" }, "3": { type: "image", id: "3004" } }
      })
      assert.strictEqual(status, 201)
      const { _id, ...message } = Object(json)
      assert.match(_id, /^[0-9a-f]{24}$/)
      assert.deepStrictEqual(message, {
        attachments: [
          { type: "image", id: "3004" },
          { type: "image", id: "24504" }
        ],
        chat_dialog_id: dialog,
        created_at: "2018-12-06T16:28:32Z",
        date_sent: 1544113712,
        delivered_ids: [ada.id],
        edited_at: null,
        message: "where are you?",
        reactions: null,
        read_ids: [ada.id],
        recipient_id: ben.id,
        sender_id: ada.id,
        updated_at: "2018-12-06T16:28:32Z",
        views_count: 0,
        read: 0
      })
    }).pipe(emulated)
  )

  it.effect("keeps custom parameters among its fields", () =>
    Effect.gen(function* () {
      const [ada, ben] = yield* people("ada", "ben")
      const dialog = yield* makeGroup(ada, [ben])
      const parameters = { country: "UA", nested: { a: [1, null] }, save_to_history: "1" }
      // They cannot replace fields of the server.
      const pretended = { _id: "5c094e30e588ce59fff87431", sender_id: ben.id, date_sent: 1, read_ids: [7] }
      const id = yield* say(ada, dialog, "Hello", { ...parameters, ...pretended, markable: "1", send_to_chat: "0" })
      const message = yield* look(ben, dialog, id)
      assert.deepInclude(message, {
        ...parameters,
        sender_id: ada.id,
        recipient_id: 0,
        date_sent: 0,
        read_ids: [ada.id]
      })
      assert.notProperty(message, "markable")
      assert.notProperty(message, "send_to_chat")
    }).pipe(emulated)
  )

  it.effect("has its attachments as they were written, with any content", () =>
    Effect.gen(function* () {
      const [ada] = yield* people("ada")
      const dialog = yield* makeDialog(ada, { type: public_, name: "Engines" })
      const attachments = [
        { type: "file", size: "12 KB", width: "100", height: 5, duration: "00:12", name: 5, id: true },
        { size: "", width: "1e3", url: null, id: 7, data: { deep: [1, "2", null] } }
      ]
      const { json } = yield* send(ada, { chat_dialog_id: dialog, attachments })
      assert.deepStrictEqual(at(json, "attachments"), attachments)
      const listed = yield* listMessages(ada, dialog)
      assert.deepStrictEqual(at(listed.json, "items.0.attachments"), attachments)
    }).pipe(emulated)
  )

  it.effect("accepts attachments as a map, as an array, and in a form", () =>
    Effect.gen(function* () {
      const [ada, ben] = yield* people("ada", "ben")
      const dialog = yield* makeGroup(ada, [ben])
      const attachments = [{ type: "image", id: "1", url: "https://files.example/1" }, { type: "place" }]
      for (const json of [{ attachments }, { attachments: { 0: attachments[0], 1: attachments[1] } }]) {
        assert.deepStrictEqual(
          at((yield* send(ada, { chat_dialog_id: dialog, ...json })).json, "attachments"),
          attachments
        )
      }
      const form = `chat_dialog_id=${dialog}&message=Hi!+How+are+you%3F&attachments[0][type]=audio&attachments[0][id]=7`
      const { json } = yield* ask("POST", "/chat/Message", { token: ada.token, form })
      assert.deepInclude(Object(json), { message: "Hi! How are you?", attachments: [{ type: "audio", id: "7" }] })
    }).pipe(emulated)
  )

  it.effect("is the last one of its dialog, which becomes the first of the list", () =>
    Effect.gen(function* () {
      const [ada, ben] = yield* people("ada", "ben")
      const first = yield* makeGroup(ada, [ben], { name: "first" })
      yield* TestClock.adjust("1 second")
      yield* makeGroup(ada, [ben], { name: "second" })
      yield* TestClock.adjust("1 second")
      const id = yield* say(ben, first, "nope?")
      assert.deepInclude(yield* seen(ada, first), {
        last_message: "nope?",
        last_message_id: id,
        last_message_user_id: ben.id,
        last_message_date_sent: 2,
        last_message_status: null,
        updated_at: "1970-01-01T00:00:02Z"
      })
      assert.deepStrictEqual(members((yield* listDialogs(ada)).json, "name"), ["first", "second"])
    }).pipe(emulated)
  )

  it.effect("to a user creates the private dialog of the two", () =>
    Effect.gen(function* () {
      const [ada, ben] = yield* people("ada", "ben")
      const first = yield* send(ada, { recipient_id: String(ben.id), message: "psst" })
      assert.strictEqual(first.status, 201)
      assert.strictEqual(at(first.json, "recipient_id"), ben.id)
      const dialog = text(first.json, "chat_dialog_id")
      assert.deepInclude(yield* seen(ben, dialog), { type: private_, name: "ADA", user_id: ada.id })
      const response = yield* send(ben, { recipient_id: ada.id, message: "yes?" })
      assert.strictEqual(text(response.json, "chat_dialog_id"), dialog)
      assert.strictEqual(yield* makeDialog(ben, { type: private_, occupants_ids: [ada.id] }), dialog)
      assert.deepStrictEqual(yield* texts(ada, dialog), ["psst", "yes?"])
    }).pipe(emulated)
  )

  it.effect("requires a dialog or a recipient, who is another user", () =>
    Effect.gen(function* () {
      const [ada] = yield* people("ada")
      const nowhere = yield* send(ada, { message: "Hello" })
      assert.strictEqual(nowhere.status, 422)
      assert.deepStrictEqual(nowhere.json, { errors: { base: ["chat_dialog_id or recipient_id is required"] } })
      for (const recipient_id of [ada.id, 7]) assert.strictEqual((yield* send(ada, { recipient_id })).status, 422)
      const unknown = yield* send(ada, { chat_dialog_id: "5c094c0ce588ce6856f87422" })
      assert.strictEqual(unknown.status, 404)
      assert.deepStrictEqual(unknown.json, notFound)
    }).pipe(emulated)
  )
})

describe("a broadcast", () => {
  it.effect("is readable by everybody", () =>
    Effect.gen(function* () {
      const [ada, ben] = yield* people("ada", "ben")
      const dialog = yield* makeDialog(ada, { type: broadcast, name: "News" })
      yield* say(ada, dialog, "All is well")
      assert.deepStrictEqual(yield* texts(ben, dialog), ["All is well"])
    }).pipe(emulated)
  )
})

describe("a preview", () => {
  const scene = (allow_preview: boolean) =>
    Effect.gen(function* () {
      const [ada, ben] = yield* people("ada", "ben")
      const dialog = yield* makeDialog(ada, { type: public_, name: "Channel", permissions: { allow_preview } })
      for (let index = 1; index <= 25; index++) yield* say(ada, dialog, String(index))
      return { ada, ben, dialog }
    })

  it.effect("returns the last 20 messages to a user outside of the dialog, and marks nothing", () =>
    Effect.gen(function* () {
      const { ada, ben, dialog } = yield* scene(true)
      const { status, json } = yield* listMessages(ben, dialog, "preview=1&skip=5&limit=3&sort_desc=date_sent")
      assert.strictEqual(status, 200)
      assert.deepStrictEqual(
        members(json, "message"),
        Array.from({ length: 20 }, (_, index) => String(index + 6))
      )
      assert.deepInclude(Object(json), { skip: 0, limit: 20 })
      assert.deepStrictEqual(at(list(json, "items")[0], "views_count"), 0)
      assert.strictEqual(at((yield* listMessages(ada, dialog, "limit=1")).json, "items.0.views_count"), 0)
      // It has to be requested.
      assert.strictEqual((yield* listMessages(ben, dialog)).status, 403)
    }).pipe(emulated)
  )

  it.effect("requires that the dialog allows it", () =>
    Effect.gen(function* () {
      const { ben, dialog } = yield* scene(false)
      const { status, json } = yield* listMessages(ben, dialog, "preview=1")
      assert.strictEqual(status, 403)
      assert.deepStrictEqual(json, notYours)
    }).pipe(emulated)
  )
})
