import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as TestClock from "effect/testing/TestClock"
import { Emulator } from "../../src/Emulator.ts"
import {
  broadcast,
  deleteMessages,
  expect,
  listMessages,
  look,
  makeDialog,
  makeGroup,
  notFound,
  notYours,
  people,
  private_,
  public_,
  say,
  seen,
  texts,
  unread,
  updateMessages
} from "../support/Chat.ts"
import { ask, at, type Member } from "../support/Wire.ts"

const emulated = Effect.provide(Emulator.layer({ settings: { broadcast_creation: "allow" } }))

const status = (who: Member, dialog: string) => Effect.map(seen(who, dialog), (json) => at(json, "last_message_status"))

describe("a message", () => {
  it.effect("is unread for all except its sender, until it is listed", () =>
    Effect.gen(function* () {
      const [ada, ben, cay] = yield* people("ada", "ben", "cay")
      const dialog = yield* makeGroup(ada, [ben, cay])
      const [first] = [yield* say(ada, dialog, "1"), yield* say(ada, dialog, "2"), yield* say(ben, dialog, "3")]
      const counts = Effect.all([unread(ada, dialog), unread(ben, dialog), unread(cay, dialog)])
      assert.deepStrictEqual(yield* counts, [1, 2, 3])
      yield* TestClock.adjust("1 minute")
      yield* listMessages(cay, dialog, "mark_as_read=0")
      assert.deepStrictEqual(yield* counts, [1, 2, 3])
      const { json } = yield* listMessages(cay, dialog, "limit=2")
      // It was not read yet when the response was made.
      assert.deepStrictEqual(at(json, "items.0.read_ids"), [ada.id])
      assert.deepStrictEqual(yield* counts, [1, 2, 1])
      assert.deepInclude(yield* look(ada, dialog, first), {
        read_ids: [ada.id, cay.id],
        delivered_ids: [ada.id, cay.id],
        updated_at: "1970-01-01T00:01:00Z",
        read: 0
      })
      assert.strictEqual(at(yield* seen(cay, dialog), "unread_messages_count"), 1)
      // Reading again changes nothing.
      yield* TestClock.adjust("1 minute")
      yield* listMessages(cay, dialog, "limit=2")
      assert.strictEqual((yield* look(ada, dialog, first)).updated_at, "1970-01-01T00:01:00Z")
    }).pipe(emulated)
  )

  it.effect("is marked as delivered and as read, one, several or all", () =>
    Effect.gen(function* () {
      const [ada, ben] = yield* people("ada", "ben")
      const dialog = yield* makeGroup(ada, [ben])
      const ids = [yield* say(ada, dialog, "1"), yield* say(ada, dialog, "2"), yield* say(ada, dialog, "3")]
      const [first = "", second = "", third = ""] = ids
      const mark = (who: Member, which: string, json: object) =>
        updateMessages(who, which, { chat_dialog_id: dialog, ...json })
      const marks = (id: string) =>
        Effect.map(look(ada, dialog, id), ({ delivered_ids, read_ids }) => [delivered_ids.length, read_ids.length])

      assert.strictEqual(yield* status(ada, dialog), "sent")
      const response = yield* mark(ben, third, { delivered: "1" })
      assert.strictEqual(response.status, 200)
      assert.strictEqual(response.text, "")
      assert.deepStrictEqual(yield* marks(third), [2, 1])
      assert.strictEqual(yield* status(ada, dialog), "delivered")
      assert.isNull(yield* status(ben, dialog))
      assert.strictEqual(yield* unread(ben, dialog), 3)

      yield* mark(ben, `${first},${third}`, { read: 1 })
      assert.deepStrictEqual(yield* marks(first), [2, 2])
      assert.deepStrictEqual(yield* marks(second), [1, 1])
      assert.strictEqual(yield* status(ada, dialog), "read")
      assert.strictEqual(yield* unread(ben, dialog), 1)
      // A read message stays read.
      yield* mark(ben, first, { delivered: 1 })
      yield* mark(ben, first, { read: "0" })
      assert.deepStrictEqual(yield* marks(first), [2, 2])

      yield* mark(ben, "", { delivered: "1" })
      assert.deepStrictEqual(yield* marks(second), [2, 1])
      yield* mark(ben, "", { read: "1" })
      assert.deepStrictEqual(yield* marks(second), [2, 2])
      assert.strictEqual(yield* unread(ben, dialog), 0)
      // With nothing behind the slash too.
      yield* say(ada, dialog, "4")
      const all = yield* ask("PUT", "/chat/Message/", { token: ben.token, json: { chat_dialog_id: dialog, read: 1 } })
      assert.strictEqual(all.status, 200)
      assert.strictEqual(yield* unread(ben, dialog), 0)
    }).pipe(emulated)
  )

  it.effect("is edited by its sender", () =>
    Effect.gen(function* () {
      const [ada, ben] = yield* people("ada", "ben")
      const dialog = yield* makeGroup(ada, [ben])
      const id = yield* say(ben, dialog, "Mornin")
      yield* TestClock.adjust("5 seconds")
      const edit = { chat_dialog_id: dialog, message: "Morning" }
      const rejected = yield* updateMessages(ada, id, edit)
      assert.strictEqual(rejected.status, 403)
      assert.deepStrictEqual(rejected.json, notYours)
      assert.isNull((yield* look(ada, dialog, id)).edited_at)
      assert.strictEqual((yield* updateMessages(ben, id, edit)).status, 200)
      assert.deepInclude(yield* look(ada, dialog, id), {
        message: "Morning",
        edited_at: "1970-01-01T00:00:05Z",
        updated_at: "1970-01-01T00:00:05Z",
        created_at: "1970-01-01T00:00:00Z"
      })
      assert.strictEqual(at(yield* seen(ada, dialog), "last_message"), "Morning")
    }).pipe(emulated)
  )

  it.effect("is not updated in another dialog", () =>
    Effect.gen(function* () {
      const [ada, ben, cay] = yield* people("ada", "ben", "cay")
      const dialog = yield* makeGroup(ada, [ben])
      const other = yield* makeGroup(ada, [ben])
      const id = yield* say(ada, dialog)
      const nowhere = "5b7411335bd08d0e5761bc96"
      const cases: ReadonlyArray<readonly [Member, string, string, number]> = [
        [ben, id, nowhere, 404],
        [ben, nowhere, dialog, 404],
        [ben, id, other, 404],
        [cay, id, dialog, 403],
        [ben, "", nowhere, 404],
        [cay, "", dialog, 403]
      ]
      for (const [who, ids, chat_dialog_id, status] of cases) {
        const response = yield* updateMessages(who, ids, { chat_dialog_id, read: "1" })
        assert.strictEqual(response.status, status)
        assert.deepStrictEqual(response.json, status === 404 ? notFound : notYours)
      }
      assert.strictEqual((yield* updateMessages(ben, id, { read: "1" })).status, 422)
      yield* deleteMessages(ben, id)
      assert.strictEqual((yield* updateMessages(ben, id, { chat_dialog_id: dialog, read: "1" })).status, 404)
    }).pipe(emulated)
  )
})

