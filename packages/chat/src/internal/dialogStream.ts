/**
 * Streams all dialogs of a user, exactly where the order allows it, while others are created and deleted.
 *
 * @since 0.1.0
 */
import type { DecodeError } from "@effect-connectycube/core/ConnectyCubeError"
import { DialogId } from "@effect-connectycube/core/Ids"
import * as Paging from "@effect-connectycube/core/client/Paging"
import * as Query from "@effect-connectycube/core/contract/Query"
import * as TimeCursor from "@effect-connectycube/core/client/TimeCursor"
import type * as Effect from "effect/Effect"
import type * as Stream from "effect/Stream"
import type { Dialog } from "../Dialog.ts"
import type { DialogsPage, DialogsQuery } from "../Dialogs.ts"

type Place = TimeCursor.Place<DialogId>

/**
 * Streams the dialogs that match, page by page: with a cursor in the order of `created_at`, the default, and by offset in
 * any other order.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = <A, E, R>(
  query: DialogsQuery & {
    /** The size of a page. */
    readonly limit?: number
  },
  list: (query: Query.Flat) => Effect.Effect<
    Omit<DialogsPage, "items"> & {
      /** The dialogs of a page. */
      readonly items: ReadonlyArray<A>
    },
    E,
    R
  >,
  placeOf: (item: A) => Place
): Stream.Stream<A, E | DecodeError, R> => {
  const { sort_asc, sort_desc, ...filter } = query
  // Pages are cut out of one order, so there has to be one.
  const field = sort_asc ?? sort_desc ?? "created_at"
  const flat = Query.flatten(filter, "commas")
  const dialogs = TimeCursor.listOf(placeOf)
  if (field !== "created_at") {
    const sorted = { ...flat, [sort_asc === undefined ? "sort_desc" : "sort_asc"]: field }
    return Paging.byOffset(dialogs, 0, (skip) => list({ ...sorted, skip }))
  }
  const order: TimeCursor.TimeOrder<A, DialogId> = {
    field,
    id: "_id",
    placeOf,
    descending: sort_asc === undefined,
    lists: "commas",
    skip: "skip"
  }
  return Paging.items(
    dialogs,
    TimeCursor.strategy(order, flat, {
      read: list,
      items: ({ items }) => items,
      total: ({ total_entries }) => total_entries,
      isLast: ({ items, skip, total_entries }) => skip + items.length >= total_entries
    })
  )
}

/**
 * The position of a decoded dialog in the order of the stream.
 *
 * @category constructors
 * @since 0.1.0
 */
export const placeOf = ({ _id, created_at }: Pick<Dialog, "_id" | "created_at">): Place => ({
  id: _id,
  time: created_at
})

/**
 * The position of a dialog that may not be decodable.
 *
 * @category constructors
 * @since 0.1.0
 */
export const placeOfItem = TimeCursor.placeIn(DialogId, { id: "_id", time: "created_at" })
