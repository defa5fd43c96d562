/**
 * Lists as streams that page by themselves: they ask for a page when its first item is wanted, and stop asking when their
 * consumer stops.
 *
 * There is one loop, {@link pages}, and a {@link Strategy} for each way in which a list says where its next page begins: an
 * offset, the number of a page, or a cursor. The loop leaves out what came before, and notices a server that overlooks where a
 * page should begin.
 *
 * @since 0.1.0
 */
import * as Arr from "effect/Array"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Stream from "effect/Stream"
import { ApiResponse } from "../ApiResponse.ts"
import type { DecodeError } from "../ConnectyCubeError.ts"
import * as ResponseError from "./ResponseError.ts"

/**
 * What tells the items of a list apart. An item whose id is `undefined` is never left out; its text tells whether a page with it
 * is the one before again.
 *
 * @category models
 * @since 0.1.0
 */
export interface List<A> {
  /** The id of an item; `undefined` if it has none. */
  readonly idOf: (item: A) => unknown
  /** The text of an item without an id. */
  readonly textOf?: (item: A) => string | undefined
}

/**
 * Where the next page begins, or nowhere; or what is wrong with this one.
 *
 * @category models
 * @since 0.1.0
 */
export type Next<P> = Result.Result<Option.Option<P>, DecodeError["issues"][number]>

/**
 * One way to go from page to page. `P` is where a page begins.
 *
 * @category models
 * @since 0.1.0
 */
export interface Strategy<Page, A, P, E, R> {
  /** The position of the first page. */
  readonly start: P
  /** Reads the page at a position. */
  readonly read: (position: P) => Effect.Effect<Page, E, R>
  /** The items of a page. */
  readonly items: (page: Page) => ReadonlyArray<A>
  /** The position after a page, or none. */
  readonly next: (position: P, page: Page) => Next<P>
  /** How many items the list has, where pages tell it. */
  readonly total?: (page: Page) => number
}

/**
 * A page, and those of its items that did not come before.
 *
 * @category models
 * @since 0.1.0
 */
export interface Turn<Page, A> {
  /** The page. */
  readonly page: Page
  /** The items of the page that did not come before. */
  readonly fresh: Arr.NonEmptyReadonlyArray<A>
}

/**
 * How many ids a stream remembers, at least, to leave out what came before. It never holds more than twice as many, so
 * a stream needs about two megabytes for them at most. Only where an item moves further than this in the order, while it is
 * read, can it come twice.
 *
 * @category constants
 * @since 0.1.0
 */
export const remembered = 10_000

/** How many pages in a row may bring nothing new, before it is taken for a server that begins again. */
const mostStale = 2

/**
 * All pages of a list on which there is something new.
 *
 * A server that overlooks where a page should begin would return the same items for ever. The third page in a row without a
 * new item is a `DecodeError`, unless the list has grown; so is the third that is the very same page, of a list that does not say
 * how long it is. Before that it can be one to which others were added in front.
 *
 * @category streams
 * @since 0.1.0
 */
export const pages = <Page, A, P, E, R>(
  list: List<A>,
  strategy: Strategy<Page, A, P, E, R>
): Stream.Stream<Turn<Page, A>, E | DecodeError, R> =>
  Stream.suspend(() => {
    const isNew = remembering(list.idOf)
    const { idOf, textOf } = list
    let stale = 0
    let total = Infinity
    let previous = ""

    /** Whether the server begins again and again. */
    const isStuck = (page: Page, items: ReadonlyArray<A>, fresh: ReadonlyArray<A>): boolean => {
      const before = total
      total = strategy.total?.(page) ?? Infinity
      const text = JSON.stringify(items.map((item) => idOf(item) ?? textOf?.(item)))
      // A list that says how long it is ends there, however much its items are alike.
      const isSame = text === previous && strategy.total === undefined
      previous = text
      stale = items.length === 0 || (fresh.length > 0 && !isSame) || total > before ? 0 : stale + 1
      return stale === mostStale
    }

    return Stream.paginate<P, Turn<Page, A>, E | DecodeError, R>(strategy.start, (position) =>
      Effect.flatMap(ApiResponse.withResponse(strategy.read(position)), ({ response, value: page }) => {
        const items = strategy.items(page)
        const next = strategy.next(position, page)
        if (Result.isFailure(next)) return unexpected(response, list, items, next.failure)
        const fresh = items.filter(isNew)
        if (isStuck(page, items, fresh)) return unexpected(response, list, items, repeated)
        return Effect.succeed([Arr.isReadonlyArrayNonEmpty(fresh) ? [{ page, fresh }] : [], next.success] as const)
      })
    )
  })

