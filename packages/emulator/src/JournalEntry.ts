/**
 * A request in the journal of the emulator, with its response.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"

/**
 * A request that the emulator got, and its response. Secrets are masked.
 *
 * A request that the emulator itself sends, to the webhook of recordings, has `"emulator"` in `asked_by`: its `path` is the
 * URL, and `response_body` says why there was no response.
 *
 * @category models
 * @since 0.1.0
 */
export const JournalEntry = Schema.Struct({
  number: Schema.Int,
  at: Schema.DateTimeUtcFromString,
  method: Schema.String,
  path: Schema.String,
  query: Schema.String,
  request_headers: Schema.Record(Schema.String, Schema.String),
  /**
   * As it came when it was JSON, else its parameters; of either body, the first 64 KiB. Of what is neither, only its length:
   * its secrets are not known.
   */
  request_body: Schema.String,
  asked_by: Schema.Struct({
    kind: Schema.Literals(["nobody", "application", "user", "guest", "administrator", "emulator"]),
    user_id: Schema.NullOr(Schema.Int)
  }),
  /** `null` when there was no response: the connection was dropped before. */
  status: Schema.NullOr(Schema.Int),
  response_headers: Schema.Record(Schema.String, Schema.String),
  response_body: Schema.String,
  /** Milliseconds. */
  duration: Schema.Number,
  /** The id of the fault that the request ran into. */
  fault: Schema.NullOr(Schema.Int)
})

/**
 * @category models
 * @since 0.1.0
 */
export interface JournalEntry extends Schema.Schema.Type<typeof JournalEntry> {}
