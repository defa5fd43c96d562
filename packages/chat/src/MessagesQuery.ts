/**
 * Which messages to read.
 *
 * @since 0.1.0
 */
import type { DialogId, MessageId, UserId } from "@effect-connectycube/core/Ids"
import type * as Query from "@effect-connectycube/core/contract/Query"
import type * as DateTime from "effect/DateTime"
import type { Condition, Page } from "./ChatQuery.ts"
import type { Message } from "./Message.ts"

/**
 * Which messages of a dialog: all conditions hold together.
 *
 * @see https://developers.connectycube.com/server/chat#retrieve-messages
 * @category models
 * @since 0.1.0
 */
export interface MessagesFilter {
  readonly chat_dialog_id: DialogId
  readonly _id?: Condition<MessageId>
  readonly message?: Condition<string>
  readonly date_sent?: Condition<DateTime.DateTime>
  readonly sender_id?: Condition<UserId>
  readonly recipient_id?: Condition<UserId>
  readonly "attachments.type"?: Condition<string>
  readonly updated_at?: Condition<DateTime.DateTime>
}

/**
 * Which messages, in which order, which page of them, and what reading them does.
 *
 * @category models
 * @since 0.1.0
 */
export type MessagesQuery = MessagesFilter &
  Query.Sort<"date_sent"> &
  Page & {
    /** Whether what is answered counts as read by the user from then on. It does, when left out. */
    readonly mark_as_read?: boolean
  }

/**
 * One page of messages.
 *
 * @category models
 * @since 0.1.0
 */
export interface MessagesPage<P> {
  readonly items: ReadonlyArray<Message<P>>
  readonly skip: number
  readonly limit: number
}
