/**
 * Messages: what is said in dialogs.
 *
 * @since 0.1.0
 */
import * as ApiClient from "@effect-connectycube/core/ApiClient"
import { type ConnectyCubeError, DecodeError, InvalidRequest } from "@effect-connectycube/core/ConnectyCubeError"
import type { DialogId, MessageId, UserId } from "@effect-connectycube/core/Ids"
import * as Issues from "@effect-connectycube/core/Issues"
import * as Query from "@effect-connectycube/core/Query"
import type { Session } from "@effect-connectycube/core/Session"
import { backoff } from "@effect-connectycube/core/RetryPolicy"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type * as Stream from "effect/Stream"
import type { Deleted } from "@effect-connectycube/core/Deleted"
import type { Force } from "./Dialogs.ts"
import { isParameterName, type Message, type NewMessage, Parameters } from "./Message.ts"
import { MessagesApi } from "./MessagesApi.ts"
import type { MessagesFilter, MessagesPage, MessagesQuery } from "./MessagesQuery.ts"
import * as MessageStream from "./MessageStream.ts"

/** What a method that acts in a session returns. */
type InSession<A> = Effect.Effect<A, ConnectyCubeError, Session>

/**
 * What to change of messages: that they were read or delivered, or, of one, its text.
 *
 * @category models
 * @since 0.1.0
 */
export interface MessageMarks {
  readonly chat_dialog_id: DialogId
  readonly read?: boolean
  readonly delivered?: boolean
}

/**
 * A signal to a user who is online. It is not kept.
 *
 * @category models
 * @since 0.1.0
 */
export interface SystemMessage {
  readonly messageId: MessageId
  readonly recipientId: UserId
  readonly extensionParams: { readonly [name: string]: unknown }
}

/**
 * The messages of the dialogs of the user of the session. `P` is what the custom parameters of a message are.
 *
 * @see https://developers.connectycube.com/server/chat
 * @category services
 * @since 0.1.0
 */
