import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { Emulator } from "../src/Emulator.ts"
import * as Chat from "./support/Chat.ts"
import * as Kinds from "./support/Kinds.ts"
import * as Ledger from "./support/Ledger.ts"

const fine = { lost: [], unreadable: [] }

const started = Effect.map(Kinds.found, (world) => ({ world, ledger: Ledger.make(world, Ledger.random(1)) }))

const emulated = Effect.provide(Emulator.layer({ settings: Kinds.settings }))

describe("the ledger of acknowledged writes", () => {
  it.effect("matches the API after each of its writes", () =>
    Effect.gen(function* () {
      const { ledger, world } = yield* started
      for (const name of Ledger.names) yield* ledger.write(name)
      assert.deepStrictEqual(yield* ledger.check(ledger.entries()), fine)
      for (const [path, list] of Kinds.lists(world)) assert.strictEqual((yield* list).status, 200, path)
      for (let write = 0; write < 60; write++) yield* ledger.write()
      assert.deepStrictEqual(ledger.rejected, [])
      assert.strictEqual(ledger.acknowledged(), Ledger.names.length + 60)
      assert.deepStrictEqual(yield* ledger.check(ledger.entries()), fine)
    }).pipe(emulated)
  )

  it.effect("reports deleted items, and items that another writer changed", () =>
    Effect.gen(function* () {
      const { ledger, world } = yield* started
      yield* ledger.write("message.make")
      yield* ledger.write("dialog.make")
      const [message, dialog] = ledger.entries()
      assert(message !== undefined && dialog !== undefined)
      yield* Chat.deleteMessages(world.ada, message.id, "force=1")
      yield* Chat.updateDialog(world.ada, dialog.id, { name: "Another" })
      const { lost, unreadable } = yield* ledger.check(ledger.entries())
      assert.deepStrictEqual(unreadable, [])
      assert.deepStrictEqual(
        lost.map(({ what }) => what),
        [`message ${message.id}`, `dialog ${dialog.id}`]
      )
    }).pipe(emulated)
  )
})
