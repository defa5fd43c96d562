/**
 * Periods, and counts by day.
 *
 * @since 0.1.0
 */
import type { DialogType } from "@effect-connectycube/chat/Dialog"
import type * as DateTime from "effect/DateTime"

/**
 * What is counted: what was sent or made after `start_date` and before `end_date`. Either may be left out.
 *
 * @category models
 * @since 0.1.0
 */
export interface Period {
  readonly start_date?: DateTime.DateTime
  readonly end_date?: DateTime.DateTime
}

/**
 * Dialogs of which types are counted: of all, when left out. An empty list is an `InvalidRequest`.
 *
 * @category models
 * @since 0.1.0
 */
export interface OfTypes {
  readonly types?: ReadonlyArray<DialogType>
}

/**
 * Which days: `limit` of them (100 when left out) after the first `offset`.
 *
 * @category models
 * @since 0.1.0
 */
export interface DaysPage {
  readonly limit?: number
  readonly offset?: number
}

/**
 * How many there were on a day. In which time zone the server begins its days is not documented.
 *
 * @category models
 * @since 0.1.0
 */
export interface DayCount {
  /** `YYYY-MM-DD`. */
  readonly day: string
  readonly count: number
}
