/** Handled requests with a lost response: the client against an emulator that drops the connection after its work. */
import { Emulator } from "@effect-connectycube/emulator"
import { assert, describe, it } from "@effect/vitest"
import { Chat, ConnectyCube, CustomData, Session, Users } from "effect-connectycube"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"

const ada = { login: "ada", password: Redacted.make("correct horse") }

const settings = { classes: { note: { fields: { text: "String" } } } } as const

const layer = Session.layerLogin(ada).pipe(
  Layer.provideMerge(Layer.effectDiscard(Effect.flatMap(Users, (users) => users.signUp(ada)))),
  Layer.provideMerge(ConnectyCube.layer(Emulator.credentials)),
  Layer.provideMerge(Emulator.layer({ settings }))
)

/** Loses the response to the next request with this method. */
const losing = (method: string) =>
  Effect.flatMap(Emulator, (emulator) => emulator.addFault({ method, times: 1, drop: "before-headers" }))

const notes = CustomData.collection("note", Schema.Struct({ text: Schema.String }))

const group = Effect.flatMap(Chat, ({ dialogs }) =>
  Effect.map(dialogs.create({ type: "public", name: "Engines" }), ({ _id }) => _id)
)

describe("a deletion whose response is lost", () => {
  it.live("is retried, and ends with NotFound", () =>
    Effect.gen(function* () {
      const collection = yield* notes
      const { _id } = yield* collection.create({ text: "a" })
      yield* losing("DELETE")
      const error = yield* Effect.flip(collection.delete(_id))
      if (error._tag !== "NotFound") return assert.fail(error._tag)
      assert.strictEqual(error.attempts, 2)
    }).pipe(Effect.provide(layer))
  )

  it.live("by criteria is retried, and its count is 0", () =>
    Effect.gen(function* () {
      const collection = yield* notes
      yield* collection.createMany([{ text: "a" }, { text: "b" }])
      yield* losing("DELETE")
      assert.strictEqual(yield* collection.deleteByCriteria({ text: "a" }), 0)
      assert.strictEqual(yield* collection.count(), 1)
    }).pipe(Effect.provide(layer))
  )
})

describe("a message whose response is lost", () => {
  it.live("fails, and exists once", () =>
    Effect.gen(function* () {
      const { messages } = yield* Chat
      const chat_dialog_id = yield* group
      yield* losing("POST")
      const error = yield* Effect.flip(messages.create({ chat_dialog_id, message: "Hello" }))
      assert.strictEqual(error._tag, "TransportError")
      const { items } = yield* messages.list({ chat_dialog_id })
      assert.strictEqual(items.length, 1)
    }).pipe(Effect.provide(layer))
  )

  it.live("is found by createOnce, and exists once", () =>
    Effect.gen(function* () {
      const { messages } = yield* Chat
      const chat_dialog_id = yield* group
      const since = yield* DateTime.now
      yield* losing("POST")
      const { _id } = yield* messages.createOnce("receipt-17", { chat_dialog_id, message: "Hello" }, { since })
      const { items } = yield* messages.list({ chat_dialog_id })
      assert.deepStrictEqual(
        items.map((message) => message._id),
        [_id]
      )
    }).pipe(Effect.provide(layer))
  )
})
