/**
 * Lists in the order of a time that never changes, such as when something was made, paged by a cursor: what is made or deleted
 * meanwhile neither hides nor doubles others.
 *
 * @since 0.1.0
 */
import * as DateTime from "effect/DateTime"
import type * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Items from "./Items.ts"
import { goOn, type List, type Next, type Strategy } from "./Paging.ts"
import * as Query from "../contract/Query.ts"

/**
 * Where an item stands in such a list, as far as that can be read.
 *
 * @category models
 * @since 0.1.0
 */
export interface Place<Id> {
  /** The id of the item. */
  readonly id?: Id
  /** The time of the item. */
  readonly time?: DateTime.Utc
  /** What tells an item without an id apart. */
  readonly text?: string
}

/**
 * Where an item stands that may not be readable: by its id and its time, which it has under these names.
 *
 * @category constructors
 * @since 0.1.0
 */
export const placeIn = <Id>(
  schema: Schema.Codec<Id, unknown>,
  names: {
    /** The name of the field with the id. */
    readonly id: string
    /** The name of the field with the time. */
    readonly time: string
  }
): ((item: Items.Item<unknown>) => Place<Id>) => {
  const readId = Schema.decodeUnknownOption(schema)
  return (item) => {
    const id = readId(Items.member(item, names.id))
    const time = Items.time(item, names.time)
    return {
      ...(Option.isNone(id) ? { text: Items.textOf(item) } : { id: id.value }),
      ...(time === undefined ? {} : { time })
    }
  }
}

/**
 * What tells items apart, by the places where they stand.
 *
 * @category constructors
 * @since 0.1.0
 */
export const listOf = <A>(placeOf: (item: A) => Place<unknown>): List<A> => ({
  idOf: (item) => placeOf(item).id,
  textOf: (item) => placeOf(item).text
})

/**
 * Where a page ended: the second of its last item, and those of that second that have come. The API tells times in seconds,
 * so that many can share one.
 *
 * @category models
 * @since 0.1.0
 */
export interface TimeCursor<Id> {
  /** In milliseconds since 1970; `undefined` before the first item. */
  readonly second: number | undefined
  /** The ids of the items of that second that have come. */
  readonly seen: ReadonlyArray<Id>
  /** How many have come since then that have no id to name them by. */
  readonly unnamed: number
  /** The second of the last item; `null` where that cannot be read. */
  readonly last: number | null | undefined
}

/**
 * What a list goes by, and how its queries are written.
 *
 * @category models
 * @since 0.1.0
 */
export interface TimeOrder<A, Id> {
  /** The field of the time. */
  readonly field: string
  /** The field of the id. */
  readonly id: string
  /** The position of an item. */
  readonly placeOf: (item: A) => Place<Id>
  /** Whether the order is descending. */
  readonly descending: boolean
  /** How lists are written: see `Query.flatten`. */
  readonly lists: "brackets" | "commas"
  /** The key of how many items to leave out. */
  readonly skip: "skip" | "offset"
}

/**
 * The strategy of such a list. `first` is what the first page alone is asked for. `isLast` says whether there is nothing after
 * a page; where pages do not tell, the last one is empty. A page that is not in the order, or begins before the cursor, is
 * a `DecodeError`.
 *
 * @category strategies
 * @since 0.1.0
 */
export const strategy = <Page, A, Id, E, R>(
  order: TimeOrder<A, Id>,
  query: Query.Flat,
  list: {
    /** Reads a page. */
    readonly read: (query: Query.Flat) => Effect.Effect<Page, E, R>
    /** The items of a page. */
    readonly items: (page: Page) => ReadonlyArray<A>
    /** Whether there is no page after a page. */
    readonly isLast?: (page: Page) => boolean
    /** The number of items, on all pages. */
    readonly total?: (page: Page) => number
    /** The query of the first page only. */
    readonly first?: Query.Flat
  }
): Strategy<Page, A, TimeCursor<Id>, E, R> => ({
  start,
  read: (cursor) => {
    const sort = order.descending ? "sort_desc" : "sort_asc"
    return list.read({
      ...query,
      [sort]: order.field,
      ...(cursor === start ? list.first : after(order, query, cursor))
    })
  },
  items: list.items,
  ...(list.total === undefined ? {} : { total: list.total }),
  next: (cursor, page): Next<TimeCursor<Id>> => {
    const items = list.items(page)
    const seconds = items.map((item) => secondOf(order.placeOf(item).time))
    const wrong = firstOutOfOrder(order, cursor.second, seconds)
    if (wrong !== undefined) {
      return Result.fail({
        path: `items.${wrong}.${order.field}`,
        message: `Expected the items after the cursor, in the order of their ${order.field}`
      })
    }
    const more = items.length > 0 && list.isLast?.(page) !== true
    return goOn(more, advance(order, cursor, items, seconds))
  }
})

