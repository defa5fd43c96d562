import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as TestClock from "effect/testing/TestClock"
import { Emulator } from "../../src/Emulator.ts"
import { makeGroup, people, say, texts } from "../support/Chat.ts"
import { ask, at } from "../support/Wire.ts"

const emulated = Effect.provide(Emulator.layer())

describe("the outbox", () => {
  it.effect("has the messages that are to be sent to the chat, and no others", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const [ada, ben, cay] = yield* people("ada", "ben", "cay")
      const dialog = yield* makeGroup(ada, [ben, cay])
      yield* TestClock.setTime(1000)
      yield* say(ada, dialog, "kept")
      const id = yield* say(ada, dialog, "sent", { send_to_chat: "1", country: "UA" })
      const [sent, ...more] = yield* emulator.outbox
      assert.deepStrictEqual(more, [])
      assert.deepInclude(sent, { kind: "message", from: ada.id, to: [ben.id, cay.id] })
      const { json } = yield* ask("GET", "/_emulator/outbox")
      assert.strictEqual(at(json, "0.sent_at"), "1970-01-01T00:00:01.000Z")
      assert.deepInclude(Object(at(json, "0.message")), { _id: id, message: "sent", country: "UA", sender_id: ada.id })
    }).pipe(emulated)
  )

  it.effect("has the system messages, which are not stored", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const [ada, ben] = yield* people("ada", "ben")
      const dialog = yield* makeGroup(ada, [ben])
      const parameters = {
        needToUpdatePhotosStories: "1",
        friendId: "90675",
        userExt: { name: "Smith" },
        nickname: "Awesome_smith"
      }
      const { status, json } = yield* ask("POST", "/chat/Message/system", {
        token: ada.token,
        json: { recipientId: ben.id, ...parameters }
      })
      assert.strictEqual(status, 200)
      const { messageId, ...response } = Object(json)
      assert.match(messageId, /^[0-9a-f]{24}$/)
      assert.deepStrictEqual(response, { recipientId: ben.id, extensionParams: parameters })
      const [sent] = yield* emulator.outbox
      assert.deepInclude(sent, {
        kind: "system-message",
        from: ada.id,
        to: [ben.id],
        message_id: messageId,
        parameters
      })
      assert.deepStrictEqual(yield* texts(ben, dialog), [])
    }).pipe(emulated)
  )

  it.effect("has no system message without a recipient", () =>
    Effect.gen(function* () {
      const [ada] = yield* people("ada")
      for (const json of [{}, { recipientId: 7 }, { recipientId: "ben" }]) {
        const { status } = yield* ask("POST", "/chat/Message/system", { token: ada.token, json })
        assert.strictEqual(status, 422)
      }
      assert.deepStrictEqual(yield* (yield* Emulator).outbox, [])
    }).pipe(emulated)
  )
})
