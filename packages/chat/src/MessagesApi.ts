/**
 * The wire contract of the messages of the Chat API.
 *
 * @since 0.1.0
 */
import { Empty, endpoint, lazyGroup, SessionToken, tag, WireRules } from "@effect-connectycube/core/contract/Endpoint"
import { DialogId, MessageId, UserId } from "@effect-connectycube/core/Ids"
import * as Query from "@effect-connectycube/core/contract/Query"
import * as Wire from "@effect-connectycube/core/contract/Wire"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as Schema from "effect/Schema"
import * as ChatQuery from "./ChatQuery.ts"
import { Deleted } from "@effect-connectycube/core/Deleted"
import { Message, NewMessageFields } from "./Message.ts"

const changes = {
  chat_dialog_id: DialogId,
  read: Schema.optionalKey(Wire.FlagText),
  delivered: Schema.optionalKey(Wire.FlagText)
}

const message = { message_id: MessageId }

const messages = {
  message_ids: Query.described(Query.commaList(MessageId), "The id of a message, or several with commas between them.")
}

const docs = "https://developers.connectycube.com/server/chat"

/**
 * The endpoints of messages.
 *
 * @see https://developers.connectycube.com/server/chat
 * @category contract
 * @since 0.1.0
 */
export class MessagesApi extends lazyGroup(() =>
  HttpApiGroup.make("chat.messages")
    .add(
      // A read that leaves marks: sending it twice marks the same messages.
      endpoint({
        retrySafety: "safe",
        summary: "List the messages of a dialog",
        description:
          "In ascending order of `date_sent`, unless another order is given. It marks the messages that it returns as read, unless `mark_as_read` is `0`. For the occupants of a group or private dialog, the subscribers of a public dialog, and all users in a broadcast dialog.",
        response: "A page of messages.",
        see: `${docs}#retrieve-messages`,
        paging: { style: "cursor", limit: "limit", cursor: "date_sent", offset: "skip" }
      }).get("list", "/chat/Message", {
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
          count: Query.count,
          mark_as_read: Query.optional(Wire.FlagNumber, "`0` to leave the messages unread."),
          preview: Query.optional(
            Wire.FlagNumber,
            "`1` to get the last twenty messages of a dialog that the user is not in, where its permissions allow it."
          )
        },
        success: Schema.Struct({ skip: Wire.Int, limit: Wire.Int, items: Schema.Array(Message) })
      }),
      endpoint({
        retrySafety: "safe",
        summary: "Count the unread messages of the current user",
        description: "In all group and private dialogs, and beside that in each of the given ones.",
        response: "The number of unread messages as `total`, and that of each given dialog under its id.",
        see: `${docs}#retrieve-unread-messages-count`
      }).get("unreadCount", "/chat/Message/unread", {
        query: {
          chat_dialog_ids: Query.optional(Query.commaList(DialogId), "The ids of dialogs, with commas between them.")
        },
        // The counts of dialogs are beside that of all of them.
        success: Schema.StructWithRest(Schema.Struct({ total: Wire.Int }), [Schema.Record(Schema.String, Wire.Int)])
      }),
      endpoint({
        retrySafety: "unsafe",
        summary: "Create a message",
        description:
          "Adds a message to the history of a dialog, or to that of the private dialog with `recipient_id`, which is created if there is none. Only with `send_to_chat` is it delivered too. Members beside the documented ones are custom parameters: they are stored with the message.",
        response: "The new message.",
        see: `${docs}#create-a-message`
      }).post("create", "/chat/Message", {
        payload: NewMessageFields,
        success: Message.pipe(HttpApiSchema.status(201))
      }),
      endpoint({
        retrySafety: "idempotent",
        summary: "Update one or several messages",
        description: "Changes the text, or marks the messages as read or delivered.",
        response: "The messages are updated.",
        see: `${docs}#update-message`
      }).put("update", "/chat/Message/:message_ids", {
        params: messages,
        payload: Schema.Struct({ ...changes, message: Schema.optionalKey(Schema.String) }),
        success: Empty
      }),
      endpoint({
        retrySafety: "idempotent",
        summary: "Mark all messages of a dialog as read or delivered",
        description: "As an update of messages, without their ids.",
        response: "The messages are marked.",
        see: `${docs}#update-message`
      }).put("updateAll", "/chat/Message", {
        payload: Schema.Struct(changes),
        success: Empty
      }),
      endpoint({
        retrySafety: "idempotent",
        summary: "Delete one or several messages",
        description:
          "Deletes for the current user. With `force=1` it deletes for all users: their own messages, and for the owner and admins of a dialog those of others.",
        response: "Which messages are deleted, not found, and not the user's to delete.",
        see: `${docs}#delete-message`
      }).delete("delete", "/chat/Message/:message_ids", {
        params: messages,
        query: ChatQuery.force,
        success: Deleted
      }),
      endpoint({
        retrySafety: "unsafe",
        summary: "Send a system message to a user",
        description: "Delivers any members to a user who is online. It is not stored, and is no message of a dialog.",
        response: "The id of the system message, and what was sent.",
        see: `${docs}#send-system-message`
      }).post("sendSystem", "/chat/Message/system", {
        payload: Schema.StructWithRest(Schema.Struct({ recipientId: UserId }), [
          Schema.Record(Schema.String, Schema.Unknown)
        ]),
        success: Schema.Struct({
          messageId: MessageId,
          recipientId: UserId,
          extensionParams: Schema.Record(Schema.String, Schema.Unknown)
        })
      }),
      endpoint({
        retrySafety: "idempotent",
        summary: "Add or remove a reaction to a message",
        description: "The reaction of the current user, such as an emoji. The other users of the dialog are notified.",
        response: "The reaction is added or removed.",
        see: `${docs}#addremove-reactions`
      }).put("react", "/chat/Message/:message_id/reactions", {
        params: message,
        payload: Schema.Struct({
          add: Schema.optionalKey(Schema.NonEmptyString),
          remove: Schema.optionalKey(Schema.NonEmptyString)
        }),
        success: Empty
      }),
      endpoint({
        retrySafety: "safe",
        summary: "List the reactions to a message",
        description: "All reactions, with the users who have given them.",
        response: "The ids of users by reaction.",
        see: `${docs}#list-reactions`
      }).get("listReactions", "/chat/Message/:message_id/reactions", {
        params: message,
        success: Schema.Record(Schema.String, Schema.Array(UserId))
      })
    )
    .middleware(SessionToken)
    .middleware(WireRules)
    .annotateMerge(tag({ description: "Messages of dialogs, system messages and reactions.", see: docs }))
) {}