export interface Messages<P = { readonly [name: string]: unknown }> {
  /**
   * The same methods with custom parameters of a type of yours: checked by the compiler where they are sent, and by the
   * schema where they are read. A message that does not fit fails with a `DecodeError`.
   *
   * @example
   * ```ts
   * import { Chat } from "@effect-connectycube/chat/Chat"
   * import type { DialogId } from "@effect-connectycube/core/Ids"
   * import * as Effect from "effect/Effect"
   * import * as Schema from "effect/Schema"
   *
   * const countries = Effect.fn(function*(chat_dialog_id: DialogId) {
   *   const messages = (yield* Chat).messages.withParameters(Schema.Struct({ country: Schema.String }))
   *   yield* messages.create({ chat_dialog_id, message: "Hello", parameters: { country: "UA" } })
   *   const { items } = yield* messages.list({ chat_dialog_id })
   *   return items.map((message) => message.parameters.country)
   * })
   * ```
   */
  readonly withParameters: <A>(schema: Schema.Codec<A, object>) => Messages<A>
  /**
   * A page of messages, the oldest first unless another order is asked for. **They count as read by the user from then
   * on**, unless `mark_as_read` is `false`.
   *
   * @see https://developers.connectycube.com/server/chat#retrieve-messages
   */
  readonly list: (query: MessagesQuery) => InSession<MessagesPage<P>>
  /**
   * All messages that match, page by page, the oldest first unless another order is asked for. It never marks anything as
   * read. `limit` is the size of a page.
   *
   * The cursor is the time of the last message, and the ids of those of the same second that have been seen: messages that
   * are written meanwhile neither hide nor double others.
   */
  readonly stream: (
    query: MessagesFilter & Query.Sort<"date_sent"> & { readonly limit?: number }
  ) => Stream.Stream<Message<P>, ConnectyCubeError, Session>
  /**
   * The last twenty messages of a dialog that the user is not in, where its permissions allow a preview.
   *
   * @see https://developers.connectycube.com/server/chat#dialog-permissions
   */
  readonly preview: (chat_dialog_id: DialogId) => InSession<ReadonlyArray<Message<P>>>
  /**
   * How many messages the user has not read: in all groups and private dialogs, whichever are given, and in each of the given
   * ones. Public dialogs do not count.
   *
   * @see https://developers.connectycube.com/server/chat#retrieve-unread-messages-count
   */
  readonly unreadCount: (
    chat_dialog_ids?: ReadonlyArray<DialogId>
  ) => InSession<{ readonly total: number; readonly dialogs: { readonly [dialog_id: string]: number } }>
  /**
   * Writes a message into the history of a dialog; `send_to_chat` delivers it too.
   *
   * It is resent after a 429 or 503 only: after a lost connection or a timeout it may have been written, and a second time
   * would double it. {@link createOnce} finds out.
   *
   * @see https://developers.connectycube.com/server/chat#create-a-message
   */
  readonly create: (message: NewMessage<P>) => InSession<Message<P>>
  /**
   * As {@link create}, with a key of yours that goes along as the custom parameter `client_message_id`. When it stays open
   * whether the message was written, it looks for the key among the latest messages of the dialog, and writes again only
   * if it is not there. The API has no better means: a first request that is handled after the look still doubles.
   */
  readonly createOnce: (
    key: string,
    message: NewMessage<P> & { readonly chat_dialog_id: DialogId }
  ) => InSession<Message<P>>
  /**
   * Changes the text of a message, or marks it.
   *
   * @see https://developers.connectycube.com/server/chat#update-message
   */
  readonly update: (id: MessageId, changes: MessageMarks & { readonly message?: string }) => InSession<void>
  /** Marks several messages as read or delivered. */
  readonly updateMany: (ids: ReadonlyArray<MessageId>, changes: MessageMarks) => InSession<void>
  /** Marks all messages of a dialog as read or delivered. */
  readonly updateAll: (changes: MessageMarks) => InSession<void>
  /**
   * Deletes messages for the user, or for everybody, and answers what became of each.
   *
   * @see https://developers.connectycube.com/server/chat#delete-message
   */
  readonly delete: (ids: ReadonlyArray<MessageId>, options?: Force) => InSession<Deleted>
  /**
   * Sends a signal to a user who is online.
   *
   * @see https://developers.connectycube.com/server/chat#send-system-message
   */
  readonly sendSystem: (
    recipientId: UserId,
    parameters?: { readonly [name: string]: unknown }
  ) => InSession<SystemMessage>
  /**
   * Adds a reaction of the user to a message, takes one away, or both.
   *
   * @see https://developers.connectycube.com/server/chat#addremove-reactions
   */
  readonly react: (id: MessageId, reaction: { readonly add?: string; readonly remove?: string }) => InSession<void>
  /**
   * Who reacted how to a message.
   *
   * @see https://developers.connectycube.com/server/chat#list-reactions
   */
  readonly listReactions: (id: MessageId) => InSession<{ readonly [reaction: string]: ReadonlyArray<UserId> }>
}

