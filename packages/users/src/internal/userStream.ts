/**
 * Streams all users that match, exactly where the order allows it, while others sign up and are deleted.
 *
 * @since 0.1.0
 */
import * as Batch from "@effect-connectycube/core/client/Batch"
import type { DecodeError } from "@effect-connectycube/core/ConnectyCubeError"
import { UserId } from "@effect-connectycube/core/Ids"
import * as Paging from "@effect-connectycube/core/client/Paging"
import * as Query from "@effect-connectycube/core/contract/Query"
import * as TimeCursor from "@effect-connectycube/core/client/TimeCursor"
import type * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"
import * as Result from "effect/Result"
import type * as Stream from "effect/Stream"
import type { User } from "../User.ts"
import type { PageV1, UsersPage, UsersPageV1, UsersQuery, UsersQueryV1 } from "../Users.ts"

type Place = TimeCursor.Place<UserId>

/**
 * Streams the users that match, page by page: with a cursor in the order of `created_at`, the default, and by offset in any
 * other order. Users that are listed by ids come in the order of their ids.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = <A, E, R>(
  query: UsersQuery,
  list: (query: Query.Flat) => Effect.Effect<
    Omit<UsersPage, "items"> & {
      /** The users of a page. */
      readonly items: ReadonlyArray<A>
    },
    E,
    R
  >,
  placeOf: (item: A) => Place
): Stream.Stream<A, E | DecodeError, R> => {
  const { offset = 0, sort_asc, sort_desc, ...filter } = query
  // Pages are cut out of one order, so there has to be one.
  const field = sort_asc ?? sort_desc ?? (Predicate.hasProperty(filter.id, "in") ? "id" : "created_at")
  const users = TimeCursor.listOf(placeOf)
  if (field !== "created_at") {
    const order = { [sort_desc === undefined ? "sort_asc" : "sort_desc"]: field }
    const among = (filter: object) => {
      const sorted = { ...Query.flatten(filter), ...order }
      return Paging.byOffset(users, offset, (offset) => list({ ...sorted, offset }))
    }
    // In the order of ids, and from the first, the ids that are asked for can be split.
    return field === "id" && sort_desc === undefined && offset === 0 ? Batch.stream(filter, "id", among) : among(filter)
  }
  const flat = Query.flatten(filter)
  const order: TimeCursor.TimeOrder<A, UserId> = {
    field,
    id: "id",
    placeOf,
    descending: sort_desc !== undefined,
    lists: "brackets",
    skip: "offset"
  }
  return Paging.items(
    users,
    TimeCursor.strategy(order, flat, {
      first: offset === 0 ? {} : { offset },
      read: list,
      items: ({ items }) => items,
      total: ({ total_entries }) => total_entries,
      isLast: ({ items, skip, total_entries }) => skip + items.length >= total_entries
    })
  )
}

/**
 * Streams the users of the first version of the list: with a cursor in the order of their ids, the default, and by page
 * number in any other order, or with conditions on ids.
 *
 * @category constructors
 * @since 0.1.0
 */
export const makeV1 = <A, E, R>(
  {
    filter = [],
    order,
    per_page = 100
  }: UsersQueryV1 & {
    /** The size of a page; 100 when left out. */
    readonly per_page?: number
  },
  list: (query: UsersQueryV1 & PageV1) => Effect.Effect<PageOf<A>, E, R>,
  placeOf: (item: A) => Place
): Stream.Stream<A, E | DecodeError, R> => {
  const usersV1 = TimeCursor.listOf(placeOf)
  if (order !== undefined || filter.some(({ field }) => field === "id")) {
    const own = { ...(filter.length === 0 ? {} : { filter }), order: order ?? byId }
    return Paging.byPageNumber(usersV1, (page) => list({ ...own, page, per_page }))
  }
  return Paging.items<PageOf<A>, A, PositionV1, E, R>(usersV1, {
    start: { after: undefined, page: 1, seen: 0 },
    read: ({ after, page }) => {
      const onward = after === undefined ? filter : [...filter, { field: "id", operator: "gt", value: after } as const]
      const rest = page === 1 ? {} : { page }
      return list({ ...(onward.length === 0 ? {} : { filter: onward }), order: byId, per_page, ...rest })
    },
    items: ({ items }) => items,
    total: ({ total_entries }) => total_entries,
    next: ({ after, page, seen }, { items, total_entries }) => {
      // One whose id cannot be read stands among others.
      const known = items.flatMap((item) => placeOf(item).id ?? [])
      const ids = after === undefined ? known : [after, ...known]
      if (ids.some((id, index) => index > 0 && id <= (ids[index - 1] ?? id))) {
        return Result.fail({ path: "items", message: "Expected the users after the cursor, in the order of their ids" })
      }
      const more = items.length > 0 && seen + items.length < total_entries
      const last = items.map(placeOf).at(-1)?.id
      // Behind the last one whose id can be read, pages are counted off.
      const next = last === undefined ? { after, page: page + 1, seen: seen + items.length } : undefined
      return Paging.goOn(more, next ?? { after: last, page: 1, seen: 0 })
    }
  })
}

/** After which id pages are counted from, the number of the page, and how many users were on the pages before it. */
interface PositionV1 {
  readonly after: UserId | undefined
  readonly page: number
  readonly seen: number
}

const byId = { direction: "asc", field: "id" } as const

type PageOf<A> = Omit<UsersPageV1, "items"> & { readonly items: ReadonlyArray<A> }

/**
 * The position of a decoded user in the order of the stream.
 *
 * @category constructors
 * @since 0.1.0
 */
export const placeOf = ({ created_at, id }: Pick<User, "created_at" | "id">): Place => ({ id, time: created_at })

/**
 * The position of a user that may not be decodable.
 *
 * @category constructors
 * @since 0.1.0
 */
export const placeOfItem = TimeCursor.placeIn(UserId, { id: "id", time: "created_at" })
