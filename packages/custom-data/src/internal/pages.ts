// All records that match, stably, while others are made and deleted.
import type { ApiResponse } from "@effect-connectycube/core/ApiResponse"
import type { DecodeError } from "@effect-connectycube/core/ConnectyCubeError"
import * as Paging from "@effect-connectycube/core/client/Paging"
import type * as Effect from "effect/Effect"
import type * as Stream from "effect/Stream"
import type { WireRecord } from "./records.ts"

type Query = Readonly<Record<string, string>>

/** A record as it came, and the response that it came in. */
export interface Received {
  readonly record: WireRecord
  readonly response: ApiResponse
}

interface Page {
  readonly items: ReadonlyArray<Received>
  readonly limit: number
}

/** Where a page ended. Without an `after` pages are counted off. */
interface Position {
  readonly skip: number
  /** The id of the first record of all, and that of the last one seen. */
  readonly first?: string
  readonly after?: string
  /** Whether that there is nothing after the first page has to be looked at twice. */
  readonly doubtful: boolean
}

/** The records that match, as they came, each once. */
export const make = <E, R>(
  query: Query,
  list: (query: Query) => Effect.Effect<Page, E, R>
): Stream.Stream<Received, E | DecodeError, R> => {
  // Pages are cut out of one order, so there has to be one. A condition on the id that has no operator takes no other.
  const sorted = "sort_asc" in query || "sort_desc" in query
  const byId = !sorted && !("_id" in query)
  const ordered: Query = sorted ? query : { ...query, sort_asc: "_id" }

  return Paging.items<Page, Received, Position, E, R>(
    { idOf: ({ record }) => record["_id"] },
    {
      start: { skip: 0, doubtful: false },
      read: ({ after, skip }) => {
        const place: Query = after !== undefined ? { "_id[gt]": after } : skip === 0 ? {} : { skip: String(skip) }
        return list({ ...ordered, ...place })
      },
      items: ({ items }) => items,
      next: ({ after, doubtful, first, skip }, { items, limit }) => {
        // That ids can be compared is not documented. A server that ignores the condition begins again, and one that does not
        // understand it finds nothing: from here on pages are counted off.
        const idAt = (index: number) => items.at(index)?.record["_id"]
        if (after !== undefined && (items.length === 0 ? doubtful : idAt(0) === first)) {
          return Paging.goOn(true, { skip, doubtful: false })
        }
        const seen = skip + items.length
        const start = first ?? idAt(0)
        const last = idAt(-1)
        const compared =
          byId && (after !== undefined || skip === 0) && typeof last === "string" && typeof start === "string"
        return Paging.goOn(
          items.length > 0,
          compared
            ? { skip: seen, first: start, after: last, doubtful: after === undefined && items.length >= limit }
            : { skip: seen, doubtful: false }
        )
      }
    }
  )
}
