import { assert, layer } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as TestClock from "effect/testing/TestClock"
import { Emulator } from "../../src/Emulator.ts"
import { broadcast, group, listDialogs, makeDialog, members, people, private_, public_, say } from "../support/Chat.ts"
import { at, type Member } from "../support/Wire.ts"

const start = Date.parse("2018-12-06T09:00:00Z")
const minute = 60_000

/** The dialogs of Ada, by their names, which were made a minute apart. Three of them were spoken in, the oldest last. */
class Dialogs extends Context.Service<
  Dialogs,
  { readonly ada: Member; readonly ben: Member; readonly ids: Readonly<Record<string, string>> }
>()("test/Dialogs") {
  static readonly layer = Layer.effect(
    Dialogs,
    Effect.gen(function* () {
      yield* TestClock.setTime(start)
      const [ada, ben, cay] = yield* people("ada", "ben", "cay")
      const ids: Record<string, string> = {}
      const make = Effect.fnUntraced(function* (who: Member, name: string, json: object) {
        ids[name] = yield* makeDialog(who, { name, ...json })
        yield* TestClock.adjust(minute)
      })
      yield* make(ada, "Engines", { type: group, occupants_ids: [ben.id], extensions: { location: "Sun bar" } })
      yield* make(ben, "Looms", { type: group, occupants_ids: [ada.id], extensions: { location: "Moon bar" } })
      yield* make(ada, "BEN", { type: private_, occupants_ids: [ben.id], extensions: { friend_id: "7" } })
      yield* make(ada, "Open, to all", { type: public_ })
      yield* make(ada, "News", { type: broadcast })
      yield* make(ben, "Not of Ada", { type: group, occupants_ids: [cay.id] })
      for (const name of ["BEN", "Looms", "Engines"]) {
        yield* say(ben, ids[name] ?? "")
        yield* TestClock.adjust(minute)
      }
      return Dialogs.of({ ada, ben, ids })
    })
  )
}

const Emulated = Emulator.layer({
  settings: { broadcast_creation: "allow", dialog_extensions: ["location", "friend_id"] }
})

const seconds = (minutes: number) => (start + minutes * minute) / 1000

const query = (query: string) =>
  Effect.flatMap(Dialogs, ({ ada, ids }) =>
    listDialogs(
      ada,
      query.replaceAll(/<([^>]+)>/g, (_, name: string) => ids[name] ?? name)
    )
  )

const names = (search: string) => Effect.map(query(search), ({ json }) => members(json, "name"))

