import { assert, layer } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import { Emulator } from "../../src/Emulator.ts"
import { broadcast, group, members, private_, public_ } from "../support/Chat.ts"
import { instance, type Sdk } from "../support/Sdk.ts"
import { at, list, number, password, text } from "../support/Wire.ts"

/** The result of an SDK call. */
const response = (call: () => Promise<unknown>) => Effect.promise(call)

/** The status of the error that the SDK throws. */
const errorResponse = (call: () => Promise<unknown>) =>
  Effect.map(Effect.flip(Effect.tryPromise({ try: call, catch: (error) => error })), (error) => at(error, "code"))

interface User {
  readonly id: number
  readonly sdk: Sdk
}

/** A user with an own instance of the SDK. */
const enter = Effect.fnUntraced(function* (login: string) {
  const { url } = yield* Emulator
  const sdk = instance()
  sdk.init({ appId: 1, authKey: "emulator-auth-key" }, { debug: { mode: 0 }, endpoints: { api_url: url } })
  yield* response(() => sdk.createSession())
  yield* response(() => sdk.users.signup({ login, password, full_name: login.toUpperCase() }))
  const session = yield* response(() => sdk.createSession({ login, password }))
  const user: User = { id: number(session, "user.id"), sdk }
  return user
})

/** Two users, in an empty application. */
const two = Effect.gen(function* () {
  yield* (yield* Emulator).reset
  return [yield* enter("ada"), yield* enter("ben")] as const
})

/** A dialog as returned to one of them. */
const seen = ({ sdk }: User, id: string) =>
  Effect.map(
    response(() => sdk.chat.dialog.list({ _id: id })),
    (page) => Object(at(page, "items.0"))
  )

/** The fields of a dialog that are equal for all its users. */
const shared = ({
  last_message_status: _1,
  unread_messages_count: _2,
  is_muted: _3,
  name: _4,
  ...dialog
}: Record<string, unknown>) => dialog

const together = Effect.fnUntraced(function* ({ sdk }: User, other: User) {
  const dialog = yield* response(() =>
    sdk.chat.dialog.create({ type: group, name: "Night party", occupants_ids: [other.id] })
  )
  return text(dialog, "_id")
})

const say = ({ sdk }: User, chat_dialog_id: string, message: string, more: object = {}) =>
  Effect.map(
    response(() => sdk.chat.message.create({ chat_dialog_id, message, ...more })),
    (json) => text(json, "_id")
  )

const texts = ({ sdk }: User, chat_dialog_id: string, params: object = {}) =>
  Effect.map(
    response(() => sdk.chat.message.list({ chat_dialog_id, sort_asc: "date_sent", mark_as_read: 0, ...params })),
    (page) => members(page, "message")
  )

