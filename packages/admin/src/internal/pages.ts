// Pages by the id of the last item of the one before, and what tells that a server does not go by it.
import * as Arguments from "@effect-connectycube/core/contract/Arguments"
import type { DecodeError, InvalidRequest } from "@effect-connectycube/core/ConnectyCubeError"
import type { ItemResult } from "@effect-connectycube/core/ItemDecodeError"
import * as Items from "@effect-connectycube/core/client/Items"
import type * as Method from "@effect-connectycube/core/client/Method"
import * as Paging from "@effect-connectycube/core/client/Paging"
import * as Arr from "effect/Array"
import * as DateTime from "effect/DateTime"
import type * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Stream from "effect/Stream"
import type { Comparison, CursorOptions, CursorPage, CursorResultsPage } from "../Cursor.ts"

/** A list that can be paged by id. */
interface List<Id, A, E, R> {
  readonly endpoint: Method.Endpoint
  readonly id: { readonly make: (id: string) => Id }
  /** The members of its filters. Options and orders are none of them: they stand beside. */
  readonly filtered: ReadonlyArray<string>
  readonly call: (query: object) => Effect.Effect<Listed<A>, E, R>
}

/** A page, and the id to go on after, as far as one could be read. */
interface Page<A, Id> {
  readonly items: Arr.NonEmptyReadonlyArray<A>
  readonly cursor: Id | undefined
  readonly total_entries: number
}

/** Where a page ended: with which id, and how many items there are behind it whose ids cannot be read. */
interface Position<Id> {
  readonly after: Id | undefined
  readonly skip: number
}

interface Listed<A> {
  readonly items: ReadonlyArray<A>
  readonly total_entries: number
}

/** Pages of items that fit. */
export const make = <Id extends string, A extends { readonly _id: Id }, E, R>(
  list: List<Id, A, E, R>,
  filter: { readonly _id?: Comparison<Id> },
  options: CursorOptions<Id>
): Stream.Stream<CursorPage<A, Id>, E | DecodeError | InvalidRequest, R> =>
  Stream.map(from(list, { idOf: ({ _id }) => _id }, filter, options), (page) => ({
    ...page,
    cursor: page.cursor ?? Arr.lastNonEmpty(page.items)._id
  }))

/** Pages of items some of which may not fit. */
export const makeResults = <Id extends string, A, E, R>(
  list: List<Id, Items.Item<A>, E, R>,
  filter: { readonly _id?: Comparison<Id> },
  options: CursorOptions<Id>
): Stream.Stream<CursorResultsPage<A, Id>, E | DecodeError | InvalidRequest, R> => {
  const idOf = (item: Items.Item<A>) => {
    const id = Items.member(item, "_id")
    return typeof id === "string" && id !== "" ? list.id.make(id) : undefined
  }
  return Stream.map(from(list, { idOf, textOf: Items.textOf }, filter, options), (page) => ({
    ...page,
    items: Arr.map(page.items, ({ result }): ItemResult<A> => result)
  }))
}

const from = <Id extends string, A, E, R>(
  list: List<Id, A, E, R>,
  place: { readonly idOf: (item: A) => Id | undefined; readonly textOf?: (item: A) => string },
  filter: { readonly _id?: Comparison<Id> },
  options: CursorOptions<Id>
): Stream.Stream<Page<A, Id>, E | DecodeError | InvalidRequest, R> =>
  Stream.suspend(() => pagesOf(list, place, filter, options)).pipe(
    Arguments.checked(list.endpoint, options, optionNames),
    Arguments.checked(list.endpoint, filter, list.filtered)
  )

const pagesOf = <Id extends string, A, E, R>(
  list: List<Id, A, E, R>,
  place: { readonly idOf: (item: A) => Id | undefined; readonly textOf?: (item: A) => string },
  { _id, ...filter }: { readonly _id?: Comparison<Id> },
  options: CursorOptions<Id>
): Stream.Stream<Page<A, Id>, E | DecodeError, R> => {
  const { idOf } = place
  const { after, batch: limit = 100, before, sort_desc } = options
  const descending = sort_desc !== undefined
  const order = descending ? { sort_desc } : { sort_asc: "_id" }

  const upTo = (bounds: Comparison<Id>, id: Id) => (isBefore(bounds.lt, id) ? bounds : { ...bounds, lt: id })
  const since = (bounds: Comparison<Id>, id: Id) => (isBefore(id, bounds.gt) ? bounds : { ...bounds, gt: id })
  // A condition that asks for nothing stays as it is, and is rejected.
  const isNone = _id !== undefined && Object.values(_id).every((bound) => bound === undefined)
  const bounds = before === undefined || isNone ? _id : upTo(_id ?? {}, list.id.make(firstIdAt(before)))
  const beyond = descending ? upTo : since

  const strategy: Paging.Strategy<Listed<A>, A, Position<Id>, E, R> = {
    start: { after, skip: 0 },
    read: ({ after, skip }) => {
      const _id = after === undefined || isNone ? bounds : beyond(bounds ?? {}, after)
      return list.call({ ...filter, _id, ...order, limit, ...(skip === 0 ? {} : { skip }) })
    },
    items: ({ items }) => items,
    total: ({ total_entries }) => total_entries,
    next: ({ after, skip }, { items, total_entries }) => {
      const ids = items.map(idOf)
      const wrong = ids.findIndex((id, index) => {
        const previous = ids.slice(0, index).findLast((id) => id !== undefined) ?? after
        return id !== undefined && (id === after || !follows(previous, id, descending))
      })
      if (wrong >= 0) return Result.fail(notInOrder(wrong))
      const last = ids.findLastIndex((id) => id !== undefined)
      const behind = last < 0 ? skip + items.length : items.length - 1 - last
      // Without an id there is no other end than their number.
      const more = items.length > 0 && (last >= 0 || behind < total_entries)
      return Paging.goOn(more, { after: ids[last] ?? after, skip: behind })
    }
  }
  return Stream.mapAccum(
    Paging.pages(place, strategy),
    () => after,
    (before, { fresh, page: { items, total_entries } }) => {
      const cursor = items.map(idOf).findLast((id) => id !== undefined) ?? before
      return [cursor, [{ items: fresh, cursor, total_entries }]]
    }
  )
}

const optionNames = ["after", "batch", "before", "sort_asc", "sort_desc"]

// Ids of one length compare as texts. Of others nothing is known but whether they are the same.
const isBefore = (one: string | undefined, other: string | undefined): boolean =>
  one !== undefined && other !== undefined && one.length === other.length && one < other

/** An id begins with its second, as eight hexadecimal digits of 24: no id of this second or a later one comes before this. */
const firstIdAt = (time: DateTime.DateTime): string => {
  const second = Math.floor(DateTime.toEpochMillis(time) / 1000)
  return Math.min(Math.max(second, 0), 0xffffffff).toString(16).padStart(8, "0").padEnd(24, "0")
}

const follows = (one: string | undefined, other: string, descending: boolean): boolean =>
  one === undefined || one.length !== other.length || (descending ? isBefore(other, one) : isBefore(one, other))

const notInOrder = (wrong: number) => ({
  path: `items.${wrong}._id`,
  message: "Expected the items after the cursor, in the order of their ids"
})
