/**
 * All dialogs of the application, for its administrator.
 *
 * @since 0.1.0
 */
// What an administrator lists and changes are the dialogs of the chat, with its filters.
import type { Page as Skipping } from "@effect-connectycube/chat/ChatQuery"
import type { AdministeredDialog, DialogChanges } from "@effect-connectycube/chat/Dialog"
import { type DialogsFilter, filterNames } from "@effect-connectycube/chat/DialogsQuery"
import type * as ApiClient from "@effect-connectycube/core/client/ApiClient"
import type { ConnectyCubeError } from "@effect-connectycube/core/ConnectyCubeError"
import { DialogId, type UserId } from "@effect-connectycube/core/Ids"
import type { ItemResult, ResultsPage } from "@effect-connectycube/core/ItemDecodeError"
import * as Items from "@effect-connectycube/core/client/Items"
import * as Method from "@effect-connectycube/core/client/Method"
import * as Query from "@effect-connectycube/core/contract/Query"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { AdministeredChatApi } from "./AdminApi.ts"
import * as Pages from "./internal/pages.ts"
import type { Comparison, CursorOptions, CursorPage, CursorResultsPage } from "./Cursor.ts"

/**
 * The conditions on the dialogs of a stream. Ids can only be compared, since each page begins after an id.
 *
 * @category models
 * @since 0.1.0
 */
export interface AllDialogsFilter extends Omit<DialogsFilter, "_id"> {
  /** By id. */
  readonly _id?: Comparison<DialogId>
}

/**
 * One page of the dialogs of the application.
 *
 * @category models
 * @since 0.1.0
 */
export interface AdministeredDialogsPage {
  /** The dialogs of the page. */
  readonly items: ReadonlyArray<AdministeredDialog>
  /** The number of dialogs that match, on all pages. */
  readonly total_entries: number
  /** How many of them come before this page. */
  readonly skip: number
  /** The size of a page. */
  readonly limit: number
}

/**
 * The fields of a dialog to change. `is_muted` is set for one user, so it requires a `user_id`.
 *
 * @see https://developers.connectycube.com/admin_api/chat#dialog-update
 * @category models
 * @since 0.1.0
 */
export type AdministeredDialogChanges = DialogChanges &
  (
    | {
        /** The id of the user to mute the dialog for. */
        readonly user_id: UserId
        /** Whether the user gets no push notifications of the dialog. */
        readonly is_muted: boolean
      }
    | { readonly user_id?: never; readonly is_muted?: never }
  )

/**
 * All dialogs of the application.
 *
 * @see https://developers.connectycube.com/admin_api/chat
 * @category services
 * @since 0.1.0
 */
