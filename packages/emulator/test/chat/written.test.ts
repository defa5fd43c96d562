/** Values of other applications are stored and returned unchanged. */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { jsonOf, randomOf } from "../../../core/test/support/random.ts"
import { Emulator } from "../../src/Emulator.ts"
import { messageOf } from "../support/Admin.ts"
import { createDialog, expect, listMessages, look, makeGroup, people, say, send } from "../support/Chat.ts"
import { ask, at, list, type Member, text } from "../support/Wire.ts"

const emulated = Effect.provide(Emulator.layer({ settings: { dialog_extensions: ["place"] } }))

/** A new message, in each place where there is one: what these members of it are, of which there should be one response. */
const everywhere = (ada: Member, ben: Member, dialog: string, message: object, names: ReadonlyArray<string>) =>
  Effect.gen(function* () {
    const read = (message: unknown) => names.map((name) => at(message, name))
    const given = yield* send(ada, { chat_dialog_id: dialog, message: "written", send_to_chat: "1", ...message })
    const created = expect(201, given)
    const id = text(created, "_id")
    const { json: found } = yield* ask("GET", `/chat/search?search_text=written&chat_dialog_ids=${dialog}`, {
      token: ben.token
    })
    const { json: outbox } = yield* ask("GET", "/_emulator/outbox")
    const { json: newest } = yield* listMessages(ben, dialog, "sort_desc=date_sent&mark_as_read=0")
    const same = (messages: ReadonlyArray<unknown>) => messages.find((message) => at(message, "_id") === id)
    return {
      created: read(created),
      listed: read(same(list(newest, "items"))),
      single: read(yield* look(ben, dialog, id)),
      found: read(same(list(found, "results.messages"))),
      administered: read(yield* messageOf(id)),
      outbox: read(same((Array.isArray(outbox) ? outbox : []).map((sent) => at(sent, "message"))))
    }
  })

const allAre = (expected: ReadonlyArray<unknown>) => ({
  created: expected,
  listed: expected,
  single: expected,
  found: expected,
  administered: expected,
  outbox: expected
})

/** Attachments, and the returned ones; equal when left out. */
const attachments: ReadonlyArray<readonly [name: string, given: unknown, read?: unknown]> = [
  ["an array of objects", [{ type: "image", id: "1" }, { mood: "odd" }]],
  ["objects by index", { 1: { id: "b" }, 0: { id: "a" } }, [{ id: "a" }, { id: "b" }]],
  ["objects by name", { first: { id: "a" }, second: { id: "b" } }, [{ id: "a" }, { id: "b" }]],
  ["no type", [{ id: "1" }]],
  ["numbers for texts", [{ type: 5, id: 3004, uid: 1.5, url: 0, name: -1 }]],
  ["texts for numbers", [{ type: "image", size: "12 KB", width: "100%", height: "", duration: "00:12" }]],
  ["flags and null", [{ type: null, id: true, size: false, url: null }]],
  ["nested objects and arrays", [{ type: { of: ["image"] }, data: { deep: [{ deeper: [[null, {}]] }] } }]],
  ["empty objects", [{}, {}]],
  ["texts", ["image", ""]],
  ["texts by index", { 0: "image" }],
  ["an object that is in no list", { type: "image", id: "1" }],
  ["an object among others by index", { 0: { type: "image" }, 1: null }],
  ["null", [null]],
  ["numbers and flags", [0, 1.5, true]],
  ["arrays", [[], [{ type: "image" }]]],
  ["nothing in an array", []],
  ["nothing in an object", {}, []],
  ["null in place of a list, which is as if it were left out", null, []],
  ["a text in place of a list", "image"],
  ["an empty text in place of a list", ""],
  ["a number in place of a list", 5],
  ["names that objects have by themselves", JSON.parse('[{"__proto__":{"a":1},"constructor":1,"toString":null}]')]
]

