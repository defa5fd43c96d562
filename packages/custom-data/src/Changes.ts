/**
 * The arguments of the creation and of the update of records.
 *
 * @since 0.1.0
 */
import type { RecordId } from "@effect-connectycube/core/Ids"
import type { ArrayField, Fields, Given, ItemOf, ItemOperators, NumberField } from "./Field.ts"
import type { NewPermissions } from "./Permissions.ts"

/** What an update says beside the fields. A field of such a name cannot be changed. */
type Operator = "inc" | "pull" | "pull_all" | "pop" | "push" | "add_to_set" | "search_criteria" | "id"

/** What is written of a field. A key that may be missing is empty as `null` is. */
type Value<S extends Fields[string]> = Given<S["Type"]> | (S["~type.optionality"] extends "optional" ? null : never)

type MayBeEmpty<F extends Fields> = {
  [K in keyof F & string]: null extends Value<F[K]> ? K : never
}[keyof F & string]

/**
 * The fields of a record beside those of its class.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewSystemFields {
  /** The id of the parent record. Deleting the parent deletes this record too. */
  readonly _parent_id?: RecordId
  /** The permissions; those of the class when left out. */
  readonly permissions?: NewPermissions
}

/**
 * The arguments of the creation of a record. Fields that are optional or can be `null` in the schema can be left out.
 *
 * @see https://developers.connectycube.com/server/custom_objects#create-a-new-record
 * @category models
 * @since 0.1.0
 */
export type NewRecord<F extends Fields> = {
  readonly [K in Exclude<keyof F & string, MayBeEmpty<F>>]: Given<F[K]["Type"]>
} & { readonly [K in MayBeEmpty<F>]?: Value<F[K]> } & NewSystemFields

// An array is a value; of a text it is said here that it is none, for it has an index, too.
type Elements<Item> = [Item] extends [never] ? never : object & { readonly [index: number]: Item }

/**
 * The update operators. They are not idempotent.
 *
 * @see https://developers.connectycube.com/server/custom_objects#special-update-operators
 * @category models
 * @since 0.1.0
 */
export interface UpdateOperators<F extends Fields> {
  /** Adds to numbers; a negative number subtracts. */
  readonly inc?: { readonly [K in NumberField<F>]?: number }
  /** Appends elements to arrays. */
  readonly push?: { readonly [K in ArrayField<F>]?: ReadonlyArray<ItemOf<F[K]>> }
  /** Appends the elements that the array does not have. */
  readonly add_to_set?: { readonly [K in ArrayField<F>]?: ReadonlyArray<ItemOf<F[K]>> }
  /** Removes the elements with a value, or those that match operators. */
  readonly pull?: { readonly [K in ArrayField<F>]?: ItemOf<F[K]> | ItemOperators<F[K]> }
  /** Removes the elements with any of several values. */
  readonly pull_all?: { readonly [K in ArrayField<F>]?: ReadonlyArray<ItemOf<F[K]>> }
  /** Removes the first or the last element. */
  readonly pop?: { readonly [K in ArrayField<F>]?: "first" | "last" }
}

/**
 * The changes of a record: fields, elements of arrays by their index from 0, and {@link UpdateOperators}. `null` empties a
 * field that can be empty.
 *
 * @example
 * ```ts
 * import type { RecordChanges } from "@effect-connectycube/custom-data"
 * import * as Schema from "effect/Schema"
 *
 * const Player = Schema.Struct({ score: Schema.Int, badges: Schema.Array(Schema.String), club: Schema.NullOr(Schema.String) })
 *
 * const promoted: RecordChanges<typeof Player.fields> = {
 *   club: null,
 *   badges: { 0: "captain" },
 *   inc: { score: 10 }
 * }
 * ```
 *
 * @see https://developers.connectycube.com/server/custom_objects#update-record-by-id
 * @category models
 * @since 0.1.0
 */
export type RecordChanges<F extends Fields> = {
  readonly [K in Exclude<keyof F & string, Operator>]?: Value<F[K]> | Elements<ItemOf<F[K]>>
} & UpdateOperators<F> & {
    /** The new parent record; `null` for none. */
    readonly _parent_id?: RecordId | null
    /** The new permissions. */
    readonly permissions?: NewPermissions
  }
