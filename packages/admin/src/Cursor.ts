/**
 * Everything, page by page, for jobs that copy it: in the order of the ids, from where the last run stopped.
 *
 * @since 0.1.0
 */
import type { ItemResult } from "@effect-connectycube/core/ItemDecodeError"
import type * as Query from "@effect-connectycube/core/contract/Query"
import type * as Arr from "effect/Array"
import type * as DateTime from "effect/DateTime"

/**
 * What compares with a value: all comparisons hold together.
 *
 * @category models
 * @since 0.1.0
 */
export interface Comparison<A> {
  readonly gt?: A
  readonly gte?: A
  readonly lt?: A
  readonly lte?: A
}

/**
 * In which order, and which part: by `_id`, the oldest first, unless it says `sort_desc: "_id"`.
 *
 * @category models
 * @since 0.1.0
 */
export type CursorOptions<Id> = Query.Sort<"_id"> & {
  /** Goes on after this id: the `cursor` of the last page that is done with. */
  readonly after?: Id
  /**
   * Leaves out what was made at this time or later, by the time in its id.
   *
   * That is by the clock of whoever made the id, clients of the chat among them. So among those of the last moments one may still
   * appear that comes before a cursor: a job that goes on from one later had better leave the last moments to its next run.
   */
  readonly before?: DateTime.DateTime
  /** How many items a page has: 100 when left out, which is also the most. */
  readonly batch?: number
}

/**
 * One page of everything.
 *
 * @category models
 * @since 0.1.0
 */
export interface CursorPage<A, Id> {
  readonly items: Arr.NonEmptyReadonlyArray<A>
  /** Where to go on: saved together with what was made of the items, it is the next run's `after`. */
  readonly cursor: Id
  /** How many items the server counted when it answered this page. */
  readonly total_entries: number
}

/**
 * As {@link CursorPage}, with the items that cannot be read beside those that can, in their order.
 *
 * @category models
 * @since 0.1.0
 */
export interface CursorResultsPage<A, Id> {
  readonly items: Arr.NonEmptyReadonlyArray<ItemResult<A>>
  /**
   * Where to go on, as in {@link CursorPage}: the last id that could be read, also of an item that cannot be read as a whole.
   * Items behind it that have no id come again in the next run. `undefined` as long as no id could be read.
   */
  readonly cursor: Id | undefined
  /** How many items the server counted when it answered this page. */
  readonly total_entries: number
}
