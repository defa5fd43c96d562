/**
 * The conditions on users.
 *
 * @since 0.1.0
 */
import type { UserId } from "@effect-connectycube/core/Ids"
import type * as DateTime from "effect/DateTime"
import type { Simplify } from "effect/Types"

/**
 * A condition that can stand alone: a value that the field equals, or one of several. Lists must not be empty.
 *
 * @category conditions
 * @since 0.1.0
 */
export type Primary<A> =
  | A
  | {
      /** Equals. */
      readonly eq: A
      /** Is none of these values. */
      readonly nin?: ReadonlyArray<A>
    }
  | {
      /** Is one of these values. */
      readonly in: ReadonlyArray<A>
      /** Is none of these values. */
      readonly nin?: ReadonlyArray<A>
    }

/**
 * A condition on a text that can stand alone: a {@link Primary}, or the start of the text.
 *
 * **Gotchas**
 *
 * With `start_with` the server returns at most five users per page.
 *
 * @category conditions
 * @since 0.1.0
 */
export type PrimaryText =
  | Primary<string>
  | {
      /** Starts with this text, of at least four characters. */
      readonly start_with: string
      /** Is none of these values. */
      readonly nin?: ReadonlyArray<string>
    }

/**
 * A condition that excludes values. It requires a {@link Primary} condition on another field.
 *
 * @category conditions
 * @since 0.1.0
 */
export interface Exclusion<A> {
  /** Is none of these values. */
  readonly nin: ReadonlyArray<A>
}

/**
 * A condition on a time. It requires a {@link Primary} condition on another field.
 *
 * @category conditions
 * @since 0.1.0
 */
export type TimeCondition =
  | DateTime.DateTime
  | {
      /** Is later. */
      readonly gt?: DateTime.DateTime
      /** Is later or equal. */
      readonly gte?: DateTime.DateTime
      /** Is earlier. */
      readonly lt?: DateTime.DateTime
      /** Is earlier or equal. */
      readonly lte?: DateTime.DateTime
    }

interface StandAlone {
  /** By id. */
  readonly id: Primary<UserId>
  /** By login. */
  readonly login: PrimaryText
  /** By e-mail address. */
  readonly email: PrimaryText
  /** By full name. */
  readonly full_name: PrimaryText
  /** By phone number. */
  readonly phone: PrimaryText
  /** By the id in an external system. */
  readonly external_id: PrimaryText
  /** By the id of the account at Facebook. */
  readonly facebook_id: PrimaryText
  /** By the id of the account at Twitter. */
  readonly twitter_id: PrimaryText
  /** By tag. */
  readonly user_tags: Primary<string>
}

interface Additional {
  /** By the time of the last API call. */
  readonly last_request_at?: TimeCondition
  /** By the time of the sign-up. */
  readonly created_at?: TimeCondition
  /** By the time of the last change. */
  readonly updated_at?: TimeCondition
}

type Any = {
  readonly [Field in keyof StandAlone]?: StandAlone[Field] | Exclusion<Field extends "id" ? UserId : string>
}

/**
 * The fields that can have a {@link Primary} condition.
 *
 * @category models
 * @since 0.1.0
 */
export type PrimaryField =
  | "id"
  | "login"
  | "email"
  | "full_name"
  | "phone"
  | "external_id"
  | "facebook_id"
  | "twitter_id"
  | "user_tags"

/**
 * The conditions on users. All of them hold, and at least one is a {@link Primary} condition, which can stand alone.
 *
 * @example
 * ```ts
 * import type { UsersFilter } from "@effect-connectycube/users/UsersFilter"
 *
 * const vips: UsersFilter = { user_tags: { in: ["vip"] }, login: { nin: ["admin"] } }
 *
 * // @ts-expect-error a condition that excludes values does not stand alone
 * const others: UsersFilter = { login: { nin: ["admin"] } }
 * ```
 *
 * @see https://developers.connectycube.com/server/users#retrieve-users-v2
 * @category models
 * @since 0.1.0
 */
export type UsersFilter<Field extends PrimaryField = PrimaryField> = Additional &
  { [F in Field]: Simplify<Pick<StandAlone, F> & Omit<Any, F>> }[Field]

/**
 * The fields by which users can be sorted.
 *
 * @category models
 * @since 0.1.0
 */
export type SortField = PrimaryField | keyof Additional
