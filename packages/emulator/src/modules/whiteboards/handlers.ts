/**
 * Whiteboards.
 */
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import { Api } from "../../Api.ts"
import * as Payload from "../../server/wire/payload.ts"
import * as Caller from "../chat/caller.ts"
import { WhiteboardsStore } from "./store.ts"

export const layer = HttpApiBuilder.group(
  Payload.provided(Api),
  "whiteboards",
  Effect.fnUntraced(function* (handlers) {
    const whiteboards = yield* WhiteboardsStore
    const as = yield* Caller.as

    return handlers.handleAll({
      create: ({ payload }) => as((user) => whiteboards.create(user, payload)),
      list: ({ query }) => as((user) => whiteboards.list(user, query.chat_dialog_id)),
      update: ({ params, payload }) => as((user) => whiteboards.update(user, params.whiteboard_id, payload.name)),
      delete: ({ params }) => as((user) => whiteboards.remove(user, params.whiteboard_id))
    })
  })
)
