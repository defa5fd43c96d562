/**
 * The meetings of all users, for an administrator.
 */
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import { Api } from "../../Api.ts"
import { MeetingsStore } from "../video-calling/store.ts"
import { inSeconds } from "../video-calling/views.ts"

export const layer = HttpApiBuilder.group(
  Api,
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
