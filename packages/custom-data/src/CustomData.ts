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
 * The custom data of an application. Its classes are made in the dashboard.
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
    /** The records of a class, typed by the schema of its fields. */
    readonly collection: <F extends Fields & NoSystemFields>(
      class_name: string,
      schema: Schema.Struct<F>
    ) => Collection<F>
    /** The records of a class that nothing is known of, for tools: its fields are `unknown`, as they are on the wire. */
    readonly untyped: (class_name: string) => Collection<AnyFields>
  }
>()("@effect-connectycube/custom-data/CustomData") {
  /** The service on the `HttpClient` and the configuration in the context. */
  static readonly layer: Layer.Layer<CustomData, never, HttpClient.HttpClient | ConnectyCubeConfig> = ApiClient.layer(
    CustomData,
    make
  )

  /**
   * The records of a class, typed by the schema of its fields.
   *
   * What may be left out is `Schema.optionalKey` or `Schema.NullOr` in the schema: the server answers `null` for it. A field
   * is to the server what it is on the wire, so that `Schema.NumberFromString` goes with a class's _String_, and
   * `Schema.Int` with its _Integer_.
   */
  static readonly collection = <F extends Fields & NoSystemFields>(
    class_name: string,
    schema: Schema.Struct<F>
  ): Effect.Effect<Collection<F>, never, CustomData> =>
    Effect.map(CustomData, (customData) => customData.collection(class_name, schema))

  /** The records of a class that nothing is known of, for tools: its fields are `unknown`, as they are on the wire. */
  static readonly untyped = (class_name: string): Effect.Effect<Collection<AnyFields>, never, CustomData> =>
    Effect.map(CustomData, (customData) => customData.untyped(class_name))

  /** The schema of a field of the type _Location_, which can be asked for what is `near`. */
  static readonly Location = Location

  /**
   * The schema of a field of the type _Date_: a `DateTime.Utc`, written as ISO 8601 and read in any form in which the API gives
   * times. A time with a zone may be given for one: it is the same instant. The documentation has no example of one.
   */
  static readonly Date = Wire.TimeIso
}
