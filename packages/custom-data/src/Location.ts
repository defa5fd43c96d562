/**
 * Locations on the earth.
 *
 * @since 0.1.0
 */
import * as Wire from "@effect-connectycube/core/contract/Wire"
import * as Schema from "effect/Schema"
import * as SchemaTransformation from "effect/SchemaTransformation"

/**
 * A location, in degrees.
 *
 * @category models
 * @since 0.1.0
 */
export interface Location {
  /** The longitude, from -180 to 180 degrees. */
  readonly longitude: number
  /** The latitude, from -90 to 90 degrees. */
  readonly latitude: number
}

const Place: Schema.Codec<Location> = Schema.Struct({
  /** The longitude, from -180 to 180 degrees. */
  longitude: Schema.Finite.check(Schema.isBetween({ minimum: -180, maximum: 180 })),
  /** The latitude, from -90 to 90 degrees. */
  latitude: Schema.Finite.check(Schema.isBetween({ minimum: -90, maximum: 90 }))
})

/**
 * The schema of a field of the type _Location_: `[longitude, latitude]` on the wire, in this order.
 *
 * @example
 * ```ts
 * import { CustomData } from "@effect-connectycube/custom-data"
 * import * as Schema from "effect/Schema"
 *
 * const Shop = Schema.Struct({ name: Schema.String, place: CustomData.Location })
 * ```
 *
 * @see https://developers.connectycube.com/server/custom_objects
 * @category models
 * @since 0.1.0
 */
export const Location = Schema.Tuple([Wire.Float, Wire.Float]).pipe(
  Schema.decodeTo(
    Place,
    SchemaTransformation.transform({
      decode: ([longitude, latitude]): Location => ({ longitude, latitude }),
      encode: ({ longitude, latitude }) => [longitude, latitude] as const
    })
  )
)

/**
 * A circle around a location.
 *
 * @category models
 * @since 0.1.0
 */
export interface Near extends Location {
  /** The radius, in metres. */
  readonly radius: number
}

/**
 * The schema of a {@link Near}: `longitude,latitude;radius` in a query.
 *
 * @category wire
 * @since 0.1.0
 */
export const Near = Schema.String.check(
  Schema.isPattern(/^[^,;]+,[^,;]+;[^,;]+$/, { expected: "longitude,latitude;radius" })
).pipe(
  Schema.decodeTo(
    Schema.Struct({
      /** The longitude of the center, from -180 to 180 degrees. */
      longitude: Schema.Finite.check(Schema.isBetween({ minimum: -180, maximum: 180 })),
      /** The latitude of the center, from -90 to 90 degrees. */
      latitude: Schema.Finite.check(Schema.isBetween({ minimum: -90, maximum: 90 })),
      /** The radius, in metres. */
      radius: Schema.Finite.check(Schema.isGreaterThanOrEqualTo(0))
    }),
    SchemaTransformation.transform({
      decode: (text): Near => {
        const [longitude, latitude, radius] = text.split(/[,;]/).map(Number)
        return { longitude: longitude ?? Number.NaN, latitude: latitude ?? Number.NaN, radius: radius ?? Number.NaN }
      },
      encode: ({ latitude, longitude, radius }) => `${longitude},${latitude};${radius}`
    })
  )
)
