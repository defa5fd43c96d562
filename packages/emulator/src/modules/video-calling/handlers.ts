/**
 * Handlers of the Video Calling API.
 */
import { Recording } from "@effect-connectycube/video-calling/Recording"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import * as Struct from "effect/Struct"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import { Api } from "../../Api.ts"
import * as Payload from "../../server/wire/payload.ts"
import { Outbox } from "../../server/state/outbox.ts"
import { Time } from "../../server/state/time.ts"
import * as Reject from "../../server/wire/reject.ts"
import * as Caller from "../chat/caller.ts"
import { UsersStore } from "../users/store.ts"
import { MeetingsStore } from "./store.ts"

const encode = Schema.encodeSync(Schema.Array(Recording))

/** The keys in the store are for administrators and webhooks. */
const forUsers = (recordings: ReadonlyArray<Recording>) =>
  HttpServerResponse.jsonUnsafe(encode(recordings).map((recording) => Struct.omit(recording, ["file_uid"])))

const meetings = HttpApiBuilder.group(
  Payload.provided(Api),
  "meetings",
  Effect.fnUntraced(function* (handlers) {
    const meetings = yield* MeetingsStore
    const as = yield* Caller.as

    /** Clients say which version of the responses they read. */
    const isSecondVersion = Effect.map(
      HttpServerRequest.HttpServerRequest,
      ({ headers }) => headers["cb-api-version"]?.trim() === "2"
    )

    return handlers.handleAll({
      create: ({ payload }) => as((user) => meetings.create(user, payload)),

      list: ({ query }) =>
        as(
          Effect.fnUntraced(function* (user) {
            if (query._id !== undefined) return yield* meetings.get(user, query._id)
            const items = yield* meetings.list(user, query)
            return (yield* isSecondVersion) ? { items } : items
          })
        ),

      update: ({ params, payload }) => as((user) => meetings.update(user, params.meeting_id, payload)),
      delete: ({ params }) => as((user) => meetings.remove(user, params.meeting_id)),
      recordings: ({ params }) => as((user) => Effect.map(meetings.recordingsFor(user, params.meeting_id), forUsers))
    })
  })
)

const calls = HttpApiBuilder.group(
  Payload.provided(Api),
  "calls",
  Effect.fnUntraced(function* (handlers) {
    const users = yield* UsersStore
    const outbox = yield* Outbox
    const time = yield* Time
    const as = yield* Caller.as

    return handlers.handleAll({
      reject: ({ payload: { recipientId, sessionID, platform, userInfo = {} } }) =>
        as(
          Effect.fnUntraced(function* (from) {
            if ((yield* users.findBy("id", recipientId)) === undefined) {
              return yield* Reject.unprocessable({ recipientId: ["is not a user"] })
            }
            yield* outbox.send({
              kind: "call-rejection",
              sent_at: DateTime.makeUnsafe(yield* time.now),
              from,
              to: [recipientId],
              sessionID,
              platform,
              userInfo
            })
            return {}
          })
        )
    })
  })
)

export const layer = Layer.mergeAll(meetings, calls)
