/**
 * The wire contract of whiteboards.
 *
 * @since 0.1.0
 */
import { Empty, endpoint, lazyGroup, SessionToken, tag, WireRules } from "@effect-connectycube/core/contract/Endpoint"
import { DialogId, WhiteboardId } from "@effect-connectycube/core/Ids"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as Schema from "effect/Schema"
import { NewWhiteboard, Whiteboard } from "./Whiteboard.ts"

const whiteboard = { whiteboard_id: WhiteboardId }

const docs = "https://developers.connectycube.com/server/whiteboard"

/**
 * The endpoints of whiteboards.
 *
 * @see https://developers.connectycube.com/server/whiteboard
 * @category contract
 * @since 0.1.0
 */
export class WhiteboardsApi extends lazyGroup(() =>
  HttpApiGroup.make("whiteboards")
    .add(
      endpoint({
        retrySafety: "unsafe",
        summary: "Create a whiteboard",
        description: "For a group, private or meeting dialog, which has at most three whiteboards.",
        response: "The new whiteboard.",
        see: `${docs}#create-whiteboard`
      }).post("create", "/whiteboards", {
        payload: NewWhiteboard,
        success: Whiteboard.pipe(HttpApiSchema.status(201))
      }),
      endpoint({
        retrySafety: "safe",
        summary: "List the whiteboards of a dialog",
        description: "The whiteboards of one dialog.",
        response: "All whiteboards of the dialog.",
        see: `${docs}#retrieve-whiteboards`
      }).get("list", "/whiteboards", {
        query: { chat_dialog_id: DialogId },
        success: Schema.Array(Whiteboard)
      }),
      endpoint({
        retrySafety: "idempotent",
        summary: "Rename a whiteboard",
        description: "For the user who has created it.",
        response: "The renamed whiteboard.",
        see: `${docs}#update-whiteboards`
      }).put("update", "/whiteboards/:whiteboard_id", {
        params: whiteboard,
        payload: Schema.Struct({ name: NewWhiteboard.fields.name }),
        success: Whiteboard
      }),
      endpoint({
        retrySafety: "idempotent",
        summary: "Delete a whiteboard",
        description: "For the user who has created it.",
        response: "The whiteboard is deleted.",
        see: `${docs}#delete-whiteboard`
      }).delete("delete", "/whiteboards/:whiteboard_id", {
        params: whiteboard,
        success: Empty
      })
    )
    .middleware(SessionToken)
    .middleware(WireRules)
    .annotateMerge(tag({ description: "Whiteboards of dialogs.", see: docs }))
) {}
