/**
 * The wire contract of the dialogs of the Chat API.
 *
 * @since 0.1.0
 */
import { Empty, endpoint, lazyGroup, SessionToken, tag, WireRules } from "@effect-connectycube/core/contract/Endpoint"
import { DialogId, UserId } from "@effect-connectycube/core/Ids"
import * as Query from "@effect-connectycube/core/contract/Query"
import * as Wire from "@effect-connectycube/core/contract/Wire"
// The occupants of a dialog are users.
import { User } from "@effect-connectycube/users/User"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as Schema from "effect/Schema"
import * as ChatQuery from "./ChatQuery.ts"
import { Deleted } from "@effect-connectycube/core/Deleted"
import { Dialog, DialogChangesFields, NewDialogFields } from "./Dialog.ts"
import { conditions, ExtensionConditions } from "./DialogsQuery.ts"

const dialog = { dialog_id: DialogId }

const Notifications = Schema.Struct({ notifications: Schema.Struct({ enabled: Wire.FlagNumber }) })

const BlockedUser = Schema.Struct({ user_id: Wire.asText(UserId) })

/** The query of `GET /chat/Dialog`. */
const DialogsQuery = Schema.StructWithRest(
  Schema.Struct({
    ...conditions,
    ...ChatQuery.page,
    ...ChatQuery.sort,
    count: Query.count
  }),
  [ExtensionConditions]
)

const docs = "https://developers.connectycube.com/server/chat"

/**
 * The endpoints of dialogs.
 *
 * @see https://developers.connectycube.com/server/chat
 * @category contract
 * @since 0.1.0
 */
