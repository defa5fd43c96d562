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
 * Which dialogs of the application, for all pages: ids can be compared only, since each page begins after an id.
 *
 * @category models
 * @since 0.1.0
 */
export interface AllDialogsFilter extends Omit<DialogsFilter, "_id"> {
  readonly _id?: Comparison<DialogId>
}

/**
 * One page of the dialogs of the application.
 *
 * @category models
 * @since 0.1.0
 */
export interface AdministeredDialogsPage {
  readonly items: ReadonlyArray<AdministeredDialog>
  /** How many dialogs match, on all pages. */
  readonly total_entries: number
  readonly skip: number
  readonly limit: number
}

/**
 * What to change of a dialog. `is_muted` is for one user, so it goes with the `user_id` of that one.
 *
 * @see https://developers.connectycube.com/admin_api/chat#dialog-update
 * @category models
 * @since 0.1.0
 */
export type AdministeredDialogChanges = DialogChanges &
  ({ readonly user_id: UserId; readonly is_muted: boolean } | { readonly user_id?: never; readonly is_muted?: never })

/**
 * All dialogs of the application.
 *
 * @see https://developers.connectycube.com/admin_api/chat
 * @category services
 * @since 0.1.0
 */
export interface AdministeredDialogs {
  /**
   * A page of the dialogs of the application: 100 when `limit` is left out, which is also the most.
   *
   * @see https://developers.connectycube.com/admin_api/chat#dialogs-list
   */
  readonly list: (
    query?: DialogsFilter & Query.Sort<"created_at" | "updated_at" | "_id"> & Skipping
  ) => Effect.Effect<AdministeredDialogsPage, ConnectyCubeError>
  /** As {@link list}, with the dialogs that cannot be read beside those that can, in their order. */
  readonly listResults: (
    query?: DialogsFilter & Query.Sort<"created_at" | "updated_at" | "_id"> & Skipping
  ) => Effect.Effect<ResultsPage<AdministeredDialogsPage>, ConnectyCubeError>
  /**
   * All dialogs that match, in the order of their ids, the oldest first unless it says `sort_desc: "_id"`.
   *
   * Each page begins after the last id of the one before, so that dialogs that are made or deleted meanwhile neither hide nor
   * double others. A server that does not go by it is noticed: the stream fails with a `DecodeError`.
   *
   * @see https://developers.connectycube.com/admin_api/chat#dialogs-list
   */
  readonly stream: (
    filter?: AllDialogsFilter,
    options?: CursorOptions<DialogId>
  ) => Stream.Stream<AdministeredDialog, ConnectyCubeError>
  /**
   * As {@link stream}, with the dialogs that cannot be read beside those that can: one of them does not end the stream. It goes on
   * after them by the `_id` that they came with, and where that cannot be read either, by counting.
   */
  readonly streamResults: (
    filter?: AllDialogsFilter,
    options?: CursorOptions<DialogId>
  ) => Stream.Stream<ItemResult<AdministeredDialog>, ConnectyCubeError>
  /** As {@link stream}, page by page, each with the cursor to go on from. */
  readonly pages: (
    filter?: AllDialogsFilter,
    options?: CursorOptions<DialogId>
  ) => Stream.Stream<CursorPage<AdministeredDialog, DialogId>, ConnectyCubeError>
  /** As {@link streamResults}, page by page, each with the cursor to go on from. */
  readonly pagesResults: (
    filter?: AllDialogsFilter,
    options?: CursorOptions<DialogId>
  ) => Stream.Stream<CursorResultsPage<AdministeredDialog, DialogId>, ConnectyCubeError>
  /**
   * Changes any dialog, and answers it after the change. Who has muted it is in its `silent_ids`.
   *
   * @see https://developers.connectycube.com/admin_api/chat#dialog-update
   */
  readonly update: (
    id: DialogId,
    changes: AdministeredDialogChanges
  ) => Effect.Effect<AdministeredDialog, ConnectyCubeError>
}

/**
 * Builds the methods on the calls of the contract.
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
