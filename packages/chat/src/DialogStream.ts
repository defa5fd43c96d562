/**
 * All dialogs of a user, stably where the order allows it, while others are made and deleted.
 *
 * @since 0.1.0
 */
import type { DecodeError } from "@effect-connectycube/core/ConnectyCubeError"
import * as Paging from "@effect-connectycube/core/Paging"
import * as Query from "@effect-connectycube/core/Query"
import * as TimeCursor from "@effect-connectycube/core/TimeCursor"
import type * as Effect from "effect/Effect"
import type * as Stream from "effect/Stream"
import type { Dialog } from "./Dialog.ts"
import type { DialogsPage, DialogsQuery } from "./Dialogs.ts"

/**
 * The dialogs that match, from page to page: by a cursor in the order of `created_at`, which is the default, and counted off in
 * any other.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = <E, R>(
  query: DialogsQuery & { readonly limit?: number },
  list: (query: Query.Flat) => Effect.Effect<DialogsPage, E, R>
): Stream.Stream<Dialog, E | DecodeError, R> => {
  const { sort_asc, sort_desc, ...filter } = query
  // Pages are cut out of one order, so there has to be one.
  const field = sort_asc ?? sort_desc ?? "created_at"
  const flat = Query.flatten(filter, "commas")
  if (field !== "created_at") {
    const sorted = { ...flat, [sort_asc === undefined ? "sort_desc" : "sort_asc"]: field }
    return Paging.byOffset(dialogs, 0, (skip) => list({ ...sorted, skip }))
  }
  const order: TimeCursor.TimeOrder<Dialog, Dialog["_id"]> = {
    field,
    timeOf: ({ created_at }) => created_at,
    id: "_id",
    idOf,
    descending: sort_asc === undefined,
    lists: "commas",
    skip: "skip"
  }
  return Paging.items(
    dialogs,
    TimeCursor.strategy(order, flat, {
      read: list,
      items: ({ items }) => items,
      isLast: ({ items, skip, total_entries }) => skip + items.length >= total_entries
    })
  )
}

const idOf = ({ _id }: Dialog) => _id
const dialogs = { operation: "chat.dialogs.list", path: "/chat/Dialog", idOf }
