/**
 * @since 0.1.0
 */
import { ownMessage } from "@effect-connectycube/core/contract/OwnMessage"
import * as Schema from "effect/Schema"

/**
 * The source of an upload could not be read, or has not as many bytes as it said. No file was made of it.
 *
 * @category errors
 * @since 0.1.0
 */
export class SourceError extends ownMessage(
  Schema.TaggedError<SourceError>()("SourceError", {
    /** What went wrong. */
    reason: Schema.String,
    /** What the source failed with, where it did. */
    cause: Schema.optionalKey(Schema.Defect())
  })
) {
  override get message(): string {
    return `The source could not be read: ${this.reason}`
  }
}
