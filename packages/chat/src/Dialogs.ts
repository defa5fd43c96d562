/**
 * Dialogs: conversations of two users, of a group, of subscribers, or of all users.
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
import * as DialogStream from "./internal/dialogStream.ts"

/**
 * The conditions and the order of a list of dialogs.
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
  /** The dialogs of the page. */
  readonly items: ReadonlyArray<Dialog>
  /** The number of dialogs that match, on all pages. */
  readonly total_entries: number
  /** How many of them come before this page. */
  readonly skip: number
  /** The size of a page. */
  readonly limit: number
}

/**
 * The scope of a deletion.
 *
 * @category models
 * @since 0.1.0
 */
export interface Force {
  /**
   * Whether to delete for all users, not only for the current one. Only the owner of a dialog can; the owner of a private
   * dialog is its creator.
   */
  readonly force?: boolean
}

/**
 * The dialogs of the current user.
 *
 * @see https://developers.connectycube.com/server/chat
 * @category services
 * @since 0.1.0
 */
export interface Dialogs {
  /**
   * Lists a page of the dialogs of the current user, and of the broadcast dialogs.
   *
   * @example
   * ```ts
   * const page = yield* chat.dialogs.list({ type: "group", sort_desc: "last_message_date_sent", limit: 20 })
   * page.items.map(({ name }) => name) // => ["Engines"]
   * ```
   *
   * @see https://developers.connectycube.com/server/chat#retrieve-chat-dialogs
   */
  readonly list: (query?: DialogsQuery & Page) => Effect.Effect<DialogsPage, ConnectyCubeError, Session>
  /**
   * Lists a page of dialogs, each as a `Result`: a dialog that cannot be decoded does not fail the call.
   *
   * @example
   * ```ts
   * const page = yield* chat.dialogs.listResults({ type: "group" })
   * page.items.filter(Result.isFailure).length // => 0
   * ```
   *
   * @see https://developers.connectycube.com/server/chat#retrieve-chat-dialogs
   */
  readonly listResults: (
    query?: DialogsQuery & Page
  ) => Effect.Effect<ResultsPage<DialogsPage>, ConnectyCubeError, Session>
  /**
   * Streams all dialogs that match, page by page, each once, the newest first unless the query has another order.
   *
   * **When to use**
   *
   * To process more dialogs than one page has.
   *
   * **Details**
   *
   * In the order of `created_at`, in either direction, the stream is exact. Its cursor is the time of the last dialog, and
   * the ids of the dialogs of that second that were emitted: dialogs that are created or deleted meanwhile neither hide nor
   * repeat others.
   *
   * Fails with a `DecodeError` if the server ignores the cursor or the order.
   *
   * **Gotchas**
   *
   * In the order of `last_message_date_sent` or `updated_at` no cursor is possible, since dialogs move while they are read:
   * pages are read by offset. No dialog comes twice, unless it moves by 10,000 places or more. A dialog can be missed when
   * it moves, or when one before it is deleted, before the stream has read it.
   *
   * @example
   * ```ts
   * const names = yield* chat.dialogs.stream({ type: { ne: "public" } }).pipe(
   *   Stream.map(({ name }) => name),
   *   Stream.runCollect
   * )
   * names // => ["Engines"]
   * ```
   */
  readonly stream: (
    query?: DialogsQuery & {
      /** The size of a page; 100 when left out. */
      readonly limit?: number
    }
  ) => Stream.Stream<Dialog, ConnectyCubeError, Session>
  /**
   * Streams all dialogs that match as {@link stream} does, each as a `Result`: a dialog that cannot be decoded does not end
   * the stream.
   *
   * @example
   * ```ts
   * yield* chat.dialogs.streamResults().pipe(
   *   Stream.filter(Result.isFailure),
   *   Stream.runForEach(({ failure }) => Console.warn(failure.message, failure.item))
   * )
   * ```
   */
  readonly streamResults: (
    query?: DialogsQuery & {
      /** The size of a page; 100 when left out. */
      readonly limit?: number
    }
  ) => Stream.Stream<ItemResult<Dialog>, ConnectyCubeError, Session>
  /**
   * Counts the dialogs that match.
   *
   * @example
   * ```ts
   * const groups = yield* chat.dialogs.count({ type: "group" }) // => 1
   * ```
   */
  readonly count: (filter?: DialogsFilter) => Effect.Effect<number, ConnectyCubeError, Session>
  /**
   * Creates a dialog, owned by the current user.
   *
   * **Details**
   *
   * Retried after a 429 or 503 only, since each request creates a group.
   *
   * @example
   * ```ts
   * const club = yield* chat.dialogs.create({ type: "group", name: "Club", occupants_ids: [ben.id] })
   * club.occupants_ids // => [ada.id, ben.id]
   * ```
   *
   * @see https://developers.connectycube.com/server/chat#create-a-dialog
   */
  readonly create: (dialog: NewDialog) => Effect.Effect<Dialog, ConnectyCubeError, Session>
  /**
   * Updates a dialog, and returns the updated dialog.
   *
   * **Details**
   *
   * The role of the user in the dialog determines what can be changed. Fails with `Forbidden` for anything else.
   *
   * @example
   * ```ts
   * const updated = yield* chat.dialogs.update(dialog._id, {
   *   name: "Steam engines",
   *   push_all: { pinned_messages_ids: [message._id] }
   * })
   * updated.name // => "Steam engines"
   * ```
   *
   * @see https://developers.connectycube.com/server/chat#update-a-dialog
   */
  readonly update: (id: DialogId, changes: DialogChanges) => Effect.Effect<Dialog, ConnectyCubeError, Session>
  /**
   * Deletes a dialog for the current user, or with `force` for all users.
   *
   * @example
   * ```ts
   * yield* chat.dialogs.delete(dialog._id, { force: true })
   * ```
   *
   * @see https://developers.connectycube.com/server/chat#delete-dialog
   */
  readonly delete: (id: DialogId, options?: Force) => Effect.Effect<void, ConnectyCubeError, Session>
  /**
   * Deletes dialogs, and returns the outcome for each.
   *
   * **Details**
   *
   * More than 100 ids are sent in several requests. If one of them fails, `batch` of the error lists the ids that are done.
   *
   * @example
   * ```ts
   * const { SuccessfullyDeleted } = yield* chat.dialogs.deleteMany([dialog._id])
   * SuccessfullyDeleted.ids // => [dialog._id]
   * ```
   *
   * @see https://developers.connectycube.com/server/chat#delete-several-dialogs
   */
  readonly deleteMany: (
    ids: ReadonlyArray<DialogId>,
    options?: Force
  ) => Effect.Effect<Deleted, ConnectyCubeError, Session>
  /**
   * Deletes the messages of a dialog for the current user, or with `force` for all users.
   *
   * @example
   * ```ts
   * yield* chat.dialogs.clearHistory(dialog._id)
   * const { items } = yield* chat.messages.list({ chat_dialog_id: dialog._id })
   * items.length // => 0
   * ```
   *
   * @see https://developers.connectycube.com/server/chat#clear-dialog-history
   */
  readonly clearHistory: (id: DialogId, options?: Force) => Effect.Effect<void, ConnectyCubeError, Session>
  /**
   * Adds the current user to a public dialog.
   *
   * @example
   * ```ts
   * const club = yield* chat.dialogs.create({ type: "public", name: "Club" }).pipe(Effect.provide(Session.layerGuest()))
   * yield* chat.dialogs.subscribe(club._id)
   * ```
   *
   * @see https://developers.connectycube.com/server/chat#subscribe-to-public-dialog
   */
  readonly subscribe: (id: DialogId) => Effect.Effect<Dialog, ConnectyCubeError, Session>
  /**
   * Removes the current user from a public dialog.
   *
   * @example
   * ```ts
   * const club = yield* chat.dialogs.create({ type: "public", name: "Club" }).pipe(Effect.provide(Session.layerGuest()))
   * yield* chat.dialogs.subscribe(club._id)
   * yield* chat.dialogs.unsubscribe(club._id)
   * ```
   *
   * @see https://developers.connectycube.com/server/chat#unsubsribe-from-public-dialog
   */
  readonly unsubscribe: (id: DialogId) => Effect.Effect<void, ConnectyCubeError, Session>
  /**
   * Blocks a user in a public or broadcast dialog. Requires its owner or an admin.
   *
   * **Gotchas**
   *
   * The published documentation does not have it.
   *
   * @example
   * ```ts
   * const club = yield* chat.dialogs.create({ type: "public", name: "Club" })
   * yield* chat.dialogs.blockUser(club._id, ben.id)
   * ```
   */
  readonly blockUser: (id: DialogId, user_id: UserId) => Effect.Effect<void, ConnectyCubeError, Session>
  /**
   * Unblocks a user in a dialog. Requires its owner or an admin.
   *
   * **Gotchas**
   *
   * The published documentation does not have it.
   *
   * @example
   * ```ts
   * const club = yield* chat.dialogs.create({ type: "public", name: "Club" })
   * yield* chat.dialogs.blockUser(club._id, ben.id)
   * yield* chat.dialogs.unblockUser(club._id, ben.id)
   * ```
   */
  readonly unblockUser: (id: DialogId, user_id: UserId) => Effect.Effect<void, ConnectyCubeError, Session>
  /**
   * Lists the blocked users of a dialog. Requires its owner or an admin.
   *
   * **Gotchas**
   *
   * The published documentation does not have it.
   *
   * @example
   * ```ts
   * const club = yield* chat.dialogs.create({ type: "public", name: "Club" })
   * yield* chat.dialogs.blockUser(club._id, ben.id)
   * const blocked = yield* chat.dialogs.listBlockedUsers(club._id)
   * blocked.map(({ login }) => login) // => ["ben"]
   * ```
   */
  readonly listBlockedUsers: (id: DialogId) => Effect.Effect<ReadonlyArray<User>, ConnectyCubeError, Session>
  /**
   * Lists the blocked users of a dialog, each as a `Result`: a user that cannot be decoded does not fail the call.
   *
   * @example
   * ```ts
   * const club = yield* chat.dialogs.create({ type: "public", name: "Club" })
   * const blocked = yield* chat.dialogs.listBlockedUsersResults(club._id)
   * blocked.filter(Result.isFailure).length // => 0
   * ```
   */
  readonly listBlockedUsersResults: (
    id: DialogId
  ) => Effect.Effect<ReadonlyArray<ItemResult<User>>, ConnectyCubeError, Session>
  /**
   * Adds and removes admins of a dialog. Requires its owner; a dialog has at most five admins.
   *
   * @example
   * ```ts
   * const { admins_ids } = yield* chat.dialogs.updateAdmins(dialog._id, { add: [ben.id] })
   * admins_ids // => [ben.id]
   * ```
   *
   * @see https://developers.connectycube.com/server/chat#add--remove-admins
   */
  readonly updateAdmins: (
    id: DialogId,
    changes: {
      /** The ids of the users to make admins. */
      readonly add?: ReadonlyArray<UserId>
      /** The ids of the admins to remove. */
      readonly remove?: ReadonlyArray<UserId>
    }
  ) => Effect.Effect<Dialog, ConnectyCubeError, Session>
  /**
   * Enables or disables push notifications of a dialog for the current user, and returns whether they are enabled.
   *
   * @example
   * ```ts
   * const enabled = yield* chat.dialogs.updateNotifications(dialog._id, false) // => false
   * ```
   *
   * @see https://developers.connectycube.com/server/chat#update-notifications-settings
   */
  readonly updateNotifications: (id: DialogId, enabled: boolean) => Effect.Effect<boolean, ConnectyCubeError, Session>
  /**
   * Gets whether push notifications of a dialog are enabled for the current user.
   *
   * @example
   * ```ts
   * const enabled = yield* chat.dialogs.getNotifications(dialog._id) // => true
   * ```
   *
   * @see https://developers.connectycube.com/server/chat#get-notifications-settings
   */
  readonly getNotifications: (id: DialogId) => Effect.Effect<boolean, ConnectyCubeError, Session>
  /**
   * Lists a page of the users in a public dialog.
   *
   * @example
   * ```ts
   * const club = yield* chat.dialogs.create({ type: "public", name: "Club" })
   * const occupants = yield* chat.dialogs.listOccupants(club._id, { limit: 20 })
   * occupants.map(({ login }) => login) // => ["ada"]
   * ```
   *
   * @see https://developers.connectycube.com/server/chat#retrieve-public-dialog-occupants
   */
  readonly listOccupants: (id: DialogId, page?: Page) => Effect.Effect<ReadonlyArray<User>, ConnectyCubeError, Session>
  /**
   * Lists a page of the users in a public dialog, each as a `Result`: a user that cannot be decoded does not fail the call.
   *
   * @example
   * ```ts
   * const club = yield* chat.dialogs.create({ type: "public", name: "Club" })
   * const occupants = yield* chat.dialogs.listOccupantsResults(club._id)
   * occupants.filter(Result.isFailure).length // => 0
   * ```
   */
  readonly listOccupantsResults: (
    id: DialogId,
    page?: Page
  ) => Effect.Effect<ReadonlyArray<ItemResult<User>>, ConnectyCubeError, Session>
  /**
   * Streams all users in a public dialog, page by page, each once.
   *
   * **Gotchas**
   *
   * Pages are read by offset, since the API has no cursor: a user who leaves meanwhile can hide another.
   *
   * @example
   * ```ts
   * const club = yield* chat.dialogs.create({ type: "public", name: "Club" })
   * const count = yield* chat.dialogs.streamOccupants(club._id).pipe(Stream.runCount) // => 1
   * ```
   */
  readonly streamOccupants: (
    id: DialogId,
    page?: {
      /** The size of a page; 100 when left out. */
      readonly limit?: number
    }
  ) => Stream.Stream<User, ConnectyCubeError, Session>
  /**
   * Streams all users in a public dialog as {@link streamOccupants} does, each as a `Result`.
   *
   * @example
   * ```ts
   * const club = yield* chat.dialogs.create({ type: "public", name: "Club" })
   * const count = yield* chat.dialogs.streamOccupantsResults(club._id).pipe(Stream.runCount) // => 1
   * ```
   */
  readonly streamOccupantsResults: (
    id: DialogId,
    page?: {
      /** The size of a page; 100 when left out. */
      readonly limit?: number
    }
  ) => Stream.Stream<ItemResult<User>, ConnectyCubeError, Session>
}

