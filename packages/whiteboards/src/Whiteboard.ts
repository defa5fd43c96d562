/**
 * @since 0.1.0
 */
import { DialogId, UserId, WhiteboardId } from "@effect-connectycube/core/Ids"
import * as Wire from "@effect-connectycube/core/contract/Wire"
import * as Schema from "effect/Schema"

/**
 * A whiteboard of a dialog.
 *
 * @see https://developers.connectycube.com/server/whiteboard#whiteboard-model
 * @category models
 * @since 0.1.0
 */
export interface Whiteboard extends Schema.Schema.Type<typeof Whiteboard> {}

/**
 * The schema of a {@link Whiteboard}.
 *
 * @category models
 * @since 0.1.0
 */
export const Whiteboard = Schema.Struct({
  _id: WhiteboardId,
  name: Wire.Text,
  chat_dialog_id: DialogId,
  /** Who made it. */
  user_id: UserId,
  created_at: Wire.TimeIso,
  updated_at: Wire.TimeIso
}).annotate({ identifier: "Whiteboard" })

/**
 * A whiteboard to be, in a private, group or meeting dialog. A dialog has up to three.
 *
 * @see https://developers.connectycube.com/server/whiteboard#create-whiteboard
 * @category models
 * @since 0.1.0
 */
export const NewWhiteboard = Schema.Struct({ name: Schema.NonEmptyString, chat_dialog_id: DialogId })

/**
 * @category models
 * @since 0.1.0
 */
export interface NewWhiteboard extends Schema.Schema.Type<typeof NewWhiteboard> {}
