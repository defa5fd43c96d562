/**
 * The wire contract of the administration API. It takes the administration key, and no session.
 *
 * @since 0.1.0
 */
// What an administrator lists and changes are the dialogs, messages and meetings of the other modules, with their filters.
import { AdministeredDialog, DialogChangesFields, DialogType } from "@effect-connectycube/chat/Dialog"
import { conditions, ExtensionConditions } from "@effect-connectycube/chat/DialogsQuery"
import { AdministeredMessage } from "@effect-connectycube/chat/Message"
import { AdministrationKey, EmptyObject, RetrySafety, WireRules } from "@effect-connectycube/core/contract/Endpoint"
import { DialogId, MeetingId, MessageId, UserId } from "@effect-connectycube/core/Ids"
import * as Query from "@effect-connectycube/core/contract/Query"
import * as Wire from "@effect-connectycube/core/contract/Wire"
import { Meeting, NewMeeting } from "@effect-connectycube/video-calling/Meeting"
import { Recording } from "@effect-connectycube/video-calling/Recording"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as Schema from "effect/Schema"

const period = {
  start_date: Schema.optionalKey(Wire.InstantSeconds),
  end_date: Schema.optionalKey(Wire.InstantSeconds)
}

const types = { "types[]": Schema.optionalKey(Query.list(DialogType)) }

const days = {
  limit: Schema.optionalKey(Wire.Int.check(Schema.isGreaterThanOrEqualTo(1))),
  offset: Schema.optionalKey(Wire.Int.check(Schema.isGreaterThanOrEqualTo(0)))
}

const Total = Schema.Struct({ total: Wire.Int })

const day = /^\d{4}-\d{2}-\d{2}$/

/** By days, `YYYY-MM-DD`. Days with nothing are left out. */
const PerDay = Schema.Record(Schema.String, Wire.Int).check(
  Schema.makeFilter((counts) => Object.keys(counts).every((name) => day.test(name)) || "Expected days by YYYY-MM-DD")
)

const range = <const Field extends string, S extends Schema.Codec<unknown, string | number>>(field: Field, schema: S) =>
  Query.operators(field, { gt: schema, gte: schema, lt: schema, lte: schema })

const SortField = Schema.Literals(["created_at", "updated_at", "_id"])

const list = {
  limit: Schema.optionalKey(Wire.Int.check(Schema.isBetween({ minimum: 1, maximum: 100 }))),
  skip: Schema.optionalKey(Wire.Int.check(Schema.isGreaterThanOrEqualTo(0))),
  sort_asc: Schema.optionalKey(SortField),
  sort_desc: Schema.optionalKey(SortField),
  count: Schema.optionalKey(Wire.FlagNumber)
}

const pageOf = <S extends Schema.Top>(item: S) =>
  Schema.Struct({ total_entries: Wire.Int, skip: Wire.Int, limit: Wire.Int, items: Schema.Array(item) })

const DialogsQuery = Schema.StructWithRest(Schema.Struct({ ...conditions, ...list }), [ExtensionConditions])

// Other routes have these names.
const PathId = DialogId.check(Schema.isPattern(/^(?!(?:list|messages)(?:\.json)?$)/i, { expected: "an id" }))

const recordings = { params: { meeting_id: MeetingId } }

/**
 * How much is done in the application.
 *
 * @see https://developers.connectycube.com/admin_api/statistics
 * @category contract
 * @since 0.1.0
 */
export class StatisticsApi extends HttpApiGroup.make("admin.stats")
  .add(
    HttpApiEndpoint.get("messagesSentTotal", "/admin/stats/messages/sent-total", {
      query: period,
      success: Total
    }).annotate(RetrySafety, "safe"),
    HttpApiEndpoint.get("messagesSentPerDay", "/admin/stats/messages/sent-per-day", {
      query: { ...period, ...days },
      success: PerDay
    }).annotate(RetrySafety, "safe"),
    HttpApiEndpoint.get("dialogsCreatedTotal", "/admin/stats/dialogs/created-total", {
      query: { ...period, ...types },
      success: Total
    }).annotate(RetrySafety, "safe"),
    HttpApiEndpoint.get("dialogsCreatedPerDay", "/admin/stats/dialogs/created-per-day", {
      query: { ...period, ...types, ...days },
      success: PerDay
    }).annotate(RetrySafety, "safe")
  )
  .middleware(AdministrationKey)
  .middleware(WireRules) {}

/**
 * All dialogs and messages of the application.
 *
 * @see https://developers.connectycube.com/admin_api/chat
 * @category contract
 * @since 0.1.0
 */
export class AdministeredChatApi extends HttpApiGroup.make("admin.chat")
  .add(
    HttpApiEndpoint.get("listDialogs", "/admin/chat/list", {
      query: DialogsQuery,
      success: pageOf(AdministeredDialog)
    }).annotate(RetrySafety, "safe"),
    HttpApiEndpoint.put("updateDialog", "/admin/chat/:dialog_id", {
      params: { dialog_id: PathId },
      payload: Schema.Struct({
        ...DialogChangesFields.fields,
        user_id: Schema.optionalKey(UserId),
        is_muted: Schema.optionalKey(Wire.Flag)
      }),
      success: AdministeredDialog
    }).annotate(RetrySafety, "idempotent"),
    HttpApiEndpoint.get("listMessages", "/admin/chat/messages/list", {
      query: {
        ...range("_id", MessageId),
        ...range("created_at", Wire.InstantSeconds),
        ...range("updated_at", Wire.InstantSeconds),
        ...range("date_sent", Wire.InstantSeconds),
        chat_dialog_id: Schema.optionalKey(DialogId),
        ...list
      },
      success: pageOf(AdministeredMessage)
    }).annotate(RetrySafety, "safe")
  )
  .middleware(AdministrationKey)
  .middleware(WireRules) {}

/**
 * Meetings and recordings of all users.
 *
 * @see https://developers.connectycube.com/admin_api/meeting
 * @category contract
 * @since 0.1.0
 */
export class AdministeredMeetingsApi extends HttpApiGroup.make("admin.meetings")
  .add(
    HttpApiEndpoint.post("create", "/admin/meetings", {
      payload: Schema.Struct({ user_id: UserId, ...NewMeeting.fields }),
      success: Meeting.pipe(HttpApiSchema.status(201))
    }).annotate(RetrySafety, "unsafe"),
    HttpApiEndpoint.get("recordings", "/admin/meetings/recordings/:meeting_id", {
      ...recordings,
      success: Schema.Array(Recording)
    }).annotate(RetrySafety, "safe"),
    HttpApiEndpoint.delete("deleteRecordings", "/admin/meetings/recordings/:meeting_id", {
      ...recordings,
      success: [EmptyObject, HttpApiSchema.Empty(200)]
    }).annotate(RetrySafety, "idempotent")
  )
  .middleware(AdministrationKey)
  .middleware(WireRules) {}

/**
 * All users of the application.
 *
 * @see https://developers.connectycube.com/admin_api/user
 * @category contract
 * @since 0.1.0
 */
export class AdministeredUsersApi extends HttpApiGroup.make("admin.users")
  .add(
    HttpApiEndpoint.delete("delete", "/admin/user/:user_id", {
      params: { user_id: UserId },
      success: Schema.Struct({ success: Wire.Flag })
    }).annotate(RetrySafety, "idempotent")
  )
  .middleware(AdministrationKey)
  .middleware(WireRules) {}
