/**
 * @since 0.1.0
 */
import { ownMessage } from "@effect-connectycube/core/contract/OwnMessage"
import { DialogId } from "@effect-connectycube/core/Ids"
import * as Schema from "effect/Schema"

/**
 * The maximum number of messages that `createOnce` searches for its key.
 *
 * @category constants
 * @since 0.1.0
 */
export const onceLimit = 10_000

/**
 * `createOnce` has searched the maximum number of messages without finding its key.
 *
 * **Details**
 *
 * The message may have been created before, so it was not created. A later `since` makes the search shorter.
 *
 * @category errors
 * @since 0.1.0
 */
export class OnceLimitExceeded extends ownMessage(
  Schema.TaggedError<OnceLimitExceeded>()("OnceLimitExceeded", {
    /** The method that was called: `chat.messages.createOnce`. */
    operation: Schema.String,
    /** The id of the dialog that was searched. */
    chat_dialog_id: DialogId,
    /** The key that was searched for. */
    key: Schema.String,
    /** The time from which on messages were searched. */
    since: Schema.DateTimeUtcFromString,
    /** How many messages were searched, the newest first. */
    looked: Schema.Int
  })
) {
  override get message(): string {
    return `${this.operation} looked through ${this.looked} messages of dialog ${this.chat_dialog_id} and not to the end: nothing was written`
  }
}
