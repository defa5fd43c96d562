/**
 * The wire contract of custom data.
 *
 * What a class holds is known to its application only, so records are records of anything here. The collections give them
 * their types.
 *
 * @since 0.1.0
 */
import { RetrySafety, SessionToken, WireRules } from "@effect-connectycube/core/contract/Endpoint"
import { Deleted } from "@effect-connectycube/core/Deleted"
import { RecordId } from "@effect-connectycube/core/Ids"
import * as Query from "@effect-connectycube/core/contract/Query"
import * as Wire from "@effect-connectycube/core/contract/Wire"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as Schema from "effect/Schema"
import { PermissionsResponse } from "./Permissions.ts"

const Empty = HttpApiSchema.Empty(200)

/**
 * A record as it travels.
 *
 * @category wire
 * @since 0.1.0
 */
export const WireRecord = Schema.Record(Schema.String, Schema.Unknown)

/** Records by their number in the request. */
const Numbered = Schema.Struct({ record: Schema.Record(Schema.String, WireRecord) })

const Items = Schema.Array(WireRecord)

/**
 * The id of a record in a path. The names of other routes are none: to delete the record `by_criteria` would be to delete by
 * no criteria.
 *
 * @category wire
 * @since 0.1.0
 */
export const PathId = RecordId.check(
  Schema.isPattern(/^(?!(?:multi|by_criteria)(?:\.json)?$)[^,]+$/i, { expected: "an id" }).abort()
)

const inClass = { class_name: Schema.NonEmptyString }

/**
 * The endpoints of custom data.
 *
 * @see https://developers.connectycube.com/server/custom_objects
 * @category contract
 * @since 0.1.0
 */
export class RecordsApi extends HttpApiGroup.make("data.records")
  .add(
    HttpApiEndpoint.post("create", "/data/:class_name", {
      params: inClass,
      payload: WireRecord,
      success: WireRecord.pipe(HttpApiSchema.status(201))
    }).annotate(RetrySafety, "unsafe"),
    HttpApiEndpoint.post("createMany", "/data/:class_name/multi", {
      params: inClass,
      payload: Numbered,
      success: Schema.Struct({ class_name: Schema.String, items: Items }).pipe(HttpApiSchema.status(201))
    }).annotate(RetrySafety, "unsafe"),
    // With `permissions` it answers those, and of one record only.
    HttpApiEndpoint.get("get", "/data/:class_name/:record_ids", {
      params: { ...inClass, record_ids: Query.commaList(PathId) },
      query: { permissions: Schema.optionalKey(Wire.FlagNumber) },
      success: Schema.Union([
        Schema.Struct({ class_name: Schema.String, items: Items }),
        Schema.Struct({ record_id: RecordId, permissions: PermissionsResponse })
      ])
    }).annotate(RetrySafety, "safe"),
    HttpApiEndpoint.get("list", "/data/:class_name", {
      params: inClass,
      query: Schema.Record(Schema.String, Schema.String),
      success: Schema.Union([
        Schema.Struct({ class_name: Schema.String, skip: Wire.Int, limit: Wire.Int, items: Items }),
        // with `count`
        Schema.Struct({ items: Schema.Struct({ count: Wire.Int }) }),
        // with `calc` and `group_by`
        Schema.Struct({ class_name: Schema.String, items: Items })
      ])
    }).annotate(RetrySafety, "safe"),
    // `inc`, `push` and `pop` of a second request would count twice.
    HttpApiEndpoint.put("update", "/data/:class_name/:record_id", {
      params: { ...inClass, record_id: PathId },
      payload: WireRecord,
      success: WireRecord
    }).annotate(RetrySafety, "unsafe"),
    HttpApiEndpoint.put("updateMany", "/data/:class_name/multi", {
      params: inClass,
      payload: Numbered,
      success: Schema.Struct({
        class_name: Schema.String,
        not_found: Wire.optionalStrict(Schema.Struct({ ids: Schema.Array(RecordId) })),
        items: Items
      })
    }).annotate(RetrySafety, "unsafe"),
    HttpApiEndpoint.put("updateByCriteria", "/data/:class_name/by_criteria", {
      params: inClass,
      payload: Schema.StructWithRest(Schema.Struct({ search_criteria: WireRecord }), [WireRecord]),
      success: Schema.Struct({
        class_name: Schema.String,
        skip: Wire.Int,
        limit: Wire.Int,
        total_found: Wire.Int,
        items: Items
      })
    }).annotate(RetrySafety, "unsafe"),
    // Of several records the response says what became of each; of one it is empty.
    HttpApiEndpoint.delete("delete", "/data/:class_name/:record_ids", {
      params: { ...inClass, record_ids: Query.commaList(PathId) },
      success: [Deleted, Empty]
    }).annotate(RetrySafety, "idempotent"),
    // Its criteria are a form in the body, as documented: were they overlooked elsewhere, everything would match.
    HttpApiEndpoint.delete("deleteByCriteria", "/data/:class_name/by_criteria", {
      params: inClass,
      payload: Schema.Record(Schema.String, Schema.String)
        .check(Schema.isMinProperties(1))
        .pipe(HttpApiSchema.asFormUrlEncoded()),
      success: Schema.Struct({ total_deleted: Wire.Int })
    }).annotate(RetrySafety, "idempotent")
  )
  .middleware(SessionToken)
  .middleware(WireRules) {}
