// Pages by the id of the last item of the one before, and what tells that a server does not go by it.
import { DecodeError } from "@effect-connectycube/core/ConnectyCubeError"
import * as Arr from "effect/Array"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
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
): Stream.Stream<CursorPage<A, Id>, E | DecodeError, R> => {
  const { after, batch: limit = 100, before, sort_desc } = options
  const descending = sort_desc !== undefined
  const order = descending ? { sort_desc } : { sort_asc: "_id" }

  const upTo = (bounds: Comparison<Id>, id: Id) => (isBefore(bounds.lt, id) ? bounds : { ...bounds, lt: id })
  const from = (bounds: Comparison<Id>, id: Id) => (isBefore(id, bounds.gt) ? bounds : { ...bounds, gt: id })
  const bounds = before === undefined ? (_id ?? {}) : upTo(_id ?? {}, list.id.make(firstIdAt(before)))
  const beyond = descending ? upTo : from

  const check = (
    cursor: Id | undefined,
    { items, total_entries }: Listed<A>
  ): Result.Result<Step<A, Id>, DecodeError> => {
    if (!Arr.isReadonlyArrayNonEmpty(items)) return Result.succeed([[], Option.none()])
    const ids = items.map(({ _id }) => _id)
    const wrong = ids.findIndex(
      (id, index) => id === cursor || !follows(index === 0 ? cursor : ids[index - 1], id, descending)
    )
    if (wrong >= 0) return Result.fail(notInOrder(list, ids, wrong))
    const last = Arr.lastNonEmpty(items)._id
    return Result.succeed([[{ items, cursor: last, total_entries }], Option.some(last)])
  }

  return Stream.paginate<Id | undefined, CursorPage<A, Id>, E | DecodeError, R>(after, (cursor) => {
    const _id = cursor === undefined ? bounds : beyond(bounds, cursor)
    return Effect.flatMap(list.call({ ...filter, _id, ...order, limit }), (page) =>
      Effect.fromResult(check(cursor, page))
    )
  })
}

type Step<A, Id> = readonly [ReadonlyArray<CursorPage<A, Id>>, Option.Option<Id | undefined>]

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

/** To go on would be to begin again, or to leave something out, and nobody would know. */
const notInOrder = ({ operation, path }: Endpoint, ids: ReadonlyArray<string>, wrong: number) =>
  new DecodeError({
    operation,
    method: "GET",
    path,
    attempts: 1,
    status: 200,
    body: JSON.stringify(ids),
    issues: [{ path: `items.${wrong}._id`, message: "Expected the items after the cursor, in the order of their ids" }]
  })
