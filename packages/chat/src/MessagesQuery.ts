/**
 * The conditions, the order and the page of a list of messages.
 *
 * @since 0.1.0
 */
import type { DialogId, MessageId, UserId } from "@effect-connectycube/core/Ids"
import type * as Query from "@effect-connectycube/core/contract/Query"
import type * as DateTime from "effect/DateTime"
import type { Condition, Page } from "./ChatQuery.ts"
import type { Message } from "./Message.ts"

/**
 * The conditions on the messages of a dialog; all of them hold.
 *
 * @see https://developers.connectycube.com/server/chat#retrieve-messages
 * @category models
 * @since 0.1.0
 */
export interface MessagesFilter {
  /** The id of the dialog. */
  readonly chat_dialog_id: DialogId
  /** By id. */
  readonly _id?: Condition<MessageId>
  /** By text. */
  readonly message?: Condition<string>
  /** By the time at which the message was sent, in seconds. */
  readonly date_sent?: Condition<DateTime.DateTime>
  /** By sender. */
  readonly sender_id?: Condition<UserId>
  /** By recipient. */
  readonly recipient_id?: Condition<UserId>
  /** By the type of an attachment. */
  readonly "attachments.type"?: Condition<string>
  /** By the time of the last change, in seconds. */
  readonly updated_at?: Condition<DateTime.DateTime>
}

/**
 * The conditions, the order and the page of a list of messages.
 *
 * @category models
 * @since 0.1.0
 */
export type MessagesQuery = MessagesFilter &
  Query.Sort<"date_sent"> &
  Page & {
    /** Whether to mark the returned messages as read by the current user. `true` when left out. */
    readonly mark_as_read?: boolean
  }

/**
 * One page of messages.
 *
 * @category models
 * @since 0.1.0
 */
export interface MessagesPage<P> {
  /** The messages of the page. */
  readonly items: ReadonlyArray<Message<P>>
  /** How many messages come before this page. */
  readonly skip: number
  /** The size of a page. */
  readonly limit: number
}
