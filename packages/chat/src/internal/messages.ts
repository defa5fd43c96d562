// The methods of messages, on the calls of the contract.
import * as ApiClient from "@effect-connectycube/core/client/ApiClient"
import * as Arguments from "@effect-connectycube/core/contract/Arguments"
import * as Batch from "@effect-connectycube/core/client/Batch"
import { ConnectyCubeConfig } from "@effect-connectycube/core/ConnectyCubeConfig"
import type { DecodeError, Forbidden, InvalidRequest, NotFound } from "@effect-connectycube/core/ConnectyCubeError"
import { DialogId, MessageId } from "@effect-connectycube/core/Ids"
import * as Issues from "@effect-connectycube/core/contract/Issues"
import { ItemDecodeError } from "@effect-connectycube/core/ItemDecodeError"
import * as Items from "@effect-connectycube/core/client/Items"
import { ApiResponse } from "@effect-connectycube/core/ApiResponse"
import * as ResponseError from "@effect-connectycube/core/client/ResponseError"
import * as Method from "@effect-connectycube/core/client/Method"
import * as Query from "@effect-connectycube/core/contract/Query"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as HttpClient from "effect/http/HttpClient"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import * as Once from "./once.ts"
import {
  type Attachment,
  isParameterName,
  type Message,
  type NewMessage,
  NewMessageFields,
  Parameters,
  WithAttachments
} from "../Message.ts"
import { MessagesApi } from "../MessagesApi.ts"
import type { MessagesQuery } from "../MessagesQuery.ts"
import * as MessageStream from "./messageStream.ts"
import type { Messages } from "../Messages.ts"

/** Makes the methods, on the `HttpClient` and the configuration in the context. */
export const make = Effect.gen(function* () {
  const call = yield* ApiClient.make(MessagesApi)
  const flights = Once.flightsOf(yield* HttpClient.HttpClient, yield* ConnectyCubeConfig)
  return withSchema({ call, once: Once.make((query) => call.list(flat(query)), flights) }, Parameters)
})

const flat = (query: MessagesQuery & { readonly preview?: boolean }) => ({
  chat_dialog_id: query.chat_dialog_id,
  ...Query.flatten(query, "commas")
})

/** What does not depend on what the custom parameters are. */
interface Wire {
  readonly call: ApiClient.Calls<typeof MessagesApi>
  readonly once: ReturnType<typeof Once.make>
}