layer(Dialogs.layer.pipe(Layer.provideMerge(Emulated)))("GET /chat/Dialog", (it) => {
  it.effect("responds with the page, the last spoken in first, and then the last made", () =>
    Effect.gen(function* () {
      const { json } = yield* query("")
      const { items: _, ...page } = Object(json)
      assert.deepStrictEqual(page, { total_entries: 5, skip: 0, limit: 100 })
      assert.deepStrictEqual(members(json, "name"), ["Engines", "Looms", "BEN", "News", "Open, to all"])
    })
  )

  it.effect.each([
    ["sort_desc=last_message_date_sent", "Engines", "News"],
    // As the example of the documentation has it.
    ["sort_desc=date_sent", "Engines", "News"],
    ["sort_asc=last_message_date_sent", "Open, to all", "Looms"],
    ["sort_asc=created_at", "Engines", "Open, to all"],
    ["sort_desc=created_at", "News", "Looms"],
    ["sort_asc=updated_at", "Open, to all", "Looms"],
    ["sort_desc=updated_at", "Engines", "News"]
  ] as const)("sorts by %s", ([sort, first, fourth]) =>
    Effect.gen(function* () {
      const sorted = yield* names(sort)
      assert.strictEqual(sorted.length, 5)
      assert.strictEqual(sorted[0], first)
      assert.strictEqual(sorted[3], fourth)
      const { json } = yield* query(`${sort}&skip=3&limit=1`)
      assert.deepStrictEqual(members(json, "name"), [fourth])
      assert.strictEqual(at(json, "total_entries"), 5)
      assert.strictEqual(at(json, "skip"), 3)
      assert.strictEqual(at(json, "limit"), 1)
    })
  )

  it.effect.each([
    ["type=2", ["Engines", "Looms"]],
    ["type[in]=2,3", ["Engines", "Looms", "BEN"]],
    ["type[in][]=2&type[in][]=3", ["Engines", "Looms", "BEN"]],
    ["type[in]=2&type[in]=3", ["Engines", "Looms", "BEN"]],
    ["type[nin]=2,%203", ["News", "Open, to all"]],
    ["type[ne]=2", ["BEN", "News", "Open, to all"]],
    ["type[gt]=2", ["BEN", "Open, to all"]],
    ["type[lte]=2", ["Engines", "Looms", "News"]],
    ["type[all]=2", ["Engines", "Looms"]],
    ["type[all]=2,3", []],
    ["name=Looms", ["Looms"]],
    ["name=looms", []],
    ["name[ctn]=gin", ["Engines"]],
    ["name[ctn]=EN", ["BEN"]],
    ["name[ne]=Looms", ["Engines", "BEN", "News", "Open, to all"]],
    ["name[gte]=News", ["News", "Open, to all"]],
    ["_id=<Looms>", ["Looms"]],
    ["_id=<Not of Ada>", []],
    ["_id[in]=<Looms>,<News>,<Not of Ada>", ["Looms", "News"]],
    ["_id[nin]=<Looms>,<News>", ["Engines", "BEN", "Open, to all"]],
    ["_id[lt]=<BEN>", ["Engines", "Looms"]],
    [`last_message_date_sent[gt]=${seconds(6)}`, ["Engines", "Looms"]],
    [`last_message_date_sent[gte]=${seconds(6)}`, ["Engines", "Looms", "BEN"]],
    [`last_message_date_sent=${seconds(6)}`, ["BEN"]],
    [`created_at[lte]=${seconds(1)}`, ["Engines", "Looms"]],
    ["created_at[lt]=2018-12-06T09:01:00Z", ["Engines"]],
    [`created_at[gte]=${seconds(1)}.0&created_at[lt]=${seconds(3)}`, ["Looms", "BEN"]],
    [`updated_at[gt]=${seconds(7)}`, ["Engines"]],
    ["extensions[location]=Sun bar", ["Engines"]],
    ["extensions[location]=Sunbar", []],
    ["extensions[location][ctn]=bar", ["Engines", "Looms"]],
    ["extensions[location][in]=Sun bar,Moon bar", ["Engines", "Looms"]],
    ["extensions[location][in]=Sun bar,, Moon bar,", ["Engines", "Looms"]],
    ["extensions[location][in][]=Sun bar&extensions[location][in][]=Moon bar", ["Engines", "Looms"]],
    ["extensions[location][nin]=Sun bar", ["Looms", "BEN", "News", "Open, to all"]],
    ["extensions[location][ne]=Sun bar", ["Looms", "BEN", "News", "Open, to all"]],
    ["extensions[friend_id]=7", ["BEN"]],
    ["extensions[unknown]=7", []],
    ["type=2&extensions[friend_id]=7", []],
    ["nothing_known=7", ["Engines", "Looms", "BEN", "News", "Open, to all"]]
  ] as const)("filters by %s", ([search, found]) =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* names(search), found)
      assert.deepStrictEqual((yield* query(`count=1&${search}`)).json, { items: { count: found.length } })
    })
  )

  it.effect.each([
    ["limit=0", ["limit"]],
    ["limit=many", ["limit"]],
    ["skip=-1", ["skip"]],
    ["type=9", ["type"]],
    ["type[in]=", ["type"]],
    ["type[like]=2", ["type"]],
    ["created_at[gt]=yesterday", ["created_at"]],
    ["sort_asc=photo", ["sort_asc"]],
    ["sort_desc=photo", ["sort_desc"]]
  ] as const)("rejects %s", ([search, fields]) =>
    Effect.gen(function* () {
      const { status, json } = yield* query(search)
      assert.strictEqual(status, 422)
      assert.deepStrictEqual(Object.keys(Object(at(json, "errors"))), [...fields])
    })
  )

  it.effect("returns at most 100 dialogs", () =>
    Effect.gen(function* () {
      assert.strictEqual(at((yield* query("limit=1000")).json, "limit"), 100)
    })
  )
})
