/**
 * Records that are not what the schema says.
 *
 * @since 0.1.0
 */
import { ownMessage } from "@effect-connectycube/core/OwnMessage"
import * as Schema from "effect/Schema"

/**
 * A record that does not fit the schema of its collection, as it came.
 *
 * @category errors
 * @since 0.1.0
 */
export class UnfitRecord extends ownMessage(
  Schema.TaggedError<UnfitRecord>()("UnfitRecord", {
    class_name: Schema.String,
    /** The record as it came. */
    record: Schema.Record(Schema.String, Schema.Unknown),
    /** What was expected, and where. */
    issues: Schema.Array(Schema.Struct({ path: Schema.String, message: Schema.String }))
  })
) {
  override get message(): string {
    const issues = this.issues.map(({ message, path }) => (path === "" ? message : `${path}: ${message}`)).join("; ")
    return `A record of ${this.class_name} does not fit: ${issues}`
  }
}
