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
  /** The id of the whiteboard. */
  _id: WhiteboardId,
  /** The name. */
  name: Wire.Text,
  /** The id of the dialog. */
  chat_dialog_id: DialogId,
  /** The id of the creator. */
  user_id: UserId,
  /** The time at which the whiteboard was created. */
  created_at: Wire.TimeIso,
  /** The time of the last change. */
  updated_at: Wire.TimeIso
}).annotate({ identifier: "Whiteboard" })

/**
 * The schema of a {@link NewWhiteboard}.
 *
 * @see https://developers.connectycube.com/server/whiteboard#create-whiteboard
 * @category models
 * @since 0.1.0
 */
export const NewWhiteboard = Schema.Struct({
  /** The name. */
  name: Schema.NonEmptyString,
  /** The id of the dialog. */
  chat_dialog_id: DialogId
})

/**
 * The arguments of the creation of a whiteboard, in a private, group or meeting dialog. A dialog has up to three.
 *
 * @category models
 * @since 0.1.0
 */
export interface NewWhiteboard extends Schema.Schema.Type<typeof NewWhiteboard> {}
