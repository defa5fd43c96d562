import { assert, describe, it, layer } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as TestClock from "effect/testing/TestClock"
import { Emulator } from "../../src/Emulator.ts"
import {
  deleteDialogs,
  deleteMessages,
  makeDialog,
  makeGroup,
  people,
  private_,
  public_,
  say
} from "../support/Chat.ts"
import { ask, at, list, type Member } from "../support/Wire.ts"

const start = Date.parse("2019-01-24T14:34:23Z")
const minute = 60_000

/** What was said in the dialogs of Ada, a minute apart. */
class Archive extends Context.Service<
  Archive,
  { readonly ada: Member; readonly ben: Member; readonly ids: Readonly<Record<string, string>> }
>()("test/Archive") {
  static readonly layer = Layer.effect(
    Archive,
    Effect.gen(function* () {
      yield* TestClock.setTime(start)
      const [ada, ben, cay] = yield* people("ada", "lorem ipsum", "cay")
      const ids: Record<string, string> = {}
      ids["group"] = yield* makeGroup(ada, [ben], { name: "lorem group" })
      ids["other"] = yield* makeGroup(ada, [ben], { name: "Other" })
      ids["foreign"] = yield* makeGroup(ben, [cay], { name: "lorem of others" })
      ids["deleted"] = yield* makeGroup(ben, [ada], { name: "lorem deleted" })
      yield* deleteDialogs(ada, ids["deleted"])
      ids["private"] = yield* makeDialog(ada, { type: private_, occupants_ids: [ben.id] })
      yield* makeDialog(ben, { type: public_, name: "lorem public" })
      const speak = Effect.fnUntraced(function* (name: string, dialog: string, message: string) {
        yield* TestClock.adjust(minute)
        ids[name] = yield* say(ben, ids[dialog] ?? "", message)
      })
      yield* speak("first", "group", "Ipsa lorem tempore")
      yield* speak("second", "other", "max lorem cum")
      yield* speak("third", "group", "dolor fugit lorem.")
      yield* speak("capital", "group", "Lorem dolor")
      yield* speak("elsewhere", "foreign", "lorem elsewhere")
      yield* speak("hidden", "group", "lorem hidden")
      yield* deleteMessages(ada, ids["hidden"] ?? "")
      return Archive.of({ ada, ben, ids })
    })
  )
}

const search = (query: string) =>
  Effect.gen(function* () {
    const { ada, ids } = yield* Archive
    const written = query
      .replaceAll(/<([a-z]+)>/g, (_, name: string) => ids[name] ?? "")
      .replaceAll(/minute(\d)/g, (_, minutes: string) => new Date(start + Number(minutes) * minute).toISOString())
    const { status, json } = yield* ask("GET", `/chat/search?${written}`, { token: ada.token })
    const names = new Map(Object.entries(ids).map(([name, id]) => [id, name]))
    const found = (path: string) => list(json, path).map((item) => names.get(String(at(item, "_id"))))
    return { status, json, messages: found("results.messages"), dialogs: found("results.dialogs") }
  })

layer(Archive.layer.pipe(Layer.provideMerge(Emulator.layer())))("GET /chat/search", (it) => {
  it.effect("finds the latest visible messages by their texts, and dialogs by their names", () =>
    Effect.gen(function* () {
      const { status, json, messages, dialogs } = yield* search("search_text=lorem")
      assert.strictEqual(status, 200)
      assert.deepStrictEqual(Object.keys(Object(at(json, "results"))), ["dialogs", "messages", "users"])
      assert.deepStrictEqual(messages, ["third", "second", "first"])
      assert.deepStrictEqual(dialogs, ["group"])
      assert.deepStrictEqual(at(json, "results.users"), [])
      assert.deepInclude(Object(at(json, "results.messages.0")), { message: "dolor fugit lorem." })
    })
  )

  it.effect.each([
    ["search_text=Lorem", ["capital"], []],
    ["search_text=LOREM", [], ["private"]],
    ["search_text=ipsum lorem", [], []],
    ["search_text=lorem&chat_dialog_ids=<other>", ["second"], []],
    ["search_text=lorem&chat_dialog_ids=<other>,<group>,<foreign>,<deleted>", ["third", "second", "first"], ["group"]],
    ["search_text=lorem&chat_dialog_ids[]=<other>&chat_dialog_ids[]=<foreign>", ["second"], []],
    ["search_text=lorem&limit=1", ["third"], ["group"]],
    ["search_text=lorem&start_date=minute2&end_date=minute1", ["second", "first"], []],
    ["search_text=lorem&start_date=minute2&end_date=minute0", ["second", "first"], ["group"]],
    // The names are as they are.
    ["search_text=lorem&start_date=minute1&end_date=minute2", [], []],
    ["search_text=lorem&end_date=minute3", ["third"], []]
  ] as const)("finds by %s", ([query, messages, dialogs]) =>
    Effect.gen(function* () {
      const found = yield* search(query)
      assert.deepStrictEqual(found.messages, [...messages])
      assert.deepStrictEqual(found.dialogs, [...dialogs])
    })
  )

  it.effect.each([
    ["search_text=lore", "search_text"],
    ["", "search_text"],
    [`search_text=lorem&chat_dialog_ids=${Array.from({ length: 11 }, (_, index) => index).join()}`, "chat_dialog_ids"],
    ["search_text=lorem&start_date=minute2", "end_date"],
    ["search_text=lorem&start_date=2019-04-24T14:34:23Z&end_date=2019-01-24T14:34:22Z", "end_date"],
    ["search_text=lorem&start_date=soon&end_date=minute2", "start_date"],
    ["search_text=lorem&limit=0", "limit"]
  ] as const)("rejects %s", ([query, field]) =>
    Effect.gen(function* () {
      const { status, json } = yield* search(query)
      assert.strictEqual(status, 422)
      assert.deepStrictEqual(Object.keys(Object(at(json, "errors"))), [field])
    })
  )

  it.effect("accepts ten dialogs and three months", () =>
    Effect.gen(function* () {
      const ten = Array.from({ length: 10 }, (_, index) => index).join()
      assert.strictEqual((yield* search(`search_text=lorem&chat_dialog_ids=${ten}`)).status, 200)
      const months = "start_date=2019-04-24T14:34:23Z&end_date=2019-01-24T14:34:23Z"
      assert.strictEqual((yield* search(`search_text=lorem&${months}`)).status, 200)
    })
  )
})

describe("the limit of a search", () => {
  it.effect("is 10 of each, or up to 100", () =>
    Effect.gen(function* () {
      const [ada, ben] = yield* people("ada", "ben")
      const dialog = yield* makeGroup(ada, [ben])
      for (let index = 0; index < 101; index++) yield* say(ada, dialog, `lorem ${index}`)
      const found = (query: string) =>
        Effect.map(
          ask("GET", `/chat/search?search_text=lorem&${query}`, { token: ben.token }),
          ({ json }) => list(json, "results.messages").length
        )
      assert.strictEqual(yield* found(""), 10)
      assert.strictEqual(yield* found("limit=100"), 100)
      assert.strictEqual(yield* found("limit=101"), 100)
    }).pipe(Effect.provide(Emulator.layer()))
  )
})
