/** What a back end does around calls: meetings, their recordings and whiteboards. */
import { Emulator } from "@effect-connectycube/emulator/Emulator"
import { Chat, type User, VideoCalling, Whiteboards } from "effect-connectycube"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import { say, step } from "./narrator.ts"

export const meetings = Effect.fn("meetings")(function* (friend: User) {
  const emulator = yield* Emulator
  const { calls, meetings } = yield* VideoCalling
  yield* step("A meeting", "meetings.create({ attendees, chat, notify })")
  const start_date = DateTime.makeUnsafe("2030-05-01T16:00:00Z")
  const meeting = yield* meetings.create({
    name: "Weaving patterns",
    start_date,
    end_date: DateTime.add(start_date, { hours: 1 }),
    attendees: [{ id: friend.id }, { email: "luigi@example.com" }],
    chat: true,
    notify: true,
    notify_before: { metric: "minutes", value: 10 }
  })
  const mails = (yield* emulator.outbox).filter(({ kind }) => kind === "meeting-mail")
  yield* say(`${meeting.name}, with ${meeting.attendees.length} attendees. ${mails.length} mails went out.`)

  yield* step("Its recordings", "meetings.listRecordings(id)")
  yield* emulator.addRecording({ meeting_id: meeting._id, duration: 1820, size: 210 })
  const [recording] = yield* meetings.listRecordings(meeting._id)
  yield* say(`${recording?.duration} seconds, ${recording?.size} MB. Its URL needs no session, so it is Redacted.`)

  if (meeting.chat_dialog_id !== null) {
    const { chat_dialog_id } = meeting
    yield* step("Its dialog", "chat.messages.create({ chat_dialog_id })")
    const chat = yield* Chat
    const agenda = ["Cards", "Loops", "Variables", "Numbers of Bernoulli", "Printing", "Errors", "Tea"]
    yield* Effect.forEach(agenda, (message) => chat.messages.create({ chat_dialog_id, message }))
    yield* say(`${agenda.length} items are on the agenda.`)

    yield* step("A whiteboard", "whiteboards.create({ chat_dialog_id })")
    const whiteboards = yield* Whiteboards
    const board = yield* whiteboards.create({ name: "Punched cards", chat_dialog_id })
    const url = Whiteboards.pageUrl({ whiteboard_id: board._id, username: "Ada & co", title: board.name })
    yield* say(url.replace(board._id, "…"))
  }

  yield* step("Reject a call", "calls.reject({ recipientId, sessionID })")
  yield* calls.reject({
    recipientId: friend.id,
    sessionID: "56eddd33-b3dd-42ee-bf33-11ca1c03218a",
    platform: "Web",
    userInfo: { busy: "true" }
  })
  const told = (yield* emulator.outbox).find(({ kind }) => kind === "call-rejection")
  yield* say(`${friend.full_name} gets: ${told?.kind}.`)
})
