import { assert, layer } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as TestClock from "effect/testing/TestClock"
import { Emulator } from "../../src/Emulator.ts"
import { allMessages, messageOf } from "../support/Admin.ts"
import {
  deleteDialogs,
  deleteMessages,
  look,
  makeDialog,
  makeGroup,
  members,
  people,
  private_,
  say,
  unread,
  updateMessages
} from "../support/Chat.ts"
import { ask, at, list, type Member } from "../support/Wire.ts"

const start = Date.parse("2022-11-27T11:36:31Z")
const seconds = start / 1000

/** Six messages in two dialogs, a second apart. */
class Said extends Context.Service<
  Said,
  {
    readonly ada: Member
    readonly ben: Member
    readonly cay: Member
    readonly pair: string
    readonly team: string
    readonly ids: ReadonlyArray<string>
  }
>()("test/Said") {
  static readonly layer = Layer.effect(
    Said,
    Effect.gen(function* () {
      yield* TestClock.setTime(start)
      const [ada, ben, cay] = yield* people("ada", "ben", "cay")
      const pair = yield* makeDialog(ada, { type: private_, occupants_ids: [ben.id] })
      const team = yield* makeGroup(ada, [ben, cay])
      const ids = []
      for (const dialog of [pair, team, pair, team, pair, team]) {
        ids.push(yield* say(ada, dialog, `Message ${ids.length}`))
        yield* TestClock.adjust("1 second")
      }
      yield* updateMessages(ada, ids[1] ?? "", { chat_dialog_id: team, message: "Edited" })
      return Said.of({ ada, ben, cay, pair, team, ids })
    })
  )
}

const query = (query: string) =>
  Effect.flatMap(Said, ({ ids, pair, team }) =>
    allMessages(
      query
        .replaceAll(/<(\d)>/g, (_, index: string) => ids[Number(index)] ?? "")
        .replaceAll("<pair>", pair)
        .replaceAll("<team>", team)
    )
  )

/** The messages of a response, by their places in the order in which they were sent. */
const places = (search: string) =>
  Effect.gen(function* () {
    const { ids } = yield* Said
    const { json } = yield* query(search)
    const found: ReadonlyArray<number> = members(json, "_id").map((id) => ids.indexOf(String(id)))
    return found
  })

