/**
 * Lists as streams that page by themselves: they ask for a page when its first item is wanted, and stop asking when their
 * consumer stops.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import type { DecodeError } from "./ConnectyCubeError.ts"
import * as Method from "./Method.ts"

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
 * A list that does not say how many items it has: what tells its items apart.
 *
 * @category models
 * @since 0.1.0
 */
export interface Uncounted<A> {
  readonly idOf: (item: A) => unknown
}

/**
 * All items of a list that does not say how many there are: an empty page is the last.
 *
 * A server that overlooks the offset would answer the first page for ever. The third page in a row that begins alike is a
 * `DecodeError`; a second one can be, when something new has come in front.
 *
 * @category streams
 * @since 0.1.0
 */
export const untilEmpty = <A, E, R>(
  list: Uncounted<A>,
  page: (offset: number) => Effect.Effect<ReadonlyArray<A>, E, R>
): Stream.Stream<A, E | DecodeError, R> =>
  Stream.paginate<Position, A, E | DecodeError, R>({ offset: 0, first: undefined, alike: 0 }, (position) =>
    Effect.flatMap(page(position.offset), (items) => {
      const [begin] = items
      if (begin === undefined) return Effect.succeed([items, Option.none()] as const)
      const first = list.idOf(begin)
      const alike = first === position.first ? position.alike + 1 : 1
      return alike === 3
        ? Method.decodeError([sameAgain], JSON.stringify(items.map(list.idOf)))
        : Effect.succeed([items, Option.some({ offset: position.offset + items.length, first, alike })] as const)
    })
  )

interface Position {
  readonly offset: number
  /** The first item of the page before, and how many pages in a row began with it. */
  readonly first: unknown
  readonly alike: number
}

const sameAgain = { path: "", message: "Expected other items than those of the pages before" }
