/**
 * Lists as streams that page by themselves: they ask for a page when its first item is wanted, and stop asking when their
 * consumer stops.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"

/**
 * One page of a list.
 *
 * @category models
 * @since 0.1.0
 */
export interface Page<A> {
  readonly items: ReadonlyArray<A>
  /** How many items there are on all pages. */
  readonly total_entries: number
}

/**
 * All items of a list that is paged by how many items to leave out.
 *
 * @category streams
 * @since 0.1.0
 */
export const byOffset = <A, E, R>(
  start: number,
  page: (offset: number) => Effect.Effect<Page<A>, E, R>
): Stream.Stream<A, E, R> =>
  Stream.paginate(start, (offset) =>
    Effect.map(page(offset), ({ items, total_entries }) => {
      const next = offset + items.length
      return [items, items.length > 0 && next < total_entries ? Option.some(next) : Option.none()] as const
    })
  )

/**
 * All items of a list that is paged by the number of the page, from 1.
 *
 * @category streams
 * @since 0.1.0
 */
export const byPageNumber = <A, E, R>(page: (number: number) => Effect.Effect<Page<A>, E, R>): Stream.Stream<A, E, R> =>
  Stream.paginate({ number: 1, seen: 0 }, ({ number, seen }) =>
    Effect.map(page(number), ({ items, total_entries }) => {
      // Counted, for a server may give smaller pages than it was asked for.
      const next = { number: number + 1, seen: seen + items.length }
      return [items, items.length > 0 && next.seen < total_entries ? Option.some(next) : Option.none()] as const
    })
  )

/**
 * All items of a list that does not say how many there are: an empty page is the last.
 *
 * @category streams
 * @since 0.1.0
 */
export const untilEmpty = <A, E, R>(
  page: (offset: number) => Effect.Effect<ReadonlyArray<A>, E, R>
): Stream.Stream<A, E, R> =>
  Stream.paginate(0, (offset) =>
    Effect.map(
      page(offset),
      (items) => [items, items.length > 0 ? Option.some(offset + items.length) : Option.none()] as const
    )
  )
