/** What a back end does with chat, step by step, for two users in sessions of their own. Runs against any ConnectyCube. */
import { Chat, type Message, Session, type User } from "effect-connectycube"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { say, step } from "./narrator.ts"
import { credentials, type Party } from "./tour.ts"

/** The second of the two; the first is the user of the session around. */
const asFriend = (party: Party) => Effect.provide(Session.layerLogin(credentials(party, 2)), { local: true })

const line = ({ date_sent, message, sender_id }: Message) =>
  JSON.stringify({ date_sent: DateTime.formatIso(date_sent), sender_id, message })

export const talk = Effect.fn("talk")(function* (party: Party, friend: User) {
  const { dialogs, messages, search } = yield* Chat
  const began = yield* DateTime.now

  yield* step("A group dialog", `chat.dialogs.create({ type: "group" })`)
  const { _id } = yield* dialogs.create({ type: "group", name: "Engines", occupants_ids: [friend.id] })
  const { name, occupants_ids } = yield* dialogs.update(_id, { description: "Difference and analytical" })
  yield* say(`Dialog ${_id}, "${name}", with ${occupants_ids.length} occupants.`)

  yield* step("Messages", "chat.messages.create(...), createOnce(key, ...)")
  const texts = ["Is the mill ready?", "The store is", "So is the barrel of the engine"]
  const written = yield* Effect.forEach(texts, (message) => messages.create({ chat_dialog_id: _id, message }))
  const receipt = { chat_dialog_id: _id, message: "Cards, 500 pieces", parameters: { order: 17 } }
  // A job that runs again, such as after a crash, finds the message that it wrote before
  const job = Effect.suspend(() => messages.createOnce("receipt-17", receipt, { since: began }))
  const once = yield* job
  const again = yield* job
  yield* say(`${written.length + 1} messages. The last has parameters of our own: order ${once.parameters["order"]}.`)
  yield* say(`Run again, the job that wrote it finds ${again._id === once._id ? "the same" : "another"} message.`)

  yield* step("The other side", "chat.messages.countUnread(), react(...)")
  yield* Effect.gen(function* () {
    const unread = yield* messages.countUnread([_id])
    yield* messages.react(once._id, { add: "👍" })
    const copied = yield* messages.list({ chat_dialog_id: _id, mark_as_read: false })
    const still = yield* messages.countUnread([_id])
    yield* messages.list({ chat_dialog_id: _id })
    const read = yield* messages.countUnread([_id])
    yield* say(
      `${friend.full_name}: ${unread.total} unread, still ${still.total} after a copy of ${copied.items.length}, ${read.total} after reading.`
    )
  }).pipe(asFriend(party))
  const reactions = yield* messages.listReactions(once._id)
  yield* say(
    `Reactions: ${Object.entries(reactions)
      .map(([reaction, by]) => `${reaction} by ${by.join(", ")}`)
      .join("; ")}.`
  )

  yield* step("Search", "chat.search({ search_text })")
  const found = yield* search({ search_text: "barrel", chat_dialog_ids: [_id] })
  yield* say(`Found: ${found.messages.map(({ message }) => `"${message}"`).join(", ")}.`)

  yield* step("Export", "chat.messages.stream(...)")
  const lines = yield* messages
    .stream({ chat_dialog_id: _id, sort_asc: "date_sent", limit: 2 })
    .pipe(Stream.map(line), Stream.runCollect)
  yield* say(`A stream of pages of two: ${lines.length} lines.`)
  yield* Effect.forEach(lines, (text) => say(`  ${text}`), { discard: true })

  yield* dialogs.delete(_id, { force: true })
})
