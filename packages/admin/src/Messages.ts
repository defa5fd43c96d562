/**
 * All messages of the application, for its administrator.
 *
 * @since 0.1.0
 */
// What an administrator lists are the messages of the chat.
import type { Page as Skipping } from "@effect-connectycube/chat/ChatQuery"
import type { AdministeredMessage } from "@effect-connectycube/chat/Message"
import type * as ApiClient from "@effect-connectycube/core/client/ApiClient"
import type { ConnectyCubeError } from "@effect-connectycube/core/ConnectyCubeError"
import { type DialogId, MessageId } from "@effect-connectycube/core/Ids"
import type { ItemResult, ResultsPage } from "@effect-connectycube/core/ItemDecodeError"
import * as Items from "@effect-connectycube/core/client/Items"
import * as Method from "@effect-connectycube/core/client/Method"
import * as Query from "@effect-connectycube/core/contract/Query"
import type * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { AdministeredChatApi } from "./AdminApi.ts"
import * as Pages from "./internal/pages.ts"
import type { Comparison, CursorOptions, CursorPage, CursorResultsPage } from "./Cursor.ts"

/**
 * Which messages of the application: all conditions hold together. `date_sent` is not documented here.
 *
 * @see https://developers.connectycube.com/admin_api/chat#messages-list
 * @category models
 * @since 0.1.0
 */
export interface AdministeredMessagesFilter {
  readonly _id?: Comparison<MessageId>
  readonly chat_dialog_id?: DialogId
  readonly date_sent?: Comparison<DateTime.DateTime>
  readonly created_at?: Comparison<DateTime.DateTime>
  readonly updated_at?: Comparison<DateTime.DateTime>
}

/**
 * One page of the messages of the application.
 *
 * @category models
 * @since 0.1.0
 */
export interface AdministeredMessagesPage {
  readonly items: ReadonlyArray<AdministeredMessage>
  /** How many messages match, on all pages. */
  readonly total_entries: number
  readonly skip: number
  readonly limit: number
}

/**
 * All messages of the application.
 *
 * @see https://developers.connectycube.com/admin_api/chat
 * @category services
 * @since 0.1.0
 */
export interface AdministeredMessages {
  /**
   * A page of the messages of the application: 100 when `limit` is left out, which is also the most.
   *
   * @see https://developers.connectycube.com/admin_api/chat#messages-list
   */
  readonly list: (
    query?: AdministeredMessagesFilter & Query.Sort<"created_at" | "updated_at" | "_id"> & Skipping
  ) => Effect.Effect<AdministeredMessagesPage, ConnectyCubeError>
  /** As {@link list}, with the messages that cannot be read beside those that can, in their order. */
  readonly listResults: (
    query?: AdministeredMessagesFilter & Query.Sort<"created_at" | "updated_at" | "_id"> & Skipping
  ) => Effect.Effect<ResultsPage<AdministeredMessagesPage>, ConnectyCubeError>
  /**
   * All messages that match, in the order of their ids, the oldest first unless it says `sort_desc: "_id"`.
   *
   * Each page begins after the last id of the one before, so that messages that are written or deleted meanwhile neither hide
   * nor double others. A server that does not go by it is noticed: the stream fails with a `DecodeError`.
   *
   * @see https://developers.connectycube.com/admin_api/chat#messages-list
   */
  readonly stream: (
    filter?: AdministeredMessagesFilter,
    options?: CursorOptions<MessageId>
  ) => Stream.Stream<AdministeredMessage, ConnectyCubeError>
  /**
   * As {@link stream}, with the messages that cannot be read beside those that can: one of them does not end the stream. It goes on
   * after them by the `_id` that they came with, and where that cannot be read either, by counting.
   */
  readonly streamResults: (
    filter?: AdministeredMessagesFilter,
    options?: CursorOptions<MessageId>
  ) => Stream.Stream<ItemResult<AdministeredMessage>, ConnectyCubeError>
  /**
   * As {@link stream}, page by page, each with the cursor to go on from.
   *
   * @example
   * ```ts
   * import { Admin, type AdministeredMessage } from "@effect-connectycube/admin"
   * import type { MessageId } from "@effect-connectycube/core/Ids"
   * import * as Effect from "effect/Effect"
   * import * as Stream from "effect/Stream"
   *
   * declare const cursorOfTheLastRun: MessageId
   * declare const save: (items: ReadonlyArray<AdministeredMessage>, cursor: MessageId) => Effect.Effect<void>
   *
   * const copy = Effect.gen(function*() {
   *   const { chat } = yield* Admin
   *   yield* chat.messages.pages({}, { after: cursorOfTheLastRun }).pipe(
   *     Stream.runForEach(({ cursor, items }) => save(items, cursor))
   *   )
   * })
   * ```
   */
  readonly pages: (
    filter?: AdministeredMessagesFilter,
    options?: CursorOptions<MessageId>
  ) => Stream.Stream<CursorPage<AdministeredMessage, MessageId>, ConnectyCubeError>
  /** As {@link streamResults}, page by page, each with the cursor to go on from. */
  readonly pagesResults: (
    filter?: AdministeredMessagesFilter,
    options?: CursorOptions<MessageId>
  ) => Stream.Stream<CursorResultsPage<AdministeredMessage, MessageId>, ConnectyCubeError>
}

const filtered: ReadonlyArray<keyof AdministeredMessagesFilter> = [
  "_id",
  "chat_dialog_id",
  "date_sent",
  "created_at",
  "updated_at"
]

/**
 * Builds the methods on the calls of the contract.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = (call: ApiClient.Calls<typeof AdministeredChatApi>): AdministeredMessages => {
  const items = call.listMessages.items("items")
  const list = (query: object) => call.listMessages(Query.flatten(query))
  const listItems = (query: object) => items(Query.flatten(query))

  const pages = (filter: AdministeredMessagesFilter = {}, options: CursorOptions<MessageId> = {}) =>
    Pages.make(
      { endpoint: AdministeredChatApi.endpoints.listMessages, id: MessageId, filtered, call: list },
      filter,
      options
    )

  const pagesResults = (filter: AdministeredMessagesFilter = {}, options: CursorOptions<MessageId> = {}) =>
    Pages.makeResults(
      { endpoint: AdministeredChatApi.endpoints.listMessages, id: MessageId, filtered, call: listItems },
      filter,
      options
    )

  return Method.named("admin.chat.messages", {
    list: (query = {}) => list(query),
    listResults: (query = {}) => Effect.map(listItems(query), Items.results),
    stream: (filter, options) => Stream.flattenArray(Stream.map(pages(filter, options), ({ items }) => items)),
    streamResults: (filter, options) =>
      Stream.flattenArray(Stream.map(pagesResults(filter, options), ({ items }) => items)),
    pages,
    pagesResults
  })
}