/**
 * All items of a list, each once.
 *
 * @category streams
 * @since 0.1.0
 */
export const items = <Page, A, P, E, R>(
  list: List<A>,
  strategy: Strategy<Page, A, P, E, R>
): Stream.Stream<A, E | DecodeError, R> => Stream.flattenArray(Stream.map(pages(list, strategy), ({ fresh }) => fresh))

/**
 * One page of a list that says how many items there are on all pages.
 *
 * @category models
 * @since 0.1.0
 */
export interface Page<A> {
  /** The items of the page. */
  readonly items: ReadonlyArray<A>
  /** How many items there are on all pages. */
  readonly total_entries: number
}

/**
 * All items of a list that is paged by how many items to leave out.
 *
 * What comes in front of others while it is read moves them to the next page: they are left out when they come again. What
 * goes, or moves forward, moves others to a page that was read before: those are missed.
 *
 * @category streams
 * @since 0.1.0
 */
export const byOffset = <A, E, R>(
  list: List<A>,
  start: number,
  page: (offset: number) => Effect.Effect<Page<A>, E, R>
): Stream.Stream<A, E | DecodeError, R> =>
  items(list, {
    start,
    read: page,
    items: itemsOf,
    total: totalOf,
    next: (offset, { items, total_entries }) => {
      const next = offset + items.length
      return goOn(items.length > 0 && next < total_entries, next)
    }
  })

/**
 * All items of a list that is paged by the number of the page, from 1. What can be missed is as for {@link byOffset}.
 *
 * @category streams
 * @since 0.1.0
 */
export const byPageNumber = <A, E, R>(
  list: List<A>,
  page: (number: number) => Effect.Effect<Page<A>, E, R>
): Stream.Stream<A, E | DecodeError, R> =>
  items(list, {
    start: { number: 1, seen: 0 },
    read: ({ number }) => page(number),
    items: itemsOf,
    total: totalOf,
    next: ({ number, seen }, { items, total_entries }) => {
      // Counted, for a server may give smaller pages than it was asked for.
      const next = { number: number + 1, seen: seen + items.length }
      return goOn(items.length > 0 && next.seen < total_entries, next)
    }
  })

/**
 * All items of a list that does not say how many there are: an empty page is the last. What can be missed is as for
 * {@link byOffset}.
 *
 * @category streams
 * @since 0.1.0
 */
export const untilEmpty = <A, E, R>(
  list: List<A>,
  page: (offset: number) => Effect.Effect<ReadonlyArray<A>, E, R>
): Stream.Stream<A, E | DecodeError, R> =>
  items(list, {
    start: 0,
    read: page,
    items: (items) => items,
    next: (offset, { length }) => goOn(length > 0, offset + length)
  })

/**
 * Another page, if there is one.
 *
 * @category strategies
 * @since 0.1.0
 */
export const goOn = <P>(more: boolean, next: P): Next<P> => Result.succeed(more ? Option.some(next) : Option.none())

const itemsOf = <A>({ items }: Page<A>) => items
const totalOf = ({ total_entries }: Page<unknown>) => total_entries

/** Tells what is new, by ids: it knows so many of the last ones, and forgets the older ones half of them at a time. */
const remembering = <A>(idOf: (item: A) => unknown) => {
  let older = new Set<unknown>()
  let newer = new Set<unknown>()
  return (item: A): boolean => {
    const id = idOf(item)
    if (id === undefined) return true
    if (newer.has(id) || older.has(id)) return false
    if (newer.size === remembered) {
      older = newer
      newer = new Set()
    }
    newer.add(id)
    return true
  }
}

const repeated = { path: "", message: "Expected other items than those of the pages before" }

/** To go on would be to begin again, or to leave something out, and nobody would know. */
const unexpected = <A>(
  response: ApiResponse,
  { idOf }: List<A>,
  items: ReadonlyArray<A>,
  issue: DecodeError["issues"][number]
) => Effect.fail(ResponseError.decodeError(response, [issue], JSON.stringify(items.map(idOf))))
