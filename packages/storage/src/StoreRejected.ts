/**
 * @since 0.1.0
 */
import { ownMessage } from "@effect-connectycube/core/contract/OwnMessage"
import * as Schema from "effect/Schema"

/**
 * The store, which is another host than the API, rejected to take or to give a content. It is asked again after a 500 or
 * 503, as the `RetryPolicy` says for a 503.
 *
 * @category errors
 * @since 0.1.0
 */
export class StoreRejected extends ownMessage(
  Schema.TaggedError<StoreRejected>()("StoreRejected", {
    /** `storage.upload`, `storage.download` or `storage.downloadPublic`. */
    operation: Schema.String,
    /** The HTTP method. */
    method: Schema.String,
    /** The path at the store, in the form of a template. */
    path: Schema.String,
    /** How many requests were made to the store, this one included. */
    attempts: Schema.Int,
    /** The HTTP status. */
    status: Schema.Int,
    /** The store's name for it, such as `AccessDenied`, `EntityTooLarge`, `ExpiredToken`; `null` when it gave none. */
    code: Schema.NullOr(Schema.String),
    /** What the store said; empty when it said nothing. */
    reason: Schema.String,
    /** The body as it came, cut to 64 KiB, secrets masked. */
    body: Schema.String,
    /** How long the store asked to wait (`Retry-After`). */
    retryAfter: Schema.optionalKey(Schema.Duration)
  })
) {
  override get message(): string {
    const { code, method, operation, path, reason, status } = this
    const response = code === null ? `${status}` : `${status} ${code}`
    return `${operation} (${method} ${path}) was rejected by the store with ${response}: ${reason || "no message"}`
  }
}
