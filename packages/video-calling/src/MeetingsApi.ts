/**
 * The wire contract of meetings.
 *
 * @since 0.1.0
 */
import { Empty, endpoint, lazyGroup, SessionToken, tag, WireRules } from "@effect-connectycube/core/contract/Endpoint"
import { MeetingId } from "@effect-connectycube/core/Ids"
import * as Query from "@effect-connectycube/core/contract/Query"
import * as Wire from "@effect-connectycube/core/contract/Wire"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as Schema from "effect/Schema"
import { Meeting, MeetingChanges, NewMeeting } from "./Meeting.ts"
import { Recording } from "./Recording.ts"

// `recordings` is another route.
const PathId = MeetingId.check(Schema.isPattern(/^(?!recordings(?:\.json)?$)/i, { expected: "an id" }))

const times = <const Field extends string, S extends Schema.Codec<unknown, string | number>>(field: Field, schema: S) =>
  Query.operators(field, { "": schema, gt: schema, gte: schema, lt: schema, lte: schema })

const docs = "https://developers.connectycube.com/server/meetings"

/**
 * The endpoints of meetings.
 *
 * @see https://developers.connectycube.com/server/meetings
 * @category contract
 * @since 0.1.0
 */
export class MeetingsApi extends lazyGroup(() =>
  HttpApiGroup.make("meetings")
    .add(
      endpoint({
        retrySafety: "unsafe",
        summary: "Create a meeting",
        description:
          "Creates a conference room; the current user becomes its host. An attendee is named by `id` or `email`. `chat` creates a dialog for the meeting, `notify` sends e-mails, and `record` records it.",
        response: "The new meeting.",
        see: `${docs}#create-meeting`
      }).post("create", "/meetings", {
        payload: NewMeeting,
        success: Meeting.pipe(HttpApiSchema.status(201))
      }),
      endpoint({
        retrySafety: "safe",
        summary: "List the meetings of the current user",
        description:
          "The meetings that the user is the host or an attendee of. With `_id` it is one meeting: all users can get a public one.",
        response: "A page of meetings; with `_id`, the meeting.",
        see: `${docs}#retrieve-meetings`,
        paging: { style: "offset", limit: "limit", offset: "offset" }
      }).get("list", "/meetings", {
        query: {
          _id: Schema.optionalKey(MeetingId),
          ...times("start_date", Wire.InstantSeconds),
          ...times("end_date", Wire.InstantSeconds),
          ...times("created_at", Wire.InstantIso),
          ...times("updated_at", Wire.InstantIso),
          scheduled: Query.optional(Wire.Flag, "Whether the meeting is scheduled."),
          limit: Query.limit,
          offset: Query.offset
        },
        success: Schema.Union([
          Schema.Array(Meeting),
          // of the second version of the API
          Schema.Struct({ items: Schema.Array(Meeting) }),
          // with `_id`
          Meeting
        ])
      }),
      endpoint({
        retrySafety: "idempotent",
        summary: "Update a meeting",
        description:
          "For the host. A change of `record` starts or stops the recording. A change of `start_date` and a `notify` that becomes true send e-mails to all attendees, and new attendees get one.",
        response: "The updated meeting.",
        see: `${docs}#update-meeting`
      }).put("update", "/meetings/:meeting_id", {
        params: { meeting_id: PathId },
        payload: MeetingChanges,
        success: Meeting
      }),
      endpoint({
        retrySafety: "idempotent",
        summary: "Delete a meeting",
        description: "For the host.",
        response: "The meeting is deleted.",
        see: `${docs}#delete-meeting`
      }).delete("delete", "/meetings/:meeting_id", {
        params: { meeting_id: PathId },
        success: Empty
      }),
      endpoint({
        retrySafety: "safe",
        summary: "List the recordings of a meeting",
        description: "A recording is there after the meeting has ended. Its URL is valid for an hour.",
        response: "All recordings.",
        see: `${docs}#meeting-recordings`
      }).get("recordings", "/meetings/recordings/:meeting_id", {
        params: { meeting_id: MeetingId },
        success: Schema.Array(Recording)
      })
    )
    .middleware(SessionToken)
    .middleware(WireRules)
    .annotateMerge(tag({ description: "Meetings, which are conference rooms, and their recordings.", see: docs }))
) {}
