/**
 * The wire contract of the administration API. It takes the administration key, and no session.
 *
 * @since 0.1.0
 */
// What an administrator lists and changes are the dialogs, messages and meetings of the other modules, with their filters.
import { AdministeredDialog, DialogChangesFields, DialogType } from "@effect-connectycube/chat/Dialog"
import { conditions, ExtensionConditions } from "@effect-connectycube/chat/DialogsQuery"
import { AdministeredMessage } from "@effect-connectycube/chat/Message"
import {
  AdministrationKey,
  Empty,
  EmptyObject,
  endpoint,
  lazyGroup,
  tag,
  WireRules
} from "@effect-connectycube/core/contract/Endpoint"
import { DialogId, MeetingId, MessageId, UserId } from "@effect-connectycube/core/Ids"
import * as Query from "@effect-connectycube/core/contract/Query"
import * as Wire from "@effect-connectycube/core/contract/Wire"
import { Meeting, NewMeeting } from "@effect-connectycube/video-calling/Meeting"
import { Recording } from "@effect-connectycube/video-calling/Recording"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as Schema from "effect/Schema"

const period = {
  start_date: Query.optional(Wire.InstantSeconds, "The beginning of the period, in Unix seconds."),
  end_date: Query.optional(Wire.InstantSeconds, "The end of the period, in Unix seconds.")
}

const types = {
  "types[]": Query.optional(Query.list(DialogType), "The types of the dialogs, as numbers.")
}

const days = {
  limit: Query.described(Query.limit, "The maximum number of days on a page."),
  offset: Query.described(Query.offset, "The number of days before the page.")
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
  limit: Query.limitUpTo(100),
  skip: Query.offset,
  ...Query.sort(SortField),
  count: Query.count
}

const pageOf = <S extends Schema.Top>(item: S) =>
  Schema.Struct({ total_entries: Wire.Int, skip: Wire.Int, limit: Wire.Int, items: Schema.Array(item) })

const DialogsQuery = Schema.StructWithRest(Schema.Struct({ ...conditions, ...list }), [ExtensionConditions])

// Other routes have these names.
const PathId = DialogId.check(Schema.isPattern(/^(?!(?:list|messages)(?:\.json)?$)/i, { expected: "an id" }))

const recordings = { params: { meeting_id: MeetingId } }

const docs = "https://developers.connectycube.com/admin_api"

const pagesOfDays = { style: "offset", limit: "limit", offset: "offset" } as const

const pagesById = { style: "cursor", limit: "limit", cursor: "_id", offset: "skip" } as const

/**
 * Statistics of the application.
 *
 * @see https://developers.connectycube.com/admin_api/statistics
 * @category contract
 * @since 0.1.0
 */
export class StatisticsApi extends lazyGroup(() =>
  HttpApiGroup.make("admin.stats")
    .add(
      endpoint({
        retrySafety: "safe",
        summary: "Count the messages that were sent",
        description: "In a period, or in all time.",
        response: "The number of messages.",
        see: `${docs}/statistics#messages-sent-total`
      }).get("messagesSentTotal", "/admin/stats/messages/sent-total", {
        query: period,
        success: Total
      }),
      endpoint({
        retrySafety: "safe",
        summary: "Count the messages that were sent on each day",
        description: "In a period, or in all time. Days without messages are left out.",
        response: "The numbers of messages by day, `YYYY-MM-DD`.",
        see: `${docs}/statistics#messages-sent-per-day`,
        paging: pagesOfDays
      }).get("messagesSentPerDay", "/admin/stats/messages/sent-per-day", {
        query: { ...period, ...days },
        success: PerDay
      }),
      endpoint({
        retrySafety: "safe",
        summary: "Count the dialogs that were created",
        description: "In a period, or in all time; of some types, or of all.",
        response: "The number of dialogs.",
        see: `${docs}/statistics#dialogs-created-total`
      }).get("dialogsCreatedTotal", "/admin/stats/dialogs/created-total", {
        query: { ...period, ...types },
        success: Total
      }),
      endpoint({
        retrySafety: "safe",
        summary: "Count the dialogs that were created on each day",
        description: "In a period, or in all time; of some types, or of all. Days without dialogs are left out.",
        response: "The numbers of dialogs by day, `YYYY-MM-DD`.",
        see: `${docs}/statistics#dialogs-created-per-day`,
        paging: pagesOfDays
      }).get("dialogsCreatedPerDay", "/admin/stats/dialogs/created-per-day", {
        query: { ...period, ...types, ...days },
        success: PerDay
      })
    )
    .middleware(AdministrationKey)
    .middleware(WireRules)
    .annotateMerge(
      tag({ description: "Administration: statistics of messages and dialogs.", see: `${docs}/statistics` })
    )
) {}