const withSchema = <P>(wire: Wire, schema: Schema.Codec<P, object>): Messages<P> => {
  const { call } = wire
  const decode = Schema.decodeUnknownEffect(schema)
  const prepareParameters = Arguments.make(schema)
  const encode = Schema.encodeUnknownEffect(schema)

  const read = (message: Message, response: ApiResponse): Effect.Effect<Message<P>, DecodeError> =>
    Effect.matchEffect(decode(message.parameters), {
      onSuccess: (parameters) => Effect.succeed({ ...message, parameters }),
      onFailure: ({ issue }) =>
        Effect.fail(ResponseError.decodeError(response, Issues.format(issue), JSON.stringify(message.parameters)))
    })

  const create = call.create.flatMap(read)

  const readPage = call.list.flatMap((page, response) =>
    Effect.map(
      Effect.forEach(page.items, (message) => read(message, response)),
      (items) => ({ ...page, items })
    )
  )

  const list = (query: MessagesQuery & { readonly preview?: boolean }) => readPage(flat(query))

  /** The custom parameters of a message may not fit either. */
  const readItem = (
    { raw, result }: Items.Item<Message>,
    response: ApiResponse
  ): Effect.Effect<Items.Item<Message<P>>> =>
    Result.isFailure(result)
      ? Effect.succeed({ raw, result: Result.fail(result.failure) })
      : Effect.map(Effect.result(read(result.success, response)), (result): Items.Item<Message<P>> => ({
          raw,
          result: Result.mapError(result, unfit(raw))
        }))

  const readItems = call.list.items("items").flatMap((page, response) =>
    Effect.map(
      Effect.forEach(page.items, (item) => readItem(item, response)),
      (items) => ({ ...page, items })
    )
  )

  const listItems = (query: MessagesQuery & { readonly preview?: boolean }) => readItems(flat(query))

  const deleteSome = call.delete.flatMap(Batch.deleted(({ message_ids }) => message_ids))

  // The outcome for one message is in the body too.
  const deleteOne = call.delete.flatMap(
    (outcome, response, { message_ids: [id] }): Effect.Effect<void, Forbidden | NotFound> => {
      if (outcome.WrongPermissions.ids.length > 0) {
        return Effect.fail(ResponseError.forbidden(response, `The user may not delete the message ${id}`))
      }
      return outcome.NotFound.ids.length > 0
        ? Effect.fail(ResponseError.notFound(response, `There is no message ${id}`))
        : Effect.void
    }
  )

  const reject = (issues: InvalidRequest["issues"]): Effect.Effect<void, InvalidRequest> =>
    issues.length === 0 ? Effect.void : Method.invalidRequest(MessagesApi.endpoints.create, issues)

  /** The message as it goes over the wire. */
  const prepare = Effect.fnUntraced(
    function* (given: NewMessage<P>, more: { readonly [name: string]: unknown } = {}) {
      yield* Arguments.check(MessagesApi.endpoints.create, given)
      yield* reject(attachmentIssues(given))
      const { attachments, parameters, ...others } = given
      // The contract takes attachments of any kind, and so does not look into them.
      const message = attachments === undefined ? others : { ...others, attachments: prepareAttachments(attachments) }
      const { issues, value } = prepareParameters(parameters)
      yield* reject(issues.map(inParameters))
      const written = parameters === undefined ? {} : yield* encode(value)
      const taken = Object.keys(written).filter((name) => !isParameterName(name) || Object.hasOwn(more, name))
      yield* reject(taken.map((name) => ({ path: `parameters.${name}`, message: "Expected a name that is not taken" })))
      return { ...message, parameters: { ...written, ...more } }
    },
    Effect.catchTag("SchemaError", ({ issue }) =>
      Method.invalidRequest(MessagesApi.endpoints.create, Issues.format(issue).map(inParameters))
    )
  )

  return Method.named<Messages<P>>("chat.messages", {
    withParameters: (schema) => withSchema(wire, schema),
    list: (query) =>
      Effect.andThen(
        Arguments.check(MessagesApi.endpoints.list, query, [...streamed, "skip", "mark_as_read"]),
        Effect.suspend(() => list(query))
      ),
    listResults: (query) =>
      Effect.andThen(
        Arguments.check(MessagesApi.endpoints.list, query, [...streamed, "skip", "mark_as_read"]),
        Effect.suspend(() => Effect.map(listItems(query), Items.results))
      ),
    stream: (query) =>
      Stream.suspend(() => MessageStream.make(query, list, MessageStream.placeOf)).pipe(
        Arguments.checked(MessagesApi.endpoints.list, query, streamed)
      ),
    streamResults: (query) =>
      Stream.suspend(() => MessageStream.make(query, listItems, MessageStream.placeOfItem)).pipe(
        Stream.map(({ result }) => result),
        Arguments.checked(MessagesApi.endpoints.list, query, streamed)
      ),
    preview: (chat_dialog_id) => Effect.map(list({ chat_dialog_id, preview: true }), ({ items }) => items),
    previewResults: (chat_dialog_id) =>
      Effect.map(listItems({ chat_dialog_id, preview: true }), (page) => Items.results(page).items),
    countUnread: (chat_dialog_ids) =>
      Effect.map(
        chat_dialog_ids === undefined
          ? call.unreadCount({})
          : Batch.send(chat_dialog_ids, {
              endpoint: MessagesApi.endpoints.unreadCount,
              parameter: "chat_dialog_ids",
              schema: DialogId,
              call: (chat_dialog_ids) => call.unreadCount({ chat_dialog_ids }),
              // The total is that of all dialogs, whatever was asked for.
              merge: (counts) => counts.reduce((all, count) => ({ ...all, ...count }), { total: 0 })
            }),
        ({ total, ...dialogs }) => ({ total, dialogs })
      ),
    create: (message) => Effect.flatMap(prepare(message), (message) => create(message)),
    createOnce: (key, message, options) =>
      checkOnce(key, options).pipe(
        Effect.andThen(prepare(message, { [Once.keyParameter]: key })),
        // An invalid message fails before the search, and not after it.
        Effect.tap((prepared) => reject(prepareFields(prepared).issues)),
        Effect.flatMap((prepared) =>
          ApiResponse.withResponse(
            wire.once({ chat_dialog_id: message.chat_dialog_id, key, since: options.since }, call.create(prepared))
          )
        ),
        Effect.flatMap(({ response, value }) => read(value, response))
      ),
    update: (id, changes) => call.update(changes, { message_ids: [id] }),
    updateMany: (message_ids, changes) =>
      Batch.send(message_ids, {
        endpoint: MessagesApi.endpoints.update,
        parameter: "message_ids",
        schema: MessageId,
        call: (message_ids) => call.update(changes, { message_ids }),
        merge: () => undefined
      }),
    updateAll: call.updateAll,
    delete: (id, options = {}) => deleteOne(options, { message_ids: [id] }),
    deleteMany: (message_ids, options = {}) =>
      Batch.send(message_ids, {
        ...Batch.deletions,
        endpoint: MessagesApi.endpoints.delete,
        parameter: "message_ids",
        schema: MessageId,
        call: (message_ids) => deleteSome(options, { message_ids })
      }),
    sendSystem: (recipientId, parameters = {}) =>
      Effect.andThen(
        Arguments.check(MessagesApi.endpoints.sendSystem, parameters),
        Object.hasOwn(Object(parameters), "recipientId")
          ? Method.invalidRequest(MessagesApi.endpoints.sendSystem, [
              { path: "parameters.recipientId", message: "Expected a name that is not taken" }
            ])
          : call.sendSystem({ body: { ...parameters, recipientId } })
      ),
    react: (message_id, reaction) => call.react(reaction, { message_id }),
    listReactions: (message_id) => call.listReactions({ message_id })
  })
}