describe("GET /chat/Message/unread", () => {
  it.effect("counts the messages of group and private dialogs, of all or of each requested one", () =>
    Effect.gen(function* () {
      const [ada, ben] = yield* people("ada", "ben")
      const team = yield* makeGroup(ada, [ben])
      const pair = yield* makeDialog(ada, { type: private_, occupants_ids: [ben.id] })
      const open = yield* makeDialog(ada, { type: public_, name: "Open" })
      const news = yield* makeDialog(ada, { type: broadcast, name: "News" })
      yield* ask("POST", `/chat/Dialog/${open}/subscribe`, { token: ben.token })
      for (const dialog of [team, team, pair, open, news]) yield* say(ada, dialog)
      const unreadOf = (query: string) =>
        Effect.map(ask("GET", `/chat/Message/unread?${query}`, { token: ben.token }), ({ json }) => json)
      assert.deepStrictEqual(yield* unreadOf(""), { total: 3 })
      assert.deepStrictEqual(yield* unreadOf(`chat_dialog_ids=${team},${pair}`), { total: 3, [team]: 2, [pair]: 1 })
      // The total is of all of them (seen: the maintainer of the Flutter SDK says so).
      assert.deepStrictEqual(yield* unreadOf(`chat_dialog_ids=${team}`), { total: 3, [team]: 2 })
      // As the official SDK writes it.
      const list = `chat_dialog_ids[]=${pair}&chat_dialog_ids[]=${team}`
      assert.deepStrictEqual(yield* unreadOf(list), { total: 3, [team]: 2, [pair]: 1 })
      assert.deepStrictEqual(yield* unreadOf(`chat_dialog_ids=${open},${news},5c094c0ce588ce6856f87422`), { total: 3 })
      // The dialogs have their counts too, except for public ones.
      assert.strictEqual(at(yield* seen(ben, open), "unread_messages_count"), null)
      assert.strictEqual(at(yield* seen(ben, news), "unread_messages_count"), 1)
    }).pipe(emulated)
  )

  it.effect("counts messages from before the user joined, and none after the user has left", () =>
    Effect.gen(function* () {
      const [ada, ben, cay] = yield* people("ada", "ben", "cay")
      const dialog = yield* makeGroup(ada, [ben])
      yield* say(ada, dialog, "1")
      yield* say(ben, dialog, "2")
      const put = (json: object) => ask("PUT", `/chat/Dialog/${dialog}`, { token: ada.token, json })
      expect(200, yield* put({ push_all: { occupants_ids: [cay.id] } }))
      assert.deepStrictEqual(yield* texts(cay, dialog), ["1", "2"])
      assert.strictEqual(yield* unread(cay, dialog), 2)
      yield* listMessages(cay, dialog, "limit=1")
      expect(200, yield* put({ pull_all: { occupants_ids: [cay.id] } }))
      assert.isUndefined(yield* unread(cay, dialog))
      expect(200, yield* put({ push_all: { occupants_ids: [cay.id] } }))
      assert.strictEqual(yield* unread(cay, dialog), 1)
    }).pipe(emulated)
  )
})

describe("views", () => {
  it.effect("are counted in public and broadcast dialogs, once for each user except the sender", () =>
    Effect.gen(function* () {
      const [ada, ben, cay] = yield* people("ada", "ben", "cay")
      const open = yield* makeDialog(ada, { type: public_, name: "Open" })
      const news = yield* makeDialog(ada, { type: broadcast, name: "News" })
      const team = yield* makeGroup(ada, [ben, cay])
      for (const who of [ben, cay]) yield* ask("POST", `/chat/Dialog/${open}/subscribe`, { token: who.token })
      for (const dialog of [open, news, team]) {
        const id = yield* say(ada, dialog)
        for (const who of [ada, ben, ben, cay]) yield* listMessages(who, dialog)
        assert.strictEqual((yield* look(ada, dialog, id)).views_count, dialog === team ? 0 : 2)
      }
    }).pipe(emulated)
  )
})
