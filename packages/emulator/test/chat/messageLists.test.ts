import { assert, layer } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as TestClock from "effect/testing/TestClock"
import { Emulator } from "../../src/Emulator.ts"
import { listMessages, makeGroup, members, notYours, people, say } from "../support/Chat.ts"
import { ask, at, type Member } from "../support/Wire.ts"

const start = Date.parse("2018-12-06T15:55:46Z")

/** A dialog in which Ada and Ben have said five things, of which two within a second. */
class Said extends Context.Service<
  Said,
  {
    readonly ada: Member
    readonly ben: Member
    readonly outsider: Member
    readonly dialog: string
    readonly ids: ReadonlyArray<string>
  }
>()("test/Said") {
  static readonly layer = Layer.effect(
    Said,
    Effect.gen(function* () {
      yield* TestClock.setTime(start)
      const [ada, ben, outsider] = yield* people("ada", "ben", "cay")
      const dialog = yield* makeGroup(ada, [ben])
      const image = { attachments: { 0: { type: "image", id: "1" } } }
      const both = { attachments: { 0: { type: "image", id: "2" }, 1: { type: "video", id: "3" } } }
      const ids = []
      ids.push(yield* say(ada, dialog, "one"))
      yield* TestClock.adjust("1 second")
      ids.push(yield* say(ben, dialog, "two", image))
      ids.push(yield* say(ada, dialog, "Three", both))
      yield* TestClock.adjust("1 second")
      ids.push(yield* say(ben, dialog, "four", { recipient_id: ada.id }))
      yield* TestClock.adjust("1 second")
      ids.push(yield* say(ada, dialog, "five, and six"))
      yield* TestClock.adjust("1 second")
      yield* ask("PUT", `/chat/Message/${ids[0]}`, {
        token: ada.token,
        json: { chat_dialog_id: dialog, message: "One" }
      })
      return Said.of({ ada, ben, outsider, dialog, ids })
    })
  )
}

const seconds = start / 1000

const search = (query: string) =>
  Effect.gen(function* () {
    const { ada, ben, dialog, ids } = yield* Said
    const written = query
      .replaceAll(/<(\d)>/g, (_, index: string) => ids[Number(index)] ?? "")
      .replaceAll("<ada>", String(ada.id))
      .replaceAll("<ben>", String(ben.id))
    return yield* listMessages(ada, dialog, `mark_as_read=0&${written}`)
  })

layer(Said.layer.pipe(Layer.provideMerge(Emulator.layer())))("GET /chat/Message", (it) => {
  it.effect("responds with the page, the oldest first, and those of a second by their ids", () =>
    Effect.gen(function* () {
      const { ids } = yield* Said
      const { json } = yield* search("")
      const { items: _, ...page } = Object(json)
      assert.deepStrictEqual(page, { skip: 0, limit: 100 })
      assert.deepStrictEqual(members(json, "_id"), ids)
      const latest = yield* search("sort_desc=date_sent")
      assert.deepStrictEqual(members(latest.json, "_id"), ids.toReversed())
      const some = yield* search("sort_asc=date_sent&skip=1&limit=2")
      assert.deepStrictEqual(members(some.json, "_id"), ids.slice(1, 3))
      assert.deepInclude(Object(some.json), { skip: 1, limit: 2 })
    })
  )

  it.effect.each([
    ["_id=<1>", [1]],
    ["_id[in]=<1>,<3>", [1, 3]],
    ["_id[nin]=<1>,<3>", [0, 2, 4]],
    ["_id[nin][]=<1>&_id[nin][]=<3>", [0, 2, 4]],
    ["_id[gt]=<2>", [3, 4]],
    ["_id[lt]=<2>", [0, 1]],
    ["_id[ne]=<2>", [0, 1, 3, 4]],
    ["message=two", [1]],
    ["message[ctn]=o", [1, 3]],
    ["message[ctn]=three", []],
    ["message[in]=One,two", [0, 1]],
    ["message[ne]=two", [0, 2, 3, 4]],
    ["message[all]=two", [1]],
    [`date_sent=${seconds + 1}`, [1, 2]],
    [`date_sent[gt]=${seconds + 1}`, [3, 4]],
    [`date_sent[gte]=${seconds + 1}`, [1, 2, 3, 4]],
    [`date_sent[lt]=${seconds + 1}`, [0]],
    [`date_sent[lte]=${seconds + 1}.0`, [0, 1, 2]],
    [`date_sent[gte]=${seconds + 1}&_id[nin]=<1>`, [2, 3, 4]],
    [`date_sent[in]=${seconds},${seconds + 3}`, [0, 4]],
    ["sender_id=<ben>", [1, 3]],
    ["sender_id[lt]=<ben>", [0, 2, 4]],
    ["sender_id[nin]=<ben>", [0, 2, 4]],
    ["sender_id[in]=<ada>,<ben>", [0, 1, 2, 3, 4]],
    ["recipient_id=<ada>", [3]],
    ["recipient_id=0", [0, 1, 2, 4]],
    ["recipient_id[ne]=0", [3]],
    ["attachments.type=image", [1, 2]],
    ["attachments.type=video", [2]],
    ["attachments.type[in]=video,audio", [2]],
    ["attachments.type[nin]=video,audio", [0, 1, 3, 4]],
    ["attachments.type[ne]=image", [0, 3, 4]],
    ["attachments.type[all]=image,video", [2]],
    ["attachments.type[ctn]=ima", [1, 2]],
    [`updated_at[gt]=${seconds + 3}`, [0]],
    [`updated_at[lte]=${seconds + 1}`, [1, 2]],
    ["sender_id=<ada>&attachments.type=image", [2]],
    ["nothing_known=1", [0, 1, 2, 3, 4]]
  ] as const)("filters by %s", ([query, found]) =>
    Effect.gen(function* () {
      const { ids } = yield* Said
      const { json } = yield* search(query)
      assert.deepStrictEqual(
        members(json, "_id"),
        found.map((index) => ids[index])
      )
    })
  )

  it.effect.each([
    ["limit=0", ["limit"]],
    ["sender_id=ada", ["sender_id"]],
    ["date_sent[gt]=yesterday", ["date_sent"]],
    ["message[like]=o", ["message"]],
    ["sort_asc=message", ["sort_asc"]],
    ["sort_desc=sender_id", ["sort_desc"]]
  ] as const)("rejects %s", ([query, fields]) =>
    Effect.gen(function* () {
      const { status, json } = yield* search(query)
      assert.strictEqual(status, 422)
      assert.deepStrictEqual(Object.keys(Object(at(json, "errors"))), [...fields])
    })
  )

  it.effect("accepts its parameters in the body too", () =>
    Effect.gen(function* () {
      const { ada, dialog, ids } = yield* Said
      const { json } = yield* ask("GET", "/chat/Message", {
        token: ada.token,
        form: `chat_dialog_id=${dialog}&limit=1&mark_as_read=0`
      })
      assert.deepStrictEqual(members(json, "_id"), ids.slice(0, 1))
    })
  )

  it.effect("requires the caller to be in the dialog", () =>
    Effect.gen(function* () {
      const { ada, outsider, dialog } = yield* Said
      const foreign = yield* listMessages(outsider, dialog)
      assert.strictEqual(foreign.status, 403)
      assert.deepStrictEqual(foreign.json, notYours)
      assert.strictEqual((yield* ask("GET", "/chat/Message", { token: ada.token })).status, 422)
    })
  )
})