const prepareFields = Arguments.make(NewMessageFields)

const prepareList = Arguments.make(WithAttachments.fields.attachments)

const prepareAttachments = (attachments: ReadonlyArray<Attachment>): unknown => prepareList(attachments).value

const readAttachments = Schema.decodeUnknownResult(WithAttachments, { errors: "all" })

const attachmentIssues = (given: object): InvalidRequest["issues"] => {
  const read = readAttachments(given)
  return Result.isSuccess(read) ? [] : Issues.format(read.failure.issue)
}

const checkOnce = Effect.fnUntraced(function* (
  key: string,
  options: { readonly since?: DateTime.DateTime } = {}
): Effect.fn.Return<void, InvalidRequest> {
  yield* Arguments.check(MessagesApi.endpoints.create, options, ["since"])
  if (typeof key !== "string" || key === "") {
    return yield* Method.invalidRequest(MessagesApi.endpoints.create, [
      { path: "key", message: "Expected a text that is not empty" }
    ])
  }
  if (!DateTime.isDateTime(options.since)) {
    return yield* Method.invalidRequest(MessagesApi.endpoints.create, [{ path: "since", message: "Expected a time" }])
  }
})

const inParameters = ({ message, path }: InvalidRequest["issues"][number]) => ({
  path: path === "" ? "parameters" : `parameters.${path}`,
  message
})

const unfit =
  (item: unknown) =>
  ({ issues, operation }: DecodeError) =>
    new ItemDecodeError({
      operation,
      item,
      issues: issues.map(inParameters)
    })

const streamed = [
  "chat_dialog_id",
  "_id",
  "message",
  "date_sent",
  "sender_id",
  "recipient_id",
  "attachments.type",
  "updated_at",
  "sort_asc",
  "sort_desc",
  "limit"
]