export class DialogsApi extends lazyGroup(() =>
  HttpApiGroup.make("chat.dialogs")
    .add(
      endpoint({
        retrySafety: "safe",
        summary: "List the dialogs of the current user",
        description:
          "Group and private dialogs that the user is an occupant of, public dialogs that the user has subscribed to, and all broadcast dialogs. All conditions have to match. Custom fields are conditions too, as `extensions[field]`.",
        response: "A page of dialogs, and the number of all that match; with `count`, the number only.",
        see: `${docs}#retrieve-chat-dialogs`,
        paging: { style: "cursor", limit: "limit", cursor: "created_at", offset: "skip" }
      }).get("list", "/chat/Dialog", {
        query: DialogsQuery,
        success: Schema.Union([
          Schema.Struct({
            total_entries: Wire.Int,
            skip: Wire.Int,
            limit: Wire.Int,
            items: Schema.Array(Dialog)
          }),
          // with `count`
          Schema.Struct({ items: Schema.Struct({ count: Wire.Int }) })
        ])
      }),
      endpoint({
        retrySafety: "unsafe",
        summary: "Create a dialog",
        description:
          "The current user becomes its owner and need not be among its `occupants_ids`. Types are numbers: 1 broadcast, 2 group, 3 private, 4 public. Group and private dialogs need `occupants_ids`, all others and groups a `name`. There are at most five admins.",
        response: "The new dialog.",
        see: `${docs}#create-a-dialog`
      }).post("create", "/chat/Dialog", {
        payload: NewDialogFields,
        success: Dialog.pipe(HttpApiSchema.status(201))
      }),
      endpoint({
        retrySafety: "idempotent",
        summary: "Update a dialog",
        description:
          "Fields that are left out keep their values. `push_all` adds and `pull_all` removes occupants, admins and pinned messages; the id of the current user in `pull_all` leaves the dialog. What a user can change depends on the role in the dialog.",
        response: "The updated dialog.",
        see: `${docs}#update-a-dialog`
      }).put("update", "/chat/Dialog/:dialog_id", {
        params: dialog,
        payload: DialogChangesFields,
        success: Dialog
      }),
      // For several dialogs the response has the outcome of each; for one it is empty.
      endpoint({
        retrySafety: "idempotent",
        summary: "Delete one or several dialogs",
        description:
          "Deletes for the current user; the others keep the dialog. With `force=1` it deletes for all users, which the owner can do, and the admins of a private dialog.",
        response:
          "Of several dialogs which are deleted, not found and not the user's to delete; of one dialog nothing.",
        see: `${docs}#delete-dialog`
      }).delete("delete", "/chat/Dialog/:dialog_ids", {
        params: {
          dialog_ids: Query.described(
            Query.commaList(DialogId),
            "The id of a dialog, or several with commas between them."
          )
        },
        query: ChatQuery.force,
        success: [Deleted, Empty]
      }),
      endpoint({
        retrySafety: "idempotent",
        summary: "Delete all messages of a dialog",
        description:
          "Deletes for the current user. With `force=1` it deletes for all users, which the owner can do, and the admins of a private dialog.",
        response: "The messages are deleted.",
        see: `${docs}#clear-dialog-history`
      }).delete("clearHistory", "/chat/Dialog/clearHistory/:dialog_id", {
        params: dialog,
        query: ChatQuery.force,
        success: Empty
      }),
      endpoint({
        retrySafety: "idempotent",
        summary: "Subscribe to a public dialog",
        description: "Adds the current user to the subscribers of a public dialog.",
        response: "The dialog.",
        see: `${docs}#subscribe-to-public-dialog`
      }).post("subscribe", "/chat/Dialog/:dialog_id/subscribe", {
        params: dialog,
        success: Dialog
      }),
      endpoint({
        retrySafety: "idempotent",
        summary: "Unsubscribe from a public dialog",
        description: "Removes the current user from the subscribers of a public dialog.",
        response: "The user is unsubscribed.",
        see: `${docs}#unsubsribe-from-public-dialog`
      }).delete("unsubscribe", "/chat/dialog/:dialog_id/subscribe", {
        params: dialog,
        success: Empty
      }),
      endpoint({
        retrySafety: "idempotent",
        summary: "Block a user in a dialog",
        description:
          "Unsubscribes a user from a public or broadcast dialog, and blocks new subscriptions. For its owner and admins. The published documentation does not have it.",
        response: "The user is blocked.",
        see: docs
      }).post("blockUser", "/chat/dialog/:dialog_id/block", {
        params: dialog,
        payload: BlockedUser,
        success: Empty
      }),
      endpoint({
        retrySafety: "idempotent",
        summary: "Unblock a user in a dialog",
        description:
          "Allows a user to subscribe to a public or broadcast dialog again. For its owner and admins. The published documentation does not have it.",
        response: "The user is unblocked.",
        see: docs
      }).delete("unblockUser", "/chat/dialog/:dialog_id/block", {
        params: dialog,
        payload: BlockedUser,
        success: Empty
      }),
      endpoint({
        retrySafety: "safe",
        summary: "List the users who are blocked in a dialog",
        description:
          "The users who are blocked in a public or broadcast dialog. For its owner and admins. The published documentation does not have it.",
        response: "All blocked users.",
        see: docs
      }).get("listBlockedUsers", "/chat/dialog/:dialog_id/block", {
        params: dialog,
        success: Schema.Struct({ items: Schema.Array(User) })
      }),
      endpoint({
        retrySafety: "idempotent",
        summary: "Add and remove the admins of a dialog",
        description: "For the owner of a group, public or broadcast dialog, which has at most five admins.",
        response: "The updated dialog.",
        see: `${docs}#add--remove-admins`
      }).put("updateAdmins", "/chat/Dialog/:dialog_id/admins", {
        params: dialog,
        payload: Schema.Struct({
          push_all: Schema.optionalKey(Schema.Struct({ admins_ids: Wire.listOrCommas(UserId) })),
          pull_all: Schema.optionalKey(Schema.Struct({ admins_ids: Wire.listOrCommas(UserId) }))
        }),
        success: Dialog
      }),
      endpoint({
        retrySafety: "idempotent",
        summary: "Turn push notifications of a dialog on or off",
        description: "For the current user, while offline. They are on by default.",
        response: "The new setting.",
        see: `${docs}#update-notifications-settings`
      }).put("updateNotifications", "/chat/Dialog/:dialog_id/notifications", {
        params: dialog,
        payload: Schema.Struct({ enabled: Wire.FlagText }),
        success: Notifications
      }),
      endpoint({
        retrySafety: "safe",
        summary: "Get whether push notifications of a dialog are on",
        description: "The setting of the current user.",
        response: "The setting.",
        see: `${docs}#get-notifications-settings`
      }).get("getNotifications", "/chat/Dialog/:dialog_id/notifications", {
        params: dialog,
        success: Notifications
      }),
      endpoint({
        retrySafety: "safe",
        summary: "List the subscribers of a public dialog",
        description: "A public dialog does not hold its occupants: it may have too many.",
        response: "A page of users.",
        see: `${docs}#retrieve-public-dialog-occupants`,
        paging: { style: "offset", limit: "limit", offset: "skip" }
      }).get("listOccupants", "/chat/Dialog/:dialog_id/occupants", {
        params: dialog,
        query: ChatQuery.page,
        success: Schema.Struct({ items: Schema.Array(User) })
      })
    )
    .middleware(SessionToken)
    .middleware(WireRules)
    .annotateMerge(tag({ description: "Chat dialogs, their occupants and their settings.", see: docs }))
) {}
