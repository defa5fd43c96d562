/**
 * The wire contract of the messages of the Chat API.
 *
 * @since 0.1.0
 */
import { RetrySafety, SessionToken, WireRules } from "@effect-connectycube/core/contract/Endpoint"
import { DialogId, MessageId, UserId } from "@effect-connectycube/core/Ids"
import * as Query from "@effect-connectycube/core/contract/Query"
import * as Wire from "@effect-connectycube/core/contract/Wire"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as Schema from "effect/Schema"
import * as ChatQuery from "./ChatQuery.ts"
import { Deleted } from "@effect-connectycube/core/Deleted"
import { Message, NewMessageFields } from "./Message.ts"

const Empty = HttpApiSchema.Empty(200)

const changes = {
  chat_dialog_id: DialogId,
  read: Schema.optionalKey(Wire.FlagText),
  delivered: Schema.optionalKey(Wire.FlagText)
}

const message = { message_id: MessageId }

const messages = { message_ids: Query.commaList(MessageId) }

/**
 * The endpoints of messages.
 *
 * @see https://developers.connectycube.com/server/chat
 * @category contract
 * @since 0.1.0
 */
export class MessagesApi extends HttpApiGroup.make("chat.messages")
  .add(
    // A read that leaves marks: sending it twice marks the same messages.
    HttpApiEndpoint.get("list", "/chat/Message", {
      query: {
        chat_dialog_id: DialogId,
        ...ChatQuery.conditions("_id", MessageId),
        ...ChatQuery.conditions("message", Schema.String),
        ...ChatQuery.conditions("date_sent", Wire.InstantSeconds),
        ...ChatQuery.conditions("sender_id", UserId),
        ...ChatQuery.conditions("recipient_id", UserId),
        ...ChatQuery.conditions("attachments.type", Schema.String),
        ...ChatQuery.conditions("updated_at", Wire.InstantSeconds),
        ...ChatQuery.page,
        ...ChatQuery.sort,
        count: Schema.optionalKey(Wire.FlagNumber),
        mark_as_read: Schema.optionalKey(Wire.FlagNumber),
        preview: Schema.optionalKey(Wire.FlagNumber)
      },
      success: Schema.Struct({ skip: Wire.Int, limit: Wire.Int, items: Schema.Array(Message) })
    }).annotate(RetrySafety, "safe"),
    HttpApiEndpoint.get("unreadCount", "/chat/Message/unread", {
      query: { chat_dialog_ids: Schema.optionalKey(Query.commaList(DialogId)) },
      // The counts of dialogs are beside that of all of them.
      success: Schema.StructWithRest(Schema.Struct({ total: Wire.Int }), [Schema.Record(Schema.String, Wire.Int)])
    }).annotate(RetrySafety, "safe"),
    HttpApiEndpoint.post("create", "/chat/Message", {
      payload: NewMessageFields,
      success: Message.pipe(HttpApiSchema.status(201))
    }).annotate(RetrySafety, "unsafe"),
    HttpApiEndpoint.put("update", "/chat/Message/:message_ids", {
      params: messages,
      payload: Schema.Struct({ ...changes, message: Schema.optionalKey(Schema.String) }),
      success: Empty
    }).annotate(RetrySafety, "idempotent"),
    HttpApiEndpoint.put("updateAll", "/chat/Message", {
      payload: Schema.Struct(changes),
      success: Empty
    }).annotate(RetrySafety, "idempotent"),
    HttpApiEndpoint.delete("delete", "/chat/Message/:message_ids", {
      params: messages,
      query: { force: Schema.optionalKey(Wire.FlagNumber) },
      success: Deleted
    }).annotate(RetrySafety, "idempotent"),
    HttpApiEndpoint.post("sendSystem", "/chat/Message/system", {
      payload: Schema.StructWithRest(Schema.Struct({ recipientId: UserId }), [
        Schema.Record(Schema.String, Schema.Unknown)
      ]),
      success: Schema.Struct({
        messageId: MessageId,
        recipientId: UserId,
        extensionParams: Schema.Record(Schema.String, Schema.Unknown)
      })
    }).annotate(RetrySafety, "unsafe"),
    HttpApiEndpoint.put("react", "/chat/Message/:message_id/reactions", {
      params: message,
      payload: Schema.Struct({
        add: Schema.optionalKey(Schema.NonEmptyString),
        remove: Schema.optionalKey(Schema.NonEmptyString)
      }),
      success: Empty
    }).annotate(RetrySafety, "idempotent"),
    HttpApiEndpoint.get("listReactions", "/chat/Message/:message_id/reactions", {
      params: message,
      success: Schema.Record(Schema.String, Schema.Array(UserId))
    }).annotate(RetrySafety, "safe")
  )
  .middleware(SessionToken)
  .middleware(WireRules) {}
