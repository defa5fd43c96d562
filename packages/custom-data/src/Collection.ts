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
 * One page of records. It has no total: use {@link Collection.count}.
 *
 * @category models
 * @since 0.1.0
 */
export interface RecordsPage<A> {
  /** The records of the page. */
  readonly items: ReadonlyArray<A>
  /** How many records come before this page. */
  readonly skip: number
  /** The size of the page. */
  readonly limit: number
}

/**
 * An aggregation over the numbers of a group of records.
 *
 * @category models
 * @since 0.1.0
 */
export type Calculation = "avg" | "min" | "max" | "sum"

/**
 * A group of records with an equal value, and its aggregations.
 *
 * @category models
 * @since 0.1.0
 */
export interface RecordsGroup<Value, Field extends string> {
  /** The value that the records share; `null` for records without one. */
  readonly group: Value | null
  /** The result by field; `null` if no record has a number. */
  readonly calc: { readonly [K in Field]: number | null }
}

/**
 * A field by which records can be grouped.
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
 * **Details**
 *
 * A record that does not match the schema fails with a `DecodeError`, except for the methods that return a `Result` for
 * each.
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
  /** The name of the class in the dashboard. */
  readonly class_name: string
  /**
   * Creates a record, owned by the current user.
   *
   * **Details**
   *
   * Retried after a 429 or 503 only, since each request creates a record.
   *
   * @example
   * ```ts
   * const nadine = yield* profiles.create({
   *   full_name: "Nadine Collier",
   *   age: 41,
   *   permissions: { read: { access: "open" }, update: { access: "owner" } }
   * })
   * nadine.user_id // => ada.id
   * ```
   *
   * @see https://developers.connectycube.com/server/custom_objects#create-a-new-record
   */
  readonly create: (record: NewRecord<F>) => Effect.Effect<DataRecord<F>, ConnectyCubeError, Session>
  /**
   * Creates several records in one request. Fails with `InvalidRequest` for an empty list.
   *
   * @example
   * ```ts
   * const created = yield* profiles.createMany([
   *   { full_name: "Nadine Collier", age: 41 },
   *   { full_name: "Charles Babbage", age: 79 }
   * ])
   * created.length // => 2
   * ```
   *
   * @see https://developers.connectycube.com/server/custom_objects#create-multi-records
   */
  readonly createMany: (
    records: ReadonlyArray<NewRecord<F>>
  ) => Effect.Effect<ReadonlyArray<DataRecord<F>>, ConnectyCubeError, Session>
  /**
   * Gets a record by id. Fails with `NotFound` if there is none.
   *
   * @example
   * ```ts
   * const { _id } = yield* profiles.create({ full_name: "Nadine Collier", age: 41 })
   * const nadine = yield* profiles.get(_id)
   * nadine.full_name // => "Nadine Collier"
   * ```
   *
   * @see https://developers.connectycube.com/server/custom_objects#retrieve-records-by-ids
   */
  readonly get: (id: RecordId) => Effect.Effect<DataRecord<F>, ConnectyCubeError, Session>
  /**
   * Gets the records with several ids. Unknown ids are left out.
   *
   * **Details**
   *
   * More than 100 ids are sent in several requests.
   *
   * @example
   * ```ts
   * const { _id } = yield* profiles.create({ full_name: "Nadine Collier", age: 41 })
   * const records = yield* profiles.getMany([_id])
   * records.length // => 1
   * ```
   *
   * @see https://developers.connectycube.com/server/custom_objects#retrieve-records-by-ids
   */
  readonly getMany: (
    ids: ReadonlyArray<RecordId>
  ) => Effect.Effect<ReadonlyArray<DataRecord<F>>, ConnectyCubeError, Session>
  /**
   * Lists a page of the records that match, or of parts of them.
   *
   * @example
   * ```ts
   * yield* profiles.create({ full_name: "Nadine Collier", age: 41 })
   * const page = yield* profiles.list({ age: { gt: 28 }, full_name: { ctn: "Nadine" }, sort_desc: "age", limit: 20 })
   * page.items.map(({ age }) => age) // => [41]
   * ```
   *
   * @see https://developers.connectycube.com/server/custom_objects#retrieve-records-within-a-class
   */
  readonly list: <const O extends RecordsOutput<F> | undefined = undefined>(
    query?: RecordsQuery<F, O> & Page
  ) => Effect.Effect<RecordsPage<Projected<F, O>>, ConnectyCubeError, Session>
  /**
   * Lists a page of records, each as a `Result`: a record that does not match the schema does not fail the call.
   *
   * @example
   * ```ts
   * yield* customData.untyped("profile").create({ full_name: "Nadine Collier" })
   * const page = yield* profiles.listResults()
   * page.items.filter(Result.isFailure).length // => 1
   * ```
   *
   * @see https://developers.connectycube.com/server/custom_objects#retrieve-records-within-a-class
   */
  readonly listResults: <const O extends RecordsOutput<F> | undefined = undefined>(
    query?: RecordsQuery<F, O> & Page
  ) => Effect.Effect<RecordsPage<ItemResult<Projected<F, O>>>, ConnectyCubeError, Session>
  /**
   * Streams all records that match, page by page. `limit` is the size of a page.
   *
   * **When to use**
   *
   * To process more records than one page has.
   *
   * **Details**
   *
   * The order is that of ids, which is that of creation, unless the query has another. Each page begins after the last id
   * of the page before: records that are created or deleted meanwhile neither hide nor repeat others.
   *
   * **Gotchas**
   *
   * In another order, or with a server that does not compare ids, pages are read by offset: records that are created or
   * deleted meanwhile can hide or repeat others.
   *
   * @example
   * ```ts
   * yield* profiles.create({ full_name: "Nadine Collier", age: 41 })
   * const names = yield* profiles.stream({ age: { gte: 18 } }).pipe(
   *   Stream.map(({ full_name }) => full_name),
   *   Stream.runCollect
   * )
   * names // => ["Nadine Collier"]
   * ```
   *
   * @see https://developers.connectycube.com/server/custom_objects#retrieve-records-within-a-class
   */
  readonly stream: <const O extends RecordsOutput<F> | undefined = undefined>(
    query?: RecordsQuery<F, O> & {
      /** The size of a page; 100 when left out. */
      readonly limit?: number
    }
  ) => Stream.Stream<Projected<F, O>, ConnectyCubeError, Session>
  /**
   * Streams all records that match as {@link stream} does, each as a `Result`: a record that does not match the schema does
   * not end the stream.
   *
   * @example
   * ```ts
   * yield* profiles.streamResults().pipe(
   *   Stream.filter(Result.isFailure),
   *   Stream.runForEach(({ failure }) => Console.warn(failure.message, failure.item))
   * )
   * ```
   */
  readonly streamResults: <const O extends RecordsOutput<F> | undefined = undefined>(
    query?: RecordsQuery<F, O> & {
      /** The size of a page; 100 when left out. */
      readonly limit?: number
    }
  ) => Stream.Stream<ItemResult<Projected<F, O>>, ConnectyCubeError, Session>
  /**
   * Counts the records that match.
   *
   * @example
   * ```ts
   * yield* profiles.create({ full_name: "Nadine Collier", age: 41 })
   * const adults = yield* profiles.count({ age: { gte: 18 } }) // => 1
   * ```
   */
  readonly count: (filter?: RecordsFilter<F>) => Effect.Effect<number, ConnectyCubeError, Session>
  /**
   * Gets the first record that matches: the oldest, unless the query has another order. `Option.none()` if there is none.
   *
   * @example
   * ```ts
   * const youngest = yield* profiles.first({ sort_asc: "age" }) // => Option.none()
   * ```
   */
  readonly first: <const O extends RecordsOutput<F> | undefined = undefined>(
    query?: RecordsQuery<F, O>
  ) => Effect.Effect<Option.Option<Projected<F, O>>, ConnectyCubeError, Session>
  /**
   * Gets the last record that matches. `Option.none()` if there is none.
   *
   * @example
   * ```ts
   * yield* profiles.create({ full_name: "Nadine Collier", age: 41 })
   * const last = yield* profiles.last({ age: { gte: 18 } })
   * Option.map(last, ({ full_name }) => full_name) // => Option.some("Nadine Collier")
   * ```
   *
   * @see https://developers.connectycube.com/server/custom_objects#1-sorting
   */
  readonly last: <const O extends RecordsOutput<F> | undefined = undefined>(
    query?: RecordsQuery<F, O>
  ) => Effect.Effect<Option.Option<Projected<F, O>>, ConnectyCubeError, Session>
  /**
   * Updates a record, and returns the updated record.
   *
   * **Details**
   *
   * Retried after a 429 or 503 only, since the update operators are not idempotent.
   *
   * @example
   * ```ts
   * const nadine = yield* profiles.create({ full_name: "Nadine Collier", age: 41 })
   * const updated = yield* profiles.update(nadine._id, { job: "accountant", inc: { age: 1 } })
   * updated.age // => 42
   * ```
   *
   * @see https://developers.connectycube.com/server/custom_objects#update-record-by-id
   */
  readonly update: (id: RecordId, changes: RecordChanges<F>) => Effect.Effect<DataRecord<F>, ConnectyCubeError, Session>
  /**
   * Updates several records, each with its own changes, and returns those that exist. Fails with `InvalidRequest` for an
   * empty list.
   *
   * **Gotchas**
   *
   * Update operators are not documented for it.
   *
   * @example
   * ```ts
   * const { _id } = yield* profiles.create({ full_name: "Nadine Collier", age: 41 })
   * const { items, not_found } = yield* profiles.updateMany([{ id: _id, job: "accountant" }])
   * items.length // => 1
   * ```
   *
   * @see https://developers.connectycube.com/server/custom_objects#update-multi-records
   */
  readonly updateMany: (
    changes: ReadonlyArray<
      {
        /** The id of the record to update. */
        readonly id: RecordId
      } & RecordChanges<F>
    >
  ) => Effect.Effect<
    {
      /** The updated records. */
      readonly items: ReadonlyArray<DataRecord<F>>
      /** The ids without a record. */
      readonly not_found: ReadonlyArray<RecordId>
    },
    ConnectyCubeError,
    Session
  >
  /**
   * Updates all records that match in the same way, and returns the first page of them. Fails with `InvalidRequest` without
   * a condition.
   *
   * **Gotchas**
   *
   * Update operators are not documented for it.
   *
   * @example
   * ```ts
   * yield* profiles.create({ full_name: "Nadine Collier", age: 41 })
   * const updated = yield* profiles.updateByCriteria({ age: { gt: 28 } }, { job: "accountant" })
   * updated.items.length // => 1
   * ```
   *
   * @see https://developers.connectycube.com/server/custom_objects#update-records-by-criteria
   */
  readonly updateByCriteria: (
    criteria: RecordsCriteria<F>,
    changes: RecordChanges<F>
  ) => Effect.Effect<
    RecordsPage<DataRecord<F>> & {
      /** The number of records that match. */
      readonly total_found: number
    },
    ConnectyCubeError,
    Session
  >
  /**
   * Deletes a record and its child records.
   *
   * @example
   * ```ts
   * const { _id } = yield* profiles.create({ full_name: "Nadine Collier", age: 41 })
   * yield* profiles.delete(_id)
   * ```
   *
   * @see https://developers.connectycube.com/server/custom_objects#delete-record-by-id
   */
  readonly delete: (id: RecordId) => Effect.Effect<void, ConnectyCubeError, Session>
  /**
   * Deletes records, and returns the outcome for each.
   *
   * **Details**
   *
   * More than 100 ids are sent in several requests. If one of them fails, `batch` of the error lists the ids that are done.
   *
   * @example
   * ```ts
   * const { _id } = yield* profiles.create({ full_name: "Nadine Collier", age: 41 })
   * const { SuccessfullyDeleted } = yield* profiles.deleteMany([_id])
   * SuccessfullyDeleted.ids // => [_id]
   * ```
   *
   * @see https://developers.connectycube.com/server/custom_objects#delete-several-records-by-their-ids
   */
  readonly deleteMany: (ids: ReadonlyArray<RecordId>) => Effect.Effect<Deleted, ConnectyCubeError, Session>
  /**
   * Deletes all records that match, and returns their number. Fails with `InvalidRequest`, before any request, without a
   * condition.
   *
   * @example
   * ```ts
   * yield* profiles.create({ full_name: "Nadine Collier", age: 41 })
   * const count = yield* profiles.deleteByCriteria({ age: { gt: 28 } }) // => 1
   * ```
   *
   * @see https://developers.connectycube.com/server/custom_objects#delete-records-by-criteria
   */
  readonly deleteByCriteria: (criteria: RecordsCriteria<F>) => Effect.Effect<number, ConnectyCubeError, Session>
  /**
   * Gets the permissions of a record. Requires its owner.
   *
   * @example
   * ```ts
   * const nadine = { full_name: "Nadine Collier", age: 41 }
   * const { _id } = yield* profiles.create({ ...nadine, permissions: { read: { access: "owner" } } })
   * const { read } = yield* profiles.getPermissions(_id)
   * read // => { access: "owner" }
   * ```
   *
   * @see https://developers.connectycube.com/server/custom_objects#retrieve-record-by-id-to-view-its-permissions
   */
  readonly getPermissions: (id: RecordId) => Effect.Effect<Permissions, ConnectyCubeError, Session>
  /**
   * Aggregates the numbers of records by group.
   *
   * **Gotchas**
   *
   * The response is not documented. Several formats are decoded, and any other fails with a `DecodeError`.
   *
   * @example
   * ```ts
   * yield* profiles.createMany([
   *   { full_name: "Nadine Collier", age: 41, job: "accountant" },
   *   { full_name: "Charles Babbage", age: 79, job: "accountant" }
   * ])
   * const groups = yield* profiles.aggregate({ calc: { age: "avg" }, group_by: "job" })
   * groups.map(({ calc, group }) => `${group}: ${calc.age}`) // => ["accountant: 60"]
   * ```
   *
   * @see https://developers.connectycube.com/server/custom_objects#3-aggregation-operators
   */
  readonly aggregate: <Field extends NumberField<F>, By extends GroupField<F>>(request: {
    /** The aggregation by field. */
    readonly calc: { readonly [K in Field]: Calculation }
    /** The field to group by. */
    readonly group_by: By
    /** The conditions on the records. */
    readonly filter?: RecordsFilter<F>
  }) => Effect.Effect<ReadonlyArray<RecordsGroup<GroupValue<F, By>, Field>>, ConnectyCubeError, Session>
}