layer(Said.layer.pipe(Layer.provideMerge(Emulator.layer())))("GET /admin/chat/messages/list", (it) => {
  it.effect("responds with a page of all messages, the last sent first", () =>
    Effect.gen(function* () {
      const { json } = yield* query("")
      const { items: _, ...page } = Object(json)
      assert.deepStrictEqual(page, { total_entries: 6, skip: 0, limit: 100 })
      assert.deepStrictEqual(yield* places(""), [5, 4, 3, 2, 1, 0])
    })
  )

  it.effect.each([
    ["_id[lt]=<2>", [1, 0]],
    ["_id[lte]=<2>", [2, 1, 0]],
    ["_id[gt]=<2>", [5, 4, 3]],
    ["_id[gte]=<2>", [5, 4, 3, 2]],
    ["_id[gt]=<2>&sort_asc=_id", [3, 4, 5]],
    ["chat_dialog_id=<team>", [5, 3, 1]],
    ["chat_dialog_id=<pair>", [4, 2, 0]],
    ["chat_dialog_id=63834bbecf1efb102da40f2c", []],
    ["chat_dialog_id=<team>&_id[lt]=<5>", [3, 1]],
    [`created_at[gt]=${seconds + 2}`, [5, 4, 3]],
    [`created_at[gte]=${seconds + 2}`, [5, 4, 3, 2]],
    [`created_at[lt]=${seconds + 2}`, [1, 0]],
    [`created_at[lte]=${seconds + 2}&sort_asc=created_at`, [0, 1, 2]],
    [`date_sent[gt]=${seconds + 2}`, [5, 4, 3]],
    [`date_sent[gte]=${seconds + 2}`, [5, 4, 3, 2]],
    [`date_sent[lt]=${seconds + 2}`, [1, 0]],
    [`date_sent[lte]=${seconds + 2}`, [2, 1, 0]],
    [`updated_at[gt]=${seconds + 4}`, [5, 1]],
    [`updated_at[gte]=${seconds + 4}&sort_desc=updated_at`, [1, 5, 4]],
    [`updated_at[lte]=${seconds + 2}`, [2, 0]],
    [`updated_at[lt]=${seconds + 2}`, [0]],
    ["sort_asc=created_at", [0, 1, 2, 3, 4, 5]],
    ["sort_desc=created_at", [5, 4, 3, 2, 1, 0]],
    ["sort_asc=updated_at", [0, 2, 3, 4, 5, 1]],
    ["sort_desc=updated_at", [1, 5, 4, 3, 2, 0]],
    ["nothing_known=7", [5, 4, 3, 2, 1, 0]]
  ] as const)("finds by %s", ([search, found]) =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* places(search), found)
      const { json } = yield* query(`${search}&skip=1&limit=1`)
      assert.strictEqual(at(json, "total_entries"), found.length)
      assert.strictEqual(list(json, "items").length, found.length > 1 ? 1 : 0)
    })
  )

  it.effect.each([
    ["limit=0", ["limit"]],
    ["skip=-1", ["skip"]],
    ["created_at[gt]=yesterday", ["created_at"]],
    ["date_sent[in]=1", ["date_sent"]],
    ["sort_asc=date_sent", ["sort_asc"]]
  ] as const)("rejects %s", ([search, fields]) =>
    Effect.gen(function* () {
      const { status, json } = yield* query(search)
      assert.strictEqual(status, 422)
      assert.hasAllKeys(at(json, "errors"), [...fields])
    })
  )

  it.effect("marks nothing as read or delivered", () =>
    Effect.gen(function* () {
      const { ada, ben, team, ids } = yield* Said
      yield* query("")
      assert.strictEqual(yield* unread(ben, team), 3)
      const message = yield* look(ben, team, ids[5] ?? "")
      assert.deepStrictEqual([message.read_ids, message.delivered_ids], [[ada.id], [ada.id]])
    })
  )

  it.effect("returns all fields of a message", () =>
    Effect.gen(function* () {
      const { ada, ben, cay, pair, team } = yield* Said
      const attachments = [{ type: "image", id: "3004" }]
      const id = yield* say(ada, pair, "Hello", { attachments: { 0: attachments[0] }, mission: "none", name: "intel" })
      const sent = new Date(start + 6000).toISOString().replace(".000", "")
      const fields = { chat_dialog_id: pair, sender_id: ada.id, recipient_id: ben.id, message: "Hello", attachments }
      assert.deepStrictEqual(yield* messageOf(id), {
        _id: id,
        ...fields,
        date_sent: seconds + 6,
        created_at: sent,
        updated_at: sent,
        edited_at: null,
        read_ids: [ada.id],
        delivered_ids: [ada.id],
        deleted_for_ids: [],
        userExtraData: null,
        mission: "none",
        name: "intel",
        views_count: 0,
        read: 0,
        reactions: null
      })
      yield* TestClock.adjust("1 second")
      yield* updateMessages(ben, id, { chat_dialog_id: pair, read: 1 })
      yield* ask("PUT", `/chat/Message/${id}/reactions`, { token: ben.token, json: { add: "👍" } })
      yield* updateMessages(ada, id, { chat_dialog_id: pair, message: "Hello, Ben" })
      assert.deepInclude(yield* messageOf(id), {
        read_ids: [ada.id, ben.id],
        reactions: { own: [], total: { "👍": 1 } },
        message: "Hello, Ben",
        edited_at: new Date(start + 7000).toISOString().replace(".000", "")
      })
      const said = yield* say(cay, team, "Hello, all")
      yield* updateMessages(ben, said, { chat_dialog_id: team, delivered: 1 })
      assert.deepInclude(yield* messageOf(said), {
        recipient_id: 0,
        read_ids: [cay.id],
        delivered_ids: [ben.id, cay.id]
      })
    })
  )

  it.effect("returns the users who have deleted a message, and no message that was deleted for everybody", () =>
    Effect.gen(function* () {
      const { ada, ben, cay } = yield* Said
      const dialog = yield* makeGroup(ada, [ben, cay])
      const [first, second] = [yield* say(ada, dialog, "first"), yield* say(ada, dialog, "second")]
      const deleted = Effect.fnUntraced(function* (id: string) {
        return (yield* messageOf(id)).deleted_for_ids
      })
      yield* deleteMessages(cay, first)
      yield* ask("DELETE", `/chat/Dialog/clearHistory/${dialog}`, { token: ben.token })
      const third = yield* say(ada, dialog, "third")
      assert.deepStrictEqual(yield* deleted(first), [ben.id, cay.id])
      assert.deepStrictEqual(yield* deleted(second), [ben.id])
      assert.deepStrictEqual(yield* deleted(third), [])
      yield* deleteDialogs(cay, dialog)
      assert.deepStrictEqual(yield* deleted(first), [ben.id, cay.id])
      assert.deepStrictEqual(yield* deleted(third), [cay.id])
      yield* deleteMessages(ada, third, "force=1")
      assert.deepStrictEqual(yield* messageOf(third), {})
    })
  )
})
