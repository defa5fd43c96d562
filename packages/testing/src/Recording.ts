/**
 * What a cassette has: recorded requests with their responses. Secrets are stand-ins.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"

const Pair = Schema.Tuple([Schema.String, Schema.String])

/**
 * The schema of a part of a {@link RecordedBody} that is a multipart form.
 *
 * @category models
 * @since 0.1.0
 */
export const Part = Schema.Struct({
  /** The name of the field. */
  name: Schema.String,
  /** The name of the file, when it is one. */
  filename: Schema.optionalKey(Schema.String),
  /** The media type of the file. */
  type: Schema.optionalKey(Schema.String),
  /** The content, when it is text. */
  text: Schema.optionalKey(Schema.String),
  /** The content, when it is not. */
  base64: Schema.optionalKey(Schema.String.check(Schema.isBase64()))
})

/**
 * The schema of a {@link RecordedBody}.
 *
 * @category models
 * @since 0.1.0
 */
export const RecordedBody = Schema.Union([
  Schema.Struct({
    /** What is JSON, and the same when it is written again: with all digits of its numbers. */
    json: Schema.Json
  }),
  Schema.Struct({
    /** Any other UTF-8. */
    text: Schema.String
  }),
  Schema.Struct({
    /** Any other bytes. */
    base64: Schema.String.check(Schema.isBase64())
  }),
  Schema.Struct({
    /** The parameters of an `application/x-www-form-urlencoded`, in order. */
    form: Schema.Array(Pair)
  }),
  Schema.Struct({
    /** The parts of a `multipart/form-data`, in order. Its boundary is left out. */
    multipart: Schema.Array(Part)
  })
])

/**
 * A body, as readable as it can be.
 *
 * @category models
 * @since 0.1.0
 */
export type RecordedBody = typeof RecordedBody.Type

/**
 * The schema of a {@link RecordedFailure}.
 *
 * @category models
 * @since 0.1.0
 */
export const RecordedFailure = Schema.Struct({
  /** The reason of the `HttpClientError`; `"Interrupted"` when the program did not wait for a response. */
  kind: Schema.Literals([
    "TransportError",
    "EncodeError",
    "InvalidUrlError",
    "StatusCodeError",
    "DecodeError",
    "EmptyBodyError",
    "Interrupted"
  ]),
  /** What went wrong, in words. */
  description: Schema.optionalKey(Schema.String),
  /** What was thrown, and what that was caused by: five errors at most. */
  causes: Schema.optionalKey(
    Schema.Array(
      Schema.Struct({
        /** The message. */
        message: Schema.String,
        /** A code such as `ECONNRESET`. */
        code: Schema.optionalKey(Schema.String)
      })
    )
  )
})

/**
 * Why there was no response, or no end of its body.
 *
 * @category models
 * @since 0.1.0
 */
export interface RecordedFailure extends Schema.Schema.Type<typeof RecordedFailure> {}

/**
 * The schema of a {@link RecordedRequest}.
 *
 * @category models
 * @since 0.1.0
 */
export const RecordedRequest = Schema.Struct({
  /** The HTTP method. */
  method: Schema.String,
  /** The whole URL, with its query. */
  url: Schema.String,
  /** Names in lower case. Those of the connection and of the runtime are left out. */
  headers: Schema.Record(Schema.String, Schema.String),
  /** The body; none, when it is left out. */
  body: Schema.optionalKey(RecordedBody),
  /** The body went on, and was not recorded to its end. */
  cut: Schema.optionalKey(Schema.Literal(true))
})

/**
 * A request.
 *
 * @category models
 * @since 0.1.0
 */
export interface RecordedRequest extends Schema.Schema.Type<typeof RecordedRequest> {}

/**
 * The schema of a {@link RecordedResponse}.
 *
 * @category models
 * @since 0.1.0
 */
export const RecordedResponse = Schema.Struct({
  /** The status. */
  status: Schema.Int,
  /** Names in lower case. Those of the connection, and of the encoding and length of the body, are left out. */
  headers: Schema.Record(Schema.String, Schema.String),
  /** The body; an empty one, when it is left out. */
  body: Schema.optionalKey(RecordedBody),
  /** The body went on, and was not recorded to its end: it is longer than the limit, or the program did not read it. */
  cut: Schema.optionalKey(Schema.Literal(true)),
  /** What the body failed with, after the bytes that are here. */
  failure: Schema.optionalKey(RecordedFailure)
})

/**
 * A response.
 *
 * @category models
 * @since 0.1.0
 */
export interface RecordedResponse extends Schema.Schema.Type<typeof RecordedResponse> {}

/**
 * The schema of an {@link Exchange}.
 *
 * @category models
 * @since 0.1.0
 */
export const Exchange = Schema.Struct({
  /** The request. */
  request: RecordedRequest,
  /** The response; left out, where there is a failure in its place. */
  response: Schema.optionalKey(RecordedResponse),
  /** Why there was no response. */
  failure: Schema.optionalKey(RecordedFailure),
  /** When the request was sent. Left out without timing. */
  at: Schema.optionalKey(Schema.DateTimeUtcFromString),
  /** Milliseconds until the head of the response, or the failure. Left out without timing. */
  duration: Schema.optionalKey(Schema.Number)
}).check(
  Schema.makeFilter(
    ({ failure, response }: { readonly failure?: unknown; readonly response?: unknown }) =>
      (failure === undefined) !== (response === undefined) || "Expected either a response or a failure"
  )
)

/**
 * A request and its response, or why there was none.
 *
 * @category models
 * @since 0.1.0
 */
export interface Exchange extends Schema.Schema.Type<typeof Exchange> {}

/**
 * The version of the format. A file of another one is rejected.
 *
 * @category models
 * @since 0.1.0
 */
export const version = 1

/**
 * The schema of a {@link Recording}: the file of a cassette is its JSON.
 *
 * @category models
 * @since 0.1.0
 */
export const Recording = Schema.Struct({
  /** Tells a cassette from any other JSON. */
  format: Schema.Literal("effect-connectycube/cassette"),
  /** The version of the format. */
  version: Schema.Literal(version),
  /** How many exchanges were left out, since there were more than the limit. */
  left_out: Schema.optionalKey(Schema.Int),
  /** In the order in which the requests were sent. */
  exchanges: Schema.Array(Exchange)
})

/**
 * Recorded requests with their responses, in the order in which they were sent.
 *
 * @category models
 * @since 0.1.0
 */
export interface Recording extends Schema.Schema.Type<typeof Recording> {}
