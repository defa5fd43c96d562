import { assert, layer } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as TestClock from "effect/testing/TestClock"
import { Emulator } from "../../src/Emulator.ts"
import { allDialogs, dialogOf } from "../support/Admin.ts"
import {
  broadcast,
  deleteDialogs,
  group,
  look,
  makeDialog,
  members,
  people,
  private_,
  public_,
  say
} from "../support/Chat.ts"
import { ask, at, list, type Member } from "../support/Wire.ts"

const start = Date.parse("2022-02-17T11:01:40Z")
const minute = 60_000

/** Dialogs of several users, by short names, which were made a minute apart. Three of them were spoken in, the oldest last. */
class Dialogs extends Context.Service<
  Dialogs,
  { readonly ada: Member; readonly ben: Member; readonly cay: Member; readonly ids: Readonly<Record<string, string>> }
>()("test/Dialogs") {
  static readonly layer = Layer.effect(
    Dialogs,
    Effect.gen(function* () {
      yield* TestClock.setTime(start)
      const [ada, ben, cay] = yield* people("ada", "ben", "cay")
      const ids: Record<string, string> = {}
      const make = Effect.fnUntraced(function* (name: string, who: Member, json: object) {
        ids[name] = yield* makeDialog(who, { name, ...json })
        yield* TestClock.adjust(minute)
      })
      yield* make("Engines", ada, { type: group, occupants_ids: [ben.id], extensions: { location: "Sun bar" } })
      yield* make("Looms", ben, { type: group, occupants_ids: [cay.id], extensions: { location: "Moon bar" } })
      yield* make("pair", ada, { type: private_, occupants_ids: [ben.id] })
      yield* make("Open", cay, { type: public_ })
      yield* make("News", cay, { type: broadcast })
      for (const name of ["pair", "Looms", "Engines"]) {
        yield* say(ben, ids[name] ?? "", `Hello, ${name}`)
        yield* TestClock.adjust(minute)
      }
      return Dialogs.of({ ada, ben, cay, ids })
    })
  )
}

const Emulated = Emulator.layer({ settings: { broadcast_creation: "allow", dialog_extensions: ["location"] } })

const seconds = (minutes: number) => (start + minutes * minute) / 1000

const query = (query: string) =>
  Effect.flatMap(Dialogs, ({ ids }) => allDialogs(query.replaceAll(/<([^>]+)>/g, (_, name: string) => ids[name] ?? "")))

/** The dialogs of a response, by their short names. */
const names = (search: string) =>
  Effect.gen(function* () {
    const { ids } = yield* Dialogs
    const { json } = yield* query(search)
    const found: ReadonlyArray<unknown> = members(json, "_id").map((id) =>
      Object.keys(ids).find((name) => ids[name] === id)
    )
    return found
  })

const all = ["News", "Open", "pair", "Looms", "Engines"]

