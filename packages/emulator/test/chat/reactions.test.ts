import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { Emulator } from "../../src/Emulator.ts"
import { deleteMessages, look, makeGroup, notFound, notYours, people, say } from "../support/Chat.ts"
import { ask, type Member } from "../support/Wire.ts"

const emulated = Effect.provide(Emulator.layer())

const react = (who: Member, id: string, json: object) =>
  ask("PUT", `/chat/Message/${id}/reactions`, { token: who.token, json })

const reactions = (who: Member, id: string) => ask("GET", `/chat/Message/${id}/reactions`, { token: who.token })

describe("reactions", () => {
  it.effect("are added and removed, several of one user too", () =>
    Effect.gen(function* () {
      const [ada, ben, cay] = yield* people("ada", "ben", "cay")
      const dialog = yield* makeGroup(ada, [ben, cay])
      const id = yield* say(ada, dialog)
      assert.isNull((yield* look(ada, dialog, id)).reactions)
      assert.deepStrictEqual((yield* reactions(ada, id)).json, {})
      const { status, text } = yield* react(ben, id, { add: "👍" })
      assert.strictEqual(status, 200)
      assert.strictEqual(text, "")
      yield* react(ben, id, { add: "👌" })
      yield* react(ben, id, { add: "👍" })
      yield* react(cay, id, { add: "👍" })
      assert.deepStrictEqual((yield* look(ben, dialog, id)).reactions, {
        own: ["👍", "👌"],
        total: { "👍": 2, "👌": 1 }
      })
      assert.deepStrictEqual((yield* look(ada, dialog, id)).reactions, { own: [], total: { "👍": 2, "👌": 1 } })
      assert.deepStrictEqual((yield* reactions(ada, id)).json, { "👍": [ben.id, cay.id], "👌": [ben.id] })
      yield* react(ben, id, { add: "👎", remove: "👍" })
      // Users can remove only their own.
      yield* react(ben, id, { remove: "👍" })
      assert.deepStrictEqual((yield* reactions(cay, id)).json, { "👌": [ben.id], "👍": [cay.id], "👎": [ben.id] })
    }).pipe(emulated)
  )

  it.effect("require a message that the user can see", () =>
    Effect.gen(function* () {
      const [ada, ben, cay] = yield* people("ada", "ben", "cay")
      const dialog = yield* makeGroup(ada, [ben])
      const id = yield* say(ada, dialog)
      yield* deleteMessages(ben, id)
      const cases = [
        [cay, id, 403],
        [ben, id, 404],
        [ada, "5c094687e588ce59fff87425", 404]
      ] as const
      for (const [who, message, status] of cases) {
        for (const response of [yield* react(who, message, { add: "👍" }), yield* reactions(who, message)]) {
          assert.strictEqual(response.status, status)
          assert.deepStrictEqual(response.json, status === 404 ? notFound : notYours)
        }
      }
      assert.strictEqual((yield* react(ada, id, { add: "" })).status, 422)
    }).pipe(emulated)
  )
})
