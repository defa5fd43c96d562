/**
 * @since 0.1.0
 */
import { DialogId, MessageId, UserId } from "@effect-connectycube/core/Ids"
import * as Wire from "@effect-connectycube/core/contract/Wire"
import * as Effect from "effect/Effect"
import { constTrue } from "effect/Function"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import * as SchemaGetter from "effect/SchemaGetter"

/**
 * A file, a place or a link that goes with a message, with whatever else the clients agree on.
 *
 * Attachments are written by the applications, and the server keeps them as they are. What is no object is none, and is left
 * out. A number may come as a text (`"640"`) and is read as a number. Whatever else is there is kept as it came, such as `"12 KB"` for a size: look at its type before
 * you use it.
 *
 * @category models
 * @since 0.1.0
 */
export const Attachment = Schema.StructWithRest(
  Schema.Struct({
    /** A text: `"image"`, `"video"`, `"audio"`, `"location"`, ... */
    type: Wire.optionalOrOdd(Schema.String),
    /** The id of a file in the storage, as text. */
    id: Wire.optionalOrOdd(Wire.Text),
    /** The uid of a file in the storage, as text. */
    uid: Wire.optionalOrOdd(Schema.String),
    /** A text. */
    url: Wire.optionalOrOdd(Schema.String),
    /** A text. */
    name: Wire.optionalOrOdd(Schema.String),
    /** A number, of bytes by convention. */
    size: Wire.optionalOrOdd(Wire.Float),
    /** A number. */
    width: Wire.optionalOrOdd(Wire.Float),
    /** A number. */
    height: Wire.optionalOrOdd(Wire.Float),
    /** A number, of seconds by convention. */
    duration: Wire.optionalOrOdd(Wire.Float)
  }),
  [Schema.Record(Schema.String, Schema.Unknown)]
).annotate({ identifier: "Attachment" })

/**
 * @category models
 * @since 0.1.0
 */
export type Attachment = typeof Attachment.Type

/**
 * How users reacted to a message: the caller's reactions, and how many there are of each, the caller's included. What is
 * missing or cannot be read is empty.
 *
 * @category models
 * @since 0.1.0
 */
export const Reactions = Schema.Struct({
  own: Wire.orElse(Schema.Array(Schema.String), []),
  total: Wire.orElse(Schema.Record(Schema.String, Wire.Int), {})
})

/**
 * The custom parameters of a message.
 *
 * @category models
 * @since 0.1.0
 */
export const Parameters = Schema.Record(Schema.String, Schema.Unknown)

/**
 * A check that lets everything pass, and tells JSON Schema which members are fields. Their own schemas check them, after they are
 * apart from the custom parameters.
 */
const documented = (fields: Schema.Top) =>
  Schema.makeFilter<typeof Parameters.Type>(constTrue, {
    representation: {
      id: "@effect-connectycube/chat/Message/fields",
      payload: null,
      schemas: [Schema.toEncoded(fields).ast]
    },
    // Other members are custom parameters.
    toJsonSchema: ({ schemas: [fields = {}] }) => ({ ...fields, additionalProperties: true })
  })

/** A struct whose unknown members are custom parameters: on the wire they are among the fields, here in `parameters`. */
const withParameters = <const Fields extends Schema.Struct.Fields>(fields: Fields) => {
  const apart = Schema.Struct({ ...fields, parameters: Parameters })
  return Parameters.check(documented(Schema.Struct(fields))).pipe(
    Schema.decodeTo(apart, {
      decode: SchemaGetter.transform((wire: typeof Parameters.Type) => {
        const parameters = Object.fromEntries(Object.entries(wire).filter(([name]) => !Object.hasOwn(fields, name)))
        // What is under the names of the fields is checked by their schemas, which come next.
        return { ...wire, parameters } as (typeof apart)["Encoded"]
      }),
      encode: SchemaGetter.transform((message: object): typeof Parameters.Type => {
        const { parameters, ...known }: { readonly parameters?: object } = message
        return { ...parameters, ...known }
      })
    })
  )
}

/**
 * The objects by index in which attachments are sent; `undefined` where something else is, which is then no map of them.
 */
const byIndex = (given: unknown): ReadonlyArray<object> | undefined => {
  if (!Predicate.isObject(given) || Array.isArray(given)) return undefined
  const values: ReadonlyArray<unknown> = Object.values(given)
  return values.every(isMembers) ? values : undefined
}

const isMembers = (value: unknown): value is object => Predicate.isObject(value) && !Array.isArray(value)

const readAttachment = Schema.decodeUnknownOption(Attachment)

/** What there is of attachments: of a list what is an object, and a single object, which is in no list. */
const attachmentsIn = (given: unknown): ReadonlyArray<Attachment> => {
  const list: ReadonlyArray<unknown> = byIndex(given) ?? (Array.isArray(given) ? given : [given])
  return list.flatMap((item) => (isMembers(item) ? Option.toArray(readAttachment(item)) : []))
}

/** What is read are attachments. What a server writes is what an application wrote, whatever that was. */
const isWritten = (value: unknown): value is ReadonlyArray<Attachment> => value !== undefined

const Attachments = Schema.optionalKey(Schema.Unknown).pipe(
  Schema.decodeTo(Schema.Unknown.pipe(Schema.refine(isWritten)), {
    decode: SchemaGetter.transformOptional((given: Option.Option<unknown>) =>
      Option.some(attachmentsIn(Option.getOrUndefined(given)))
    ),
    encode: SchemaGetter.passthrough()
  })
)