layer(Dialogs.layer.pipe(Layer.provideMerge(Emulated)))("GET /admin/chat/list", (it) => {
  it.effect("responds with a page of all dialogs, the last made first", () =>
    Effect.gen(function* () {
      const { json } = yield* query("")
      const { items: _, ...page } = Object(json)
      assert.deepStrictEqual(page, { total_entries: 5, skip: 0, limit: 100 })
      assert.deepStrictEqual(yield* names(""), all)
    })
  )

  it.effect.each([
    ["sort_asc=_id", all.toReversed()],
    ["sort_desc=_id", all],
    ["sort_asc=created_at", all.toReversed()],
    ["sort_desc=created_at", all],
    ["sort_asc=updated_at", ["Open", "News", "pair", "Looms", "Engines"]],
    ["sort_desc=updated_at", ["Engines", "Looms", "pair", "News", "Open"]]
  ] as const)("sorts by %s", ([sort, sorted]) =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* names(sort), sorted)
      const { json } = yield* query(`${sort}&skip=3&limit=1`)
      assert.deepStrictEqual(yield* names(`${sort}&skip=3&limit=1`), [sorted[3]])
      assert.deepInclude(Object(json), { total_entries: 5, skip: 3, limit: 1 })
    })
  )

  it.effect.each([
    ["_id=<Looms>", ["Looms"]],
    ["_id[lt]=<pair>", ["Looms", "Engines"]],
    ["_id[lte]=<pair>", ["pair", "Looms", "Engines"]],
    ["_id[gt]=<pair>", ["News", "Open"]],
    ["_id[gte]=<pair>", ["News", "Open", "pair"]],
    ["_id[gt]=<pair>&sort_asc=_id", ["Open", "News"]],
    ["_id[in]=<Looms>,<News>", ["News", "Looms"]],
    ["_id[nin]=<Looms>,<News>", ["Open", "pair", "Engines"]],
    ["_id[ne]=<Looms>", ["News", "Open", "pair", "Engines"]],
    ["type=2", ["Looms", "Engines"]],
    ["type[in]=1,4", ["News", "Open"]],
    ["type[nin]=1,4", ["pair", "Looms", "Engines"]],
    ["type[gt]=2", ["Open", "pair"]],
    ["name=Looms", ["Looms"]],
    ["name[ctn]=n", ["Open", "Engines"]],
    ["name[ne]=Looms", ["News", "Open", "pair", "Engines"]],
    [`created_at[gt]=${seconds(1)}`, ["News", "Open", "pair"]],
    [`created_at[gte]=${seconds(1)}`, ["News", "Open", "pair", "Looms"]],
    [`created_at[lt]=${seconds(1)}`, ["Engines"]],
    [`created_at[lte]=${seconds(1)}`, ["Looms", "Engines"]],
    [`updated_at[gt]=${seconds(6)}`, ["Engines"]],
    [`updated_at[lte]=${seconds(5)}`, ["News", "Open", "pair"]],
    [`updated_at[lt]=${seconds(5)}`, ["News", "Open"]],
    [`updated_at[gte]=${seconds(7)}`, ["Engines"]],
    [`last_message_date_sent=${seconds(5)}`, ["pair"]],
    [`last_message_date_sent[gt]=${seconds(5)}`, ["Looms", "Engines"]],
    [`last_message_date_sent[lte]=${seconds(6)}`, ["pair", "Looms"]],
    ["extensions[location]=Sun bar", ["Engines"]],
    ["extensions[location][ctn]=bar", ["Looms", "Engines"]],
    ["extensions[location][in]=Sun bar,Moon bar", ["Looms", "Engines"]],
    ["extensions[unknown]=7", []],
    [`type[in]=2,3&created_at[gte]=${seconds(1)}&_id[lt]=<Open>`, ["pair", "Looms"]],
    ["nothing_known=7", all]
  ] as const)("filters by %s", ([search, found]) =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* names(search), found)
      assert.strictEqual(at((yield* query(search)).json, "total_entries"), found.length)
    })
  )

  it.effect.each([
    ["limit=0", ["limit"]],
    ["skip=-1", ["skip"]],
    ["type=9", ["type"]],
    ["_id[like]=2", ["_id"]],
    ["created_at[gt]=yesterday", ["created_at"]],
    ["sort_asc=name", ["sort_asc"]],
    ["sort_desc=last_message_date_sent", ["sort_desc"]]
  ] as const)("rejects %s", ([search, fields]) =>
    Effect.gen(function* () {
      const { status, json } = yield* query(search)
      assert.strictEqual(status, 422)
      assert.hasAllKeys(at(json, "errors"), [...fields])
    })
  )

  it.effect("returns a dialog independently of its users", () =>
    Effect.gen(function* () {
      const { ada, ben, ids } = yield* Dialogs
      const dialog = yield* dialogOf(ids["pair"] ?? "")
      const { _id: _, last_message_id, ...shown } = dialog
      assert.deepStrictEqual(shown, {
        user_id: ada.id,
        created_at: "2022-02-17T11:03:40Z",
        updated_at: "2022-02-17T11:06:40Z",
        type: 3,
        occupants_ids: [ada.id, ben.id],
        occupants_count: null,
        admins_ids: [],
        pinned_messages_ids: [],
        last_message: "Hello, pair",
        last_message_date_sent: seconds(5),
        last_message_user_id: ben.id,
        last_message_status: "sent",
        unread_messages_count: null,
        name: null,
        description: null,
        photo: null,
        xmpp_room_jid: null,
        is_e2ee: false,
        is_muted: null,
        extensions: null,
        permissions: null,
        deleted_ids: [],
        silent_ids: []
      })
      assert.strictEqual((yield* look(ada, ids["pair"] ?? "", String(last_message_id))).message, "Hello, pair")
    })
  )

  it.effect("returns the number of subscribers of a public dialog", () =>
    Effect.gen(function* () {
      const { ada, ids } = yield* Dialogs
      const open = ids["Open"] ?? ""
      yield* ask("POST", `/chat/Dialog/${open}/subscribe`, { token: ada.token })
      assert.deepInclude(yield* dialogOf(open), { occupants_ids: [], occupants_count: 2, name: "Open" })
      assert.deepInclude(yield* dialogOf(ids["News"] ?? ""), { occupants_ids: [], occupants_count: null })
      assert.deepInclude(yield* dialogOf(ids["Engines"] ?? ""), { extensions: { location: "Sun bar" } })
    })
  )

  it.effect("returns the status of the last message, of any sender", () =>
    Effect.gen(function* () {
      const { ada, ben, ids } = yield* Dialogs
      const dialog = ids["Engines"] ?? ""
      const status = Effect.map(dialogOf(dialog), ({ last_message_status }) => last_message_status)
      const mark = (json: object) =>
        ask("PUT", "/chat/Message", { token: ada.token, json: { chat_dialog_id: dialog, ...json } })
      yield* say(ben, dialog)
      assert.strictEqual(yield* status, "sent")
      yield* mark({ delivered: 1 })
      assert.strictEqual(yield* status, "delivered")
      yield* mark({ read: 1 })
      assert.strictEqual(yield* status, "read")
      assert.strictEqual((yield* dialogOf(ids["News"] ?? "")).last_message_status, null)
    })
  )

  it.effect("returns the users who have deleted or muted a dialog, and still returns the dialog", () =>
    Effect.gen(function* () {
      const { ada, ben, ids } = yield* Dialogs
      const pair = ids["pair"] ?? ""
      yield* deleteDialogs(ben, pair)
      yield* ask("PUT", `/chat/Dialog/${pair}/notifications`, { token: ada.token, json: { enabled: 0 } })
      assert.deepInclude(yield* dialogOf(pair), {
        deleted_ids: [ben.id],
        silent_ids: [ada.id],
        occupants_ids: [ada.id, ben.id],
        last_message: "Hello, pair"
      })
      yield* deleteDialogs(ada, pair)
      assert.deepInclude(yield* dialogOf(pair), { deleted_ids: [ada.id, ben.id], last_message: "Hello, pair" })
      yield* say(ben, pair, "again")
      assert.deepInclude(yield* dialogOf(pair), { deleted_ids: [], last_message: "again" })
    })
  )

  it.effect("does not return a dialog that was deleted for everybody", () =>
    Effect.gen(function* () {
      const { ada, ben } = yield* Dialogs
      const id = yield* makeDialog(ada, { type: group, name: "Short", occupants_ids: [ben.id] })
      assert.strictEqual((yield* dialogOf(id))._id, id)
      yield* deleteDialogs(ada, id, "force=1")
      assert.deepStrictEqual(list((yield* allDialogs(`_id=${id}`)).json, "items"), [])
    })
  )
})
