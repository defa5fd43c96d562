/**
 * @since 0.1.0
 */
import type { UserId } from "@effect-connectycube/core/Ids"
import type * as DateTime from "effect/DateTime"
import type { Simplify } from "effect/Types"

/**
 * A condition that can stand alone: an equal value, or one of several. A list must not be empty.
 *
 * @category conditions
 * @since 0.1.0
 */
export type Primary<A> =
  | A
  | { readonly eq: A; readonly nin?: ReadonlyArray<A> }
  | { readonly in: ReadonlyArray<A>; readonly nin?: ReadonlyArray<A> }

/**
 * A condition on a text that can stand alone: as {@link Primary}, or the start of the text, of at least four characters.
 * With `start_with` the server answers at most five users at a time.
 *
 * @category conditions
 * @since 0.1.0
 */
export type PrimaryText = Primary<string> | { readonly start_with: string; readonly nin?: ReadonlyArray<string> }

/**
 * A condition that only leaves out values. It needs a primary one beside it.
 *
 * @category conditions
 * @since 0.1.0
 */
export interface Exclusion<A> {
  readonly nin: ReadonlyArray<A>
}

/**
 * A condition on a time. It needs a primary one beside it.
 *
 * @category conditions
 * @since 0.1.0
 */
export type TimeCondition =
  | DateTime.DateTime
  | {
      readonly gt?: DateTime.DateTime
      readonly gte?: DateTime.DateTime
      readonly lt?: DateTime.DateTime
      readonly lte?: DateTime.DateTime
    }

interface StandAlone {
  readonly id: Primary<UserId>
  readonly login: PrimaryText
  readonly email: PrimaryText
  readonly full_name: PrimaryText
  readonly phone: PrimaryText
  readonly external_id: PrimaryText
  readonly facebook_id: PrimaryText
  readonly twitter_id: PrimaryText
  readonly user_tags: Primary<string>
}

interface Additional {
  readonly last_request_at?: TimeCondition
  readonly created_at?: TimeCondition
  readonly updated_at?: TimeCondition
}

type Any = {
  readonly [Field in keyof StandAlone]?: StandAlone[Field] | Exclusion<Field extends "id" ? UserId : string>
}

/**
 * Which users: all conditions hold together, and at least one field has a {@link Primary} condition.
 *
 * @example
 * ```ts
 * import type { UsersFilter } from "@effect-connectycube/users/UsersFilter"
 *
 * const vips: UsersFilter = { user_tags: { in: ["vip"] }, login: { nin: ["admin"] } }
 *
 * // @ts-expect-error a condition that only leaves out does not stand alone
 * const everybodyElse: UsersFilter = { login: { nin: ["admin"] } }
 * ```
 *
 * @see https://developers.connectycube.com/server/users#retrieve-users-v2
 * @category models
 * @since 0.1.0
 */
export type UsersFilter = Additional &
  {
    [Field in keyof StandAlone]: Simplify<Pick<StandAlone, Field> & Omit<Any, Field>>
  }[keyof StandAlone]

/**
 * The fields by which users can be sorted.
 *
 * @category models
 * @since 0.1.0
 */
export type SortField = keyof StandAlone | keyof Additional
