/**
 * The wire contract of meetings.
 *
 * @since 0.1.0
 */
import { RetrySafety, SessionToken, WireRules } from "@effect-connectycube/core/contract/Endpoint"
import { MeetingId } from "@effect-connectycube/core/Ids"
import * as Query from "@effect-connectycube/core/contract/Query"
import * as Wire from "@effect-connectycube/core/contract/Wire"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as Schema from "effect/Schema"
import { Meeting, MeetingChanges, NewMeeting } from "./Meeting.ts"
import { Recording } from "./Recording.ts"

const Empty = HttpApiSchema.Empty(200)

// `recordings` is another route.
const PathId = MeetingId.check(Schema.isPattern(/^(?!recordings(?:\.json)?$)/i, { expected: "an id" }))

const times = <const Field extends string, S extends Schema.Codec<unknown, string | number>>(field: Field, schema: S) =>
  Query.operators(field, { "": schema, gt: schema, gte: schema, lt: schema, lte: schema })

/**
 * The endpoints of meetings.
 *
 * @see https://developers.connectycube.com/server/meetings
 * @category contract
 * @since 0.1.0
 */
export class MeetingsApi extends HttpApiGroup.make("meetings")
  .add(
    HttpApiEndpoint.post("create", "/meetings", {
      payload: NewMeeting,
      success: Meeting.pipe(HttpApiSchema.status(201))
    }).annotate(RetrySafety, "unsafe"),
    HttpApiEndpoint.get("list", "/meetings", {
      query: {
        _id: Schema.optionalKey(MeetingId),
        ...times("start_date", Wire.InstantSeconds),
        ...times("end_date", Wire.InstantSeconds),
        ...times("created_at", Wire.InstantIso),
        ...times("updated_at", Wire.InstantIso),
        scheduled: Schema.optionalKey(Wire.Flag),
        limit: Schema.optionalKey(Wire.Int.check(Schema.isGreaterThanOrEqualTo(1))),
        offset: Schema.optionalKey(Wire.Int.check(Schema.isGreaterThanOrEqualTo(0)))
      },
      success: Schema.Union([
        Schema.Array(Meeting),
        // of the second version of the API
        Schema.Struct({ items: Schema.Array(Meeting) }),
        // with `_id`
        Meeting
      ])
    }).annotate(RetrySafety, "safe"),
    HttpApiEndpoint.put("update", "/meetings/:meeting_id", {
      params: { meeting_id: PathId },
      payload: MeetingChanges,
      success: Meeting
    }).annotate(RetrySafety, "idempotent"),
    HttpApiEndpoint.delete("delete", "/meetings/:meeting_id", {
      params: { meeting_id: PathId },
      success: Empty
    }).annotate(RetrySafety, "idempotent"),
    HttpApiEndpoint.get("recordings", "/meetings/recordings/:meeting_id", {
      params: { meeting_id: MeetingId },
      success: Schema.Array(Recording)
    }).annotate(RetrySafety, "safe")
  )
  .middleware(SessionToken)
  .middleware(WireRules) {}
