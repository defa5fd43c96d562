/**
 * @since 0.1.0
 */
import { ownMessage } from "@effect-connectycube/core/contract/OwnMessage"
import * as Schema from "effect/Schema"
import * as StoreError from "./internal/storeError.ts"

/**
 * The store of the files, which is another host than the API, rejected a download. After a 429, a 500, a 503 or a `RequestTimeout` it is
 * retried first, by the schedule of the `RetryPolicy` for a 503.
 *
 * @category errors
 * @since 0.1.0
 */
export class DownloadRejected extends ownMessage(
  Schema.TaggedError<DownloadRejected>()("DownloadRejected", StoreError.fields)
) {
  override get message(): string {
    return StoreError.messageOf(this)
  }
}
