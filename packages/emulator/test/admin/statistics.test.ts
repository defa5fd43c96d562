import { assert, layer } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as TestClock from "effect/testing/TestClock"
import { Emulator } from "../../src/Emulator.ts"
import { administer } from "../support/Admin.ts"
import {
  broadcast,
  deleteDialogs,
  deleteMessages,
  makeDialog,
  makeGroup,
  people,
  private_,
  public_,
  say
} from "../support/Chat.ts"
import { ask, at } from "../support/Wire.ts"

const start = Date.parse("2023-02-20T23:59:58Z")
const seconds = start / 1000

/** Dialogs and messages of three days, some of them deleted. */
class Done extends Context.Service<Done, { readonly done: true }>()("test/Done") {
  static readonly layer = Layer.effect(
    Done,
    Effect.gen(function* () {
      yield* TestClock.setTime(start)
      let [ada, ben] = yield* people("ada", "ben")
      const team = yield* makeGroup(ada, [ben])
      yield* say(ada, team)
      yield* TestClock.adjust("1 second")
      yield* say(ben, team)
      // The first second of the next day.
      yield* TestClock.adjust("1 second")
      const hidden = yield* say(ben, team)
      const erased = yield* say(ben, team)
      const pair = yield* makeDialog(ada, { type: private_, occupants_ids: [ben.id] })
      yield* makeDialog(ada, { type: public_, name: "Open" })
      // Days without anything, after which everybody has to log in again.
      yield* TestClock.adjust("5 days")
      ;[ada, ben] = yield* people("ada", "ben")
      yield* makeDialog(ada, { type: broadcast, name: "News" })
      yield* say(ada, pair)
      const gone = yield* makeGroup(ada, [ben])
      yield* say(ada, gone)
      // A message that one user has deleted still counts as sent; one that was deleted for everybody does not exist any
      // more.
      yield* deleteMessages(ada, hidden)
      yield* deleteMessages(ada, erased, "force=1")
      yield* deleteDialogs(ada, pair)
      yield* deleteDialogs(ada, gone, "force=1")
      yield* ask("DELETE", `/users/${ben.id}`, { token: ben.token })
      return Done.of({ done: true })
    })
  )
}

const stats = (path: string) => administer("GET", `/admin/stats/${path}`)

layer(
  Done.layer.pipe(
    Layer.provideMerge(Emulator.layer({ settings: { broadcast_creation: "allow", occupants_limit: null } }))
  )
)("the statistics", (it) => {
  it.effect.each([
    ["messages/sent-total", { total: 4 }],
    ["messages/sent-per-day", { "2023-02-20": 2, "2023-02-21": 1, "2023-02-26": 1 }],
    ["messages/sent-per-day?limit=1", { "2023-02-20": 2 }],
    ["messages/sent-per-day?limit=1&offset=1", { "2023-02-21": 1 }],
    ["messages/sent-per-day?offset=2", { "2023-02-26": 1 }],
    ["messages/sent-per-day?offset=3", {}],
    [`messages/sent-total?start_date=${seconds + 1}`, { total: 3 }],
    [`messages/sent-total?start_date=${seconds + 1}&end_date=${seconds + 2}`, { total: 2 }],
    [`messages/sent-total?end_date=${seconds + 1}`, { total: 2 }],
    [`messages/sent-total?start_date=${seconds + 3}&end_date=${seconds + 1}`, { total: 0 }],
    [`messages/sent-per-day?start_date=${seconds + 1}&end_date=${seconds + 2}`, { "2023-02-20": 1, "2023-02-21": 1 }],
    ["messages/sent-total?start_date=2023-02-21", { total: 2 }],
    ["dialogs/created-total", { total: 4 }],
    ["dialogs/created-total?types[]=2&types[]=3", { total: 2 }],
    ["dialogs/created-total?types=2,4", { total: 2 }],
    ["dialogs/created-total?types[]=5", { total: 0 }],
    [`dialogs/created-total?types[]=4&end_date=${seconds}`, { total: 0 }],
    ["dialogs/created-per-day", { "2023-02-20": 1, "2023-02-21": 2, "2023-02-26": 1 }],
    ["dialogs/created-per-day?types[]=3&types[]=1", { "2023-02-21": 1, "2023-02-26": 1 }],
    ["dialogs/created-per-day?types[]=3&types[]=1&offset=1", { "2023-02-26": 1 }],
    [`dialogs/created-per-day?start_date=${seconds + 3}`, { "2023-02-26": 1 }]
  ] as const)("are those of the data: %s", ([path, expected]) =>
    Effect.gen(function* () {
      const { status, json } = yield* stats(path)
      assert.strictEqual(status, 200)
      assert.deepStrictEqual(json, expected)
      // The earliest day comes first.
      assert.deepStrictEqual(Object.keys(Object(json)), Object.keys(expected))
    })
  )

  it.effect("return 100 days by default", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const [cay, dee] = yield* people("cay", "dee")
      const dialog = yield* makeGroup(cay, [dee])
      for (let day = 0; day < 101; day++) {
        yield* emulator.advance("1 day")
        const [eve] = yield* people(`eve-${day}`)
        yield* administer("PUT", `/admin/chat/${dialog}`, { push_all: { occupants_ids: [eve.id] } })
        yield* say(eve, dialog)
      }
      const days = (query: string) =>
        Effect.map(stats(`messages/sent-per-day${query}`), ({ json }) => Object.keys(Object(json)).length)
      assert.strictEqual(yield* days(""), 100)
      assert.strictEqual(yield* days("?offset=100"), 4)
      assert.strictEqual(yield* days("?limit=1000"), 100)
    })
  )

  it.effect.each([
    ["messages/sent-total?start_date=yesterday", "start_date"],
    ["messages/sent-per-day?limit=0", "limit"],
    ["messages/sent-per-day?offset=-1", "offset"],
    ["dialogs/created-total?types[]=9", "types"],
    ["dialogs/created-per-day?end_date=", "end_date"]
  ] as const)("reject %s", ([path, field]) =>
    Effect.gen(function* () {
      const { status, json } = yield* stats(path)
      assert.strictEqual(status, 422)
      assert.hasAllKeys(at(json, "errors"), [field])
    })
  )
})
