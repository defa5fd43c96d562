/**
 * Dialogs: conversations of two, of a group, of whoever subscribes, or of everybody.
 *
 * @since 0.1.0
 */
import * as ApiClient from "@effect-connectycube/core/client/ApiClient"
import * as Arguments from "@effect-connectycube/core/contract/Arguments"
import * as Batch from "@effect-connectycube/core/client/Batch"
import type { ConnectyCubeError } from "@effect-connectycube/core/ConnectyCubeError"
import { DialogId, type UserId } from "@effect-connectycube/core/Ids"
import type { ItemResult, ResultsPage } from "@effect-connectycube/core/ItemDecodeError"
import * as Items from "@effect-connectycube/core/client/Items"
import * as Method from "@effect-connectycube/core/client/Method"
import * as Paging from "@effect-connectycube/core/client/Paging"
import * as Query from "@effect-connectycube/core/contract/Query"
import type { Session } from "@effect-connectycube/core/Session"
// The occupants of a dialog are users.
import type { User } from "@effect-connectycube/users/User"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import type { Page } from "./ChatQuery.ts"
import type { Deleted } from "@effect-connectycube/core/Deleted"
import type { Dialog, DialogChanges, NewDialog } from "./Dialog.ts"
import { DialogsApi } from "./DialogsApi.ts"
import { type DialogsFilter, filterNames } from "./DialogsQuery.ts"
import * as DialogStream from "./DialogStream.ts"

/**
 * Which dialogs, and in which order.
 *
 * @category models
 * @since 0.1.0
 */
export type DialogsQuery = DialogsFilter & Query.Sort<"last_message_date_sent" | "created_at" | "updated_at">

/**
 * One page of dialogs.
 *
 * @category models
 * @since 0.1.0
 */
export interface DialogsPage {
  readonly items: ReadonlyArray<Dialog>
  /** How many dialogs match, on all pages. */
  readonly total_entries: number
  readonly skip: number
  readonly limit: number
}

/**
 * Whether a deletion is for everybody. Only the owner of the dialog may do that: in a private one the user who made it.
 *
 * @category models
 * @since 0.1.0
 */
export interface Force {
  readonly force?: boolean
}

/**
 * The dialogs of the user of the session.
 *
 * @see https://developers.connectycube.com/server/chat
 * @category services
 * @since 0.1.0
 */
