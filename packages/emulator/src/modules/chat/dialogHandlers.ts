/**
 * The dialogs of the Chat API.
 */
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import { Api } from "../../Api.ts"
import * as Caller from "./caller.ts"
import { DialogEdits } from "./dialogEdits.ts"
import { Dialogs } from "./dialogs.ts"
import { groupsOf } from "./removals.ts"

const notifications = Effect.map((enabled: boolean) => ({ notifications: { enabled } }))

export const layer = HttpApiBuilder.group(
  Api,
  "chat.dialogs",
  Effect.fnUntraced(function* (handlers) {
    const dialogs = yield* Dialogs
    const edits = yield* DialogEdits
    const caller = yield* Caller.make

    /** What a request asks for, with who asks. */
    const as = <A, E, R>(f: (user_id: number) => Effect.Effect<A, E, R>) => Effect.flatMap(caller, f)

    /** What becomes of one dialog says nothing of the others. */
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
