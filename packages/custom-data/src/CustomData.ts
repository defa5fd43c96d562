/**
 * Custom data: records of classes that an application defines, typed by its own schemas.
 *
 * @since 0.1.0
 */
import * as ApiClient from "@effect-connectycube/core/client/ApiClient"
import type { ConnectyCubeConfig } from "@effect-connectycube/core/ConnectyCubeConfig"
import * as Wire from "@effect-connectycube/core/contract/Wire"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as HttpClient from "effect/http/HttpClient"
import type * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import type { Collection } from "./Collection.ts"
import type { AnyFields, Fields } from "./Field.ts"
import * as internal from "./internal/collection.ts"
import { Location } from "./Location.ts"
import type { SystemFields } from "./Record.ts"
import { RecordsApi } from "./RecordsApi.ts"

/** The names of the server's own fields are taken. */
type NoSystemFields = { readonly [K in keyof SystemFields]?: never }

const make = Effect.gen(function* () {
  const call = yield* ApiClient.make(RecordsApi)
  // The methods work with the fields that they find in the schema. `Collection` says the same of them in types, for a
  // schema that the compiler knows.
  const collection = <F extends Fields>(class_name: string, schema: Schema.Struct<F> | undefined) =>
    internal.make(
      call,
      class_name,
      schema && { fields: schema.fields, whole: Schema.toCodecJson(schema) }
    ) as unknown as Collection<F>

  return CustomData.of({ collection, untyped: (class_name) => collection<AnyFields>(class_name, undefined) })
})

/**
 * The custom data of the application. Its classes are defined in the dashboard.
 *
 * @example
 * ```ts
 * import { CustomData } from "@effect-connectycube/custom-data"
 * import * as Effect from "effect/Effect"
 * import * as Schema from "effect/Schema"
 * import * as Stream from "effect/Stream"
 *
 * const adults = Effect.gen(function*() {
 *   const profiles = yield* CustomData.collection("profile", Schema.Struct({ full_name: Schema.String, age: Schema.Int }))
 *   return yield* profiles.stream({ age: { gte: 18 }, full_name: { ctn: "Ada" } }).pipe(Stream.runCollect)
 * })
 * ```
 *
 * @see https://developers.connectycube.com/server/custom_objects
 * @category services
 * @since 0.1.0
 */
export class CustomData extends Context.Service<
  CustomData,
  {
    /**
     * Makes the methods for the records of a class, typed by the schema of its fields.
     *
     * **Details**
     *
     * The server returns `null` for fields that were left out: use `Schema.optionalKey` or `Schema.NullOr` for them. The
     * type of a field in the dashboard is its type on the wire: `Schema.NumberFromString` matches _String_, and
     * `Schema.Int` matches _Integer_.
     *
     * @example
     * ```ts
     * const profiles = customData.collection("profile", Schema.Struct({ full_name: Schema.String, age: Schema.Int }))
     * const { age } = yield* profiles.create({ full_name: "Nadine Collier", age: 41 })
     * age // => 41
     * ```
     */
    readonly collection: <F extends Fields & NoSystemFields>(
      class_name: string,
      schema: Schema.Struct<F>
    ) => Collection<F>
    /**
     * Makes the methods for the records of a class without a schema. Its fields are `unknown`, as they are on the wire.
     *
     * **When to use**
     *
     * For tools that work with any class.
     *
     * @example
     * ```ts
     * const profiles = customData.untyped("profile")
     * const { age } = yield* profiles.create({ full_name: "Nadine Collier", age: 41 })
     * age // => 41
     * ```
     */
    readonly untyped: (class_name: string) => Collection<AnyFields>
  }
>()("@effect-connectycube/custom-data/CustomData") {
  /** Provides the service, on the `HttpClient` and the configuration in the context. */
  static readonly layer: Layer.Layer<CustomData, never, HttpClient.HttpClient | ConnectyCubeConfig> = ApiClient.layer(
    CustomData,
    make
  )

  /**
   * Makes the methods for the records of a class, typed by the schema of its fields.
   *
   * **Details**
   *
   * The server returns `null` for fields that were left out: use `Schema.optionalKey` or `Schema.NullOr` for them. The type
   * of a field in the dashboard is its type on the wire: `Schema.NumberFromString` matches _String_, and `Schema.Int`
   * matches _Integer_.
   *
   * @example
   * ```ts
   * const profiles = yield* CustomData.collection("profile", Schema.Struct({ age: Schema.Int }))
   * const adults = yield* profiles.count({ age: { gte: 18 } }) // => 0
   * ```
   */
  static readonly collection = <F extends Fields & NoSystemFields>(
    class_name: string,
    schema: Schema.Struct<F>
  ): Effect.Effect<Collection<F>, never, CustomData> =>
    Effect.map(CustomData, (customData) => customData.collection(class_name, schema))

  /**
   * Makes the methods for the records of a class without a schema. Its fields are `unknown`, as they are on the wire.
   *
   * **When to use**
   *
   * For tools that work with any class.
   *
   * @example
   * ```ts
   * const profiles = yield* CustomData.untyped("profile")
   * const count = yield* profiles.count() // => 0
   * ```
   */
  static readonly untyped = (class_name: string): Effect.Effect<Collection<AnyFields>, never, CustomData> =>
    Effect.map(CustomData, (customData) => customData.untyped(class_name))

  /** The schema of a field of the type _Location_, which the condition `near` can match. */
  static readonly Location = Location

  /**
   * The schema of a field of the type _Date_: a `DateTime.Utc`, encoded as ISO 8601, and decoded from all formats of times
   * of the API.
   *
   * **Details**
   *
   * A time with a zone is accepted too, as the same instant.
   *
   * **Gotchas**
   *
   * The documentation has no example of such a field.
   */
  static readonly Date = Wire.TimeIso
}
