/**
 * The records of one class.
 *
 * @since 0.1.0
 */
import type { ConnectyCubeError } from "@effect-connectycube/core/ConnectyCubeError"
import type { Deleted } from "@effect-connectycube/core/Deleted"
import type { RecordId } from "@effect-connectycube/core/Ids"
import type { ItemResult } from "@effect-connectycube/core/ItemDecodeError"
import type { Session } from "@effect-connectycube/core/Session"
import type * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import type * as Stream from "effect/Stream"
import type { NewRecord, RecordChanges } from "./Changes.ts"
import type { Fields, NumberField, ScalarField } from "./Field.ts"
import type {
  DataRecord,
  Page,
  Projected,
  RecordsCriteria,
  RecordsFilter,
  RecordsOutput,
  RecordsQuery
} from "./Filter.ts"
import type { Permissions } from "./Permissions.ts"
import type { SystemFields } from "./Record.ts"

/**
 * One page of records. How many there are on all pages is not said: {@link Collection.count} asks.
 *
 * @category models
 * @since 0.1.0
 */
export interface RecordsPage<A> {
  readonly items: ReadonlyArray<A>
  readonly skip: number
  readonly limit: number
}

/**
 * What is calculated of a group of records.
 *
 * @category models
 * @since 0.1.0
 */
export type Calculation = "avg" | "min" | "max" | "sum"

/**
 * A group of records that share a value, and what was calculated of them; `null` where there was nothing to calculate with.
 *
 * @category models
 * @since 0.1.0
 */
export interface RecordsGroup<Value, Field extends string> {
  readonly group: Value | null
  readonly calc: { readonly [K in Field]: number | null }
}

/**
 * By what records can be grouped.
 *
 * @category models
 * @since 0.1.0
 */
export type GroupField<F extends Fields> = ScalarField<F> | "user_id" | "_parent_id"

type GroupValue<F extends Fields, By extends string> = By extends keyof F
  ? NonNullable<F[By]["Type"]>
  : By extends keyof SystemFields
    ? NonNullable<SystemFields[By]>
    : never

/**
 * The records of one class, typed by the schema of its fields.
 *
 * A record that does not fit the schema is a `DecodeError`, except where a method says that it collects those.
 *
 * @example
 * ```ts
 * import { CustomData } from "@effect-connectycube/custom-data"
 * import * as Effect from "effect/Effect"
 * import * as Schema from "effect/Schema"
 *
 * const Profile = Schema.Struct({ full_name: Schema.String, age: Schema.Int, job: Schema.NullOr(Schema.String) })
 *
 * const program = Effect.gen(function*() {
 *   const profiles = yield* CustomData.collection("profile", Profile)
 *   const nadine = yield* profiles.create({ full_name: "Nadine Collier", age: 41 })
 *   yield* profiles.update(nadine._id, { job: "accountant", inc: { age: 1 } })
 *   return yield* profiles.list({ age: { gt: 28 }, sort_desc: "full_name" })
 * })
 * ```
 *
 * @see https://developers.connectycube.com/server/custom_objects
 * @category services
 * @since 0.1.0
 */
