// Pages by the id of the last item of the one before, and what tells that a server does not go by it.
import { DecodeError } from "@effect-connectycube/core/ConnectyCubeError"
import type { ItemResult } from "@effect-connectycube/core/ItemDecodeError"
import * as Items from "@effect-connectycube/core/Items"
import * as Arr from "effect/Array"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Stream from "effect/Stream"
import type { Comparison, CursorOptions, CursorPage, CursorResultsPage } from "../Cursor.ts"

/** The endpoint that lists the items, as errors name it. */
export interface Endpoint {
  readonly operation: string
  readonly path: string
}

/** A list that can be paged by id. */
interface List<Id, A, E, R> extends Endpoint {
  readonly id: { readonly make: (id: string) => Id }
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
): Stream.Stream<CursorPage<A, Id>, E | DecodeError, R> =>
  Stream.map(
    from(list, ({ _id }) => _id, filter, options),
    (page) => ({
      ...page,
      cursor: Arr.lastNonEmpty(page.items)._id
    })
  )

/** Pages of items some of which may not fit. */
export const makeResults = <Id extends string, A, E, R>(
  list: List<Id, Items.Item<A>, E, R>,
  filter: { readonly _id?: Comparison<Id> },
  options: CursorOptions<Id>
): Stream.Stream<CursorResultsPage<A, Id>, E | DecodeError, R> => {
  const idOf = (item: Items.Item<A>) => {
    const id = Items.member(item, "_id")
    return typeof id === "string" && id !== "" ? list.id.make(id) : undefined
  }
  return Stream.map(from(list, idOf, filter, options), (page) => ({
    ...page,
    items: Arr.map(page.items, ({ result }): ItemResult<A> => result)
  }))
}

const from = <Id extends string, A, E, R>(
  list: List<Id, A, E, R>,
  idOf: (item: A) => Id | undefined,
  { _id, ...filter }: { readonly _id?: Comparison<Id> },
  options: CursorOptions<Id>
): Stream.Stream<Page<A, Id>, E | DecodeError, R> => {
  const { after, batch: limit = 100, before, sort_desc } = options
  const descending = sort_desc !== undefined
  const order = descending ? { sort_desc } : { sort_asc: "_id" }

  const upTo = (bounds: Comparison<Id>, id: Id) => (isBefore(bounds.lt, id) ? bounds : { ...bounds, lt: id })
  const since = (bounds: Comparison<Id>, id: Id) => (isBefore(id, bounds.gt) ? bounds : { ...bounds, gt: id })
  const bounds = before === undefined ? (_id ?? {}) : upTo(_id ?? {}, list.id.make(firstIdAt(before)))
  const beyond = descending ? upTo : since

  const check = (
    { after, skip }: Position<Id>,
    { items, total_entries }: Listed<A>
  ): Result.Result<Step<A, Id>, DecodeError> => {
    if (!Arr.isReadonlyArrayNonEmpty(items)) return Result.succeed([[], Option.none()])
    const ids = items.map(idOf)
    const wrong = ids.findIndex((id, index) => {
      const previous = ids.slice(0, index).findLast((id) => id !== undefined) ?? after
      return id !== undefined && (id === after || !follows(previous, id, descending))
    })
    if (wrong >= 0) return Result.fail(notInOrder(list, ids, wrong))
    const last = ids.findLastIndex((id) => id !== undefined)
    // It answers what it was to leave out: without an id there is no other end.
    if (last < 0 && skip > 0 && skip >= total_entries) return Result.succeed([[], Option.none()])
    const cursor = ids[last] ?? after
    const behind = last < 0 ? skip + items.length : items.length - 1 - last
    return Result.succeed([[{ items, cursor, total_entries }], Option.some({ after: cursor, skip: behind })])
  }

  return Stream.paginate<Position<Id>, Page<A, Id>, E | DecodeError, R>({ after, skip: 0 }, (position) => {
    const { after, skip } = position
    const _id = after === undefined ? bounds : beyond(bounds, after)
    return Effect.flatMap(list.call({ ...filter, _id, ...order, limit, ...(skip === 0 ? {} : { skip }) }), (page) =>
      Effect.fromResult(check(position, page))
    )
  })
}

type Step<A, Id> = readonly [ReadonlyArray<Page<A, Id>>, Option.Option<Position<Id>>]

// Ids of one length compare as texts. Of others nothing is known but whether they are the same.
const isBefore = (one: string | undefined, other: string | undefined): boolean =>
  one !== undefined && other !== undefined && one.length === other.length && one < other

/** An id begins with its second, as eight hexadecimal digits of 24: no id of this second or a later one comes before this. */
const firstIdAt = (time: DateTime.Utc): string => {
  const second = Math.floor(DateTime.toEpochMillis(time) / 1000)
  return Math.min(Math.max(second, 0), 0xffffffff).toString(16).padStart(8, "0").padEnd(24, "0")
}

const follows = (one: string | undefined, other: string, descending: boolean): boolean =>
  one === undefined || one.length !== other.length || (descending ? isBefore(other, one) : isBefore(one, other))

/** To go on would be to begin again, or to leave something out, and nobody would know. */
const notInOrder = ({ operation, path }: Endpoint, ids: ReadonlyArray<string | undefined>, wrong: number) =>
  new DecodeError({
    operation,
    method: "GET",
    path,
    attempts: 1,
    status: 200,
    body: JSON.stringify(ids),
    issues: [{ path: `items.${wrong}._id`, message: "Expected the items after the cursor, in the order of their ids" }]
  })
