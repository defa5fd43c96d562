import { Emulator } from "@effect-connectycube/emulator"
import { assert, describe, it } from "@effect/vitest"
import { Chat, Message, Session } from "effect-connectycube"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { archive } from "../src/content.ts"
import * as World from "./support/World.ts"

describe("the content of other people's apps", () => {
  it.live("is read to its end, with what cannot be decoded in its place", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const chat = yield* Chat
      const { ada } = yield* World.settled
      yield* Effect.gen(function* () {
        const say = (message: string, parameters: Readonly<Record<string, unknown>> = {}) =>
          chat.messages.create({ chat_dialog_id: ada.dialog, message, parameters })
        yield* say("Hello")
        yield* say("An order", { order_id: "A1", total: "12.50" })
        yield* say("An order of another version", { order_id: 7, total: null })
        const entries = yield* archive(ada.dialog)
        assert.deepStrictEqual(entries, [
          { kind: "message", text: "Hello" },
          { kind: "order", order_id: "A1", total: 12.5 },
          { kind: "message", text: "An order of another version" }
        ])
        const odd = { _id: "5f6a1b2c3d4e5f6a1b2c3d4e", message: "without a dialog and a time" }
        const { items } = yield* chat.messages.list({ chat_dialog_id: ada.dialog, limit: 1, sort_asc: "date_sent" })
        const page: Schema.Json = JSON.parse(
          JSON.stringify({
            skip: 0,
            limit: 100,
            items: [odd, ...(yield* Schema.encodeEffect(Schema.Array(Message))(items))]
          })
        )
        yield* emulator.addFault({ path: "/chat/Message", times: 1, respond: { status: 200, body: page } })
        const [first, ...others] = yield* archive(ada.dialog)
        assert.deepInclude(first, { kind: "unreadable", item: odd })
        // The stream goes on where the page has ended.
        assert.deepStrictEqual(others, entries)
      }).pipe(Effect.provide(Session.layerToken(Redacted.make(ada.token))))
    }).pipe(Effect.provide(World.layer))
  )
})
