/**
 * All messages of a dialog, stably, while others are written.
 *
 * @since 0.1.0
 */
import type { DecodeError } from "@effect-connectycube/core/ConnectyCubeError"
import { MessageId } from "@effect-connectycube/core/Ids"
import * as Items from "@effect-connectycube/core/Items"
import * as Paging from "@effect-connectycube/core/Paging"
import * as Query from "@effect-connectycube/core/Query"
import * as TimeCursor from "@effect-connectycube/core/TimeCursor"
import type * as DateTime from "effect/DateTime"
import type * as Effect from "effect/Effect"
import type * as Stream from "effect/Stream"
import type { MessagesFilter, MessagesQuery } from "./MessagesQuery.ts"

/**
 * Where a message stands, as far as that can be read.
 *
 * @category models
 * @since 0.1.0
 */
export interface Place {
  readonly _id?: MessageId
  readonly date_sent?: DateTime.Utc
  /** What tells a message without an id apart. */
  readonly text?: string
}

/**
 * The messages that match, from page to page, until a page is empty.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = <A, E, R>(
  query: MessagesFilter & Query.Sort<"date_sent"> & { readonly limit?: number },
  list: (query: MessagesQuery) => Effect.Effect<{ readonly items: ReadonlyArray<A> }, E, R>,
  placeOf: (item: A) => Place
): Stream.Stream<A, E | DecodeError, R> => {
  const { chat_dialog_id, limit = 100, sort_asc: _, sort_desc, ...filter } = query
  const order: TimeCursor.TimeOrder<A, MessageId> = {
    field: "date_sent",
    timeOf: (item) => placeOf(item).date_sent,
    id: "_id",
    idOf: (item) => placeOf(item)._id,
    descending: sort_desc !== undefined,
    lists: "commas",
    skip: "skip"
  }
  const idOf = (item: A) => placeOf(item)._id
  const textOf = (item: A) => placeOf(item).text
  return Paging.items(
    { idOf, textOf },
    TimeCursor.strategy(order, Query.flatten(filter, "commas"), {
      read: (query) => list({ ...query, chat_dialog_id, limit, mark_as_read: false }),
      items: ({ items }) => items
    })
  )
}

/**
 * Where a message stands that may not be readable.
 *
 * @category constructors
 * @since 0.1.0
 */
export const placeOf = (item: Items.Item<unknown>): Place => {
  const id = Items.text(item, "_id")
  const date_sent = Items.time(item, "date_sent")
  return {
    ...(id === undefined ? { text: JSON.stringify(item.raw) } : { _id: MessageId.make(id) }),
    ...(date_sent === undefined ? {} : { date_sent })
  }
}
