/**
 * The error of a builder.
 *
 * @since 0.1.0
 */
import * as Data from "effect/Data"

/**
 * A builder was given what does not fit its schema. It is thrown where the builder is called.
 *
 * @category errors
 * @since 0.1.0
 */
export class InvalidOverride extends Data.TaggedError("InvalidOverride")<{
  /** The builder, such as `aUser`. */
  readonly builder: string
  /** What was expected, and where. */
  readonly issues: ReadonlyArray<{
    /** The place of the invalid value. */
    readonly path: string
    /** What was expected. */
    readonly message: string
  }>
}> {
  override get message(): string {
    const issues = this.issues.map(({ message, path }) => (path === "" ? message : `${path}: ${message}`))
    return `${this.builder} was given what does not fit: ${issues.join("; ")}`
  }
}
