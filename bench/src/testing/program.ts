/**
 * What a test does: two sign-ups, a login, and a few calls as the user.
 */
import { Chat, Session, Users } from "effect-connectycube"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"

const password = Redacted.make("correct horse")

/** The number of its requests. */
export const calls = 7

let last = 0

/** The users have names of their own: many programs can share an emulator. */
export const program = Effect.gen(function* () {
  const number = ++last
  const users = yield* Users
  const ben = yield* users.signUp({ login: `ben${number}`, password })
  yield* users.signUp({ login: `ada${number}`, password })
  yield* Effect.gen(function* () {
    const { dialogs, messages } = yield* Chat
    const dialog = yield* dialogs.create({ type: "group", name: "Engines", occupants_ids: [ben.id] })
    yield* messages.create({ chat_dialog_id: dialog._id, message: "Hello" })
    yield* messages.list({ chat_dialog_id: dialog._id })
    yield* dialogs.list()
  }).pipe(Effect.provide(Session.layerLogin({ login: `ada${number}`, password })))
})