describe("the attachments of a message", () => {
  it.effect.each(attachments)("are returned unchanged: %s", ([, given, read = given]) =>
    Effect.gen(function* () {
      const [ada, ben] = yield* people("ada", "ben")
      const dialog = yield* makeGroup(ada, [ben])
      const seen = yield* everywhere(ada, ben, dialog, { attachments: given }, ["attachments"])
      assert.deepStrictEqual(seen, allAre([read]))
    }).pipe(emulated)
  )

  it.effect("are filtered by their types, among any other values", () =>
    Effect.gen(function* () {
      const [ada, ben] = yield* people("ada", "ben")
      const dialog = yield* makeGroup(ada, [ben])
      for (const [, given] of attachments) yield* say(ada, dialog, "odd", { attachments: given })
      yield* say(ada, dialog, "mixed", { attachments: [null, "video", { type: "video" }, ["video"]] })
      const { json } = yield* listMessages(ben, dialog, "attachments.type=video")
      assert.deepStrictEqual(
        list(json, "items").map((item) => at(item, "message")),
        ["mixed"]
      )
      const others = yield* listMessages(ben, dialog, "attachments.type[ne]=video")
      assert.strictEqual(list(others.json, "items").length, attachments.length)
    }).pipe(emulated)
  )
})

const parameters: ReadonlyArray<readonly [name: string, given: unknown]> = [
  ["a text", "UA"],
  ["an empty text", ""],
  ["a number", 17],
  ["a fraction", -0.25],
  ["a flag", false],
  ["null", null],
  ["an array", [1, [], { a: null }]],
  ["an object", { a: { b: [{ c: {} }] } }],
  ["a text that looks like JSON", '{"a":1}'],
  ["a text that looks like a list", "1,2"]
]

describe("a custom parameter of a message", () => {
  it.effect.each(parameters)("is returned unchanged: %s", ([, given]) =>
    Effect.gen(function* () {
      const [ada, ben] = yield* people("ada", "ben")
      const dialog = yield* makeGroup(ada, [ben])
      const names = ["mission", "dialog_id", "save_to_history", "constructor"]
      const message = Object.fromEntries(names.map((name) => [name, given]))
      assert.deepStrictEqual(yield* everywhere(ada, ben, dialog, message, names), allAre(names.map(() => given)))
    }).pipe(emulated)
  )

  it.effect("is returned with any JSON, and so are attachments", () =>
    Effect.gen(function* () {
      const [ada, ben] = yield* people("ada", "ben")
      const dialog = yield* makeGroup(ada, [ben])
      const random = randomOf(7)
      for (let run = 0; run < 60; run++) {
        const written = { attachments: [jsonOf(random), jsonOf(random)], mission: jsonOf(random), more: jsonOf(random) }
        const seen = yield* everywhere(ada, ben, dialog, written, Object.keys(written))
        assert.deepStrictEqual(seen, allAre(Object.values(written)))
      }
    }).pipe(emulated)
  )
})

describe("the extensions of a dialog", () => {
  const cases: ReadonlyArray<readonly [given: unknown, read: unknown]> = [
    ["Riga", "Riga"],
    [5, "5"],
    [true, "true"],
    [{ city: ["Riga"] }, '{"city":["Riga"]}'],
    [[1, null], "[1,null]"]
  ]

  it.effect.each(cases)("are returned as texts, as documented: %j", ([given, read]) =>
    Effect.gen(function* () {
      const [ada, ben] = yield* people("ada", "ben")
      const response = yield* createDialog(ada, {
        type: 2,
        name: "Engines",
        occupants_ids: [ben.id],
        extensions: { place: given, unknown: given }
      })
      assert.deepStrictEqual(at(expect(201, response), "extensions"), { place: read })
    }).pipe(emulated)
  )
})

describe("a system message", () => {
  it.effect.each(parameters)("is returned unchanged: %s", ([, given]) =>
    Effect.gen(function* () {
      const [ada, ben] = yield* people("ada", "ben")
      const json = { recipientId: ben.id, mission: given, attachments: given }
      const sent = yield* ask("POST", "/chat/Message/system", { token: ada.token, json })
      assert.deepStrictEqual(at(sent.json, "extensionParams"), { mission: given, attachments: given })
    }).pipe(emulated)
  )
})
