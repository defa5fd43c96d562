// Counts by day, sorted, and page by page.
import type { DecodeError } from "@effect-connectycube/core/ConnectyCubeError"
import * as Paging from "@effect-connectycube/core/client/Paging"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Stream from "effect/Stream"
import type { DayCount, DaysPage, Period } from "../Days.ts"

/** Where a page began: by its number of days, and with which day. */
interface Position {
  readonly offset: number
  readonly first?: string
}

// A longer page may be cut by the server, and a day would be left out.
const limit = 100

export const sorted = (counts: { readonly [day: string]: number }): ReadonlyArray<DayCount> =>
  Object.entries(counts)
    .map(([day, count]) => ({ day, count }))
    .toSorted((a, b) => (a.day < b.day ? -1 : 1))

/**
 * All days of a period. Whether those that are left out count as days of a page is not documented, so pages are taken by what
 * was asked for, and the end is where the period ends. Only where its start is not known has an empty page to be the last.
 */
export const stream = <E>(
  period: Period,
  page: (page: DaysPage) => Effect.Effect<ReadonlyArray<DayCount>, E>
): Stream.Stream<DayCount, E | DecodeError> =>
  Stream.unwrap(
    Effect.map(daysIn(period), (days) =>
      Paging.items<ReadonlyArray<DayCount>, DayCount, Position, E, never>(
        { idOf: ({ day }) => day },
        {
          start: { offset: 0 },
          read: ({ offset }) => page({ offset, limit }),
          items: (counts) => counts,
          next: ({ first, offset }, counts) => {
            const [begin] = counts
            if (begin !== undefined && begin.day === first) return Result.fail(sameAgain)
            const next = offset + limit
            const goesOn = days === undefined ? begin !== undefined : next < days
            return Paging.goOn(goesOn, begin === undefined ? { offset: next } : { offset: next, first: begin.day })
          }
        }
      )
    )
  )

/** How many days a period touches, up to today: nothing has been counted of those to come. */
const daysIn = ({ start_date, end_date }: Period): Effect.Effect<number | undefined> =>
  Effect.map(DateTime.now, (now) => {
    if (start_date === undefined) return undefined
    const end = end_date === undefined ? now : DateTime.min(now, end_date)
    return Math.ceil((DateTime.toEpochMillis(end) - DateTime.toEpochMillis(start_date)) / day) + 1
  })

const day = 24 * 60 * 60 * 1000

/** A server that ignores the offset would return the same days forever. */
const sameAgain = { path: "", message: "Expected other days than those of the page before" }
