/**
 * A request in the journal of the emulator, with its response.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"

/**
 * The schema of a {@link JournalEntry}.
 *
 * @category models
 * @since 0.1.0
 */
export const JournalEntry = Schema.Struct({
  /** The number of the request, from 1. */
  number: Schema.Int,
  /** The time at which the request came. */
  at: Schema.DateTimeUtcFromString,
  /** The HTTP method. */
  method: Schema.String,
  /** The path, without the query. */
  path: Schema.String,
  /** The name of the operation, such as `users.list`: see `Operations`. `null` for a request that is for none of them. */
  operation: Schema.NullOr(Schema.String),
  /** The query, without the question mark. */
  query: Schema.String,
  /** The headers of the request. */
  request_headers: Schema.Record(Schema.String, Schema.String),
  /**
   * As it came when it was JSON, else its parameters; of either body, the first 64 KiB. Of what is neither, only its length:
   * its secrets are not known.
   */
  request_body: Schema.String,
  /** The caller. */
  asked_by: Schema.Struct({
    /** The kind of the caller: `"nobody"` without a session or key, `"emulator"` for a request that the emulator sends. */
    kind: Schema.Literals(["nobody", "application", "user", "guest", "administrator", "emulator"]),
    /** The id of the user of the session; `null` without one. */
    user_id: Schema.NullOr(Schema.Int)
  }),
  /** `null` when there was no response: the connection was dropped before. */
  status: Schema.NullOr(Schema.Int),
  /** The headers of the response. */
  response_headers: Schema.Record(Schema.String, Schema.String),
  /** The body of the response. */
  response_body: Schema.String,
  /** Milliseconds. */
  duration: Schema.Number,
  /** The id of the fault that the request ran into. */
  fault: Schema.NullOr(Schema.Int)
})

/**
 * A request that the emulator got, and its response. Secrets are masked.
 *
 * A request that the emulator itself sends, to the webhook of recordings, has `"emulator"` in `asked_by`: its `path` is the
 * URL, and `response_body` says why there was no response.
 *
 * @category models
 * @since 0.1.0
 */
export interface JournalEntry extends Schema.Schema.Type<typeof JournalEntry> {}
