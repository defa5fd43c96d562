import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as TestClock from "effect/testing/TestClock"
import { Emulator } from "../../src/Emulator.ts"
import {
  broadcast,
  createDialog,
  group,
  listDialogs,
  makeDialog,
  makeGroup,
  members,
  people,
  private_,
  public_,
  say,
  seen
} from "../support/Chat.ts"
import { applicationToken, ask, at, join } from "../support/Wire.ts"

const emulated = Effect.provide(
  Emulator.layer({ settings: { broadcast_creation: "allow", dialog_extensions: ["location", "friend_id"] } })
)

describe("a new dialog", () => {
  it.effect("of a group has all documented fields", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(Date.parse("2018-12-06T12:04:48.321Z"))
      const [ada, ben] = yield* people("ada", "ben")
      const { status, json } = yield* createDialog(ada, {
        type: group,
        name: "Night party",
        occupants_ids: [ada.id, ben.id],
        extensions: { location: "Sun bar", unknown_field: "will be ignored" },
        permissions: { allow_preview: true }
      })
      assert.strictEqual(status, 201)
      const { _id, ...dialog } = Object(json)
      assert.match(_id, /^[0-9a-f]{24}$/)
      assert.deepStrictEqual(dialog, {
        admins_ids: [],
        created_at: "2018-12-06T12:04:48Z",
        description: null,
        is_e2ee: false,
        is_muted: false,
        last_message: null,
        last_message_date_sent: null,
        last_message_id: null,
        last_message_user_id: null,
        last_message_status: null,
        name: "Night party",
        occupants_count: 2,
        occupants_ids: [ada.id, ben.id],
        photo: null,
        pinned_messages_ids: [],
        type: 2,
        updated_at: "2018-12-06T12:04:48Z",
        user_id: ada.id,
        unread_messages_count: 0,
        xmpp_room_jid: `1_${_id}@muc.chat.connectycube.com`,
        extensions: { location: "Sun bar" },
        permissions: { allow_preview: true }
      })
    }).pipe(emulated)
  )

  it.effect("accepts its lists as arrays, and as comma-separated texts, and adds its creator", () =>
    Effect.gen(function* () {
      const [ada, ben, cay] = yield* people("ada", "ben", "cay")
      const spellings: ReadonlyArray<unknown> = [
        [ben.id, cay.id],
        [String(ben.id), String(cay.id)],
        `${ben.id},${cay.id}`,
        `${ben.id}, ${cay.id}`,
        [ben.id, ben.id, cay.id, ada.id]
      ]
      for (const occupants_ids of spellings) {
        const { json } = yield* createDialog(ada, {
          type: "2",
          name: "Engines",
          occupants_ids,
          admins_ids: `${cay.id}`
        })
        assert.deepStrictEqual(at(json, "occupants_ids"), [ada.id, ben.id, cay.id])
        assert.deepStrictEqual(at(json, "admins_ids"), [cay.id])
      }
      const form = `type=2&name=Engines&occupants_ids[]=${ben.id}&permissions[allow_preview]=true&extensions[location]=1`
      const { json } = yield* ask("POST", "/chat/Dialog.json", { token: ada.token, form })
      assert.deepInclude(Object(json), {
        occupants_ids: [ada.id, ben.id],
        permissions: { allow_preview: true },
        extensions: { location: "1" }
      })
    }).pipe(emulated)
  )

  it.effect("accepts users who do not exist", () =>
    Effect.gen(function* () {
      const [ada] = yield* people("ada")
      const { status, json } = yield* createDialog(ada, { type: group, name: "Engines", occupants_ids: [0, 7] })
      assert.strictEqual(status, 201)
      assert.deepStrictEqual(at(json, "occupants_ids"), [0, 7, ada.id])
    }).pipe(emulated)
  )

  it.effect("is a new one each time, except for a private one", () =>
    Effect.gen(function* () {
      const [ada, ben] = yield* people("ada", "ben")
      assert.notStrictEqual(yield* makeGroup(ada, [ben]), yield* makeGroup(ada, [ben]))
      const dialog = yield* makeDialog(ada, { type: private_, occupants_ids: [ben.id] })
      assert.strictEqual(yield* makeDialog(ada, { type: private_, occupants_ids: [ada.id, ben.id] }), dialog)
      assert.strictEqual(yield* makeDialog(ben, { type: private_, occupants_ids: `${ada.id}` }), dialog)
    }).pipe(emulated)
  )

  it.effect("has an id of the server, also when another one was sent", () =>
    Effect.gen(function* () {
      const [ada, ben] = yield* people("ada", "ben")
      const mine = "5c091060e588ce59fdf873dd"
      assert.notStrictEqual(yield* makeGroup(ada, [ben], { _id: mine, user_id: ben.id }), mine)
    }).pipe(emulated)
  )

  it.effect.each([
    [{ type: group, occupants_ids: [1] }, { name: ["is required"] }],
    [{ type: group, name: "Engines" }, { occupants_ids: ["is required"] }],
    [{ type: group }, { name: ["is required"], occupants_ids: ["is required"] }],
    [{ type: public_, name: " " }, { name: ["is required"] }],
    [{ type: broadcast }, { name: ["is required"] }],
    [{ type: 5, name: "Meeting" }, { type: ["is invalid"] }],
    [{ name: "Engines" }, { type: ["is required"] }],
    [{ type: public_, name: "Engines", admins_ids: "1,2,3,4,5,6" }, { admins_ids: ["can't be more than 5"] }]
  ] as const)("is rejected as %j", ([json, errors]) =>
    Effect.gen(function* () {
      const [ada] = yield* people("ada")
      const response = yield* createDialog(ada, json)
      assert.strictEqual(response.status, 422)
      assert.deepStrictEqual(response.json, { errors })
    }).pipe(emulated)
  )

  it.effect("that is private requires the other user", () =>
    Effect.gen(function* () {
      const [ada, ben, cay] = yield* people("ada", "ben", "cay")
      for (const occupants_ids of [undefined, "", [], [ada.id], [ben.id, cay.id], [7]]) {
        const response = yield* createDialog(ada, { type: private_, occupants_ids })
        assert.strictEqual(response.status, 422, JSON.stringify(occupants_ids))
        assert.deepStrictEqual(response.json, { errors: ["Occupants_ids is missing opponent ID."] })
      }
    }).pipe(emulated)
  )

  it.effect("requires a user", () =>
    Effect.gen(function* () {
      const [ada, ben] = yield* people("ada", "ben")
      const dialog = yield* makeGroup(ada, [ben])
      const token = yield* applicationToken
      const asked = [
        ask("GET", "/chat/Dialog", { token }),
        ask("POST", "/chat/Dialog", { token, json: { type: 2, name: "Engines", occupants_ids: [ben.id] } }),
        ask("DELETE", `/chat/Dialog/${dialog}`, { token }),
        ask("GET", `/chat/Message?chat_dialog_id=${dialog}`, { token }),
        ask("POST", "/chat/Message", { token, json: { chat_dialog_id: dialog } }),
        ask("GET", "/chat/search?search_text=lorem", { token })
      ]
      for (const response of yield* Effect.all(asked)) {
        assert.strictEqual(response.status, 403)
        assert.deepStrictEqual(response.json, { errors: { base: ["Forbidden. Need user."] } })
      }
    }).pipe(emulated)
  )
})