export interface AdministeredDialogs {
  /**
   * Lists a page of the dialogs that match: at most and by default 100.
   *
   * @example
   * ```ts
   * const page = yield* admin.chat.dialogs.list({ type: "group", sort_desc: "created_at", limit: 20 })
   * page.items.map(({ name }) => name) // => ["Engines"]
   * ```
   *
   * @see https://developers.connectycube.com/admin_api/chat#dialogs-list
   */
  readonly list: (
    query?: DialogsFilter & Query.Sort<"created_at" | "updated_at" | "_id"> & Skipping
  ) => Effect.Effect<AdministeredDialogsPage, ConnectyCubeError>
  /**
   * Lists a page of dialogs, each as a `Result`: a dialog that cannot be decoded does not fail the call.
   *
   * @example
   * ```ts
   * const page = yield* admin.chat.dialogs.listResults({ type: "group" })
   * page.items.filter(Result.isFailure).length // => 0
   * ```
   */
  readonly listResults: (
    query?: DialogsFilter & Query.Sort<"created_at" | "updated_at" | "_id"> & Skipping
  ) => Effect.Effect<ResultsPage<AdministeredDialogsPage>, ConnectyCubeError>
  /**
   * Streams all dialogs that match, in the order of their ids, the oldest first unless `sort_desc` is `"_id"`.
   *
   * **Details**
   *
   * Each page begins after the last id of the page before: dialogs that are created or deleted meanwhile neither hide nor
   * repeat others. Fails with a `DecodeError` if the server ignores the cursor or the order.
   *
   * @example
   * ```ts
   * const names = yield* admin.chat.dialogs.stream({ type: "group" }).pipe(
   *   Stream.map(({ name }) => name),
   *   Stream.runCollect
   * )
   * names // => ["Engines"]
   * ```
   *
   * @see https://developers.connectycube.com/admin_api/chat#dialogs-list
   */
  readonly stream: (
    filter?: AllDialogsFilter,
    options?: CursorOptions<DialogId>
  ) => Stream.Stream<AdministeredDialog, ConnectyCubeError>
  /**
   * Streams all dialogs that match as {@link stream} does, each as a `Result`: a dialog that cannot be decoded does not end
   * the stream.
   *
   * **Details**
   *
   * The cursor uses the `_id` of such a dialog. Where it cannot be decoded either, the next page is read by offset.
   *
   * @example
   * ```ts
   * yield* admin.chat.dialogs.streamResults().pipe(
   *   Stream.filter(Result.isFailure),
   *   Stream.runForEach(({ failure }) => Console.warn(failure.message, failure.item))
   * )
   * ```
   */
  readonly streamResults: (
    filter?: AllDialogsFilter,
    options?: CursorOptions<DialogId>
  ) => Stream.Stream<ItemResult<AdministeredDialog>, ConnectyCubeError>
  /**
   * Streams the pages of {@link stream}, each with the cursor to resume from.
   *
   * @example
   * ```ts
   * yield* admin.chat.dialogs.pages({ type: "group" }, { batch: 50 }).pipe(
   *   Stream.runForEach(({ cursor, items }) => Console.log(items.length, "resume after", cursor))
   * )
   * ```
   */
  readonly pages: (
    filter?: AllDialogsFilter,
    options?: CursorOptions<DialogId>
  ) => Stream.Stream<CursorPage<AdministeredDialog, DialogId>, ConnectyCubeError>
  /**
   * Streams the pages of {@link streamResults}, each with the cursor to resume from.
   *
   * @example
   * ```ts
   * yield* admin.chat.dialogs.pagesResults().pipe(
   *   Stream.runForEach(({ cursor, items }) => Console.log(items.filter(Result.isFailure).length, "resume after", cursor))
   * )
   * ```
   */
  readonly pagesResults: (
    filter?: AllDialogsFilter,
    options?: CursorOptions<DialogId>
  ) => Stream.Stream<CursorResultsPage<AdministeredDialog, DialogId>, ConnectyCubeError>
  /**
   * Updates any dialog, and returns the updated dialog. The users who have muted it are in its `silent_ids`.
   *
   * @example
   * ```ts
   * const muted = yield* admin.chat.dialogs.update(dialog._id, { user_id: ben.id, is_muted: true })
   * muted.silent_ids // => [ben.id]
   * ```
   *
   * @see https://developers.connectycube.com/admin_api/chat#dialog-update
   */
  readonly update: (
    id: DialogId,
    changes: AdministeredDialogChanges
  ) => Effect.Effect<AdministeredDialog, ConnectyCubeError>
}

/**
 * Makes the methods, on the calls of the contract.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = (call: ApiClient.Calls<typeof AdministeredChatApi>): AdministeredDialogs => {
  const items = call.listDialogs.items("items")
  const list = (query: object) => call.listDialogs(Query.flatten(query, "commas"))
  const listItems = (query: object) => items(Query.flatten(query, "commas"))

  const pages = (filter: AllDialogsFilter = {}, options: CursorOptions<DialogId> = {}) =>
    Pages.make(
      { endpoint: AdministeredChatApi.endpoints.listDialogs, id: DialogId, filtered: filterNames, call: list },
      filter,
      options
    )

  const pagesResults = (filter: AllDialogsFilter = {}, options: CursorOptions<DialogId> = {}) =>
    Pages.makeResults(
      { endpoint: AdministeredChatApi.endpoints.listDialogs, id: DialogId, filtered: filterNames, call: listItems },
      filter,
      options
    )

  return Method.named("admin.chat.dialogs", {
    list: (query = {}) => list(query),
    listResults: (query = {}) => Effect.map(listItems(query), Items.results),
    stream: (filter, options) => Stream.flattenArray(Stream.map(pages(filter, options), ({ items }) => items)),
    streamResults: (filter, options) =>
      Stream.flattenArray(Stream.map(pagesResults(filter, options), ({ items }) => items)),
    pages,
    pagesResults,
    update: (dialog_id, changes) => call.updateDialog(changes, { dialog_id })
  })
}