/**
 * All dialogs and messages of the application.
 *
 * @see https://developers.connectycube.com/admin_api/chat
 * @category contract
 * @since 0.1.0
 */
export class AdministeredChatApi extends lazyGroup(() =>
  HttpApiGroup.make("admin.chat")
    .add(
      endpoint({
        retrySafety: "safe",
        summary: "List all dialogs of the application",
        description: "All conditions have to match. Custom fields are conditions too, as `extensions[field]`.",
        response: "A page of dialogs, and the number of all that match.",
        see: `${docs}/chat#dialogs-list`,
        paging: pagesById
      }).get("listDialogs", "/admin/chat/list", {
        query: DialogsQuery,
        success: pageOf(AdministeredDialog)
      }),
      endpoint({
        retrySafety: "idempotent",
        summary: "Update any dialog",
        description: "As users update their own, and `is_muted` mutes the dialog for the user with the id `user_id`.",
        response: "The updated dialog.",
        see: `${docs}/chat#dialog-update`
      }).put("updateDialog", "/admin/chat/:dialog_id", {
        params: { dialog_id: PathId },
        payload: Schema.Struct({
          ...DialogChangesFields.fields,
          user_id: Schema.optionalKey(UserId),
          is_muted: Schema.optionalKey(Wire.Flag)
        }),
        success: AdministeredDialog
      }),
      endpoint({
        retrySafety: "safe",
        summary: "List all messages of the application",
        description: "Of one dialog, or of all. All conditions have to match.",
        response: "A page of messages, and the number of all that match.",
        see: `${docs}/chat#messages-list`,
        paging: pagesById
      }).get("listMessages", "/admin/chat/messages/list", {
        query: {
          ...range("_id", MessageId),
          ...range("created_at", Wire.InstantSeconds),
          ...range("updated_at", Wire.InstantSeconds),
          ...range("date_sent", Wire.InstantSeconds),
          chat_dialog_id: Schema.optionalKey(DialogId),
          ...list
        },
        success: pageOf(AdministeredMessage)
      })
    )
    .middleware(AdministrationKey)
    .middleware(WireRules)
    .annotateMerge(tag({ description: "Administration: all dialogs and messages.", see: `${docs}/chat` }))
) {}

/**
 * Meetings and recordings of all users.
 *
 * @see https://developers.connectycube.com/admin_api/meeting
 * @category contract
 * @since 0.1.0
 */
export class AdministeredMeetingsApi extends lazyGroup(() =>
  HttpApiGroup.make("admin.meetings")
    .add(
      endpoint({
        retrySafety: "unsafe",
        summary: "Create a meeting for a user",
        description:
          "The user with the id `user_id` becomes its host. The other members are those of a meeting of one's own.",
        response: "The new meeting.",
        see: `${docs}/meeting#create-meeting`
      }).post("create", "/admin/meetings", {
        payload: Schema.Struct({ user_id: UserId, ...NewMeeting.fields }),
        success: Meeting.pipe(HttpApiSchema.status(201))
      }),
      endpoint({
        retrySafety: "safe",
        summary: "List the recordings of any meeting",
        description: "The recordings of the meeting of any user.",
        response: "All recordings.",
        see: `${docs}/meeting#retrieve-meeting-recordings`
      }).get("recordings", "/admin/meetings/recordings/:meeting_id", {
        ...recordings,
        success: Schema.Array(Recording)
      }),
      endpoint({
        retrySafety: "idempotent",
        summary: "Delete all recordings of any meeting",
        description: "The meeting itself stays.",
        response: "The recordings are deleted.",
        see: `${docs}/meeting#delete-meeting-recordings`
      }).delete("deleteRecordings", "/admin/meetings/recordings/:meeting_id", {
        ...recordings,
        success: [EmptyObject, Empty]
      })
    )
    .middleware(AdministrationKey)
    .middleware(WireRules)
    .annotateMerge(
      tag({ description: "Administration: meetings and recordings of all users.", see: `${docs}/meeting` })
    )
) {}

/**
 * All users of the application.
 *
 * @see https://developers.connectycube.com/admin_api/user
 * @category contract
 * @since 0.1.0
 */
export class AdministeredUsersApi extends lazyGroup(() =>
  HttpApiGroup.make("admin.users")
    .add(
      endpoint({
        retrySafety: "idempotent",
        summary: "Delete any user",
        description: "Users themselves can delete their own account only.",
        response: "Whether the user is deleted.",
        see: `${docs}/user#delete-user`
      }).delete("delete", "/admin/user/:user_id", {
        params: { user_id: UserId },
        success: Schema.Struct({ success: Wire.Flag })
      })
    )
    .middleware(AdministrationKey)
    .middleware(WireRules)
    .annotateMerge(tag({ description: "Administration: all users.", see: `${docs}/user` }))
) {}
