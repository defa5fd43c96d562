/**
 * Cursors for jobs that copy all items, page by page in the order of ids, and resume where the last run stopped.
 *
 * @since 0.1.0
 */
import type { ItemResult } from "@effect-connectycube/core/ItemDecodeError"
import type * as Query from "@effect-connectycube/core/contract/Query"
import type * as Arr from "effect/Array"
import type * as DateTime from "effect/DateTime"

/**
 * Comparisons with a value; all of them hold.
 *
 * @category models
 * @since 0.1.0
 */
export interface Comparison<A> {
  /** Is greater than. */
  readonly gt?: A
  /** Is greater than or equal to. */
  readonly gte?: A
  /** Is less than. */
  readonly lt?: A
  /** Is less than or equal to. */
  readonly lte?: A
}

/**
 * The order and the range of a stream: by `_id`, the oldest first unless `sort_desc` is `"_id"`.
 *
 * @category models
 * @since 0.1.0
 */
export type CursorOptions<Id> = Query.Sort<"_id"> & {
  /** The id to resume after: the `cursor` of the last processed page. */
  readonly after?: Id
  /**
   * The time, by the timestamp in the id, at or after which items are left out.
   *
   * **Gotchas**
   *
   * Ids are made by the clocks of servers and of chat clients. An item of the last moments can appear later, and before a
   * cursor: a job that resumes from a cursor should leave the last moments to its next run.
   */
  readonly before?: DateTime.DateTime
  /** The size of a page: at most and by default 100. */
  readonly batch?: number
}

/**
 * One page of a stream, with the cursor to resume from.
 *
 * @category models
 * @since 0.1.0
 */
export interface CursorPage<A, Id> {
  /** The items of the page. */
  readonly items: Arr.NonEmptyReadonlyArray<A>
  /** The `after` of the next run. Save it together with the results of the items. */
  readonly cursor: Id
  /** The number of items, as the server counted them for this page. */
  readonly total_entries: number
}

/**
 * One page of a stream, with a `Result` for each item, and the cursor to resume from.
 *
 * @category models
 * @since 0.1.0
 */
export interface CursorResultsPage<A, Id> {
  /** The items of the page. One that cannot be decoded is a failure. */
  readonly items: Arr.NonEmptyReadonlyArray<ItemResult<A>>
  /**
   * The `after` of the next run: the last id that could be decoded, even if its item could not. Later items without an id
   * come again in the next run. `undefined` until an id could be decoded.
   */
  readonly cursor: Id | undefined
  /** The number of items, as the server counted them for this page. */
  readonly total_entries: number
}
