/**
 * All messages of a dialog, stably, while others are written.
 *
 * @since 0.1.0
 */
import { DecodeError } from "@effect-connectycube/core/ConnectyCubeError"
import { MessageId } from "@effect-connectycube/core/Ids"
import * as Items from "@effect-connectycube/core/Items"
import type * as Query from "@effect-connectycube/core/Query"
import * as Wire from "@effect-connectycube/core/Wire"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import type { Condition } from "./ChatQuery.ts"
import type { MessagesFilter, MessagesQuery } from "./MessagesQuery.ts"

/**
 * Where a message stands, as far as that can be read.
 *
 * @category models
 * @since 0.1.0
 */
export interface Place {
  readonly _id?: MessageId
  readonly date_sent?: DateTime.Utc
  /** What tells a message without an id apart. */
  readonly text?: string
}

/**
 * Where a page ended: the time from which on is asked, and the messages since then that were already seen. The API keeps times
 * in seconds, so many can share one. As long as no time could be read, all messages are asked for.
 */
interface Cursor {
  readonly date_sent: DateTime.Utc | undefined
  readonly seen: ReadonlyArray<MessageId>
  /** How many were seen, those without an id included. */
  readonly count: number
  /** Whether what was seen is left out by its number. */
  readonly counted: boolean
  /** The time of the last message; `null` before the first one. */
  readonly last: DateTime.Utc | undefined | null
  /** What the last page was, and how many pages in a row were the same. */
  readonly page: string
  readonly alike: number
}

// More ids would make the request's URL too long; beyond them the ones seen are left out by their number.
const mostIds = 100

/**
 * The messages that match, from page to page, until a page is empty.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = <A, E, R>(
  query: MessagesFilter & Query.Sort<"date_sent"> & { readonly limit?: number },
  list: (query: MessagesQuery) => Effect.Effect<{ readonly items: ReadonlyArray<A> }, E, R>,
  placeOf: (item: A) => Place
): Stream.Stream<A, E | DecodeError, R> => {
  const { limit = 100, sort_asc: _, sort_desc, ...filter } = query
  const order: Query.Sort<"date_sent"> = sort_desc === undefined ? { sort_asc: "date_sent" } : { sort_desc }
  const first: MessagesQuery = { ...filter, ...order, limit, mark_as_read: false }

  const after = ({ count, counted, date_sent, seen }: Cursor): MessagesQuery => ({
    ...first,
    ...(date_sent === undefined
      ? {}
      : { date_sent: { ...operatorsOf(filter.date_sent), [sort_desc === undefined ? "gte" : "lte"]: date_sent } }),
    ...(counted ? { skip: count } : { _id: { ...operatorsOf(filter._id), nin: [...ninOf(filter._id), ...seen] } })
  })

  return Stream.paginate<Cursor | undefined, A, E | DecodeError, R>(undefined, (cursor) =>
    Effect.flatMap(list(cursor === undefined ? first : after(cursor)), ({ items }) => {
      if (items.length === 0) return Effect.succeed([items, Option.none()] as const)
      const placed = items.map((item) => ({ item, place: placeOf(item) }))
      const fresh = placed.filter(({ place: { _id } }) => _id === undefined || !cursor?.seen.includes(_id))
      const places = fresh.map(({ place }) => place)
      const next = advance(cursor ?? beginning, places, items.length)
      return next.alike === 3
        ? Effect.fail(sameAgain(next))
        : Effect.succeed([fresh.map(({ item }) => item), Option.some(next)] as const)
    })
  )
}

/**
 * Where a message stands that may not be readable.
 *
 * @category constructors
 * @since 0.1.0
 */
export const placeOf = (item: Items.Item<unknown>): Place => {
  const id = Items.member(item, "_id")
  const time = Items.member(item, "date_sent")
  const read = typeof time === "string" || typeof time === "number" ? Wire.parseTime(time) : Option.none()
  return {
    ...(typeof id === "string" && id !== "" ? { _id: MessageId.make(id) } : { text: JSON.stringify(item.raw) }),
    ...Option.match(read, { onNone: () => ({}), onSome: (date_sent) => ({ date_sent }) })
  }
}

const beginning: Cursor = {
  date_sent: undefined,
  seen: [],
  count: 0,
  counted: false,
  last: null,
  page: "",
  alike: 0
}

/** `fresh` are those of a page that were not seen before, `given` is how many the page has. */
const advance = (cursor: Cursor, fresh: ReadonlyArray<Place>, given: number): Cursor => {
  const page = JSON.stringify(fresh.map(({ _id, text }) => _id ?? text))
  const end = {
    last: fresh.length === 0 ? cursor.last : fresh.at(-1)?.date_sent,
    page,
    alike: page === cursor.page ? cursor.alike + 1 : 1
  }
  // A message whose time cannot be read may be of the second before it or of the one after it. Only where two follow each other
  // whose times are known is it certain which of those that were seen are of the new second.
  const begin = fresh.findLastIndex(({ date_sent }, index) => {
    const before = index === 0 ? cursor.last : fresh[index - 1]?.date_sent
    return (
      date_sent !== undefined && (before === null || (before !== undefined && !DateTime.Equivalence(before, date_sent)))
    )
  })
  if (begin < 0) {
    const seen = [...cursor.seen, ...idsOf(fresh)]
    const counted = cursor.counted || fresh.length === 0 || seen.length > mostIds || !fresh.every(hasId)
    return {
      date_sent: cursor.date_sent,
      seen: counted ? seen.slice(-mostSeen) : seen,
      count: cursor.count + (cursor.counted ? given : fresh.length),
      counted,
      ...end
    }
  }
  const since = fresh.slice(begin)
  const seen = idsOf(since)
  const counted = seen.length > mostIds || !since.every(hasId)
  return { date_sent: fresh[begin]?.date_sent, seen, count: since.length, counted, ...end }
}

// Of those that are left out by their number so many are remembered: what was written meanwhile moves others only a little.
const mostSeen = 1000

const hasId = ({ _id }: Place): boolean => _id !== undefined

const idsOf = (places: ReadonlyArray<Place>): ReadonlyArray<MessageId> =>
  places.flatMap(({ _id }) => (_id === undefined ? [] : [_id]))

/** A server that overlooks what is to be left out would answer the same messages for ever. */
const sameAgain = ({ page }: Cursor) =>
  new DecodeError({
    operation: "chat.messages.list",
    method: "GET",
    path: "/chat/Message",
    attempts: 1,
    status: 200,
    body: page,
    issues: [{ path: "", message: "Expected other messages than those of the pages before" }]
  })

const isValue = <A>(condition: Condition<A> & {}): condition is A & {} =>
  typeof condition !== "object" || DateTime.isDateTime(condition)

const operatorsOf = <A extends MessageId | DateTime.Utc>(condition: Condition<A> | undefined) =>
  condition === undefined ? {} : isValue(condition) ? { eq: condition } : condition

const ninOf = (condition: Condition<MessageId> | undefined): ReadonlyArray<MessageId> =>
  condition === undefined || isValue(condition) ? [] : (condition.nin ?? [])