describe("a private dialog", () => {
  it.effect("has the name and the avatar of the other user", () =>
    Effect.gen(function* () {
      const ada = yield* join("ada", { full_name: "Ada Lovelace", avatar: "ada.png" })
      const ben = yield* join("ben")
      const dialog = yield* makeDialog(ada, {
        type: private_,
        occupants_ids: [ben.id],
        name: "Ours",
        photo: "ours.png",
        permissions: { allow_preview: true }
      })
      const common = {
        occupants_ids: [ada.id, ben.id],
        occupants_count: 2,
        xmpp_room_jid: null,
        permissions: null,
        user_id: ada.id
      }
      assert.deepInclude(yield* seen(ada, dialog), { ...common, name: "ben", photo: null })
      assert.deepInclude(yield* seen(ben, dialog), { ...common, name: "Ada Lovelace", photo: "ada.png" })
      const found = yield* listDialogs(ben, "name[ctn]=Lovelace")
      assert.deepStrictEqual(members(found.json, "_id"), [dialog])
    }).pipe(emulated)
  )
})

describe("a user who can read a dialog", () => {
  it.effect("is an occupant, or any user for a broadcast", () =>
    Effect.gen(function* () {
      const [ada, ben, cay] = yield* people("ada", "ben", "cay")
      const ours = yield* makeGroup(ada, [ben], { name: "group" })
      yield* makeDialog(ada, { type: private_, occupants_ids: [ben.id] })
      const open = yield* makeDialog(ada, { type: public_, name: "public", occupants_ids: [ben.id] })
      const all = yield* makeDialog(ada, { type: broadcast, name: "broadcast" })
      const types = (who: typeof ada) =>
        Effect.map(listDialogs(who), ({ json }) => members(json, "type").toSorted((a, b) => Number(a) - Number(b)))
      assert.deepStrictEqual(yield* types(ada), [broadcast, group, private_, public_])
      assert.deepStrictEqual(yield* types(ben), [broadcast, group, private_])
      assert.deepStrictEqual(yield* types(cay), [broadcast])
      // A user who signed up later sees it as well.
      const [dee] = yield* people("dee")
      yield* say(ada, all, "Hello all")
      assert.deepInclude(yield* seen(dee, all), { last_message: "Hello all", occupants_ids: [], occupants_count: null })
      assert.deepInclude(yield* seen(ada, open), { occupants_ids: [], occupants_count: 1 })
      assert.deepInclude(yield* seen(ada, ours), { occupants_ids: [ada.id, ben.id], occupants_count: 2 })
    }).pipe(emulated)
  )
})
