/**
 * The wire contract of the dialogs of the Chat API.
 *
 * @since 0.1.0
 */
import { Resend, SessionToken, WireRules } from "@effect-connectycube/core/Contract"
import { DialogId, UserId } from "@effect-connectycube/core/Ids"
import * as Query from "@effect-connectycube/core/Query"
import * as Wire from "@effect-connectycube/core/Wire"
// The occupants of a dialog are users.
import { User } from "@effect-connectycube/users/User"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as Schema from "effect/Schema"
import * as ChatQuery from "./ChatQuery.ts"
import { Deleted } from "@effect-connectycube/core/Deleted"
import { Dialog, DialogChangesFields, NewDialogFields } from "./Dialog.ts"
import { conditions, ExtensionConditions } from "./DialogsQuery.ts"

const Empty = HttpApiSchema.Empty(200)

const dialog = { dialog_id: DialogId }

const force = { force: Schema.optionalKey(Wire.FlagNumber) }

const Notifications = Schema.Struct({ notifications: Schema.Struct({ enabled: Wire.FlagNumber }) })

const BlockedUser = Schema.Struct({ user_id: Wire.asText(UserId) })

/** The query of `GET /chat/Dialog`. */
const DialogsQuery = Schema.StructWithRest(
  Schema.Struct({
    ...conditions,
    ...ChatQuery.page,
    ...ChatQuery.sort,
    count: Schema.optionalKey(Wire.FlagNumber)
  }),
  [ExtensionConditions]
)

/**
 * The endpoints of dialogs.
 *
 * @see https://developers.connectycube.com/server/chat
 * @category contract
 * @since 0.1.0
 */
export class DialogsApi extends HttpApiGroup.make("chat.dialogs")
  .add(
    HttpApiEndpoint.get("list", "/chat/Dialog", {
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
    }).annotate(Resend, "read"),
    HttpApiEndpoint.post("create", "/chat/Dialog", {
      payload: NewDialogFields,
      success: Dialog.pipe(HttpApiSchema.status(201))
    }).annotate(Resend, "write"),
    HttpApiEndpoint.put("update", "/chat/Dialog/:dialog_id", {
      params: dialog,
      payload: DialogChangesFields,
      success: Dialog
    }).annotate(Resend, "idempotent"),
    // Of several dialogs the answer says what became of each; of one it is empty.
    HttpApiEndpoint.delete("delete", "/chat/Dialog/:dialog_ids", {
      params: { dialog_ids: Query.commaList(DialogId) },
      query: force,
      success: [Deleted, Empty]
    }).annotate(Resend, "idempotent"),
    HttpApiEndpoint.delete("clearHistory", "/chat/Dialog/clearHistory/:dialog_id", {
      params: dialog,
      query: force,
      success: Empty
    }).annotate(Resend, "idempotent"),
    HttpApiEndpoint.post("subscribe", "/chat/Dialog/:dialog_id/subscribe", {
      params: dialog,
      success: Dialog
    }).annotate(Resend, "idempotent"),
    HttpApiEndpoint.delete("unsubscribe", "/chat/dialog/:dialog_id/subscribe", {
      params: dialog,
      success: Empty
    }).annotate(Resend, "idempotent"),
    HttpApiEndpoint.post("blockUser", "/chat/dialog/:dialog_id/block", {
      params: dialog,
      payload: BlockedUser,
      success: Empty
    }).annotate(Resend, "idempotent"),
    HttpApiEndpoint.delete("unblockUser", "/chat/dialog/:dialog_id/block", {
      params: dialog,
      payload: BlockedUser,
      success: Empty
    }).annotate(Resend, "idempotent"),
    HttpApiEndpoint.get("listBlockedUsers", "/chat/dialog/:dialog_id/block", {
      params: dialog,
      success: Schema.Struct({ items: Schema.Array(User) })
    }).annotate(Resend, "read"),
    HttpApiEndpoint.put("updateAdmins", "/chat/Dialog/:dialog_id/admins", {
      params: dialog,
      payload: Schema.Struct({
        push_all: Schema.optionalKey(Schema.Struct({ admins_ids: Wire.listOrCommas(UserId) })),
        pull_all: Schema.optionalKey(Schema.Struct({ admins_ids: Wire.listOrCommas(UserId) }))
      }),
      success: Dialog
    }).annotate(Resend, "idempotent"),
    HttpApiEndpoint.put("updateNotifications", "/chat/Dialog/:dialog_id/notifications", {
      params: dialog,
      payload: Schema.Struct({ enabled: Wire.FlagText }),
      success: Notifications
    }).annotate(Resend, "idempotent"),
    HttpApiEndpoint.get("getNotifications", "/chat/Dialog/:dialog_id/notifications", {
      params: dialog,
      success: Notifications
    }).annotate(Resend, "read"),
    HttpApiEndpoint.get("listOccupants", "/chat/Dialog/:dialog_id/occupants", {
      params: dialog,
      query: { limit: ChatQuery.page.limit, skip: ChatQuery.page.skip },
      success: Schema.Struct({ items: Schema.Array(User) })
    }).annotate(Resend, "read")
  )
  .middleware(SessionToken)
  .middleware(WireRules) {}
