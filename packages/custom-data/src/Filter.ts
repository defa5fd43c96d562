/**
 * The conditions, the order and the returned fields of a list of records.
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
 * The conditions on the fields that the server adds to a record.
 *
 * @category models
 * @since 0.1.0
 */
export interface SystemFilter {
  /** By id. */
  readonly _id?: RecordId | TextOperators<RecordId>
  /** By parent record. */
  readonly _parent_id?: RecordId | TextOperators<RecordId>
  /** By owner. */
  readonly user_id?: UserId | NumberOperators<UserId>
  /** By the time of the creation. */
  readonly created_at?: DateTime.DateTime | TimeOperators<DateTime.DateTime>
  /** By the time of the last change. */
  readonly updated_at?: DateTime.DateTime | TimeOperators<DateTime.DateTime>
}

type FieldFilter<F extends Fields, Place> = {
  readonly [K in Exclude<keyof F & string, Options>]?: Condition<F[K], Place>
}

/**
 * The conditions on records; all of them hold.
 *
 * @see https://developers.connectycube.com/server/custom_objects#2-search-criterias
 * @category models
 * @since 0.1.0
 */
export type RecordsFilter<F extends Fields> = FieldFilter<F, LocationOperators> & SystemFilter

/**
 * The conditions on the records to update or delete: those of a {@link RecordsFilter}, without locations.
 *
 * **Details**
 *
 * At least one condition is required. `undefined` is an `InvalidRequest`: without the condition more records would match.
 *
 * @see https://developers.connectycube.com/server/custom_objects#update-records-by-criteria
 * @category models
 * @since 0.1.0
 */
export type RecordsCriteria<F extends Fields> = FieldFilter<F, never> & SystemFilter

/**
 * The names of the fields of a record.
 *
 * @category models
 * @since 0.1.0
 */
export type FieldName<F extends Fields> = (keyof F & string) | Exclude<keyof SystemFields, "permissions">

/**
 * The fields to return: only some, or all but some. `_id` is always returned.
 *
 * @see https://developers.connectycube.com/server/custom_objects#1-sorting
 * @category models
 * @since 0.1.0
 */
export type RecordsOutput<F extends Fields> =
  | {
      /** The fields to return. */
      readonly include: ReadonlyArray<FieldName<F>>
      readonly exclude?: never
    }
  | {
      /** The fields to leave out. */
      readonly exclude: ReadonlyArray<Exclude<FieldName<F>, "_id">>
      readonly include?: never
    }

/**
 * A record: the fields of its class, and those that the server adds.
 *
 * @category models
 * @since 0.1.0
 */
export type DataRecord<F extends Fields> = Schema.Struct.Type<F> & SystemFields

interface Id extends Pick<SystemFields, "_id"> {}

/**
 * A record with the fields that were requested.
 *
 * **Gotchas**
 *
 * With `include`, the other fields of the server can be there or not: the documentation does not say.
 *
 * @category models
 * @since 0.1.0
 */
export type Projected<F extends Fields, O> = O extends {
  /** The fields that are returned. */
  readonly include: infer Names extends ReadonlyArray<unknown>
}
  ? number extends Names["length"]
    ? Id & Partial<DataRecord<F>>
    : Id & Pick<DataRecord<F>, Extract<keyof DataRecord<F>, Names[number]>> & Partial<SystemFields>
  : O extends {
        /** The fields that are left out. */
        readonly exclude: infer Names extends ReadonlyArray<unknown>
      }
    ? number extends Names["length"]
      ? Id & Partial<DataRecord<F>>
      : Omit<Schema.Struct.Type<F>, Names[number] & string> & Omit<SystemFields, Names[number] & string>
    : DataRecord<F>

/**
 * The page of a list.
 *
 * @category models
 * @since 0.1.0
 */
export interface Page {
  /** The size of the page: at most and by default 100. */
  readonly limit?: number
  /** How many records to skip; 0 when left out. */
  readonly skip?: number
}

/**
 * The conditions, the order and the returned fields of a list of records.
 *
 * **Details**
 *
 * To sort by time, sort by `_id`: the server has an index of it, and none of `created_at`.
 *
 * @see https://developers.connectycube.com/server/custom_objects#retrieve-records-within-a-class
 * @category models
 * @since 0.1.0
 */
export type RecordsQuery<F extends Fields, O = undefined> = RecordsFilter<F> &
  Query.Sort<FieldName<F>> & {
    /** The fields to return; all when left out. */
    readonly output?: O
  }