/**
 * Makes the methods, on the `HttpClient` and the configuration in the context.
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
      Effect.andThen(Arguments.check(DialogsApi.endpoints.list, query, [...streamed, "skip"]), page(flat(query))),
    listResults: (query = {}) =>
      Effect.andThen(
        Arguments.check(DialogsApi.endpoints.list, query, [...streamed, "skip"]),
        Effect.map(items(flat(query)), Items.results)
      ),
    stream: (query = {}) =>
      Stream.suspend(() => DialogStream.make(query, page, DialogStream.placeOf)).pipe(
        Arguments.checked(DialogsApi.endpoints.list, query, streamed)
      ),
    streamResults: (query = {}) =>
      Stream.suspend(() => DialogStream.make(query, items, DialogStream.placeOfItem)).pipe(
        Stream.map(({ result }) => result),
        Arguments.checked(DialogsApi.endpoints.list, query, streamed)
      ),
    count: (filter = {}) =>
      Effect.andThen(
        Arguments.check(DialogsApi.endpoints.list, filter, filterNames),
        Effect.suspend(() =>
          Batch.count(filter, { endpoint: DialogsApi.endpoints.list, field: "_id" }, (filter) =>
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
        endpoint: DialogsApi.endpoints.delete,
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
        Arguments.check(DialogsApi.endpoints.updateAdmins, changes, ["add", "remove"]),
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
        Arguments.checked(DialogsApi.endpoints.listOccupants, options, ["limit"])
      ),
    streamOccupantsResults: (dialog_id, options = {}) =>
      Paging.untilEmpty(Items.byId("id"), (skip) =>
        occupantItems({ dialog_id, limit: options.limit ?? 100, skip })
      ).pipe(
        Stream.map(({ result }) => result),
        Arguments.checked(DialogsApi.endpoints.listOccupants, options, ["limit"])
      )
  })
})

/** What a stream takes. */
const streamed = [...filterNames, "sort_asc", "sort_desc", "limit"]

/** What tells who is in a dialog apart. */
const occupants: Paging.List<User> = { idOf: ({ id }) => id }
