/**
 * What the errors of the store have in common.
 */
import * as Schema from "effect/Schema"

export const fields = {
  /** The method that was called, such as `storage.upload`. */
  operation: Schema.String,
  /** The HTTP method. */
  method: Schema.String,
  /** The path at the store, in the form of a template. */
  path: Schema.String,
  /** How many requests were made to the store, this one included. */
  attempts: Schema.Int,
  /** The HTTP status. */
  status: Schema.Int,
  /** The store's name for the error, such as `AccessDenied`, `EntityTooLarge`, `ExpiredToken`; `null` when it gave none. */
  code: Schema.NullOr(Schema.String),
  /** The message of the store; empty when it gave none. */
  reason: Schema.String,
  /** The body as it came, cut to 16 KiB, secrets masked. */
  body: Schema.String,
  /** How long the store asked to wait (`Retry-After`). */
  retryAfter: Schema.optionalKey(Schema.DurationFromMillis)
}

export interface StoreError {
  readonly operation: string
  readonly method: string
  readonly path: string
  readonly attempts: number
  readonly status: number
  readonly code: string | null
  readonly reason: string
  readonly body: string
  readonly retryAfter?: typeof fields.retryAfter.Type
}

export const messageOf = ({ code, method, operation, path, reason, status }: StoreError): string => {
  const response = code === null ? `${status}` : `${status} ${code}`
  return `${operation} (${method} ${path}) was rejected by the store with ${response}: ${reason || "no message"}`
}
