/**
 * Which records, in which order, and what of them.
 *
 * @since 0.1.0
 */
import type { RecordId, UserId } from "@effect-connectycube/core/Ids"
import type * as Query from "@effect-connectycube/core/contract/Query"
import type * as DateTime from "effect/DateTime"
import type * as Schema from "effect/Schema"
import type { Condition, Fields, LocationOperators, NumberOperators, TextOperators, TimeOperators } from "./Field.ts"
import type { SystemFields } from "./Record.ts"

/** What a query says of the list as a whole. A field of such a name cannot be asked for. */
type Options = "sort_asc" | "sort_desc" | "skip" | "limit" | "count" | "output" | "group_by"

/**
 * Conditions on the fields that the server gives a record.
 *
 * @category models
 * @since 0.1.0
 */
export interface SystemFilter {
  readonly _id?: RecordId | TextOperators<RecordId>
  /** The records that belong to this one. */
  readonly _parent_id?: RecordId | TextOperators<RecordId>
  /** Of these owners. */
  readonly user_id?: UserId | NumberOperators<UserId>
  readonly created_at?: DateTime.DateTime | TimeOperators<DateTime.DateTime>
  readonly updated_at?: DateTime.DateTime | TimeOperators<DateTime.DateTime>
}

type FieldFilter<F extends Fields, Place> = {
  readonly [K in Exclude<keyof F & string, Options>]?: Condition<F[K], Place>
}

/**
 * Which records: all conditions hold together.
 *
 * @see https://developers.connectycube.com/server/custom_objects#2-search-criterias
 * @category models
 * @since 0.1.0
 */
export type RecordsFilter<F extends Fields> = FieldFilter<F, LocationOperators> & SystemFilter

/**
 * Which records to change or delete: as {@link RecordsFilter}, but for places, which cannot be asked for here. At least one
 * condition is needed, and none may be `undefined`: it would be overlooked, and more records match.
 *
 * @see https://developers.connectycube.com/server/custom_objects#update-records-by-criteria
 * @category models
 * @since 0.1.0
 */
export type RecordsCriteria<F extends Fields> = FieldFilter<F, never> & SystemFilter

/**
 * The fields of a record by name.
 *
 * @category models
 * @since 0.1.0
 */
export type FieldName<F extends Fields> = (keyof F & string) | Exclude<keyof SystemFields, "permissions">

/**
 * Which fields to answer: only these, or all but these. `_id` is always there.
 *
 * @see https://developers.connectycube.com/server/custom_objects#1-sorting
 * @category models
 * @since 0.1.0
 */
export type RecordsOutput<F extends Fields> =
  | { readonly include: ReadonlyArray<FieldName<F>>; readonly exclude?: never }
  | { readonly exclude: ReadonlyArray<Exclude<FieldName<F>, "_id">>; readonly include?: never }

/**
 * A record: the fields of its class, and those that the server gives it.
 *
 * @category models
 * @since 0.1.0
 */
export type DataRecord<F extends Fields> = Schema.Struct.Type<F> & SystemFields

interface Id extends Pick<SystemFields, "_id"> {}

/**
 * A record without what was not asked for. With `include`, the fields of the server that are not named may be there or not:
 * the documentation does not say.
 *
 * @category models
 * @since 0.1.0
 */
export type Projected<F extends Fields, O> = O extends { readonly include: infer Names extends ReadonlyArray<unknown> }
  ? number extends Names["length"]
    ? Id & Partial<DataRecord<F>>
    : Id & Pick<DataRecord<F>, Extract<keyof DataRecord<F>, Names[number]>> & Partial<SystemFields>
  : O extends { readonly exclude: infer Names extends ReadonlyArray<unknown> }
    ? number extends Names["length"]
      ? Id & Partial<DataRecord<F>>
      : Omit<Schema.Struct.Type<F>, Names[number] & string> & Omit<SystemFields, Names[number] & string>
    : DataRecord<F>

/**
 * Which page: `limit` records (100 when left out, which is also the most) after the first `skip`.
 *
 * @category models
 * @since 0.1.0
 */
export interface Page {
  readonly limit?: number
  readonly skip?: number
}

/**
 * Which records, in which order, and which of their fields.
 *
 * By time, sort by `_id`: the server has an index of it, and none of `created_at`.
 *
 * @see https://developers.connectycube.com/server/custom_objects#retrieve-records-within-a-class
 * @category models
 * @since 0.1.0
 */
export type RecordsQuery<F extends Fields, O = undefined> = RecordsFilter<F> &
  Query.Sort<FieldName<F>> & { readonly output?: O }
