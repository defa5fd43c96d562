/**
 * The data as the inspector reads it: all of it in pages, whoever it belongs to, and none of its secrets.
 *
 * It is for the page that comes with this version, and no part of the public control side.
 */
import { WireRules } from "@effect-connectycube/core/contract/Endpoint"
import * as HttpApi from "effect/http-api/HttpApi"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as Schema from "effect/Schema"
import * as SchemaTransformation from "effect/SchemaTransformation"
import { EmulatedFile } from "../../EmulatedFile.ts"
import {
  ClassItem,
  ContactItem,
  DialogItem,
  EventItem,
  MeetingItem,
  MessageItem,
  RecordingItem,
  RecordItem,
  SessionItem,
  SubscriptionItem,
  UserItem,
  WhiteboardItem
} from "./items.ts"

const number = Schema.FiniteFromString
const id = number.check(Schema.isInt())

const paging = {
  page: Schema.optionalKey(number.check(Schema.isInt(), Schema.isBetween({ minimum: 1, maximum: 1_000_000 }))),
  per_page: Schema.optionalKey(number.check(Schema.isInt(), Schema.isBetween({ minimum: 1, maximum: 100 })))
}

/** A text that is searched for. */
const text = { text: Schema.optionalKey(Schema.String.check(Schema.isMaxLength(200))) }

const ids = Schema.String.pipe(
  Schema.check(Schema.isMaxLength(2000)),
  Schema.decodeTo(
    Schema.Array(Schema.Int).check(Schema.isMaxLength(100)),
    SchemaTransformation.transform({
      decode: (text): ReadonlyArray<number> => text.split(",").map(Number),
      encode: (ids) => ids.join()
    })
  )
)

const pageOf = <Item extends Schema.Top>(item: Item) =>
  Schema.Struct({ items: Schema.Array(item), page: Schema.Int, per_page: Schema.Int, total: Schema.Int })

/** How many there are of each. */
export const Counts = Schema.Struct({
  users: Schema.Int,
  dialogs: Schema.Int,
  messages: Schema.Int,
  records: Schema.Int,
  files: Schema.Int,
  meetings: Schema.Int,
  subscriptions: Schema.Int,
  events: Schema.Int,
  contacts: Schema.Int,
  whiteboards: Schema.Int,
  sessions: Schema.Int
})

/** The endpoints at `/_emulator/data`. */
export class DataApi extends HttpApi.make("inspector")
  .annotate(HttpApi.QueryParseOptions, { errors: "all" })
  .add(
    HttpApiGroup.make("data")
      .add(
        HttpApiEndpoint.get("counts", "/", { success: Counts }),
        HttpApiEndpoint.get("users", "/users", {
          query: { ...paging, ...text, ids: Schema.optionalKey(ids) },
          success: pageOf(UserItem)
        }),
        HttpApiEndpoint.get("dialogs", "/dialogs", {
          query: { ...paging, ...text, user_id: Schema.optionalKey(id) },
          success: pageOf(DialogItem)
        }),
        HttpApiEndpoint.get("messages", "/messages", {
          query: { ...paging, chat_dialog_id: Schema.String },
          success: pageOf(MessageItem)
        }),
        HttpApiEndpoint.get("classes", "/classes", { success: Schema.Array(ClassItem) }),
        HttpApiEndpoint.get("records", "/records", {
          query: { ...paging, class_name: Schema.String },
          success: pageOf(RecordItem)
        }),
        HttpApiEndpoint.get("files", "/files", { query: paging, success: pageOf(EmulatedFile) }),
        HttpApiEndpoint.get("content", "/files/:id/content", {
          params: { id },
          query: { bytes: Schema.optionalKey(number.check(Schema.isInt(), Schema.isGreaterThanOrEqualTo(1))) }
        }),
        HttpApiEndpoint.get("meetings", "/meetings", { query: { ...paging, ...text }, success: pageOf(MeetingItem) }),
        HttpApiEndpoint.get("recordings", "/recordings", {
          query: { ...paging, meeting_id: Schema.optionalKey(Schema.String) },
          success: pageOf(RecordingItem)
        }),
        HttpApiEndpoint.get("subscriptions", "/subscriptions", {
          query: { ...paging, user_id: Schema.optionalKey(id) },
          success: pageOf(SubscriptionItem)
        }),
        HttpApiEndpoint.get("events", "/events", { query: paging, success: pageOf(EventItem) }),
        HttpApiEndpoint.get("contacts", "/contacts", {
          query: { ...paging, user_id: Schema.optionalKey(id) },
          success: pageOf(ContactItem)
        }),
        HttpApiEndpoint.get("whiteboards", "/whiteboards", { query: paging, success: pageOf(WhiteboardItem) }),
        HttpApiEndpoint.get("sessions", "/sessions", {
          query: { ...paging, user_id: Schema.optionalKey(id) },
          success: pageOf(SessionItem)
        })
      )
      .prefix("/_emulator/data")
      .middleware(WireRules)
  ) {}
