/**
 * Meetings.
 */
import { Recording } from "@effect-connectycube/video-calling/Recording"
import * as Effect from "effect/Effect"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import * as Schema from "effect/Schema"
import * as Struct from "effect/Struct"
import { Api } from "../../Api.ts"
import * as Caller from "../chat/caller.ts"
import { MeetingsStore } from "./store.ts"

const encode = Schema.encodeSync(Schema.Array(Recording))

/** The keys in the store are for administrators and webhooks. */
const forUsers = (recordings: ReadonlyArray<Recording>) =>
  HttpServerResponse.jsonUnsafe(encode(recordings).map((recording) => Struct.omit(recording, ["file_uid"])))

export const layer = HttpApiBuilder.group(
  Api,
  "meetings",
  Effect.fnUntraced(function* (handlers) {
    const meetings = yield* MeetingsStore
    const caller = yield* Caller.make

    /** What a request asks for, with who asks. */
    const as = <A, E, R>(f: (user_id: number) => Effect.Effect<A, E, R>) => Effect.flatMap(caller, f)

    /** Clients say which version of the responses they read. */
    const isSecondVersion = Effect.map(
      HttpServerRequest.HttpServerRequest,
      ({ headers }) => headers["cb-api-version"]?.trim() === "2"
    )

    return handlers.handleAll({
      create: ({ payload }) => as((user) => meetings.create(user, payload)),

      list: Effect.fnUntraced(function* ({ query }) {
        const user = yield* caller
        if (query._id !== undefined) return yield* meetings.get(user, query._id)
        const items = yield* meetings.list(user, query)
        return (yield* isSecondVersion) ? { items } : items
      }),

      update: ({ params, payload }) => as((user) => meetings.update(user, params.meeting_id, payload)),
      delete: ({ params }) => as((user) => meetings.remove(user, params.meeting_id)),
      recordings: ({ params }) => as((user) => Effect.map(meetings.recordingsFor(user, params.meeting_id), forUsers))
    })
  })
)
