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
 * The conditions on the messages of the application; all of them hold.
 *
 * **Gotchas**
 *
 * `date_sent` is not documented for the administration API.
 *
 * @see https://developers.connectycube.com/admin_api/chat#messages-list
 * @category models
 * @since 0.1.0
 */
export interface AdministeredMessagesFilter {
  /** By id. */
  readonly _id?: Comparison<MessageId>
  /** By dialog. */
  readonly chat_dialog_id?: DialogId
  /** By the time at which the message was sent, in seconds. */
  readonly date_sent?: Comparison<DateTime.DateTime>
  /** By the time at which the message was created. */
  readonly created_at?: Comparison<DateTime.DateTime>
  /** By the time of the last change. */
  readonly updated_at?: Comparison<DateTime.DateTime>
}

/**
 * One page of the messages of the application.
 *
 * @category models
 * @since 0.1.0
 */
export interface AdministeredMessagesPage {
  /** The messages of the page. */
  readonly items: ReadonlyArray<AdministeredMessage>
  /** The number of messages that match, on all pages. */
  readonly total_entries: number
  /** How many of them come before this page. */
  readonly skip: number
  /** The size of a page. */
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
   * Lists a page of the messages that match: at most and by default 100.
   *
   * @example
   * ```ts
   * const page = yield* admin.chat.messages.list({ chat_dialog_id: dialog._id, sort_desc: "created_at" })
   * page.items.map(({ message }) => message) // => ["Hello, Ada", "Hello, Ben"]
   * ```
   *
   * @see https://developers.connectycube.com/admin_api/chat#messages-list
   */
  readonly list: (
    query?: AdministeredMessagesFilter & Query.Sort<"created_at" | "updated_at" | "_id"> & Skipping
  ) => Effect.Effect<AdministeredMessagesPage, ConnectyCubeError>
  /**
   * Lists a page of messages, each as a `Result`: a message that cannot be decoded does not fail the call.
   *
   * @example
   * ```ts
   * const page = yield* admin.chat.messages.listResults({ chat_dialog_id: dialog._id })
   * page.items.filter(Result.isFailure).length // => 0
   * ```
   */
  readonly listResults: (
    query?: AdministeredMessagesFilter & Query.Sort<"created_at" | "updated_at" | "_id"> & Skipping
  ) => Effect.Effect<ResultsPage<AdministeredMessagesPage>, ConnectyCubeError>
  /**
   * Streams all messages that match, in the order of their ids, the oldest first unless `sort_desc` is `"_id"`.
   *
   * **Details**
   *
   * Each page begins after the last id of the page before: messages that are created or deleted meanwhile neither hide nor
   * repeat others. Fails with a `DecodeError` if the server ignores the cursor or the order.
   *
   * @example
   * ```ts
   * const texts = yield* admin.chat.messages.stream({ chat_dialog_id: dialog._id }).pipe(
   *   Stream.map(({ message }) => message),
   *   Stream.runCollect
   * )
   * texts // => ["Hello, Ben", "Hello, Ada"]
   * ```
   *
   * @see https://developers.connectycube.com/admin_api/chat#messages-list
   */
  readonly stream: (
    filter?: AdministeredMessagesFilter,
    options?: CursorOptions<MessageId>
  ) => Stream.Stream<AdministeredMessage, ConnectyCubeError>
  /**
   * Streams all messages that match as {@link stream} does, each as a `Result`: a message that cannot be decoded does not
   * end the stream.
   *
   * **Details**
   *
   * The cursor uses the `_id` of such a message. Where it cannot be decoded either, the next page is read by offset.
   *
   * @example
   * ```ts
   * yield* admin.chat.messages.streamResults().pipe(
   *   Stream.filter(Result.isFailure),
   *   Stream.runForEach(({ failure }) => Console.warn(failure.message, failure.item))
   * )
   * ```
   */
  readonly streamResults: (
    filter?: AdministeredMessagesFilter,
    options?: CursorOptions<MessageId>
  ) => Stream.Stream<ItemResult<AdministeredMessage>, ConnectyCubeError>
  /**
   * Streams the pages of {@link stream}, each with the cursor to resume from.
   *
   * @example
   * ```ts
   * // `message._id` is the cursor of an earlier run.
   * yield* admin.chat.messages.pages({}, { after: message._id }).pipe(
   *   Stream.runForEach(({ cursor, items }) => Console.log(items.length, "resume after", cursor))
   * )
   * ```
   */
  readonly pages: (
    filter?: AdministeredMessagesFilter,
    options?: CursorOptions<MessageId>
  ) => Stream.Stream<CursorPage<AdministeredMessage, MessageId>, ConnectyCubeError>
  /**
   * Streams the pages of {@link streamResults}, each with the cursor to resume from.
   *
   * @example
   * ```ts
   * yield* admin.chat.messages.pagesResults({}, { after: message._id }).pipe(
   *   Stream.runForEach(({ cursor, items }) => Console.log(items.filter(Result.isFailure).length, "resume after", cursor))
   * )
   * ```
   */
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
 * Makes the methods, on the calls of the contract.
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
