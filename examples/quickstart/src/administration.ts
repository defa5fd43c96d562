/** What an administrator sees: everything, with the administration key and without a session. */
import { Emulator } from "@effect-connectycube/emulator/Emulator"
import { Admin, LinkPreviews, type UserId } from "effect-connectycube"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { say, step } from "./narrator.ts"

export const administration = Effect.fn("administration")(function* (leaver: UserId) {
  const admin = yield* Admin
  yield* step("Statistics", "admin.stats.messagesSentTotal(...)")
  const messages = yield* admin.stats.messagesSentTotal()
  const dialogs = yield* admin.stats.dialogsCreatedTotal({ types: ["meeting"] })
  yield* say(`${messages} messages and ${dialogs} dialog of a meeting are there.`)

  yield* step("Export", "admin.chat.messages.pages(...)")
  const pages = yield* admin.chat.messages.pages({}, { batch: 5 }).pipe(Stream.runCollect)
  const exported = pages.reduce((count, { items }) => count + items.length, 0)
  yield* say(`${exported} messages in ${pages.length} pages, each with a cursor to go on from.`)

  yield* step("Delete a user", "admin.users.delete(id)")
  yield* admin.users.delete(leaver)
  yield* say(`User ${leaver} is gone, and was not asked.`)

  yield* step("What is behind a link", "linkPreviews.unfurl(url)")
  const emulator = yield* Emulator
  const engine = { title: "The Analytical Engine", description: "It weaves", images: [] }
  yield* emulator.changeSettings({ link_previews: { "https://example.com/engine": engine } })
  const previews = yield* LinkPreviews
  const { title } = yield* previews.unfurl("https://example.com/engine")
  yield* say(`A page called "${title}".`)
})

/** The requests that the emulator received during the tour. */
export const summary = Effect.gen(function* () {
  yield* step("All in all", "emulator.requests")
  const emulator = yield* Emulator
  const requests = yield* emulator.requests
  const responses = (from: number, to: number) =>
    requests.filter(({ status }) => status !== null && status >= from && status < to).length
  const modules = new Set(requests.map(({ path }) => path.split("/")[1]?.toLowerCase()))
  yield* say(`${requests.length} requests to ${modules.size} parts of the API: ${[...modules].toSorted().join(", ")}.`)
  yield* say(
    `${responses(200, 400)} went well, ${responses(400, 500)} were rejected, ${responses(500, 600)} failed. The program saw what it asked to see.`
  )
})
