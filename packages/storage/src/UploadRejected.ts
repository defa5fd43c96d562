/**
 * @since 0.1.0
 */
import { ownMessage } from "@effect-connectycube/core/contract/OwnMessage"
import * as Schema from "effect/Schema"
import * as StoreError from "./internal/storeError.ts"

/**
 * The store of the files, an external host, rejected an upload.
 *
 * **Details**
 *
 * A 429, 500, 503 or `RequestTimeout` is retried first, with the backoff of the `RetryPolicy` for a 503.
 *
 * @category errors
 * @since 0.1.0
 */
export class UploadRejected extends ownMessage(
  Schema.TaggedError<UploadRejected>()("UploadRejected", StoreError.fields)
) {
  override get message(): string {
    return StoreError.messageOf(this)
  }
}
