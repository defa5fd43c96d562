/**
 * The wire contract of whiteboards.
 *
 * @since 0.1.0
 */
import { RetrySafety, SessionToken, WireRules } from "@effect-connectycube/core/contract/Endpoint"
import { DialogId, WhiteboardId } from "@effect-connectycube/core/Ids"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as Schema from "effect/Schema"
import { NewWhiteboard, Whiteboard } from "./Whiteboard.ts"

const whiteboard = { whiteboard_id: WhiteboardId }

/**
 * The endpoints of whiteboards.
 *
 * @see https://developers.connectycube.com/server/whiteboard
 * @category contract
 * @since 0.1.0
 */
export class WhiteboardsApi extends HttpApiGroup.make("whiteboards")
  .add(
    HttpApiEndpoint.post("create", "/whiteboards", {
      payload: NewWhiteboard,
      success: Whiteboard.pipe(HttpApiSchema.status(201))
    }).annotate(RetrySafety, "unsafe"),
    HttpApiEndpoint.get("list", "/whiteboards", {
      query: { chat_dialog_id: DialogId },
      success: Schema.Array(Whiteboard)
    }).annotate(RetrySafety, "safe"),
    HttpApiEndpoint.put("update", "/whiteboards/:whiteboard_id", {
      params: whiteboard,
      payload: Schema.Struct({ name: NewWhiteboard.fields.name }),
      success: Whiteboard
    }).annotate(RetrySafety, "idempotent"),
    HttpApiEndpoint.delete("delete", "/whiteboards/:whiteboard_id", {
      params: whiteboard,
      success: HttpApiSchema.Empty(200)
    }).annotate(RetrySafety, "idempotent")
  )
  .middleware(SessionToken)
  .middleware(WireRules) {}