export interface Dialogs {
  /**
   * A page of the dialogs that the user is in, and of those for everybody.
   *
   * @see https://developers.connectycube.com/server/chat#retrieve-chat-dialogs
   */
  readonly list: (query?: DialogsQuery & Page) => Effect.Effect<DialogsPage, ConnectyCubeError, Session>
  /**
   * As {@link list}, with the dialogs that cannot be read beside those that can, in their order.
   *
   * @see https://developers.connectycube.com/server/chat#retrieve-chat-dialogs
   */
  readonly listResults: (
    query?: DialogsQuery & Page
  ) => Effect.Effect<ResultsPage<DialogsPage>, ConnectyCubeError, Session>
  /**
   * All dialogs that match, page by page, each once, the latest made first unless another order is asked for. `limit` is the
   * size of a page.
   *
   * By `created_at`, upwards or downwards, it is exact. The cursor is the time of the last dialog, and the ids of those of the
   * same second that have been seen: dialogs that are made or deleted meanwhile neither hide nor double others.
   *
   * By `last_message_date_sent` or `updated_at` no cursor can follow, since dialogs move while they are read: pages are
   * counted off. None comes twice, as long as it moves less than 10,000 places. A dialog can be missed when it moves, or one
   * before it is deleted, before the stream has come to it.
   *
   * A server that overlooks the cursor, or the order, is noticed: the stream fails with a `DecodeError`.
   */
  readonly stream: (
    query?: DialogsQuery & { readonly limit?: number }
  ) => Stream.Stream<Dialog, ConnectyCubeError, Session>
  /** As {@link stream}, with the dialogs that cannot be read beside those that can: one of them does not end the stream. */
  readonly streamResults: (
    query?: DialogsQuery & { readonly limit?: number }
  ) => Stream.Stream<ItemResult<Dialog>, ConnectyCubeError, Session>
  /** How many dialogs match. */
  readonly count: (filter?: DialogsFilter) => Effect.Effect<number, ConnectyCubeError, Session>
  /**
   * Makes a dialog, with the user as its owner.
   *
   * Making a group twice makes two: it is retried after a 429 or 503 only.
   *
   * @see https://developers.connectycube.com/server/chat#create-a-dialog
   */
  readonly create: (dialog: NewDialog) => Effect.Effect<Dialog, ConnectyCubeError, Session>
  /**
   * Changes a dialog, and answers it after the change. What one may change depends on one's role in it; `Forbidden`
   * otherwise.
   *
   * @see https://developers.connectycube.com/server/chat#update-a-dialog
   */
  readonly update: (id: DialogId, changes: DialogChanges) => Effect.Effect<Dialog, ConnectyCubeError, Session>
  /**
   * Deletes a dialog for the user, or for everybody.
   *
   * @see https://developers.connectycube.com/server/chat#delete-dialog
   */
  readonly delete: (id: DialogId, options?: Force) => Effect.Effect<void, ConnectyCubeError, Session>
  /**
   * Deletes several dialogs, and answers what became of each. More than 100 go out in several requests: when one of those
   * fails, `batch` of the error says which ids are done.
   *
   * @see https://developers.connectycube.com/server/chat#delete-several-dialogs
   */
  readonly deleteMany: (
    ids: ReadonlyArray<DialogId>,
    options?: Force
  ) => Effect.Effect<Deleted, ConnectyCubeError, Session>
  /**
   * Deletes the messages of a dialog for the user, or for everybody.
   *
   * @see https://developers.connectycube.com/server/chat#clear-dialog-history
   */
  readonly clearHistory: (id: DialogId, options?: Force) => Effect.Effect<void, ConnectyCubeError, Session>
  /**
   * Joins a public dialog.
   *
   * @see https://developers.connectycube.com/server/chat#subscribe-to-public-dialog
   */
  readonly subscribe: (id: DialogId) => Effect.Effect<Dialog, ConnectyCubeError, Session>
  /**
   * Leaves a public dialog.
   *
   * @see https://developers.connectycube.com/server/chat#unsubsribe-from-public-dialog
   */
  readonly unsubscribe: (id: DialogId) => Effect.Effect<void, ConnectyCubeError, Session>
  /** Keeps a user out of a public or broadcast dialog. For its owner and admins. Not in the published documentation. */
  readonly blockUser: (id: DialogId, user_id: UserId) => Effect.Effect<void, ConnectyCubeError, Session>
  /** Lets a user in again. For the owner and admins. Not in the published documentation. */
  readonly unblockUser: (id: DialogId, user_id: UserId) => Effect.Effect<void, ConnectyCubeError, Session>
  /** Who is kept out. For the owner and admins. Not in the published documentation. */
  readonly listBlockedUsers: (id: DialogId) => Effect.Effect<ReadonlyArray<User>, ConnectyCubeError, Session>
  /** As {@link listBlockedUsers}, with the users that cannot be read beside those that can. */
  readonly listBlockedUsersResults: (
    id: DialogId
  ) => Effect.Effect<ReadonlyArray<ItemResult<User>>, ConnectyCubeError, Session>
  /**
   * Makes users admins, or ends it. For the owner; there are at most five.
   *
   * @see https://developers.connectycube.com/server/chat#add--remove-admins
   */
  readonly updateAdmins: (
    id: DialogId,
    changes: { readonly add?: ReadonlyArray<UserId>; readonly remove?: ReadonlyArray<UserId> }
  ) => Effect.Effect<Dialog, ConnectyCubeError, Session>
  /**
   * Turns push notifications of the dialog on or off for the user, and answers which they are.
   *
   * @see https://developers.connectycube.com/server/chat#update-notifications-settings
   */
  readonly updateNotifications: (id: DialogId, enabled: boolean) => Effect.Effect<boolean, ConnectyCubeError, Session>
  /**
   * Whether push notifications of the dialog are on for the user.
   *
   * @see https://developers.connectycube.com/server/chat#get-notifications-settings
   */
  readonly getNotifications: (id: DialogId) => Effect.Effect<boolean, ConnectyCubeError, Session>
  /**
   * A page of who is in a public dialog.
   *
   * @see https://developers.connectycube.com/server/chat#retrieve-public-dialog-occupants
   */
  readonly listOccupants: (id: DialogId, page?: Page) => Effect.Effect<ReadonlyArray<User>, ConnectyCubeError, Session>
  /** As {@link listOccupants}, with the users that cannot be read beside those that can. */
  readonly listOccupantsResults: (
    id: DialogId,
    page?: Page
  ) => Effect.Effect<ReadonlyArray<ItemResult<User>>, ConnectyCubeError, Session>
  /**
   * All who are in a public dialog, page by page, each once. Pages are counted off, and the API has no other way: who leaves
   * meanwhile can hide another.
   */
  readonly streamOccupants: (
    id: DialogId,
    page?: { readonly limit?: number }
  ) => Stream.Stream<User, ConnectyCubeError, Session>
  /** As {@link streamOccupants}, with the users that cannot be read beside those that can. */
  readonly streamOccupantsResults: (
    id: DialogId,
    page?: { readonly limit?: number }
  ) => Stream.Stream<ItemResult<User>, ConnectyCubeError, Session>
}

