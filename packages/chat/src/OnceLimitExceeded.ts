/**
 * @since 0.1.0
 */
import { ownMessage } from "@effect-connectycube/core/contract/OwnMessage"
import { DialogId } from "@effect-connectycube/core/Ids"
import * as Schema from "effect/Schema"

/**
 * How many messages `createOnce` looks through for its key, at most.
 *
 * @category constants
 * @since 0.1.0
 */
export const onceLimit = 10_000

/**
 * `createOnce` looked through as many messages as it does, without finding its key or coming to an end. It is not known whether
 * the message was written before, so it was not written: give a later `since`.
 *
 * @category errors
 * @since 0.1.0
 */
export class OnceLimitExceeded extends ownMessage(
  Schema.TaggedError<OnceLimitExceeded>()("OnceLimitExceeded", {
    operation: Schema.String,
    chat_dialog_id: DialogId,
    key: Schema.String,
    /** From when on it looked. */
    since: Schema.DateTimeUtc,
    /** How many messages it looked through, the newest first. */
    looked: Schema.Int
  })
) {
  override get message(): string {
    return `${this.operation} looked through ${this.looked} messages of dialog ${this.chat_dialog_id} and not to the end: nothing was written`
  }
}