/**
 * Builds the methods on the `HttpClient` and the configuration in the context.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = Effect.map(ApiClient.make(MessagesApi), (call): Messages => withSchema(call, Parameters))

const withSchema = <P>(call: ApiClient.Calls<typeof MessagesApi>, schema: Schema.Codec<P, object>): Messages<P> => {
  const decode = Schema.decodeUnknownEffect(schema)
  const encode = Schema.encodeEffect(schema)

  const read =
    (operation: string, method: string) =>
    (message: Message): Effect.Effect<Message<P>, DecodeError> =>
      Effect.mapBoth(decode(message.parameters), {
        onSuccess: (parameters) => ({ ...message, parameters }),
        onFailure: ({ issue }) =>
          new DecodeError({
            operation,
            method,
            path: "/chat/Message",
            attempts: 1,
            status: 200,
            body: JSON.stringify(message.parameters),
            issues: Issues.format(issue)
          })
      })

  const list = (query: MessagesQuery & { readonly preview?: boolean }) =>
    Effect.flatMap(
      call.list({ query: { chat_dialog_id: query.chat_dialog_id, ...Query.flatten(query, "commas") } }),
      (page) =>
        Effect.map(Effect.forEach(page.items, read("chat.messages.list", "GET")), (items) => ({ ...page, items }))
    )

  const refuse = (issues: InvalidRequest["issues"]) =>
    Effect.fail(
      new InvalidRequest({ operation: "chat.messages.create", method: "POST", path: "/chat/Message", issues })
    )

  const create = ({ parameters, ...message }: NewMessage<P>, more: { readonly [name: string]: unknown } = {}) =>
    Effect.gen(function* () {
      const written = parameters === undefined ? {} : yield* encode(parameters)
      const taken = Object.keys(written).filter((name) => !isParameterName(name) || Object.hasOwn(more, name))
      if (taken.length > 0) {
        return yield* refuse(
          taken.map((name) => ({ path: `parameters.${name}`, message: "Expected a name that is not taken" }))
        )
      }
      return yield* call.create({ payload: { ...message, parameters: { ...written, ...more } } })
    }).pipe(
      Effect.catchTag("SchemaError", ({ issue }) => refuse(Issues.format(issue))),
      Effect.flatMap(read("chat.messages.create", "POST"))
    )

  const createOnce = Effect.fnUntraced(function* (
    key: string,
    message: NewMessage<P> & { readonly chat_dialog_id: DialogId }
  ): Effect.fn.Return<Message<P>, ConnectyCubeError, Session> {
    const start = yield* DateTime.now
    const find = call
      .list({
        query: {
          chat_dialog_id: message.chat_dialog_id,
          "date_sent[gte]": DateTime.subtractDuration(start, clockSkew),
          sort_desc: "date_sent",
          mark_as_read: false
        }
      })
      .pipe(Effect.map(({ items }) => items.find(({ parameters }) => parameters[keyParameter] === key)))

    return yield* create(message, { [keyParameter]: key }).pipe(
      Effect.catchIf(isOpen, (error) =>
        Effect.flatMap(find, (found) =>
          found === undefined ? Effect.fail(error) : read("chat.messages.list", "GET")(found)
        )
      ),
      Effect.retry({ while: isOpen, schedule: backoff({ base: "100 millis", cap: "20 seconds", times: 3 }) })
    )
  })

  return {
    withParameters: (schema) => withSchema(call, schema),
    list,
    stream: (query) => MessageStream.make(query, list),
    preview: (chat_dialog_id) => Effect.map(list({ chat_dialog_id, preview: true }), ({ items }) => items),
    unreadCount: (chat_dialog_ids) =>
      Effect.map(
        call.unreadCount({ query: chat_dialog_ids === undefined ? {} : { chat_dialog_ids } }),
        ({ total = 0, ...dialogs }) => ({ total, dialogs })
      ),
    create: (message) => create(message),
    createOnce,
    update: (id, changes) => call.update({ params: { message_ids: [id] }, payload: changes }),
    updateMany: (message_ids, changes) => call.update({ params: { message_ids }, payload: changes }),
    updateAll: (changes) => call.updateAll({ payload: changes }),
    delete: (message_ids, { force } = {}) =>
      call.delete({ params: { message_ids }, query: force === undefined ? {} : { force } }),
    sendSystem: (recipientId, parameters = {}) => call.sendSystem({ payload: { ...parameters, recipientId } }),
    react: (message_id, payload) => call.react({ params: { message_id }, payload }),
    listReactions: (message_id) => call.listReactions({ params: { message_id } })
  }
}

/** The custom parameter that holds the key of a message that is to be written once. */
const keyParameter = "client_message_id"

// How far the server's clock may be behind ours.
const clockSkew = "5 minutes"

/** Whether it stays open whether the request was handled. */
const isOpen = (error: ConnectyCubeError) =>
  error._tag === "TransportError" ||
  error._tag === "TimeoutError" ||
  (error._tag === "UnexpectedStatus" && (error.status === 502 || error.status === 504))
