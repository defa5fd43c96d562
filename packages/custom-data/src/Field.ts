/**
 * The fields of a class, and the conditions and changes that the type of each allows.
 *
 * @since 0.1.0
 */
import type * as DateTime from "effect/DateTime"
import type * as Schema from "effect/Schema"
import type { Location, Near } from "./Location.ts"

/**
 * The fields of a class, each with the schema of its values.
 *
 * @category models
 * @since 0.1.0
 */
export type Fields = { readonly [field: string]: Schema.Codec<unknown, unknown> }

/**
 * The fields of a class without a schema.
 *
 * @category models
 * @since 0.1.0
 */
export type AnyFields = { readonly [field: string]: typeof Schema.Unknown }

/**
 * The values that are accepted for a type: for a time in UTC also a time with a zone, as the same instant.
 *
 * @category models
 * @since 0.1.0
 */
export type Given<A> = A extends DateTime.Utc
  ? DateTime.DateTime
  : A extends ReadonlyArray<DateTime.Utc>
    ? ReadonlyArray<DateTime.DateTime>
    : A

/**
 * The operators on texts; all of them hold. Lists must not be empty.
 *
 * @see https://developers.connectycube.com/server/custom_objects#2-search-criterias
 * @category operators
 * @since 0.1.0
 */
export interface TextOperators<A> {
  /** Does not equal. */
  readonly ne?: A
  /** Is one of these values. */
  readonly in?: ReadonlyArray<A>
  /** Is none of these values. */
  readonly nin?: ReadonlyArray<A>
  /** Is one or another of these values. */
  readonly or?: ReadonlyArray<A>
  /** Contains this text. */
  readonly ctn?: string
}

/**
 * The operators on times.
 *
 * **Gotchas**
 *
 * The documentation has no example: that times are compared as numbers are is assumed.
 *
 * @category operators
 * @since 0.1.0
 */
export interface TimeOperators<A> extends Omit<TextOperators<A>, "ctn"> {
  /** Is later or greater than. */
  readonly gt?: A
  /** Is later or greater than, or equal to. */
  readonly gte?: A
  /** Is earlier or less than. */
  readonly lt?: A
  /** Is earlier or less than, or equal to. */
  readonly lte?: A
}

/**
 * The operators on numbers; all of them hold. Lists must not be empty.
 *
 * @see https://developers.connectycube.com/server/custom_objects#2-search-criterias
 * @category operators
 * @since 0.1.0
 */
export interface NumberOperators<A> extends TimeOperators<A> {
  /** Contains these digits. */
  readonly ctn?: string
}

/**
 * The operator on flags.
 *
 * @category operators
 * @since 0.1.0
 */
export interface FlagOperators<A> {
  /** Does not equal. */
  readonly ne?: A
}

/**
 * The operator on arrays.
 *
 * @category operators
 * @since 0.1.0
 */
export interface ArrayOperators<A> {
  /** Contains all of these values. */
  readonly all: ReadonlyArray<A>
}

/**
 * The operator on locations.
 *
 * @category operators
 * @since 0.1.0
 */
export interface LocationOperators {
  /** Is within this circle. */
  readonly near: Near
}

// What a class keeps of a field is what it is on the wire, `E`: a number that travels as a text is a text to the server, and
// cannot be compared. Where that leaves it open, what it is here, `A`, decides. The brackets keep unions together.
type ScalarOperators<A, E> = [A] extends [DateTime.DateTime | Date]
  ? TimeOperators<Given<A>>
  : [E] extends [number]
    ? NumberOperators<A>
    : [E] extends [string]
      ? TextOperators<A>
      : [E] extends [boolean]
        ? FlagOperators<A>
        : [A] extends [number]
          ? NumberOperators<A>
          : [A] extends [string]
            ? TextOperators<A>
            : [A] extends [boolean]
              ? FlagOperators<A>
              : never

type ScalarCondition<A, E> = [ScalarOperators<A, E>] extends [never] ? never : Given<A> | ScalarOperators<A, E>

type ConditionOf<A, E, Place> = [A] extends [Location]
  ? Place
  : [A, E] extends [ReadonlyArray<infer Item>, ReadonlyArray<unknown>]
    ? Given<Item> | ArrayOperators<Given<Item>>
    : ScalarCondition<A, E>

/**
 * A condition on a field: a value that it equals, an element that its array contains, or the operators of its type. `Place`
 * is the condition on a location.
 *
 * @category models
 * @since 0.1.0
 */
export type Condition<S extends Fields[string], Place> = unknown extends S["Encoded"]
  ? unknown
  : ConditionOf<NonNullable<S["Type"]>, NonNullable<S["Encoded"]>, Place>

/**
 * The type of the elements of an array field; `never` for other fields.
 *
 * @category models
 * @since 0.1.0
 */
export type ItemOf<S extends Fields[string]> = unknown extends S["Encoded"]
  ? unknown
  : [NonNullable<S["Type"]>] extends [Location]
    ? never
    : [NonNullable<S["Type"]>, NonNullable<S["Encoded"]>] extends [ReadonlyArray<infer Item>, ReadonlyArray<unknown>]
      ? Given<Item>
      : never

/**
 * The operators on the elements of an array field.
 *
 * @category models
 * @since 0.1.0
 */
export type ItemOperators<S extends Fields[string]> = unknown extends S["Encoded"]
  ? unknown
  : [NonNullable<S["Encoded"]>] extends [ReadonlyArray<infer E>]
    ? ScalarOperators<ItemOf<S>, E>
    : never

// `"number" | "array" | "scalar"`, the last for texts and flags.
type KindOf<A, E> = [E] extends [number]
  ? "number"
  : [A, E] extends [number, number | string]
    ? [E] extends [string]
      ? "scalar"
      : "number"
    : [E] extends [string | boolean]
      ? "scalar"
      : [A] extends [string | boolean]
        ? "scalar"
        : "other"

type Kind<S extends Fields[string]> = unknown extends S["Encoded"]
  ? "number"
  : [NonNullable<S["Type"]>] extends [DateTime.DateTime | Date]
    ? "other"
    : KindOf<NonNullable<S["Type"]>, NonNullable<S["Encoded"]>>

/**
 * The names of the fields with numbers.
 *
 * @category models
 * @since 0.1.0
 */
export type NumberField<F extends Fields> = {
  [K in keyof F & string]: Kind<F[K]> extends "number" ? K : never
}[keyof F & string]

/**
 * The names of the fields with numbers, texts or flags.
 *
 * @category models
 * @since 0.1.0
 */
export type ScalarField<F extends Fields> = {
  [K in keyof F & string]: Kind<F[K]> extends "number" | "scalar" ? K : never
}[keyof F & string]

/**
 * The names of the array fields.
 *
 * @category models
 * @since 0.1.0
 */
export type ArrayField<F extends Fields> = {
  [K in keyof F & string]: [ItemOf<F[K]>] extends [never] ? never : K
}[keyof F & string]
