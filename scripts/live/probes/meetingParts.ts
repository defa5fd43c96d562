/** Meetings, with the dialogs that some have. */
import * as Effect from "effect/Effect"
import { type Response, textAt } from "../Http.ts"
import { ask, Live, making, type Member } from "../Live.ts"

/** In the year 2030. */
export const start_date = 1_893_456_000

/** Deletes a meeting, and its dialog, which would stay. */
const remove = Effect.fnUntraced(function* (who: Member, { json }: Response) {
  const dialog = textAt(json, "chat_dialog_id")
  if (dialog !== "") yield* ask("DELETE", `/chat/Dialog/${dialog}`, { token: who.token, query: "force=1" })
  return yield* ask("DELETE", `/meetings/${textAt(json, "_id")}`, { token: who.token })
})

/** Creates a meeting, which its host deletes. It notifies nobody. */
export const createMeeting = Effect.fnUntraced(function* (who: Member, more: object = {}) {
  const { name } = yield* Live
  const json = { name: `${name} meeting`, start_date, end_date: start_date + 3600, attendees: [], ...more }
  return yield* making("a meeting", ask("POST", "/meetings", { token: who.token, json }), (created) =>
    remove(who, created)
  )
})
