/**
 * Messages in dialogs.
 *
 * @since 0.1.0
 */
import type { ConnectyCubeError } from "@effect-connectycube/core/ConnectyCubeError"
import type { DialogId, MessageId, UserId } from "@effect-connectycube/core/Ids"
import type { ItemResult, ResultsPage } from "@effect-connectycube/core/ItemDecodeError"
import type * as Query from "@effect-connectycube/core/contract/Query"
import type { Session } from "@effect-connectycube/core/Session"
import type * as DateTime from "effect/DateTime"
import type * as Effect from "effect/Effect"
import type * as Schema from "effect/Schema"
import type * as Stream from "effect/Stream"
import type { Deleted } from "@effect-connectycube/core/Deleted"
import type { Force } from "./Dialogs.ts"
import type { Message, NewMessage } from "./Message.ts"
import type { MessagesFilter, MessagesPage, MessagesQuery } from "./MessagesQuery.ts"
import type { OnceLimitExceeded } from "./OnceLimitExceeded.ts"

/**
 * The marks of messages to set.
 *
 * @category models
 * @since 0.1.0
 */
export interface MessageMarks {
  /** The id of the dialog of the messages. */
  readonly chat_dialog_id: DialogId
  /** Whether to mark them as read. */
  readonly read?: boolean
  /** Whether to mark them as delivered. */
  readonly delivered?: boolean
}

/**
 * A system message to an online user. It is not stored.
 *
 * @category models
 * @since 0.1.0
 */
export interface SystemMessage {
  /** The id of the system message. */
  readonly messageId: MessageId
  /** The id of the user it was sent to. */
  readonly recipientId: UserId
  /** The parameters that were sent. */
  readonly extensionParams: { readonly [name: string]: unknown }
}

/**
 * The messages in the dialogs of the current user. `P` is the type of the custom parameters.
 *
 * @see https://developers.connectycube.com/server/chat
 * @category services
 * @since 0.1.0
 */
