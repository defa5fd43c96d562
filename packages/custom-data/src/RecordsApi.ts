/**
 * The wire contract of custom data.
 *
 * What a class holds is known to its application only, so records are records of anything here. The collections give them
 * their types.
 *
 * @since 0.1.0
 */
import { Empty, endpoint, lazyGroup, SessionToken, tag, WireRules } from "@effect-connectycube/core/contract/Endpoint"
import { Deleted } from "@effect-connectycube/core/Deleted"
import { RecordId } from "@effect-connectycube/core/Ids"
import * as Query from "@effect-connectycube/core/contract/Query"
import * as Wire from "@effect-connectycube/core/contract/Wire"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as Schema from "effect/Schema"
import { PermissionsResponse } from "./Permissions.ts"

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

const inClass = {
  class_name: Query.described(Schema.NonEmptyString, "The name of a class, which the dashboard creates.")
}

const records = {
  ...inClass,
  record_ids: Query.described(Query.commaList(PathId), "The id of a record, or several with commas between them.")
}

const docs = "https://developers.connectycube.com/server/custom_objects"

/**
 * The endpoints of custom data.
 *
 * @see https://developers.connectycube.com/server/custom_objects
 * @category contract
 * @since 0.1.0
 */
export class RecordsApi extends lazyGroup(() =>
  HttpApiGroup.make("data.records")
    .add(
      endpoint({
        retrySafety: "unsafe",
        summary: "Create a record",
        description:
          "The body has fields of the class; those that are left out are `null`. `_parent_id` makes it the child of another record, and `permissions` says which users can read, update and delete it. Unless they are set, all users can read it, and its owner can update and delete it.",
        response: "The new record.",
        see: `${docs}#create-a-new-record`
      }).post("create", "/data/:class_name", {
        params: inClass,
        payload: WireRecord,
        success: WireRecord.pipe(HttpApiSchema.status(201))
      }),
      endpoint({
        retrySafety: "unsafe",
        summary: "Create several records",
        description: "The body has the records by number, from 0.",
        response: "The new records.",
        see: `${docs}#create-multi-records`
      }).post("createMany", "/data/:class_name/multi", {
        params: inClass,
        payload: Numbered,
        success: Schema.Struct({ class_name: Schema.String, items: Items }).pipe(HttpApiSchema.status(201))
      }),
      // With `permissions` it returns those, and of one record only.
      endpoint({
        retrySafety: "safe",
        summary: "Get one or several records",
        description:
          "Records that do not exist are left out. With `permissions` it returns those of one record, for its owner.",
        response: "The records; with `permissions`, those of the record.",
        see: `${docs}#retrieve-records-by-ids`
      }).get("get", "/data/:class_name/:record_ids", {
        params: records,
        query: {
          permissions: Query.optional(
            Wire.FlagNumber,
            "`1` to return the permissions of the record instead of the record."
          )
        },
        success: Schema.Union([
          Schema.Struct({ class_name: Schema.String, items: Items }),
          Schema.Struct({ record_id: RecordId, permissions: PermissionsResponse })
        ])
      }),
      endpoint({
        retrySafety: "safe",
        summary: "List the records that match all conditions",
        description:
          "The query has conditions on the fields of the class (`field=value`, `field[operator]=value`), `sort_asc` or `sort_desc` with a field, `limit` (1 to 100, or `-1` for the last record) and `skip`. `count=1` returns the number of records. `output[include]` and `output[exclude]` choose fields. `field[calc]` with `group_by` calculates with groups of records.",
        response: "A page of records; with `count`, their number; with `calc`, the groups.",
        see: `${docs}#retrieve-records-within-a-class`,
        paging: { style: "cursor", limit: "limit", cursor: "_id", offset: "skip" }
      }).get("list", "/data/:class_name", {
        params: inClass,
        query: Schema.Record(Schema.String, Schema.String),
        success: Schema.Union([
          Schema.Struct({ class_name: Schema.String, skip: Wire.Int, limit: Wire.Int, items: Items }),
          // with `count`
          Schema.Struct({ items: Schema.Struct({ count: Wire.Int }) }),
          // with `calc` and `group_by`
          Schema.Struct({ class_name: Schema.String, items: Items })
        ])
      }),
      // `inc`, `push` and `pop` of a second request would count twice.
      endpoint({
        retrySafety: "unsafe",
        summary: "Update a record",
        description:
          "Fields that are left out keep their values, and `null` empties a field. `inc`, `push`, `pull`, `pull_all`, `pop` and `add_to_set` change numbers and lists. For users whom the permissions of the record allow it: by default its owner.",
        response: "The updated record.",
        see: `${docs}#update-record-by-id`
      }).put("update", "/data/:class_name/:record_id", {
        params: { ...inClass, record_id: PathId },
        payload: WireRecord,
        success: WireRecord
      }),
      endpoint({
        retrySafety: "unsafe",
        summary: "Update several records",
        description:
          "The body has the changes of each record by number, from 1, with the `id` of the record among them.",
        response: "The updated records, and the ids of those that are not found.",
        see: `${docs}#update-multi-records`
      }).put("updateMany", "/data/:class_name/multi", {
        params: inClass,
        payload: Numbered,
        success: Schema.Struct({
          class_name: Schema.String,
          not_found: Wire.optionalStrict(Schema.Struct({ ids: Schema.Array(RecordId) })),
          items: Items
        })
      }),
      endpoint({
        retrySafety: "unsafe",
        summary: "Update all records that match",
        description: "Updates the records that match `search_criteria` with the other members of the body.",
        response: "The first page of the updated records, and the number of all.",
        see: `${docs}#update-records-by-criteria`
      }).put("updateByCriteria", "/data/:class_name/by_criteria", {
        params: inClass,
        payload: Schema.StructWithRest(Schema.Struct({ search_criteria: WireRecord }), [WireRecord]),
        success: Schema.Struct({
          class_name: Schema.String,
          skip: Wire.Int,
          limit: Wire.Int,
          total_found: Wire.Int,
          items: Items
        })
      }),
      // For several records the response has the outcome of each; for one it is empty.
      endpoint({
        retrySafety: "idempotent",
        summary: "Delete one or several records",
        description:
          "Deletes their children too. For users whom the permissions of the record allow it: by default its owner.",
        response:
          "Of several records which are deleted, not found and not the user's to delete; of one record nothing.",
        see: `${docs}#delete-several-records-by-their-ids`
      }).delete("delete", "/data/:class_name/:record_ids", {
        params: records,
        success: [Deleted, Empty]
      }),
      // Its criteria are a form in the body, as documented: were they overlooked in the query, everything would match.
      endpoint({
        retrySafety: "idempotent",
        summary: "Delete all records that match",
        description:
          "The body is a form with conditions on fields (`field[operator]=value`), of which there has to be one.",
        response: "The number of deleted records.",
        see: `${docs}#delete-records-by-criteria`
      }).delete("deleteByCriteria", "/data/:class_name/by_criteria", {
        params: inClass,
        payload: Schema.Record(Schema.String, Schema.String)
          .check(Schema.isMinProperties(1))
          .pipe(HttpApiSchema.asFormUrlEncoded()),
        success: Schema.Struct({ total_deleted: Wire.Int })
      })
    )
    .middleware(SessionToken)
    .middleware(WireRules)
    .annotateMerge(tag({ description: "Custom data: records of the classes of the application.", see: docs }))
) {}
