/**
 * Handlers of the Chat API.
 */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import { Api } from "../../Api.ts"
import * as Payload from "../../server/wire/payload.ts"
import { counted } from "../../server/wire/responses.ts"
import * as Caller from "./caller.ts"
import { DialogEdits } from "./dialogEdits.ts"
import { Dialogs } from "./dialogs.ts"
import { Messages } from "./messages.ts"
import { ReactionsStore } from "./reactions.ts"
import { groupsOf, Removals } from "./removals.ts"
import { Search } from "./search.ts"

const notifications = Effect.map((enabled: boolean) => ({ notifications: { enabled } }))

const dialogs = HttpApiBuilder.group(
  Payload.provided(Api),
  "chat.dialogs",
  Effect.fnUntraced(function* (handlers) {
    const dialogs = yield* Dialogs
    const edits = yield* DialogEdits
    const as = yield* Caller.as

    /** Each dialog succeeds or fails by itself. */
    const removeMany = Effect.fnUntraced(function* (user_id: number, ids: ReadonlyArray<string>, force: boolean) {
      const groups = groupsOf()
      for (const id of new Set(ids)) {
        yield* dialogs.remove(user_id, id, force).pipe(
          Effect.match({
            onSuccess: () => groups.SuccessfullyDeleted,
            onFailure: ({ status }) => (status === 404 ? groups.NotFound : groups.WrongPermissions)
          }),
          Effect.map((group) => group.ids.push(id))
        )
      }
      return groups
    })

    return handlers.handleAll({
      list: ({ query }) => as((user) => dialogs.list(user, query)),
      create: ({ payload }) => as((user) => edits.create(user, payload)),
      update: ({ params, payload }) => as((user) => edits.update(user, params.dialog_id, payload)),

      delete: ({ params: { dialog_ids }, query: { force = false } }) =>
        as((user) => {
          const [id = "", ...more] = dialog_ids
          return more.length === 0 ? dialogs.remove(user, id, force) : removeMany(user, dialog_ids, force)
        }),

      clearHistory: ({ params, query: { force = false } }) =>
        as((user) => dialogs.clearHistory(user, params.dialog_id, force)),

      subscribe: ({ params }) => as((user) => dialogs.subscribe(user, params.dialog_id)),
      unsubscribe: ({ params }) => as((user) => dialogs.unsubscribe(user, params.dialog_id)),
      blockUser: ({ params, payload }) => as((user) => dialogs.block(user, params.dialog_id, payload.user_id)),
      unblockUser: ({ params, payload }) => as((user) => dialogs.unblock(user, params.dialog_id, payload.user_id)),
      listBlockedUsers: ({ params }) => as((user) => dialogs.blocked(user, params.dialog_id)),
      updateAdmins: ({ params, payload }) => as((user) => edits.updateAdmins(user, params.dialog_id, payload)),

      updateNotifications: ({ params, payload }) =>
        as((user) => notifications(dialogs.setNotifications(user, params.dialog_id, payload.enabled))),

      getNotifications: ({ params }) => as((user) => notifications(dialogs.notifications(user, params.dialog_id))),
      listOccupants: ({ params, query }) => as((user) => dialogs.occupants(user, params.dialog_id, query))
    })
  })
)

const messages = HttpApiBuilder.group(
  Payload.provided(Api),
  "chat.messages",
  Effect.fnUntraced(function* (handlers) {
    const messages = yield* Messages
    const removals = yield* Removals
    const reactions = yield* ReactionsStore
    const as = yield* Caller.as

    return handlers.handleAll({
      list: ({ query: { count = false, ...query } }) =>
        as(
          Effect.fnUntraced(function* (user) {
            return count ? counted(yield* messages.count(user, query)) : yield* messages.list(user, query)
          })
        ),
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

const search = HttpApiBuilder.group(
  Payload.provided(Api),
  "chat",
  Effect.fnUntraced(function* (handlers) {
    const { search } = yield* Search
    const as = yield* Caller.as
    return handlers.handleAll({
      search: ({ query }) => as((user) => search(user, query))
    })
  })
)

export const layer = Layer.mergeAll(dialogs, messages, search)
