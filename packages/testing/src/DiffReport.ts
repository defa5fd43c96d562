/**
 * What differs between a recording and another server.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"

/**
 * The schema of a {@link FieldDifference}.
 *
 * @category models
 * @since 0.1.0
 */
export const FieldDifference = Schema.Struct({
  /** The number of the recorded request, from 1. */
  number: Schema.Int,
  /** The operation, such as `users.signUp`; the method and path of what is none. */
  operation: Schema.String,
  /** The HTTP method. */
  method: Schema.String,
  /** The path, as a template where it is that of an operation: `/users/:user_id`. */
  path: Schema.String,
  /**
   * `"status"`, `"header"` or `"failure"`, or of a field: `"missing"`, `"additional"`, a value of another `"type"`, or another value
   * (`"changed"`).
   */
  kind: Schema.Literals(["status", "header", "failure", "missing", "additional", "type", "changed"]),
  /** Where in the body: `$.user.full_name`. The name of a header, `status`, or `body` for one that is no JSON. */
  field: Schema.String,
  /** What was recorded. Left out, where it is missing. */
  expected: Schema.optionalKey(Schema.Json),
  /** What the other server has responded. Left out, where it is missing. */
  actual: Schema.optionalKey(Schema.Json)
})

/**
 * A field that differs.
 *
 * @category models
 * @since 0.1.0
 */
export interface FieldDifference extends Schema.Schema.Type<typeof FieldDifference> {}

/**
 * The schema of a {@link DiffReport}.
 *
 * @category models
 * @since 0.1.0
 */
export const DiffReport = Schema.Struct({
  /** How many exchanges were compared. */
  compared: Schema.Int,
  /** Those that were not, and why. */
  skipped: Schema.Array(
    Schema.Struct({
      /** The number of the recorded request, from 1. */
      number: Schema.Int,
      /** The method and path. */
      request: Schema.String,
      /** Why it was not compared. */
      reason: Schema.String
    })
  ),
  /** What differs, in the order of the requests. */
  differences: Schema.Array(FieldDifference),
  /** Whether there are more differences than are here: 1,000 at most are. */
  more: Schema.Boolean
})

/**
 * What differs between a recording and the responses of another server to the same requests.
 *
 * @category models
 * @since 0.1.0
 */
export interface DiffReport extends Schema.Schema.Type<typeof DiffReport> {}
