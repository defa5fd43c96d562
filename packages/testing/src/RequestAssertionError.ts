/**
 * The error of an assertion on requests.
 *
 * @since 0.1.0
 */
import * as Data from "effect/Data"

/**
 * The requests in the journal are not those that were expected.
 *
 * **Details**
 *
 * The `message` has what was expected, the closest requests and what differs in them, all requests by operation, and the faults that
 * were hit. Where one request is close, `expected` and `actual` are its differing parts, which test runners show as a diff.
 *
 * @category errors
 * @since 0.1.0
 */
export class RequestAssertionError extends Data.TaggedError("RequestAssertionError")<{
  /** What was expected, and what there was. */
  readonly message: string
  /** What was expected, where there is a request to compare with. */
  readonly expected?: unknown
  /** What the closest request has in its place. */
  readonly actual?: unknown
}> {}
