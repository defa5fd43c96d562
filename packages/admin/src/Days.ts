/**
 * Time ranges, and numbers by day.
 *
 * @since 0.1.0
 */
import type { DialogType } from "@effect-connectycube/chat/Dialog"
import type * as DateTime from "effect/DateTime"

/**
 * The time range of a statistic, without its ends. Both are optional.
 *
 * @category models
 * @since 0.1.0
 */
export interface Period {
  /** The start, exclusive. */
  readonly start_date?: DateTime.DateTime
  /** The end, exclusive. */
  readonly end_date?: DateTime.DateTime
}

/**
 * The types of dialogs to count.
 *
 * @category models
 * @since 0.1.0
 */
export interface OfTypes {
  /** The types; all when left out. Fails with `InvalidRequest` for an empty list. */
  readonly types?: ReadonlyArray<DialogType>
}

/**
 * The page of a list of days.
 *
 * @category models
 * @since 0.1.0
 */
export interface DaysPage {
  /** The size of the page; 100 when left out. */
  readonly limit?: number
  /** How many days to skip; 0 when left out. */
  readonly offset?: number
}

/**
 * The number for one day.
 *
 * **Gotchas**
 *
 * The time zone in which the server begins its days is not documented.
 *
 * @category models
 * @since 0.1.0
 */
export interface DayCount {
  /** The day: `YYYY-MM-DD`. */
  readonly day: string
  /** The number. */
  readonly count: number
}
