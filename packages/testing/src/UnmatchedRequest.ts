/**
 * A request that a cassette has no response for.
 *
 * @since 0.1.0
 */
import * as Data from "effect/Data"

/**
 * The cassette has no response for a request. It is the `cause` of the `HttpClientError` of that request, whose reason is an
 * `EncodeError`: nothing was sent, and nothing is retried. A call of the client fails with an `InvalidRequest` that has its message.
 *
 * @category errors
 * @since 0.1.0
 */
export class UnmatchedRequest extends Data.TaggedError("UnmatchedRequest")<{
  /** The HTTP method. */
  readonly method: string
  /** The path. */
  readonly path: string
  /** How often the same request was recorded. When it is more than 0, each of its responses is used already. */
  readonly recorded: number
  /** The number of the nearest recorded request, from 1; `null` for an empty cassette. */
  readonly nearest: number | null
  /** What differs from it, such as `query.limit: recorded string "10", got string "20"`. Without secrets. */
  readonly differences: ReadonlyArray<string>
  /** All of this in a sentence. */
  readonly message: string
}> {}
