// Responses of the real service, and of the one it descends from; secrets and names replaced.
import { Chat } from "@effect-connectycube/chat/Chat"
import { ConnectyCubeConfig } from "@effect-connectycube/core/ConnectyCubeConfig"
import { DialogId, MessageId, UserId } from "@effect-connectycube/core/Ids"
import { fromToken, Session } from "@effect-connectycube/core/Session"
import { assert, describe, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { recordingClient } from "../../../test/support/recording.ts"
import samples from "./fixtures/wire-samples.json" with { type: "json" }

const withSample = <A, E>(id: string, f: (chat: Chat["Service"]) => Effect.Effect<A, E, Session>) => {
  const sample = samples.find((sample) => sample.id === id)
  if (sample === undefined) throw new Error(`There is no sample ${id}`)
  const client = recordingClient(() => ({ status: sample.status, body: sample.body }))
  const config = ConnectyCubeConfig.layer({ application_id: 1, auth_key: Redacted.make("key") })
  return Effect.flatMap(Chat, f).pipe(
    Effect.provide(Chat.layer.pipe(Layer.provide([client.layer, config]))),
    Effect.provideService(Session, fromToken(Redacted.make("token")))
  )
}

const dialog = DialogId.make("5c093376e588ce6856f873fe")

describe("a response seen on the wire is decoded", () => {
  it.effect("of no messages", () =>
    Effect.gen(function* () {
      const page = yield* withSample("cb-ok-009", (chat) => chat.messages.list({ chat_dialog_id: dialog }))
      assert.deepStrictEqual(page, { items: [], limit: 100, skip: 0 })
    })
  )

  it.effect("of a private dialog", () =>
    Effect.gen(function* () {
      const page = yield* withSample("cb-ok-011", (chat) => chat.dialogs.list())
      assert.strictEqual(page.total_entries, 217)
      const [found] = page.items
      assert.strictEqual(found?.type, "private")
      assert.strictEqual(found?.occupants_count, 2)
      assert.strictEqual(found?.is_e2ee, false)
      assert.notProperty(found, "is_muted")
    })
  )

  it.effect("of a dialog with the state of its last message", () =>
    Effect.gen(function* () {
      const found = yield* withSample("cb-ok-013", (chat) => chat.dialogs.subscribe(dialog))
      assert.strictEqual(found.last_message_status, "sent")
      assert.deepStrictEqual(found.created_at, DateTime.makeUnsafe("2023-09-15T13:13:52Z"))
    })
  )

  it.effect("of a dialog of the older servers", () =>
    Effect.gen(function* () {
      const found = yield* withSample("cb-ok-015", (chat) => chat.dialogs.subscribe(dialog))
      assert.strictEqual(found.occupants_count, null)
      assert.deepStrictEqual(found.created_at, DateTime.makeUnsafe("2020-09-07T09:23:41Z"))
    })
  )

  it.effect("of a system message", () =>
    Effect.gen(function* () {
      const sent = yield* withSample("cb-ok-025", (chat) => chat.messages.sendSystem(UserId.make(29086)))
      assert.strictEqual(sent.recipientId, 29086)
      assert.deepStrictEqual(sent.extensionParams["userExt"], { name: "Doe" })
    })
  )

  it.effect("of a message with a custom parameter", () =>
    Effect.gen(function* () {
      const found = samples.find(({ id }) => id === "qb-ok-003")?.body
      const client = recordingClient(() => ({ body: { skip: 0, limit: 1, items: [found] } }))
      const config = ConnectyCubeConfig.layer({ application_id: 1, auth_key: Redacted.make("key") })
      const page = yield* Effect.flatMap(Chat, (chat) => chat.messages.list({ chat_dialog_id: dialog })).pipe(
        Effect.provide(Chat.layer.pipe(Layer.provide([client.layer, config]))),
        Effect.provideService(Session, fromToken(Redacted.make("token")))
      )
      assert.deepStrictEqual(page.items[0]?.parameters, { dialog_id: "56a4e1ca21ed9de98d007690" })
      assert.strictEqual(page.items[0]?.recipient_id, null)
    })
  )
})

describe("an error seen on the wire has the class of its status, and its messages", () => {
  it.effect("a dialog without an opponent", () =>
    Effect.gen(function* () {
      const error = yield* withSample("cb-err-021", (chat) =>
        chat.dialogs.create({ type: "private", occupants_ids: [UserId.make(1)] })
      ).pipe(Effect.flip)
      assert.deepInclude(error, {
        _tag: "UnprocessableEntity",
        errors: { base: ["Occupants_ids is missing opponent ID."] }
      })
    })
  )

  it.effect("an update that is not allowed", () =>
    Effect.gen(function* () {
      const error = yield* withSample("qb-err-009", (chat) => chat.dialogs.update(dialog, { name: "x" })).pipe(
        Effect.flip
      )
      assert.deepInclude(error, {
        _tag: "Forbidden",
        errors: { base: ["You don't have appropriate permissions to perform this operation"] }
      })
    })
  )

  it.effect("a message that does not exist", () =>
    Effect.gen(function* () {
      const error = yield* withSample("qb-err-017", (chat) => chat.messages.deleteMany([MessageId.make("m")])).pipe(
        Effect.flip
      )
      assert.strictEqual(error._tag, "NotFound")
      assert.include(error.message, "The resource wasn't found")
    })
  )
})