/**
 * Builds the methods on the `HttpClient` and the configuration in the context.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = Effect.gen(function* () {
  const call = yield* ApiClient.make(DialogsApi)
  const flat = (query: object) => Query.flatten(query, "commas")

  const page = call.list.map((response) =>
    "total_entries" in response ? response : { items: [], total_entries: response.items.count, skip: 0, limit: 0 }
  )
  const items = call.list
    .items("items")
    .map((response) =>
      "total_entries" in response ? response : { items: [], total_entries: response.items.count, skip: 0, limit: 0 }
    )
  const occupantItems = call.listOccupants.items("items")
  const blockedItems = call.listBlockedUsers.items("items").map((items) => Items.results({ items }).items)
  const deleteOne = call.delete.noBody()
  const deleteSome = call.delete.flatMap(Batch.deleted(({ dialog_ids }) => dialog_ids))

  return Method.named<Dialogs>("chat.dialogs", {
    list: (query = {}) =>
      Effect.andThen(Arguments.check(endpoints.list, query, [...streamed, "skip"]), page(flat(query))),
    listResults: (query = {}) =>
      Effect.andThen(
        Arguments.check(endpoints.list, query, [...streamed, "skip"]),
        Effect.map(items(flat(query)), Items.results)
      ),
    stream: (query = {}) =>
      Stream.suspend(() => DialogStream.make(query, page, DialogStream.placeOf)).pipe(
        Arguments.checked(endpoints.list, query, streamed)
      ),
    streamResults: (query = {}) =>
      Stream.suspend(() => DialogStream.make(query, items, DialogStream.placeOfItem)).pipe(
        Stream.map(({ result }) => result),
        Arguments.checked(endpoints.list, query, streamed)
      ),
    count: (filter = {}) =>
      Effect.andThen(
        Arguments.check(endpoints.list, filter, filterNames),
        Effect.suspend(() =>
          Batch.count(filter, { endpoint: endpoints.list, field: "_id" }, (filter) =>
            Effect.map(page({ ...flat(filter), count: true }), ({ total_entries }) => total_entries)
          )
        )
      ),
    create: call.create,
    update: (dialog_id, changes) => call.update(changes, { dialog_id }),
    delete: (id, options = {}) => deleteOne(options, { dialog_ids: [id] }),
    deleteMany: (ids, options = {}) =>
      Batch.send(ids, {
        ...Batch.deletions,
        endpoint: endpoints.delete,
        parameter: "dialog_ids",
        schema: DialogId,
        call: (dialog_ids) => deleteSome(options, { dialog_ids })
      }),
    clearHistory: (dialog_id, options = {}) => call.clearHistory(options, { dialog_id }),
    subscribe: (dialog_id) => call.subscribe({ dialog_id }),
    unsubscribe: (dialog_id) => call.unsubscribe({ dialog_id }),
    blockUser: (dialog_id, user_id) => call.blockUser({ dialog_id, user_id }),
    unblockUser: (dialog_id, user_id) => call.unblockUser({ dialog_id, user_id }),
    listBlockedUsers: (dialog_id) => call.listBlockedUsers({ dialog_id }),
    listBlockedUsersResults: (dialog_id) => blockedItems({ dialog_id }),
    updateAdmins: (dialog_id, changes = {}) =>
      Effect.andThen(
        Arguments.check(endpoints.updateAdmins, changes, ["add", "remove"]),
        Effect.suspend(() => {
          const { add, remove } = changes
          return call.updateAdmins({
            dialog_id,
            ...(add === undefined ? {} : { push_all: { admins_ids: add } }),
            ...(remove === undefined ? {} : { pull_all: { admins_ids: remove } })
          })
        })
      ),
    updateNotifications: (dialog_id, enabled) =>
      Effect.map(call.updateNotifications({ dialog_id, enabled }), ({ enabled }) => enabled),
    getNotifications: (dialog_id) => Effect.map(call.getNotifications({ dialog_id }), ({ enabled }) => enabled),
    listOccupants: (dialog_id, page = {}) => call.listOccupants(page, { dialog_id }),
    listOccupantsResults: (dialog_id, page = {}) =>
      Effect.map(occupantItems(page, { dialog_id }), (items) => Items.results({ items }).items),
    streamOccupants: (dialog_id, options = {}) =>
      Paging.untilEmpty(occupants, (skip) => call.listOccupants({ dialog_id, limit: options.limit ?? 100, skip })).pipe(
        Arguments.checked(endpoints.listOccupants, options, ["limit"])
      ),
    streamOccupantsResults: (dialog_id, options = {}) =>
      Paging.untilEmpty(Items.byId("id"), (skip) =>
        occupantItems({ dialog_id, limit: options.limit ?? 100, skip })
      ).pipe(
        Stream.map(({ result }) => result),
        Arguments.checked(endpoints.listOccupants, options, ["limit"])
      )
  })
})

const { endpoints } = DialogsApi

/** What a stream takes. */
const streamed = [...filterNames, "sort_asc", "sort_desc", "limit"]

/** What tells who is in a dialog apart. */
const occupants: Paging.List<User> = { idOf: ({ id }) => id }
