/**
 * The wire contract of the dialogs of the Chat API.
 *
 * @since 0.1.0
 */
import { RetrySafety, SessionToken, WireRules } from "@effect-connectycube/core/contract/Endpoint"
import { DialogId, UserId } from "@effect-connectycube/core/Ids"
import * as Query from "@effect-connectycube/core/contract/Query"
import * as Wire from "@effect-connectycube/core/contract/Wire"
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
    }).annotate(RetrySafety, "safe"),
    HttpApiEndpoint.post("create", "/chat/Dialog", {
      payload: NewDialogFields,
      success: Dialog.pipe(HttpApiSchema.status(201))
    }).annotate(RetrySafety, "unsafe"),
    HttpApiEndpoint.put("update", "/chat/Dialog/:dialog_id", {
      params: dialog,
      payload: DialogChangesFields,
      success: Dialog
    }).annotate(RetrySafety, "idempotent"),
    // Of several dialogs the response says what became of each; of one it is empty.
    HttpApiEndpoint.delete("delete", "/chat/Dialog/:dialog_ids", {
      params: { dialog_ids: Query.commaList(DialogId) },
      query: force,
      success: [Deleted, Empty]
    }).annotate(RetrySafety, "idempotent"),
    HttpApiEndpoint.delete("clearHistory", "/chat/Dialog/clearHistory/:dialog_id", {
      params: dialog,
      query: force,
      success: Empty
    }).annotate(RetrySafety, "idempotent"),
    HttpApiEndpoint.post("subscribe", "/chat/Dialog/:dialog_id/subscribe", {
      params: dialog,
      success: Dialog
    }).annotate(RetrySafety, "idempotent"),
    HttpApiEndpoint.delete("unsubscribe", "/chat/dialog/:dialog_id/subscribe", {
      params: dialog,
      success: Empty
    }).annotate(RetrySafety, "idempotent"),
    HttpApiEndpoint.post("blockUser", "/chat/dialog/:dialog_id/block", {
      params: dialog,
      payload: BlockedUser,
      success: Empty
    }).annotate(RetrySafety, "idempotent"),
    HttpApiEndpoint.delete("unblockUser", "/chat/dialog/:dialog_id/block", {
      params: dialog,
      payload: BlockedUser,
      success: Empty
    }).annotate(RetrySafety, "idempotent"),
    HttpApiEndpoint.get("listBlockedUsers", "/chat/dialog/:dialog_id/block", {
      params: dialog,
      success: Schema.Struct({ items: Schema.Array(User) })
    }).annotate(RetrySafety, "safe"),
    HttpApiEndpoint.put("updateAdmins", "/chat/Dialog/:dialog_id/admins", {
      params: dialog,
      payload: Schema.Struct({
        push_all: Schema.optionalKey(Schema.Struct({ admins_ids: Wire.listOrCommas(UserId) })),
        pull_all: Schema.optionalKey(Schema.Struct({ admins_ids: Wire.listOrCommas(UserId) }))
      }),
      success: Dialog
    }).annotate(RetrySafety, "idempotent"),
    HttpApiEndpoint.put("updateNotifications", "/chat/Dialog/:dialog_id/notifications", {
      params: dialog,
      payload: Schema.Struct({ enabled: Wire.FlagText }),
      success: Notifications
    }).annotate(RetrySafety, "idempotent"),
    HttpApiEndpoint.get("getNotifications", "/chat/Dialog/:dialog_id/notifications", {
      params: dialog,
      success: Notifications
    }).annotate(RetrySafety, "safe"),
    HttpApiEndpoint.get("listOccupants", "/chat/Dialog/:dialog_id/occupants", {
      params: dialog,
      query: { limit: ChatQuery.page.limit, skip: ChatQuery.page.skip },
      success: Schema.Struct({ items: Schema.Array(User) })
    }).annotate(RetrySafety, "safe")
  )
  .middleware(SessionToken)
  .middleware(WireRules) {}
