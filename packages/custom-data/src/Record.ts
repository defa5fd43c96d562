/**
 * The fields of all records, of any class.
 *
 * @since 0.1.0
 */
import { RecordId, UserId } from "@effect-connectycube/core/Ids"
import * as Wire from "@effect-connectycube/core/contract/Wire"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as SchemaTransformation from "effect/SchemaTransformation"
import { PermissionsResponse } from "./Permissions.ts"

// No parent is `null`, missing or `""`.
const ParentId = Schema.NullOr(Schema.String).pipe(
  Schema.decodeTo(
    Schema.NullOr(RecordId),
    SchemaTransformation.transform({ decode: (id) => (id === "" ? null : id), encode: (id) => id })
  ),
  Schema.withDecodingDefaultKey(Effect.succeed(null))
)

/**
 * The fields that the server adds to a record.
 *
 * @see https://developers.connectycube.com/server/custom_objects#create-data-schema
 * @category models
 * @since 0.1.0
 */
export const systemFields = {
  _id: RecordId,
  /** The record, mostly of another class, that this one belongs to; when that is deleted, this is too. */
  _parent_id: ParentId,
  /** The owner. */
  user_id: UserId,
  created_at: Wire.TimeSeconds,
  updated_at: Wire.TimeSeconds,
  /** Left out by lists. */
  permissions: Schema.optionalKey(PermissionsResponse)
}

/**
 * The fields that the server adds to a record.
 *
 * @category models
 * @since 0.1.0
 */
export interface SystemFields extends Schema.Schema.Type<typeof SystemFields> {}

/**
 * The schema of {@link SystemFields}.
 *
 * @category models
 * @since 0.1.0
 */
export const SystemFields = Schema.Struct(systemFields)
