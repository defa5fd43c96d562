// Pages by the id of the last item of the one before, and what tells that a server does not go by it.
import * as Arguments from "@effect-connectycube/core/Arguments"
import type { DecodeError, InvalidRequest } from "@effect-connectycube/core/ConnectyCubeError"
import * as Paging from "@effect-connectycube/core/Paging"
import * as Arr from "effect/Array"
import * as DateTime from "effect/DateTime"
import type * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Stream from "effect/Stream"
import type { Comparison, CursorOptions, CursorPage } from "../Cursor.ts"

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

interface Listed<A> {
  readonly items: ReadonlyArray<A>
  readonly total_entries: number
}

export const make = <Id extends string, A extends { readonly _id: Id }, E, R>(
  list: List<Id, A, E, R>,
  { _id, ...filter }: { readonly _id?: Comparison<Id> },
  options: CursorOptions<Id>
): Stream.Stream<CursorPage<A, Id>, E | DecodeError | InvalidRequest, R> => {
  const idOf = ({ _id }: A) => _id
  const { after, batch: limit = 100, before, sort_desc } = options
  const descending = sort_desc !== undefined
  const order = descending ? { sort_desc } : { sort_asc: "_id" }

  const upTo = (bounds: Comparison<Id>, id: Id) => (isBefore(bounds.lt, id) ? bounds : { ...bounds, lt: id })
  const from = (bounds: Comparison<Id>, id: Id) => (isBefore(id, bounds.gt) ? bounds : { ...bounds, gt: id })
  const bounds = before === undefined ? (_id ?? {}) : upTo(_id ?? {}, list.id.make(firstIdAt(before)))
  const beyond = descending ? upTo : from

  const pages = Paging.pages<Listed<A>, A, Id | undefined, E, R>(
    { ...list, idOf },
    {
      start: after,
      read: (cursor) => {
        const _id = cursor === undefined ? bounds : beyond(bounds, cursor)
        return list.call({ ...filter, _id, ...order, limit })
      },
      items: ({ items }) => items,
      next: (cursor, { items }) => {
        const ids = items.map(idOf)
        const wrong = ids.findIndex(
          (id, index) => id === cursor || !follows(index === 0 ? cursor : ids[index - 1], id, descending)
        )
        return wrong < 0 ? Paging.goOn(items.length > 0, ids.at(-1)) : Result.fail(notInOrder(wrong))
      }
    }
  )
  return Stream.map(pages, ({ fresh, page: { items, total_entries } }) => ({
    items: fresh,
    cursor: (items.at(-1) ?? Arr.lastNonEmpty(fresh))._id,
    total_entries
  })).pipe(Arguments.checked({ method: "GET", ...list }, options, optionNames))
}

const optionNames = ["after", "batch", "before", "sort_asc", "sort_desc"]

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

const notInOrder = (wrong: number) => ({
  path: `items.${wrong}._id`,
  message: "Expected the items after the cursor, in the order of their ids"
})
