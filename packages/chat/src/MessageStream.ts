/**
 * All messages of a dialog, stably, while others are written.
 *
 * @since 0.1.0
 */
import type { DecodeError } from "@effect-connectycube/core/ConnectyCubeError"
import * as Paging from "@effect-connectycube/core/Paging"
import * as Query from "@effect-connectycube/core/Query"
import * as TimeCursor from "@effect-connectycube/core/TimeCursor"
import type * as Effect from "effect/Effect"
import type * as Stream from "effect/Stream"
import type { Message } from "./Message.ts"
import type { MessagesFilter, MessagesPage, MessagesQuery } from "./MessagesQuery.ts"

/**
 * The messages that match, from page to page, until a page is empty.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = <P, E, R>(
  query: MessagesFilter & Query.Sort<"date_sent"> & { readonly limit?: number },
  list: (query: MessagesQuery) => Effect.Effect<MessagesPage<P>, E, R>
): Stream.Stream<Message<P>, E | DecodeError, R> => {
  const { chat_dialog_id, limit = 100, sort_asc: _, sort_desc, ...filter } = query
  const order: TimeCursor.TimeOrder<Message<P>, Message["_id"]> = {
    field: "date_sent",
    timeOf: ({ date_sent }) => date_sent,
    id: "_id",
    idOf,
    descending: sort_desc !== undefined,
    lists: "commas",
    skip: "skip"
  }
  return Paging.items(
    { operation: "chat.messages.list", path: "/chat/Message", idOf },
    TimeCursor.strategy(order, Query.flatten(filter, "commas"), {
      read: (query) => list({ ...query, chat_dialog_id, limit, mark_as_read: false }),
      items: ({ items }) => items
    })
  )
}

const idOf = ({ _id }: Pick<Message, "_id">) => _id
