/**
 * The messages of the Chat API.
 */
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import { Api } from "../../Api.ts"
import * as Caller from "./caller.ts"
import { Messages } from "./messages.ts"
import { ReactionsStore } from "./reactions.ts"
import { Removals } from "./removals.ts"
import { counted } from "../../server/wire/counted.ts"

export const layer = HttpApiBuilder.group(
  Api,
  "chat.messages",
  Effect.fnUntraced(function* (handlers) {
    const messages = yield* Messages
    const removals = yield* Removals
    const reactions = yield* ReactionsStore
    const caller = yield* Caller.make

    /** What a request asks for, with who asks. */
    const as = <A, E, R>(f: (user_id: number) => Effect.Effect<A, E, R>) => Effect.flatMap(caller, f)

    return handlers.handleAll({
      list: ({ query: { count = false, ...query } }) =>
        Effect.gen(function* () {
          const user = yield* caller
          return count ? counted(yield* messages.count(user, query)) : yield* messages.list(user, query)
        }),
      unreadCount: ({ query }) => as((user) => messages.unread(user, query.chat_dialog_ids)),
      create: ({ payload }) => as((user) => messages.create(user, payload)),
      update: ({ params, payload }) => as((user) => messages.update(user, params.message_ids, payload)),
      updateAll: ({ payload }) => as((user) => messages.updateAll(user, payload)),

      delete: ({ params, query: { force = false } }) => as((user) => removals.remove(user, params.message_ids, force)),

      sendSystem: ({ payload: { recipientId, ...parameters } }) =>
        as((user) => messages.sendSystem(user, recipientId, parameters)),

      react: ({ params, payload }) => as((user) => reactions.react(user, params.message_id, payload)),
      listReactions: ({ params }) => as((user) => reactions.list(user, params.message_id))
    })
  })
)
