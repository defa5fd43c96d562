import type { ConnectyCubeError } from "@effect-connectycube/core/ConnectyCubeError"
import type { UserId } from "@effect-connectycube/core/Ids"

/** The areas in the order in which they are erased. The user is the last: the session ends with the user. */
export const areas = [
  "push_subscriptions",
  "address_book",
  "custom_data",
  "files",
  "meetings",
  "whiteboards",
  "messages",
  "dialogs",
  "user"
] as const

/**
 * A module, and what it has of a user.
 *
 * @category models
 * @since 0.1.0
 */
export type Area = (typeof areas)[number]

/**
 * What was done in one area.
 *
 * @category models
 * @since 0.1.0
 */
export interface AreaReport {
  /** The area. */
  readonly area: Area
  /**
   * `"erased"`: nothing failed. `"not allowed"`: the server rejected some deletions, or all. `"failed"`: it ended with an error.
   * `"not attempted"`: see `reason`.
   */
  readonly status: "erased" | "not allowed" | "failed" | "not attempted"
  /** The number of things that were deleted; of dialogs, those that were left. */
  readonly deleted: number
  /** The number of things that the server did not allow to delete. */
  readonly not_allowed: number
  /** Why nothing was attempted, or what the server says. */
  readonly reason?: string | undefined
  /** What it failed with. */
  readonly error?: ConnectyCubeError | undefined
}

/**
 * What was erased of a user.
 *
 * @category models
 * @since 0.1.0
 */
export interface ErasureReport {
  /** The user. */
  readonly user_id: UserId
  /** Whether every area is erased. */
  readonly complete: boolean
  /** One report for each area, in the order of the work. */
  readonly areas: ReadonlyArray<AreaReport>
  /** What the API gives no way to delete. */
  readonly remaining: ReadonlyArray<string>
}