export interface Messages<P = { readonly [name: string]: unknown }> {
  /**
   * Makes the same methods for custom parameters of your own type.
   *
   * **Details**
   *
   * The compiler checks the parameters where they are sent, and the schema where they are decoded. A message with other
   * parameters fails with a `DecodeError`.
   *
   * @example
   * ```ts
   * const messages = chat.messages.withParameters(Schema.Struct({ country: Schema.String }))
   * const hello = yield* messages.create({
   *   chat_dialog_id: dialog._id,
   *   message: "Hello",
   *   parameters: { country: "UA" }
   * })
   * hello.parameters.country // => "UA"
   * ```
   */
  readonly withParameters: <A>(schema: Schema.Codec<A, object>) => Messages<A>
  /**
   * Lists a page of messages, the oldest first unless the query has another order.
   *
   * **Gotchas**
   *
   * **The server marks the returned messages as read by the current user**, unless `mark_as_read` is `false`.
   *
   * @example
   * ```ts
   * const page = yield* chat.messages.list({ chat_dialog_id: dialog._id, sort_desc: "date_sent", mark_as_read: false })
   * page.items.map(({ message }) => message) // => ["Hello, Ada", "Hello, Ben"]
   * ```
   *
   * @see https://developers.connectycube.com/server/chat#retrieve-messages
   */
  readonly list: (query: MessagesQuery) => Effect.Effect<MessagesPage<P>, ConnectyCubeError, Session>
  /**
   * Lists a page of messages, each as a `Result`: a message that cannot be decoded does not fail the call.
   *
   * **Gotchas**
   *
   * The server marks the returned messages as read, as with {@link list}.
   *
   * @example
   * ```ts
   * const page = yield* chat.messages.listResults({ chat_dialog_id: dialog._id, mark_as_read: false })
   * page.items.filter(Result.isFailure).length // => 0
   * ```
   *
   * @see https://developers.connectycube.com/server/chat#retrieve-messages
   */
  readonly listResults: (
    query: MessagesQuery
  ) => Effect.Effect<ResultsPage<MessagesPage<P>>, ConnectyCubeError, Session>
  /**
   * Streams all messages that match, page by page, the oldest first unless the query has another order. `limit` is the size
   * of a page.
   *
   * **When to use**
   *
   * To process more messages than one page has, without marking any as read.
   *
   * **Details**
   *
   * The cursor is the time of the last message, and the ids of the messages of that second that were emitted: messages that
   * are created meanwhile neither hide nor repeat others.
   *
   * @example
   * ```ts
   * const texts = yield* chat.messages.stream({ chat_dialog_id: dialog._id, sort_desc: "date_sent" }).pipe(
   *   Stream.map(({ message }) => message),
   *   Stream.take(10),
   *   Stream.runCollect
   * )
   * texts // => ["Hello, Ada", "Hello, Ben"]
   * ```
   */
  readonly stream: (
    query: MessagesFilter &
      Query.Sort<"date_sent"> & {
        /** The size of a page; 100 when left out. */
        readonly limit?: number
      }
  ) => Stream.Stream<Message<P>, ConnectyCubeError, Session>
  /**
   * Streams all messages that match as {@link stream} does, each as a `Result`: a message that cannot be decoded does not
   * end the stream.
   *
   * **Details**
   *
   * The cursor uses the `_id` and `date_sent` of such a message. Where they cannot be decoded either, the next page is read
   * by offset.
   *
   * @example
   * ```ts
   * yield* chat.messages.streamResults({ chat_dialog_id: dialog._id }).pipe(
   *   Stream.filter(Result.isFailure),
   *   Stream.runForEach(({ failure }) => Console.warn(failure.message, failure.item))
   * )
   * ```
   */
  readonly streamResults: (
    query: MessagesFilter &
      Query.Sort<"date_sent"> & {
        /** The size of a page; 100 when left out. */
        readonly limit?: number
      }
  ) => Stream.Stream<ItemResult<Message<P>>, ConnectyCubeError, Session>
  /**
   * Lists the last twenty messages of a dialog that the user is not in, if its permissions allow a preview.
   *
   * @example
   * ```ts
   * const club = yield* chat.dialogs
   *   .create({ type: "public", name: "Club", permissions: { allow_preview: true } })
   *   .pipe(Effect.provide(Session.layerGuest()))
   * const messages = yield* chat.messages.preview(club._id)
   * messages.length // => 0
   * ```
   *
   * @see https://developers.connectycube.com/server/chat#dialog-permissions
   */
  readonly preview: (chat_dialog_id: DialogId) => Effect.Effect<ReadonlyArray<Message<P>>, ConnectyCubeError, Session>
  /**
   * Lists the messages of a {@link preview}, each as a `Result`: a message that cannot be decoded does not fail the call.
   *
   * @example
   * ```ts
   * const club = yield* chat.dialogs
   *   .create({ type: "public", name: "Club", permissions: { allow_preview: true } })
   *   .pipe(Effect.provide(Session.layerGuest()))
   * const messages = yield* chat.messages.previewResults(club._id)
   * messages.filter(Result.isFailure).length // => 0
   * ```
   */
  readonly previewResults: (
    chat_dialog_id: DialogId
  ) => Effect.Effect<ReadonlyArray<ItemResult<Message<P>>>, ConnectyCubeError, Session>
  /**
   * Counts the messages that the current user has not read: in all group and private dialogs, and in each of the given
   * dialogs.
   *
   * **Details**
   *
   * Public dialogs do not count. The total is that of all group and private dialogs, whichever ids are given.
   *
   * @example
   * ```ts
   * const unread = yield* chat.messages.countUnread([dialog._id])
   * unread.total // => 1
   * unread.dialogs[dialog._id] // => 1
   * ```
   *
   * @see https://developers.connectycube.com/server/chat#retrieve-unread-messages-count
   */
  readonly countUnread: (chat_dialog_ids?: ReadonlyArray<DialogId>) => Effect.Effect<
    {
      /** The number of unread messages in all group and private dialogs. */
      readonly total: number
      /** The number of unread messages by the ids of the given dialogs. */
      readonly dialogs: { readonly [dialog_id: string]: number }
    },
    ConnectyCubeError,
    Session
  >
  /**
   * Creates a message in the history of a dialog. With `send_to_chat` it is delivered too.
   *
   * **Details**
   *
   * Retried after a 429 or 503 only: after a lost connection or a timeout the message may exist, and a retry would
   * duplicate it. Use {@link createOnce} for retries after those.
   *
   * @example
   * ```ts
   * const hello = yield* chat.messages.create({
   *   chat_dialog_id: dialog._id,
   *   message: "Hello",
   *   send_to_chat: true
   * })
   * hello.sender_id // => ada.id
   * ```
   *
   * @see https://developers.connectycube.com/server/chat#create-a-message
   */
  readonly create: (message: NewMessage<P>) => Effect.Effect<Message<P>, ConnectyCubeError, Session>
  /**
   * Creates a message, unless a message with the same key exists.
   *
   * **When to use**
   *
   * For jobs that run again after a failure, and must not duplicate a message.
   *
   * **Details**
   *
   * The key is yours; it is sent as the custom parameter `client_message_id`. Before it creates the message, the call
   * searches all pages of the messages of the dialog from `since` on for the key, and marks none as read. A message with
   * the key is returned as it is, whatever the arguments. If it is unknown whether a request created the message, the call
   * searches again before it retries.
   *
   * `since` is the time at which the work of the message began. Store it with that work: after a crash, only an early
   * enough `since` finds a message that was created before.
   *
   * Concurrent calls with the same application, session, dialog and key share one request, with the timeouts and the policy
   * of the first. Interrupting one of them does not affect the others.
   *
   * Fails with `OnceLimitExceeded`, and creates nothing, if more than 10,000 messages exist from `since` on and the key is
   * not in the latest 10,000.
   *
   * **Gotchas**
   *
   * **Guaranteed:** when the call succeeds, one message with the key exists, as long as all writers with this key run one
   * after the other, or in one process and session, with an early enough `since`.
   *
   * **Not guaranteed:** that, when two processes or sessions create at once, since both can search before either has
   * created; or when a request that seemed lost is handled after the search. The API has no idempotency keys. Keys belong
   * to the dialog: other users who can write to it can use one of yours.
   *
   * @example
   * ```ts
   * const order = { id: 17, paid_at: DateTime.makeUnsafe("2027-02-19T11:59:00Z") }
   * const thanks = { chat_dialog_id: dialog._id, message: "Thank you for your order" }
   * const once = chat.messages.createOnce(`receipt-${order.id}`, thanks, { since: order.paid_at })
   * const first = yield* once
   * const second = yield* once
   * second._id // => first._id
   * ```
   */
  readonly createOnce: (
    key: string,
    message: NewMessage<P> & {
      /** The id of the dialog. */
      readonly chat_dialog_id: DialogId
    },
    options: {
      /** The time at which the work of the message began. */
      readonly since: DateTime.Utc
    }
  ) => Effect.Effect<Message<P>, ConnectyCubeError | OnceLimitExceeded, Session>
  /**
   * Changes the text of a message, or marks it as read or delivered.
   *
   * @example
   * ```ts
   * yield* chat.messages.update(message._id, { chat_dialog_id: dialog._id, message: "Hello, Benjamin" })
   * ```
   *
   * @see https://developers.connectycube.com/server/chat#update-message
   */
  readonly update: (
    id: MessageId,
    changes: MessageMarks & {
      /** The new text. */
      readonly message?: string
    }
  ) => Effect.Effect<void, ConnectyCubeError, Session>
  /**
   * Marks messages as read or delivered.
   *
   * **Details**
   *
   * More than 100 ids are sent in several requests. If one of them fails, `batch` of the error lists the ids that are done.
   *
   * @example
   * ```ts
   * yield* chat.messages.updateMany([message._id], { chat_dialog_id: dialog._id, delivered: true })
   * ```
   */
  readonly updateMany: (
    ids: ReadonlyArray<MessageId>,
    changes: MessageMarks
  ) => Effect.Effect<void, ConnectyCubeError, Session>
  /**
   * Marks all messages of a dialog as read or delivered.
   *
   * @example
   * ```ts
   * yield* chat.messages.updateAll({ chat_dialog_id: dialog._id, read: true })
   * const { total } = yield* chat.messages.countUnread()
   * total // => 0
   * ```
   */
  readonly updateAll: (changes: MessageMarks) => Effect.Effect<void, ConnectyCubeError, Session>
  /**
   * Deletes a message for the current user, or with `force` for all users.
   *
   * **Details**
   *
   * Fails with `NotFound` if there is no such message, and with `Forbidden` if the user may not delete it. The API reports both
   * in the body of a 200, which is the `status` of these errors.
   *
   * @example
   * ```ts
   * yield* chat.messages.delete(message._id, { force: true })
   * ```
   *
   * @see https://developers.connectycube.com/server/chat#delete-message
   */
  readonly delete: (id: MessageId, options?: Force) => Effect.Effect<void, ConnectyCubeError, Session>
  /**
   * Deletes messages for the current user, or with `force` for all users, and returns the outcome for each.
   *
   * **Details**
   *
   * More than 100 ids are sent in several requests. If one of them fails, `batch` of the error lists the ids that are done.
   *
   * @example
   * ```ts
   * const { SuccessfullyDeleted } = yield* chat.messages.deleteMany([message._id])
   * SuccessfullyDeleted.ids // => [message._id]
   * ```
   *
   * @see https://developers.connectycube.com/server/chat#delete-message
   */
  readonly deleteMany: (
    ids: ReadonlyArray<MessageId>,
    options?: Force
  ) => Effect.Effect<Deleted, ConnectyCubeError, Session>
  /**
   * Sends a system message to an online user.
   *
   * @example
   * ```ts
   * const sent = yield* chat.messages.sendSystem(ben.id, { event: "typing" })
   * sent.extensionParams // => { event: "typing" }
   * ```
   *
   * @see https://developers.connectycube.com/server/chat#send-system-message
   */
  readonly sendSystem: (
    recipientId: UserId,
    parameters?: { readonly [name: string]: unknown }
  ) => Effect.Effect<SystemMessage, ConnectyCubeError, Session>
  /**
   * Adds a reaction of the current user to a message, removes one, or both.
   *
   * @example
   * ```ts
   * yield* chat.messages.react(message._id, { add: "🚂" })
   * yield* chat.messages.react(message._id, { add: "👍", remove: "🚂" })
   * ```
   *
   * @see https://developers.connectycube.com/server/chat#addremove-reactions
   */
  readonly react: (
    id: MessageId,
    reaction: {
      /** The reaction to add, such as an emoji. */
      readonly add?: string
      /** The reaction to remove. */
      readonly remove?: string
    }
  ) => Effect.Effect<void, ConnectyCubeError, Session>
  /**
   * Lists the users who reacted to a message, by reaction.
   *
   * @example
   * ```ts
   * yield* chat.messages.react(message._id, { add: "🚂" })
   * const reactions = yield* chat.messages.listReactions(message._id) // => { "🚂": [ada.id] }
   * ```
   *
   * @see https://developers.connectycube.com/server/chat#list-reactions
   */
  readonly listReactions: (
    id: MessageId
  ) => Effect.Effect<{ readonly [reaction: string]: ReadonlyArray<UserId> }, ConnectyCubeError, Session>
}
