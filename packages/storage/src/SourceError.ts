/**
 * @since 0.1.0
 */
import { ownMessage } from "@effect-connectycube/core/contract/OwnMessage"
import * as Schema from "effect/Schema"

/**
 * The source of an upload cannot be read, or its size is wrong. The file was not stored.
 *
 * @category errors
 * @since 0.1.0
 */
export class SourceError extends ownMessage(
  Schema.TaggedError<SourceError>()("SourceError", {
    /** The description of the failure. */
    reason: Schema.String,
    /** The error of the source, if there is one. */
    cause: Schema.optionalKey(Schema.Defect())
  })
) {
  override get message(): string {
    return `The source could not be read: ${this.reason}`
  }
}
