/**
 * Streams all messages of a dialog, exactly, while others are created.
 *
 * @since 0.1.0
 */
import type { DecodeError } from "@effect-connectycube/core/ConnectyCubeError"
import { MessageId } from "@effect-connectycube/core/Ids"
import * as Paging from "@effect-connectycube/core/client/Paging"
import * as Query from "@effect-connectycube/core/contract/Query"
import * as TimeCursor from "@effect-connectycube/core/client/TimeCursor"
import type * as Effect from "effect/Effect"
import type * as Stream from "effect/Stream"
import type { Message } from "../Message.ts"
import type { MessagesFilter, MessagesQuery } from "../MessagesQuery.ts"

type Place = TimeCursor.Place<MessageId>

/**
 * Streams the messages that match, page by page, until a page is empty.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = <A, E, R>(
  query: MessagesFilter &
    Query.Sort<"date_sent"> & {
      /** The size of a page. */
      readonly limit?: number
    },
  list: (query: MessagesQuery) => Effect.Effect<
    {
      /** The messages of a page. */
      readonly items: ReadonlyArray<A>
    },
    E,
    R
  >,
  placeOf: (item: A) => Place
): Stream.Stream<A, E | DecodeError, R> => {
  const { chat_dialog_id, limit = 100, sort_asc: _, sort_desc, ...filter } = query
  const order: TimeCursor.TimeOrder<A, MessageId> = {
    field: "date_sent",
    id: "_id",
    placeOf,
    descending: sort_desc !== undefined,
    lists: "commas",
    skip: "skip"
  }
  return Paging.items(
    TimeCursor.listOf(placeOf),
    TimeCursor.strategy(order, Query.flatten(filter, "commas"), {
      read: (query) => list({ ...query, chat_dialog_id, limit, mark_as_read: false }),
      items: ({ items }) => items
    })
  )
}

/**
 * The position of a decoded message in the order of the stream.
 *
 * @category constructors
 * @since 0.1.0
 */
export const placeOf = ({ _id, date_sent }: Pick<Message<unknown>, "_id" | "date_sent">): Place => ({
  id: _id,
  time: date_sent
})

/**
 * The position of a message that may not be decodable.
 *
 * @category constructors
 * @since 0.1.0
 */
export const placeOfItem = TimeCursor.placeIn(MessageId, { id: "_id", time: "date_sent" })
