/** A user who owns something of each kind, other users, and the ids of it all. */
import * as Effect from "effect/Effect"
import { makeGroup, say } from "./Chat.ts"
import type { Known } from "./Junk.ts"
import * as Storage from "./Storage.ts"
import { applicationToken, ask, at, createSession, join, key, password, text } from "./Wire.ts"

export const world = Effect.gen(function* () {
  const ada = yield* join("ada", { email: "ada@example.com", phone: "380501234567", full_name: "Ada" })
  const bob = yield* join("bob")
  const { token } = ada
  const dialog = yield* makeGroup(ada, [bob])
  const message = yield* say(ada, dialog)
  const file = yield* Storage.store(ada, Storage.bytes(10))
  const attendees = [{ id: bob.id }]
  const meeting = yield* ask("POST", "/meetings", { token, json: { name: "A", start_date: 1, end_date: 2, attendees } })
  const board = yield* ask("POST", "/whiteboards", { token, json: { name: "A", chat_dialog_id: dialog } })
  const record = yield* ask("POST", "/data/thing", { token, json: { a: 1 } })
  const users = [ada.id, bob.id]
  const known: Known = {
    user_id: users,
    ids: users,
    recipientId: users,
    application_id: [1],
    auth_key: [key],
    timestamp: [0],
    login: ["ada"],
    password: [password],
    dialog: [dialog],
    message_id: [message],
    blob_id: [file.id, file.uid],
    uid: [file.uid],
    size: [10],
    meeting_id: [text(meeting.json, "_id")],
    whiteboard_id: [text(board.json, "_id")],
    record_id: [text(record.json, "_id")],
    class_name: ["thing"],
    subscription_id: [1],
    environment: ["development"],
    types: ["group"],
    client_identification_sequence: ["a1"]
  }
  return { token, known, file }
})

/** The number of requests of {@link world}. */
export const requestsOfWorld = 12

/**
 * The tokens of those who ask, in sessions of their own: users, a guest, an application, nobody, and somebody who is unknown.
 * `undefined` when the users are gone, or have other passwords.
 */
export const logIn = Effect.gen(function* () {
  const enter = (user: object) => Effect.map(createSession({ user }), ({ json }) => at(json, "session.token"))
  const ada = yield* enter({ login: "ada", password })
  const bob = yield* enter({ login: "bob", password })
  const guest = yield* enter({ guest: "1" })
  if (typeof ada !== "string" || typeof bob !== "string" || typeof guest !== "string") return undefined
  return [ada, ada, ada, bob, guest, yield* applicationToken, "", "0".repeat(40)]
})