const start = { second: undefined, seen: [], unnamed: 0, last: undefined }

/** How many ids a request may name, its own among them: more would make its URL too long. */
const mostIds = 99

/**
 * What a query needs beside its own conditions to go on after a cursor. Of the second of the cursor it leaves out what has
 * been seen: by ids, or by their number where there are more of them than a request has room for.
 */
const after = <A, Id>(
  { descending, field, id, lists, skip }: TimeOrder<A, Id>,
  query: Query.Flat,
  { second, seen, unnamed }: TimeCursor<Id>
): Query.Flat => {
  const own = new Map<string, unknown>(Object.entries(query))
  const listOf = (operator: string): ReadonlyArray<unknown> => {
    const list = own.get(lists === "brackets" ? `${id}[${operator}][]` : `${id}[${operator}]`)
    return Array.isArray(list) ? list : []
  }
  const named = seen.length <= mostIds - listOf("in").length - listOf("nin").length
  const left = unnamed + (named ? 0 : seen.length)
  return {
    ...(second === undefined ? {} : boundOf(own, field, second, descending)),
    ...(named && seen.length > 0 ? Query.flatten({ [id]: { nin: [...listOf("nin"), ...seen] } }, lists) : {}),
    ...(left === 0 ? {} : { [skip]: left })
  }
}

// Times are told without their fractions, and may be kept with them. So the second of the cursor is asked for as a whole, and
// a bound of one's own that is narrower stays.
const boundOf = (own: ReadonlyMap<string, unknown>, field: string, second: number, descending: boolean): Query.Flat => {
  const key = `${field}[${descending ? "lt" : "gte"}]`
  const bound = DateTime.makeUnsafe(descending ? second + 1000 : second)
  const given = own.get(key)
  const narrower = descending ? DateTime.min : DateTime.max
  return { [key]: DateTime.isDateTime(given) ? narrower(given, bound) : bound }
}

const secondOf = (time: DateTime.Utc | undefined): number | undefined =>
  time === undefined ? undefined : Math.floor(time.epochMilliseconds / 1000) * 1000

const firstOutOfOrder = (
  { descending }: { readonly descending: boolean },
  start: number | undefined,
  seconds: ReadonlyArray<number | undefined>
): number | undefined => {
  let last = start
  for (const [index, second] of seconds.entries()) {
    if (second === undefined) continue
    if (last !== undefined && (descending ? second > last : second < last)) return index
    last = second
  }
  return undefined
}

/**
 * Where the next page begins. An item whose time cannot be read may be of the second before it, or of the one after it. Only
 * where two follow each other whose times are known is it certain which of those that have come are of the new second.
 */
const advance = <A, Id>(
  { placeOf }: TimeOrder<A, Id>,
  cursor: TimeCursor<Id>,
  items: ReadonlyArray<A>,
  seconds: ReadonlyArray<number | undefined>
): TimeCursor<Id> => {
  const begin = seconds.findLastIndex((second, index) => {
    const before = index === 0 ? cursor.last : (seconds[index - 1] ?? null)
    return second !== undefined && before !== null && before !== second
  })
  const ids = items.slice(Math.max(begin, 0)).map((item) => placeOf(item).id)
  const named = ids.filter((id) => id !== undefined)
  const unnamed = ids.length - named.length
  const last = items.length === 0 ? cursor.last : (seconds.at(-1) ?? null)
  return begin < 0
    ? { second: cursor.second, seen: [...new Set([...cursor.seen, ...named])], unnamed: cursor.unnamed + unnamed, last }
    : { second: seconds[begin], seen: named, unnamed, last }
}
