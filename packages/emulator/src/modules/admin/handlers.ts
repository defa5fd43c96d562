/**
 * Handlers of the administration API.
 */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import { Api } from "../../Api.ts"
import * as Payload from "../../server/wire/payload.ts"
import * as Reject from "../../server/wire/reject.ts"
import { UsersStore } from "../users/store.ts"
import { MeetingsStore } from "../video-calling/store.ts"
import { inSeconds } from "../video-calling/views.ts"
import { AdministeredDialogs } from "./dialogs.ts"
import { AdministeredMessages } from "./messages.ts"
import { Statistics } from "./statistics.ts"

const statistics = HttpApiBuilder.group(
  Payload.provided(Api),
  "admin.stats",
  Effect.fnUntraced(function* (handlers) {
    const statistics = yield* Statistics
    return handlers.handleAll({
      messagesSentTotal: ({ query }) => statistics.messagesSentTotal(query),
      messagesSentPerDay: ({ query }) => statistics.messagesSentPerDay(query),
      dialogsCreatedTotal: ({ query }) => statistics.dialogsCreatedTotal(query),
      dialogsCreatedPerDay: ({ query }) => statistics.dialogsCreatedPerDay(query)
    })
  })
)

const chat = HttpApiBuilder.group(
  Payload.provided(Api),
  "admin.chat",
  Effect.fnUntraced(function* (handlers) {
    const dialogs = yield* AdministeredDialogs
    const messages = yield* AdministeredMessages
    return handlers.handleAll({
      listDialogs: ({ query }) => dialogs.list(query),
      updateDialog: ({ params, payload }) => dialogs.update(params.dialog_id, payload),
      listMessages: ({ query }) => messages.list(query)
    })
  })
)

const meetings = HttpApiBuilder.group(
  Payload.provided(Api),
  "admin.meetings",
  Effect.fnUntraced(function* (handlers) {
    const meetings = yield* MeetingsStore
    return handlers.handleAll({
      create: ({ payload: { user_id, ...fields } }) => Effect.map(meetings.create(user_id, fields), inSeconds),
      recordings: ({ params }) => meetings.recordings(params.meeting_id),
      deleteRecordings: ({ params }) => Effect.as(meetings.deleteRecordings(params.meeting_id), {})
    })
  })
)

const users = HttpApiBuilder.group(
  Payload.provided(Api),
  "admin.users",
  Effect.fnUntraced(function* (handlers) {
    const users = yield* UsersStore
    return handlers.handleAll({
      // The sessions of the user end with the user.
      delete: Effect.fnUntraced(function* ({ params: { user_id } }) {
        if ((yield* users.findBy("id", user_id)) === undefined) return yield* Reject.notFound
        yield* users.remove(user_id)
        return { success: true }
      })
    })
  })
)

export const layer = Layer.mergeAll(statistics, chat, meetings, users)
