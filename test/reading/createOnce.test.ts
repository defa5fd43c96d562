/** Messages that must be written once, against the emulator: repeated jobs, and concurrent ones. */
import { Emulator } from "@effect-connectycube/emulator"
import { assert, describe, it } from "@effect/vitest"
import { Chat, ConnectyCube, Session, Users } from "effect-connectycube"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as TestClock from "effect/testing/TestClock"

const credentials = (login: string) => ({ login, password: Redacted.make("correct horse") })

const as = (login: string) => Effect.provide(Session.layerLogin(credentials(login)), { local: true })

const layer = ConnectyCube.layer(Emulator.credentials).pipe(Layer.provideMerge(Emulator.layer()))

/** A private dialog, and the time at which the work on it began. */
const begun = Effect.gen(function* () {
  const users = yield* Users
  const { dialogs } = yield* Chat
  yield* TestClock.setTime(1_700_000_000_000)
  yield* users.signUp(credentials("ada"))
  const ben = yield* users.signUp(credentials("ben"))
  const { _id } = yield* dialogs.create({ type: "group", name: "Orders", occupants_ids: [ben.id] }).pipe(as("ada"))
  return { dialog: _id, since: yield* DateTime.now }
})

describe("createOnce", () => {
  it.effect("writes one message when a job runs again after a crash, hours and 150 messages later", () =>
    Effect.gen(function* () {
      const { messages } = yield* Chat
      const { dialog, since } = yield* begun
      const job = messages.createOnce("receipt-17", { chat_dialog_id: dialog, message: "Thank you" }, { since })
      // Each run is a process of its own, with another session.
      const first = yield* job.pipe(as("ada"))
      yield* Effect.gen(function* () {
        for (let index = 0; index < 150; index++) {
          if (index % 10 === 0) yield* TestClock.adjust("10 minutes")
          yield* messages.create({ chat_dialog_id: dialog, message: `message ${index}` })
        }
      }).pipe(as("ben"))
      const again = yield* job.pipe(as("ada"))
      assert.strictEqual(again._id, first._id)

      const unread = yield* messages.countUnread([dialog]).pipe(as("ada"))
      assert.strictEqual(unread.total, 150)
      const { items } = yield* messages.list({ chat_dialog_id: dialog, message: "Thank you" }).pipe(as("ada"))
      assert.strictEqual(items.length, 1)
    }).pipe(Effect.provide(layer))
  )

  it.effect("writes one message for twenty concurrent calls", () =>
    Effect.gen(function* () {
      const { messages } = yield* Chat
      const { dialog, since } = yield* begun
      const written = yield* Effect.replicateEffect(
        messages.createOnce("receipt-17", { chat_dialog_id: dialog, message: "Thank you" }, { since }),
        20,
        { concurrency: "unbounded" }
      ).pipe(as("ada"))
      assert.strictEqual(new Set(written.map(({ _id }) => _id)).size, 1)
      const { items } = yield* messages.list({ chat_dialog_id: dialog }).pipe(as("ada"))
      assert.strictEqual(items.length, 1)
    }).pipe(Effect.provide(layer))
  )
})