export interface Collection<F extends Fields> {
  /** The name of the class, as it is in the dashboard. */
  readonly class_name: string
  /**
   * Makes a record, with the user of the session as its owner.
   *
   * Making it twice makes two: it is retried after a 429 or 503 only.
   *
   * @see https://developers.connectycube.com/server/custom_objects#create-a-new-record
   */
  readonly create: (record: NewRecord<F>) => Effect.Effect<DataRecord<F>, ConnectyCubeError, Session>
  /**
   * Makes several records in one request. An empty list is an `InvalidRequest`.
   *
   * @see https://developers.connectycube.com/server/custom_objects#create-multi-records
   */
  readonly createMany: (
    records: ReadonlyArray<NewRecord<F>>
  ) => Effect.Effect<ReadonlyArray<DataRecord<F>>, ConnectyCubeError, Session>
  /**
   * The record with this id; `NotFound` if there is none.
   *
   * @see https://developers.connectycube.com/server/custom_objects#retrieve-records-by-ids
   */
  readonly get: (id: RecordId) => Effect.Effect<DataRecord<F>, ConnectyCubeError, Session>
  /**
   * The records with these ids, as far as there are such. More than 100 are asked for in several requests.
   *
   * @see https://developers.connectycube.com/server/custom_objects#retrieve-records-by-ids
   */
  readonly getMany: (
    ids: ReadonlyArray<RecordId>
  ) => Effect.Effect<ReadonlyArray<DataRecord<F>>, ConnectyCubeError, Session>
  /**
   * A page of the records that match, or of parts of them.
   *
   * @see https://developers.connectycube.com/server/custom_objects#retrieve-records-within-a-class
   */
  readonly list: <const O extends RecordsOutput<F> | undefined = undefined>(
    query?: RecordsQuery<F, O> & Page
  ) => Effect.Effect<RecordsPage<Projected<F, O>>, ConnectyCubeError, Session>
  /**
   * As {@link list}, with the records that do not fit the schema beside those that do, in their order.
   *
   * @see https://developers.connectycube.com/server/custom_objects#retrieve-records-within-a-class
   */
  readonly listResults: <const O extends RecordsOutput<F> | undefined = undefined>(
    query?: RecordsQuery<F, O> & Page
  ) => Effect.Effect<RecordsPage<ItemResult<Projected<F, O>>>, ConnectyCubeError, Session>
  /**
   * All records that match, page by page; `limit` is the size of a page.
   *
   * They come in the order of their ids, which is that of their making, and each page begins after the last id of the one
   * before: records that are made or deleted meanwhile neither hide nor double others. In another order, or with a server that
   * does not compare ids, pages are counted off, and then they may.
   *
   * @see https://developers.connectycube.com/server/custom_objects#retrieve-records-within-a-class
   */
  readonly stream: <const O extends RecordsOutput<F> | undefined = undefined>(
    query?: RecordsQuery<F, O> & { readonly limit?: number }
  ) => Stream.Stream<Projected<F, O>, ConnectyCubeError, Session>
  /**
   * As {@link stream}, with the records that do not fit the schema beside those that do.
   *
   * @example
   * ```ts
   * import { type Collection, CustomData } from "@effect-connectycube/custom-data"
   * import * as Console from "effect/Console"
   * import * as Effect from "effect/Effect"
   * import * as Result from "effect/Result"
   * import * as Schema from "effect/Schema"
   * import * as Stream from "effect/Stream"
   *
   * const audit = Effect.gen(function*() {
   *   const profiles = yield* CustomData.collection("profile", Schema.Struct({ age: Schema.Int }))
   *   yield* profiles.streamResults().pipe(
   *     Stream.filter(Result.isFailure),
   *     Stream.runForEach(({ failure }) => Console.warn(failure.message, failure.item))
   *   )
   * })
   * ```
   */
  readonly streamResults: <const O extends RecordsOutput<F> | undefined = undefined>(
    query?: RecordsQuery<F, O> & { readonly limit?: number }
  ) => Stream.Stream<ItemResult<Projected<F, O>>, ConnectyCubeError, Session>
  /** How many records match. */
  readonly count: (filter?: RecordsFilter<F>) => Effect.Effect<number, ConnectyCubeError, Session>
  /** The first record that matches: the one that was made first, unless another order is asked for. */
  readonly first: <const O extends RecordsOutput<F> | undefined = undefined>(
    query?: RecordsQuery<F, O>
  ) => Effect.Effect<Option.Option<Projected<F, O>>, ConnectyCubeError, Session>
  /**
   * The last record that matches.
   *
   * @see https://developers.connectycube.com/server/custom_objects#1-sorting
   */
  readonly last: <const O extends RecordsOutput<F> | undefined = undefined>(
    query?: RecordsQuery<F, O>
  ) => Effect.Effect<Option.Option<Projected<F, O>>, ConnectyCubeError, Session>
  /**
   * Changes a record, and answers it after the change.
   *
   * The update operators add to what is there, so a second request would count twice: it is retried after a 429 or 503 only.
   *
   * @see https://developers.connectycube.com/server/custom_objects#update-record-by-id
   */
  readonly update: (id: RecordId, changes: RecordChanges<F>) => Effect.Effect<DataRecord<F>, ConnectyCubeError, Session>
  /**
   * Changes several records, each in its own way, and answers those that there are. An empty list is an `InvalidRequest`.
   * Update operators are not documented here.
   *
   * @see https://developers.connectycube.com/server/custom_objects#update-multi-records
   */
  readonly updateMany: (changes: ReadonlyArray<{ readonly id: RecordId } & RecordChanges<F>>) => Effect.Effect<
    {
      readonly items: ReadonlyArray<DataRecord<F>>
      readonly not_found: ReadonlyArray<RecordId>
    },
    ConnectyCubeError,
    Session
  >
  /**
   * Changes all records that match in one way, and answers the first page of them. Without a condition it is an
   * `InvalidRequest`. Update operators are not documented here.
   *
   * @see https://developers.connectycube.com/server/custom_objects#update-records-by-criteria
   */
  readonly updateByCriteria: (
    criteria: RecordsCriteria<F>,
    changes: RecordChanges<F>
  ) => Effect.Effect<RecordsPage<DataRecord<F>> & { readonly total_found: number }, ConnectyCubeError, Session>
  /**
   * Deletes a record, and those that belong to it.
   *
   * @see https://developers.connectycube.com/server/custom_objects#delete-record-by-id
   */
  readonly delete: (id: RecordId) => Effect.Effect<void, ConnectyCubeError, Session>
  /**
   * Deletes several records, and answers what became of each. More than 100 go out in several requests: when one of those
   * fails, `batch` of the error says which ids are done.
   *
   * @see https://developers.connectycube.com/server/custom_objects#delete-several-records-by-their-ids
   */
  readonly deleteMany: (ids: ReadonlyArray<RecordId>) => Effect.Effect<Deleted, ConnectyCubeError, Session>
  /**
   * Deletes all records that match, and answers how many those were. Without a condition it is an `InvalidRequest`: nothing
   * is sent.
   *
   * @see https://developers.connectycube.com/server/custom_objects#delete-records-by-criteria
   */
  readonly deleteByCriteria: (criteria: RecordsCriteria<F>) => Effect.Effect<number, ConnectyCubeError, Session>
  /**
   * Who may do what with a record. For its owner.
   *
   * @see https://developers.connectycube.com/server/custom_objects#retrieve-record-by-id-to-view-its-permissions
   */
  readonly getPermissions: (id: RecordId) => Effect.Effect<Permissions, ConnectyCubeError, Session>
  /**
   * Calculates with the numbers of records, group by group.
   *
   * What the server answers is not documented. It is read in several spellings, and is a `DecodeError` in any other.
   *
   * @example
   * ```ts
   * import { CustomData } from "@effect-connectycube/custom-data"
   * import * as Effect from "effect/Effect"
   * import * as Schema from "effect/Schema"
   *
   * const averages = Effect.gen(function*() {
   *   const profiles = yield* CustomData.collection("profile", Schema.Struct({ age: Schema.Int, country: Schema.String }))
   *   const groups = yield* profiles.aggregate({ calc: { age: "avg" }, group_by: "country" })
   *   return groups.map(({ calc, group }) => `${group}: ${calc.age}`)
   * })
   * ```
   *
   * @see https://developers.connectycube.com/server/custom_objects#3-aggregation-operators
   */
  readonly aggregate: <Field extends NumberField<F>, By extends GroupField<F>>(request: {
    readonly calc: { readonly [K in Field]: Calculation }
    readonly group_by: By
    readonly filter?: RecordsFilter<F>
  }) => Effect.Effect<ReadonlyArray<RecordsGroup<GroupValue<F, By>, Field>>, ConnectyCubeError, Session>
}
