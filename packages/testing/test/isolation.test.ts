import { Emulator } from "@effect-connectycube/emulator"
import { layerTest } from "@effect-connectycube/testing"
import { connectyCubeTest } from "@effect-connectycube/testing/vitest"
import { it } from "@effect/vitest"
import { Chat, UserId, Users } from "effect-connectycube"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import { globSync, readFileSync } from "node:fs"
import { assert, describe } from "vitest"

const seed = {
  users: [
    { id: 1, login: "ada-lovelace" },
    { id: 2, login: "ben-nevis" }
  ]
}
const ben = UserId.make(2)

/** Writes, waits for the others, and reads: there is nothing of them. */
const program = Effect.fnUntraced(function* (name: string, others: Effect.Effect<void>) {
  const { dialogs, messages } = yield* Chat
  const users = yield* Users
  const emulator = yield* Emulator
  const dialog = yield* dialogs.create({ type: "group", name, occupants_ids: [ben] })
  yield* messages.create({ chat_dialog_id: dialog._id, message: name })
  yield* users.update(UserId.make(1), { full_name: name })
  yield* emulator.changeSettings({ occupants_limit: 3 + name.length })
  yield* others
  const list = yield* dialogs.list()
  const history = yield* messages.list({ chat_dialog_id: dialog._id })
  const page = yield* users.list({ login: "ada-lovelace" })
  return {
    dialogs: list.items.map(({ name }) => name),
    messages: history.items.map(({ message }) => message),
    names: page.items.map(({ full_name }) => full_name),
    limit: (yield* emulator.settings).occupants_limit,
    operations: (yield* emulator.requests).map(({ operation }) => operation)
  }
})

const expected = (name: string) => ({
  dialogs: [name],
  messages: [name],
  names: [name],
  limit: 3 + name.length,
  operations: [
    "chat.dialogs.create",
    "chat.messages.create",
    "users.update",
    "chat.dialogs.list",
    "chat.messages.list",
    "users.list"
  ]
})

const names = Array.from({ length: 100 }, (_, index) => `Program ${"I".repeat(index % 10)}${index}`)

it.live(
  "a hundred emulators at the same time share nothing",
  () =>
    Effect.gen(function* () {
      const all = yield* Deferred.make<void>()
      let waiting = 0
      const others = Effect.suspend(() => {
        waiting++
        return waiting === names.length ? Deferred.succeed(all, undefined) : Deferred.await(all)
      })
      const Test = layerTest({ seed, as: "ada-lovelace" })
      const seen = yield* Effect.forEach(names, (name) => Effect.provide(program(name, Effect.asVoid(others)), Test), {
        concurrency: "unbounded"
      })
      assert.deepStrictEqual(seen, names.map(expected))
    }),
  // It is there for what hangs: a hundred programs of a busy machine take their time.
  600_000
)

const test = connectyCubeTest({ seed, as: "ada-lovelace" })

describe("a hundred tests that run concurrently", () => {
  for (const name of names) {
    test.concurrent(`see their own data alone (${name})`, async ({ run }) => {
      assert.deepStrictEqual(await run(program(name, Effect.void)), expected(name))
    })
  }
})

describe("the modules of the package", () => {
  it("import vitest in the module vitest alone", () => {
    const files = globSync("packages/testing/src/**/*.ts")
    const importing = files.filter((file) => /from "vitest"/.test(readFileSync(file, "utf8")))
    assert.deepStrictEqual(importing, ["packages/testing/src/vitest.ts"])
  })
})
