/**
 * What does not fit a schema, in the words of the errors.
 *
 * @since 0.1.0
 */
import * as SchemaIssue from "effect/SchemaIssue"

const formatIssue = SchemaIssue.makeFormatterStandardSchemaV1()

/**
 * Where and what was expected, without what was there instead: that could be a secret.
 *
 * @category rendering
 * @since 0.1.0
 */
export const format = (issue: SchemaIssue.Issue): ReadonlyArray<{ readonly path: string; readonly message: string }> =>
  formatIssue(issue).issues.map(({ path, message }) => ({
    path: (path ?? []).map((segment) => String(typeof segment === "object" ? segment.key : segment)).join("."),
    message: message.replace(/, (?:got|actual) [\s\S]*$/, "")
  }))