/** Nobody is `0` on the wire, as the documentation has it, or `null`. */
const Recipient = Schema.NullOr(Wire.Int).pipe(
  Schema.decodeTo(Schema.NullOr(Schema.toType(UserId)), {
    decode: SchemaGetter.transform((id: number | null) => (id === null || id === 0 ? null : UserId.make(id))),
    encode: SchemaGetter.transform((id: UserId | null): number | null => id ?? 0)
  }),
  Schema.withDecodingDefaultKey(Effect.succeed(0))
)

const fields = {
  _id: MessageId,
  chat_dialog_id: DialogId,
  sender_id: UserId,
  /** The other one in a private dialog; `null` in the others. */
  recipient_id: Recipient,
  message: Wire.nullableText,
  date_sent: Wire.TimeSeconds,
  created_at: Wire.TimeIso,
  /** When it was last edited or read. */
  updated_at: Wire.TimeIso,
  edited_at: Wire.nullable(Wire.TimeIso),
  attachments: Attachments,
  read_ids: Wire.nullableList(UserId),
  delivered_ids: Wire.nullableList(UserId),
  /** In public and broadcast dialogs. Public ones have nobody in `read_ids` and `delivered_ids`. */
  views_count: Wire.nullable(Wire.Int),
  /** `false` in all responses seen; `read_ids` tells who has read. */
  read: Wire.nullable(Wire.FlagNumber),
  reactions: Wire.nullable(Reactions)
}

/**
 * The schema of a {@link Message}. The wire has custom parameters among the fields; here they are in `parameters`.
 *
 * @category models
 * @since 0.1.0
 */
export const Message = withParameters(fields).annotate({ identifier: "Message" })

/**
 * A message, as the caller sees it. `parameters` holds what applications add to a message.
 *
 * @see https://developers.connectycube.com/server/chat#message-model
 * @category models
 * @since 0.1.0
 */
export interface Message<P = { readonly [name: string]: unknown }> extends Omit<typeof Message.Type, "parameters"> {
  readonly parameters: P
}

/**
 * The schema of an {@link AdministeredMessage}.
 *
 * @category models
 * @since 0.1.0
 */
export const AdministeredMessage = withParameters({
  ...fields,
  /** Who has deleted it. */
  deleted_for_ids: Wire.nullableList(UserId),
  /** Not documented; `null` in all responses seen. */
  userExtraData: Wire.optional(Schema.Unknown)
}).annotate({ identifier: "AdministeredMessage" })

/**
 * A message, as an administrator sees it.
 *
 * @see https://developers.connectycube.com/admin_api/chat
 * @category models
 * @since 0.1.0
 */
export type AdministeredMessage = typeof AdministeredMessage.Type

/**
 * The wire form of the attachments of a new message: a map by any index. The official SDK sends an array, which servers
 * take too. What is neither is kept as it came.
 *
 * @category wire
 * @since 0.1.0
 */
export const AttachmentMap = Schema.Unknown.pipe(
  Schema.decodeTo(Schema.Unknown, {
    decode: SchemaGetter.transform((given: unknown): unknown => byIndex(given) ?? given),
    encode: SchemaGetter.transform((list: unknown): unknown =>
      Array.isArray(list) ? Object.fromEntries(list.entries()) : list
    )
  })
)

/**
 * What the attachments of a message may be that is sent from here. Servers take whatever comes.
 *
 * @category wire
 * @since 0.1.0
 */
export const WithAttachments = Schema.Struct({
  attachments: Schema.optional(Schema.Array(Schema.Record(Schema.String, Schema.Unknown)))
})

const described = <S extends Schema.Top>(schema: S, description: string) =>
  Schema.optionalKey(schema.pipe(Schema.annotateEncoded({ description })))

const newFields = {
  chat_dialog_id: described(DialogId, "The dialog of the message."),
  recipient_id: described(UserId, "The other user of a private dialog, which is created if there is none."),
  message: described(Schema.String, "The text."),
  attachments: described(AttachmentMap, "The attachments by any index, each with its `type`, and its `id` or `url`."),
  send_to_chat: described(Wire.FlagText, "`1` to deliver the message, and not only to add it to the history."),
  markable: described(Wire.FlagText, "`1` to ask the clients of the other users for when it is delivered and read.")
}

/**
 * The schema of a {@link NewMessage}.
 *
 * @category models
 * @since 0.1.0
 */
export const NewMessageFields = withParameters(newFields)

/**
 * Whether a custom parameter can have this name: on the wire it would stand for a field of a message otherwise.
 *
 * @category models
 * @since 0.1.0
 */
export const isParameterName = (name: string): boolean =>
  !Object.hasOwn(fields, name) && !Object.hasOwn(newFields, name)

/**
 * A message to be: in a dialog, or to a user, with whom a private dialog is made when there is none.
 *
 * It is added to the history only, unless `send_to_chat` asks for it to be delivered too.
 *
 * @see https://developers.connectycube.com/server/chat#create-a-message
 * @category models
 * @since 0.1.0
 */
export type NewMessage<P = { readonly [name: string]: unknown }> = {
  readonly message?: string
  readonly attachments?: ReadonlyArray<Attachment>
  /** Deliver it to whoever is online, and push it to the others. */
  readonly send_to_chat?: boolean
  /** Ask the clients to tell when it was delivered and read. */
  readonly markable?: boolean
  readonly parameters?: P
} & (
  | { readonly chat_dialog_id: DialogId; readonly recipient_id?: UserId }
  | { readonly recipient_id: UserId; readonly chat_dialog_id?: never }
)
