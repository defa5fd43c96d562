/**
 * All messages of a dialog, stably, while others are written.
 *
 * @since 0.1.0
 */
import type { MessageId } from "@effect-connectycube/core/Ids"
import type * as Query from "@effect-connectycube/core/Query"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import type { Condition } from "./ChatQuery.ts"
import type { Message } from "./Message.ts"
import type { MessagesFilter, MessagesPage, MessagesQuery } from "./MessagesQuery.ts"

/**
 * Where a page ended: the time of its last message, and the messages of that second that were already seen. The API keeps
 * times in seconds, so many can share one.
 */
interface Cursor {
  readonly date_sent: DateTime.Utc
  readonly seen: ReadonlyArray<MessageId>
}

// More ids would make the request's URL too long; beyond them the ones seen are left out by their number.
const mostIds = 100

/**
 * The messages that match, from page to page, until a page is empty.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = <P, E, R>(
  query: MessagesFilter & Query.Sort<"date_sent"> & { readonly limit?: number },
  list: (query: MessagesQuery) => Effect.Effect<MessagesPage<P>, E, R>
): Stream.Stream<Message<P>, E, R> => {
  const { limit = 100, sort_asc: _, sort_desc, ...filter } = query
  const order: Query.Sort<"date_sent"> = sort_desc === undefined ? { sort_asc: "date_sent" } : { sort_desc }
  const first: MessagesQuery = { ...filter, ...order, limit, mark_as_read: false }

  const after = ({ date_sent, seen }: Cursor): MessagesQuery => ({
    ...first,
    date_sent: { ...operatorsOf(filter.date_sent), [sort_desc === undefined ? "gte" : "lte"]: date_sent },
    ...(seen.length > mostIds
      ? { skip: seen.length }
      : { _id: { ...operatorsOf(filter._id), nin: [...ninOf(filter._id), ...seen] } })
  })

  return Stream.paginate<Cursor | undefined, Message<P>, E, R>(undefined, (cursor) =>
    Effect.map(list(cursor === undefined ? first : after(cursor)), ({ items }) => {
      const fresh = cursor === undefined ? items : items.filter(({ _id }) => !cursor.seen.includes(_id))
      const last = items.at(-1)
      return [fresh, last === undefined ? Option.none() : Option.some(advance(cursor, fresh, last.date_sent))]
    })
  )
}

const advance = (
  cursor: Cursor | undefined,
  fresh: ReadonlyArray<Pick<Message, "_id" | "date_sent">>,
  date_sent: DateTime.Utc
): Cursor => {
  const seen = fresh.filter((message) => DateTime.Equivalence(message.date_sent, date_sent)).map(({ _id }) => _id)
  const sameSecond = cursor !== undefined && DateTime.Equivalence(cursor.date_sent, date_sent)
  return { date_sent, seen: sameSecond ? [...cursor.seen, ...seen] : seen }
}

const isValue = <A>(condition: Condition<A> & {}): condition is A & {} =>
  typeof condition !== "object" || DateTime.isDateTime(condition)

const operatorsOf = <A extends MessageId | DateTime.DateTime>(condition: Condition<A> | undefined) =>
  condition === undefined ? {} : isValue(condition) ? { eq: condition } : condition

const ninOf = (condition: Condition<MessageId> | undefined): ReadonlyArray<MessageId> =>
  condition === undefined || isValue(condition) ? [] : (condition.nin ?? [])