layer(Emulator.layerServer({ settings: { broadcast_creation: "allow" } }))("the official SDK, as two users", (it) => {
  it.effect("creates dialogs of all types and lists them", () =>
    Effect.gen(function* () {
      const [ada, ben] = yield* two
      const create = (params: object) => response(() => ada.sdk.chat.dialog.create(params))
      yield* create({ type: private_, occupants_ids: [ben.id] })
      const team = yield* create({ type: group, name: "Team", occupants_ids: [ben.id, ada.id], admins_ids: [ben.id] })
      yield* create({ type: public_, name: "Open", description: "good news" })
      yield* create({ type: broadcast, name: "News" })
      assert.deepInclude(Object(team), { occupants_ids: [ada.id, ben.id], admins_ids: [ben.id], user_id: ada.id })
      const filter = { created_at: { gte: 0 }, sort_asc: "created_at" }
      const mine = yield* response(() => ada.sdk.chat.dialog.list(filter))
      assert.deepStrictEqual(members(mine, "name").toSorted(), ["BEN", "News", "Open", "Team"])
      const theirs = yield* response(() => ben.sdk.chat.dialog.list({ type: { in: [2, 3] }, limit: 10 }))
      assert.deepStrictEqual(members(theirs, "name").toSorted(), ["ADA", "Team"])
      assert.strictEqual(at(theirs, "total_entries"), 2)
      const counted = yield* response(() => ben.sdk.chat.dialog.list({ count: 1 }))
      assert.deepStrictEqual(counted, { items: { count: 3 } })
    })
  )

  it.effect("updates a dialog, and both see the same", () =>
    Effect.gen(function* () {
      const [ada, ben] = yield* two
      const cay = yield* enter("cay")
      const dialog = yield* together(ada, ben)
      const message = yield* say(ben, dialog, "Hello")
      yield* response(() =>
        ada.sdk.chat.dialog.update(dialog, {
          name: "Crossfit2",
          photo: "gym2.jpeg",
          push_all: { occupants_ids: [cay.id], pinned_messages_ids: [message] }
        })
      )
      const [mine, theirs] = [yield* seen(ada, dialog), yield* seen(ben, dialog)]
      assert.deepStrictEqual(shared(theirs), shared(mine))
      assert.deepInclude(mine, {
        name: "Crossfit2",
        photo: "gym2.jpeg",
        occupants_ids: [ada.id, ben.id, cay.id],
        pinned_messages_ids: [message],
        last_message: "Hello",
        unread_messages_count: 1,
        last_message_status: null
      })
      assert.deepInclude(theirs, { unread_messages_count: 0, last_message_status: "sent" })
      yield* response(() => ben.sdk.chat.dialog.update(dialog, { pull_all: { occupants_ids: [ben.id] } }))
      assert.deepStrictEqual(yield* seen(ben, dialog), {})
      assert.strictEqual(yield* errorResponse(() => ben.sdk.chat.dialog.update(dialog, { name: "Mine" })), 403)
    })
  )

  it.effect("adds and removes admins", () =>
    Effect.gen(function* () {
      const [ada, ben] = yield* two
      const dialog = yield* together(ada, ben)
      const added = yield* response(() => ada.sdk.chat.dialog.addAdmins(dialog, [ben.id]))
      assert.deepStrictEqual(at(added, "admins_ids"), [ben.id])
      assert.deepStrictEqual((yield* seen(ben, dialog)).admins_ids, [ben.id])
      assert.strictEqual(yield* errorResponse(() => ben.sdk.chat.dialog.removeAdmins(dialog, [ben.id])), 403)
      const removed = yield* response(() => ada.sdk.chat.dialog.removeAdmins(dialog, [ben.id]))
      assert.deepStrictEqual(at(removed, "admins_ids"), [])
      assert.deepStrictEqual((yield* seen(ben, dialog)).admins_ids, [])
    })
  )

  it.effect("subscribes to a public dialog, lists its occupants, and leaves", () =>
    Effect.gen(function* () {
      const [ada, ben] = yield* two
      const created = yield* response(() => ada.sdk.chat.dialog.create({ type: public_, name: "Open" }))
      const dialog = text(created, "_id")
      assert.strictEqual(yield* errorResponse(() => ben.sdk.chat.dialog.getPublicOccupants(dialog)), 403)
      const subscribed = yield* response(() => ben.sdk.chat.dialog.subscribe(dialog))
      assert.strictEqual(at(subscribed, "occupants_count"), 2)
      for (const { sdk } of [ada, ben]) {
        const page = yield* response(() => sdk.chat.dialog.getPublicOccupants(dialog, { limit: 1, skip: 1 }))
        assert.deepStrictEqual(members(page, "id"), [ben.id])
      }
      yield* response(() => ben.sdk.chat.dialog.unsubscribe(dialog))
      assert.strictEqual((yield* seen(ada, dialog)).occupants_count, 1)
      assert.deepStrictEqual(yield* seen(ben, dialog), {})
    })
  )

  it.effect("turns notifications off and on", () =>
    Effect.gen(function* () {
      const [ada, ben] = yield* two
      const dialog = yield* together(ada, ben)
      const settings = ({ sdk }: User) =>
        Effect.map(
          response(() => sdk.chat.dialog.getNotificationsSettings(dialog)),
          (json) => at(json, "notifications.enabled")
        )
      yield* response(() => ben.sdk.chat.dialog.updateNotificationsSettings(dialog, false))
      assert.deepStrictEqual([yield* settings(ada), yield* settings(ben)], [1, 0])
      yield* response(() => ben.sdk.chat.dialog.updateNotificationsSettings(dialog, true))
      assert.deepStrictEqual([yield* settings(ada), yield* settings(ben)], [1, 1])
    })
  )

  it.effect("deletes dialogs, for one and for both", () =>
    Effect.gen(function* () {
      const [ada, ben] = yield* two
      const first = yield* together(ada, ben)
      const second = yield* together(ben, ada)
      yield* response(() => ben.sdk.chat.dialog.delete(first))
      assert.deepStrictEqual(yield* seen(ben, first), {})
      assert.strictEqual((yield* seen(ada, first))._id, first)
      const deleted = yield* response(() => ada.sdk.chat.dialog.delete([first, second, "0".repeat(24)], { force: 1 }))
      assert.deepStrictEqual(deleted, {
        SuccessfullyDeleted: { ids: [first] },
        NotFound: { ids: ["0".repeat(24)] },
        WrongPermissions: { ids: [second] }
      })
      yield* response(() => ben.sdk.chat.dialog.delete(second, { force: 1 }))
      assert.strictEqual(yield* errorResponse(() => ada.sdk.chat.dialog.delete(second)), 404)
    })
  )

  it.effect("creates messages, with attachments and parameters, and lists them", () =>
    Effect.gen(function* () {
      const [ada, ben] = yield* two
      const dialog = yield* together(ada, ben)
      const attachments = [{ uid: "7cafb6030d3e4348ba49cab24c0cf10800", type: "photo" }]
      yield* say(ada, dialog, "one", { attachments, country: "UA" })
      yield* say(ben, dialog, "two")
      yield* say(ada, dialog, "three")
      const list = (user: User) =>
        response(() => user.sdk.chat.message.list({ chat_dialog_id: dialog, mark_as_read: 0, limit: 100, skip: 0 }))
      const mine = yield* list(ada)
      assert.deepStrictEqual(yield* list(ben), mine)
      assert.deepInclude(Object(at(mine, "items.0")), { attachments, country: "UA", message: "one" })
      assert.deepStrictEqual(yield* texts(ada, dialog, { sender_id: { in: [ben.id] } }), ["two"])
      const counts = (user: User, chat_dialog_ids?: ReadonlyArray<string>) =>
        response(() => user.sdk.chat.message.unreadCount(chat_dialog_ids && { chat_dialog_ids }))
      assert.deepStrictEqual(yield* counts(ben), { total: 2 })
      assert.deepStrictEqual(yield* counts(ben, [dialog]), { total: 2, [dialog]: 2 })
      // Listing marks as read.
      yield* response(() => ben.sdk.chat.message.list({ chat_dialog_id: dialog }))
      assert.deepStrictEqual(yield* counts(ben), { total: 0 })
      assert.deepStrictEqual(yield* counts(ada), { total: 1 })
      assert.strictEqual((yield* seen(ada, dialog)).last_message_status, "read")
    })
  )

  it.effect("writes to a user, and both have the one dialog", () =>
    Effect.gen(function* () {
      const [ada, ben] = yield* two
      const first = yield* response(() => ada.sdk.chat.message.create({ recipient_id: ben.id, message: "psst" }))
      const second = yield* response(() => ben.sdk.chat.message.create({ recipient_id: ada.id, message: "yes?" }))
      const dialog = text(first, "chat_dialog_id")
      assert.strictEqual(text(second, "chat_dialog_id"), dialog)
      const [mine, theirs] = [yield* seen(ada, dialog), yield* seen(ben, dialog)]
      assert.deepStrictEqual(shared(mine), shared(theirs))
      assert.deepStrictEqual([mine.name, theirs.name], ["BEN", "ADA"])
    })
  )

  it.effect("updates messages, one and all", () =>
    Effect.gen(function* () {
      const [ada, ben] = yield* two
      const dialog = yield* together(ada, ben)
      const id = yield* say(ada, dialog, "Mornin")
      yield* response(() => ada.sdk.chat.message.update(id, { chat_dialog_id: dialog, message: "Morning" }))
      assert.deepStrictEqual(yield* texts(ben, dialog), ["Morning"])
      yield* response(() => ben.sdk.chat.message.update(id, { chat_dialog_id: dialog, delivered: 1 }))
      assert.strictEqual((yield* seen(ada, dialog)).last_message_status, "delivered")
      // Without an id it updates all.
      yield* response(() => ben.sdk.chat.message.update("", { chat_dialog_id: dialog, read: 1 }))
      assert.strictEqual((yield* seen(ada, dialog)).last_message_status, "read")
      assert.strictEqual(
        yield* errorResponse(() => ben.sdk.chat.message.update(id, { chat_dialog_id: dialog, message: "Mine" })),
        403
      )
    })
  )

  it.effect("deletes messages, for one and for both, and clears the history", () =>
    Effect.gen(function* () {
      const [ada, ben] = yield* two
      const dialog = yield* together(ada, ben)
      const ids = [yield* say(ada, dialog, "one"), yield* say(ada, dialog, "two"), yield* say(ada, dialog, "three")]
      const [first = "", second = ""] = ids
      // The SDK returns the JSON of this one as a text.
      const hidden = yield* response(() => ben.sdk.chat.message.delete([first]))
      assert.deepStrictEqual(JSON.parse(String(hidden)), {
        SuccessfullyDeleted: { ids: [first] },
        NotFound: { ids: [] },
        WrongPermissions: { ids: [] }
      })
      assert.deepStrictEqual(yield* texts(ben, dialog), ["two", "three"])
      assert.deepStrictEqual(yield* texts(ada, dialog), ["one", "two", "three"])
      yield* response(() => ada.sdk.chat.message.delete(second, { force: 1 }))
      assert.deepStrictEqual(yield* texts(ben, dialog), ["three"])
      assert.deepStrictEqual(yield* texts(ada, dialog), ["one", "three"])
      yield* response(() => ada.sdk.chat.dialog.clearHistory(dialog))
      assert.deepStrictEqual(yield* texts(ada, dialog), [])
      assert.deepStrictEqual(yield* texts(ben, dialog), ["three"])
    })
  )

  it.effect("reacts", () =>
    Effect.gen(function* () {
      const [ada, ben] = yield* two
      const dialog = yield* together(ada, ben)
      const id = yield* say(ada, dialog, "one")
      yield* response(() => ben.sdk.chat.message.addReaction(id, "👍"))
      yield* response(() => ada.sdk.chat.message.addReaction(id, "👍"))
      yield* response(() => ben.sdk.chat.message.updateReaction(id, "🚀", "👎"))
      yield* response(() => ada.sdk.chat.message.removeReaction(id, "👍"))
      const expected = { "👍": [ben.id], "🚀": [ben.id] }
      for (const { sdk } of [ada, ben]) {
        assert.deepStrictEqual(yield* response(() => sdk.chat.message.listReactions(id)), expected)
      }
      const own = ({ sdk }: User) =>
        Effect.map(
          response(() => sdk.chat.message.list({ chat_dialog_id: dialog })),
          (page) => at(page, "items.0.reactions")
        )
      const total = { "👍": 1, "🚀": 1 }
      assert.deepStrictEqual(yield* own(ada), { own: [], total })
      assert.deepStrictEqual(yield* own(ben), { own: ["👍", "🚀"], total })
    })
  )

  it.effect("sends system messages", () =>
    Effect.gen(function* () {
      const [ada, ben] = yield* two
      const sent = yield* response(() => ada.sdk.chat.message.createSystem({ recipientId: ben.id, name: "value" }))
      assert.deepInclude(Object(sent), { recipientId: ben.id, extensionParams: { name: "value" } })
      const [signal] = yield* (yield* Emulator).outbox
      assert.deepInclude(signal, { kind: "system-message", from: ada.id, to: [ben.id] })
    })
  )

  it.effect("searches", () =>
    Effect.gen(function* () {
      const [ada, ben] = yield* two
      const emulator = yield* Emulator
      yield* emulator.advance("1 hour")
      const dialog = yield* together(ada, ben)
      yield* say(ada, dialog, "dolor fugit lorem.")
      const now = DateTime.toEpochMillis(yield* emulator.now)
      const found = yield* response(() =>
        ben.sdk.chat.search({
          search_text: "lorem",
          chat_dialog_ids: [dialog],
          start_date: now + 60_000,
          end_date: now - 60_000
        })
      )
      assert.deepStrictEqual(
        list(found, "results.messages").map((message) => at(message, "message")),
        ["dolor fugit lorem."]
      )
      const party = yield* response(() => ben.sdk.chat.search({ search_text: "party" }))
      assert.deepStrictEqual(
        list(party, "results.dialogs").map((found) => at(found, "_id")),
        [dialog]
      )
    })
  )
})
