import { assert, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { Emulator } from "../../src/Emulator.ts"
import { administer } from "../support/Admin.ts"
import { makeGroup, members, people, say } from "../support/Chat.ts"
import { number } from "../support/Wire.ts"

const count = 57

/** The NodeJS examples of the documentation, line by line. */
const everything = Effect.fnUntraced(function* (path: string, limit: number) {
  const first = yield* administer("GET", `${path}?limit=${limit}`)
  let all = members(first.json, "_id")
  const batches = Math.ceil(number(first.json, "total_entries") / limit)
  for (let batch = 1; batch < batches; ++batch) {
    const { json } = yield* administer("GET", `${path}?limit=${limit}&_id[lt]=${String(all.at(-1))}`)
    all = [...all, ...members(json, "_id")]
  }
  return all
})

/** In ascending order, like programs that keep a copy. */
const copied = Effect.fnUntraced(function* (path: string, limit: number) {
  const all: Array<unknown> = []
  while (true) {
    const after = all.length === 0 ? "" : `&_id[gt]=${String(all.at(-1))}`
    const { json } = yield* administer("GET", `${path}?limit=${limit}&sort_asc=_id${after}`)
    const page = members(json, "_id")
    if (page.length === 0) return all
    all.push(...page)
  }
})

/** By `skip`, in an order in which several are equal. */
const skipped = Effect.fnUntraced(function* (path: string, limit: number) {
  let all: ReadonlyArray<unknown> = []
  while (all.length < count) {
    const { json } = yield* administer("GET", `${path}?limit=${limit}&sort_desc=created_at&skip=${all.length}`)
    all = [...all, ...members(json, "_id")]
  }
  return all
})

layer(Emulator.layer())("a loop over pages, as documented or otherwise,", (it) => {
  it.effect.each([1, 7, 19, 57, 100])("returns each dialog and each message once, by %d", (limit) =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      yield* emulator.reset
      const [ada, ben] = yield* people("ada", "ben")
      const dialogs: Array<string> = []
      const messages: Array<string> = []
      for (let index = 0; index < count; index++) {
        // Some within a second, and some not.
        if (index % 3 === 0) yield* emulator.advance("1 second")
        dialogs.push(yield* makeGroup(ada, [ben]))
        messages.push(yield* say(ada, dialogs[index % 5] ?? "", `Message ${index}`))
      }
      assert.deepStrictEqual(yield* everything("/admin/chat/list", limit), dialogs.toReversed())
      assert.deepStrictEqual(yield* everything("/admin/chat/messages/list", limit), messages.toReversed())
      assert.deepStrictEqual(yield* copied("/admin/chat/list", limit), dialogs)
      assert.deepStrictEqual(yield* copied("/admin/chat/messages/list", limit), messages)
      assert.deepStrictEqual(yield* skipped("/admin/chat/list", limit), dialogs.toReversed())
      assert.deepStrictEqual(yield* skipped("/admin/chat/messages/list", limit), messages.toReversed())
    })
  )
})
