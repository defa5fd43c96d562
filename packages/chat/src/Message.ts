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
 * The schema of an attachment of a message: a file, a location or a link, and any other fields that clients agree on.
 *
 * **Details**
 *
 * Applications write attachments, and the server keeps them as they are. An attachment that is not an object is left out. A
 * number that comes as text (`"640"`) is decoded as a number.
 *
 * **Gotchas**
 *
 * A field of another type keeps its value, such as `"12 KB"` for a size: check the type before use.
 *
 * @category models
 * @since 0.1.0
 */
export const Attachment = Schema.StructWithRest(
  Schema.Struct({
    /** The kind, as text: `"image"`, `"video"`, `"audio"`, `"location"`, ... */
    type: Wire.optionalOrOdd(Schema.String),
    /** The id of a file in the storage, as text. */
    id: Wire.optionalOrOdd(Wire.Text),
    /** The uid of a file in the storage, as text. */
    uid: Wire.optionalOrOdd(Schema.String),
    /** The URL, as text. */
    url: Wire.optionalOrOdd(Schema.String),
    /** The name, as text. */
    name: Wire.optionalOrOdd(Schema.String),
    /** The size as a number, in bytes by convention. */
    size: Wire.optionalOrOdd(Wire.Float),
    /** The width as a number. */
    width: Wire.optionalOrOdd(Wire.Float),
    /** The height as a number. */
    height: Wire.optionalOrOdd(Wire.Float),
    /** The duration as a number, in seconds by convention. */
    duration: Wire.optionalOrOdd(Wire.Float)
  }),
  [Schema.Record(Schema.String, Schema.Unknown)]
).annotate({ identifier: "Attachment" })

/**
 * An attachment of a message.
 *
 * @category models
 * @since 0.1.0
 */
export type Attachment = typeof Attachment.Type

/**
 * The schema of the reactions to a message.
 *
 * **Details**
 *
 * A member that is missing or cannot be decoded is empty.
 *
 * @category models
 * @since 0.1.0
 */
export const Reactions = Schema.Struct({
  /** The reactions of the current user. */
  own: Wire.orElse(Schema.Array(Schema.String), []),
  /** How often each reaction was given, including the current user. */
  total: Wire.orElse(Schema.Record(Schema.String, Wire.Int), {})
})

/**
 * The schema of the custom parameters of a message.
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
  const apart = Schema.Struct({
    ...fields,
    /** The custom parameters. */
    parameters: Parameters
  })
  return Parameters.check(documented(Schema.Struct(fields))).pipe(
    Schema.decodeTo(apart, {
      decode: SchemaGetter.transform((wire: typeof Parameters.Type) => {
        const names = Object.keys(wire).filter((name) => !Object.hasOwn(fields, name))
        const parameters = Object.fromEntries(names.map((name) => [name, wire[name]]))
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
  /** The id of the message. */
  _id: MessageId,
  /** The id of the dialog. */
  chat_dialog_id: DialogId,
  /** The id of the sender. */
  sender_id: UserId,
  /** The id of the other user of a private dialog; `null` in other dialogs. */
  recipient_id: Recipient,
  /** The text. */
  message: Wire.nullableText,
  /** The time at which the message was sent. */
  date_sent: Wire.TimeSeconds,
  /** The time at which the message was created. */
  created_at: Wire.TimeIso,
  /** The time of the last edit, or of the last time it was read. */
  updated_at: Wire.TimeIso,
  /** The time of the last change of the text. */
  edited_at: Wire.nullable(Wire.TimeIso),
  /** The attachments. */
  attachments: Attachments,
  /** The ids of the users who have read the message. */
  read_ids: Wire.nullableList(UserId),
  /** The ids of the users to whom the message was delivered. */
  delivered_ids: Wire.nullableList(UserId),
  /** The number of views, in public and broadcast dialogs. Public ones have empty `read_ids` and `delivered_ids`. */
  views_count: Wire.nullable(Wire.Int),
  /** `false` in all responses seen. Use `read_ids`. */
  read: Wire.nullable(Wire.FlagNumber),
  /** The reactions. */
  reactions: Wire.nullable(Reactions)
}

/**
 * The schema of a {@link Message}. On the wire custom parameters are among the fields; here they are in `parameters`.
 *
 * @category models
 * @since 0.1.0
 */
export const Message = withParameters(fields).annotate({ identifier: "Message" })

/**
 * A message, as the current user sees it.
 *
 * @see https://developers.connectycube.com/server/chat#message-model
 * @category models
 * @since 0.1.0
 */
export interface Message<P = { readonly [name: string]: unknown }> extends Omit<typeof Message.Type, "parameters"> {
  /** The custom parameters, which applications add to a message. */
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
 * The schema of the attachments of a new message on the wire: a map by any index.
 *
 * **Details**
 *
 * The official SDK sends an array, which servers accept too. Any other value is kept as it is.
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
 * The schema of the attachments that the client sends. Servers accept any value.
 *
 * @category wire
 * @since 0.1.0
 */
export const WithAttachments = Schema.Struct({
  /** The attachments. */
  attachments: Schema.optional(Schema.Array(Schema.Record(Schema.String, Schema.Unknown)))
})

const described = <S extends Schema.Top>(schema: S, description: string) =>
  Schema.optionalKey(schema.pipe(Schema.annotateEncoded({ description })))

const newFields = {
  /** The id of the dialog. */
  chat_dialog_id: described(DialogId, "The dialog of the message."),
  /** The id of the other user of a private dialog, which is created if there is none. */
  recipient_id: described(UserId, "The other user of a private dialog, which is created if there is none."),
  /** The text. */
  message: described(Schema.String, "The text."),
  /** The attachments. */
  attachments: described(AttachmentMap, "The attachments by any index, each with its `type`, and its `id` or `url`."),
  /** Whether to deliver the message, and not only to add it to the history. */
  send_to_chat: described(Wire.FlagText, "`1` to deliver the message, and not only to add it to the history."),
  /** Whether to ask the clients for a notice when the message is delivered and read. */
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
 * Whether a custom parameter can have a name. On the wire the names of the fields of messages are not available.
 *
 * @category models
 * @since 0.1.0
 */
export const isParameterName = (name: string): boolean =>
  !Object.hasOwn(fields, name) && !Object.hasOwn(newFields, name)

/**
 * The arguments of the creation of a message: in a dialog, or to a user, with whom a private dialog is created if there is
 * none.
 *
 * @see https://developers.connectycube.com/server/chat#create-a-message
 * @category models
 * @since 0.1.0
 */
export type NewMessage<P = { readonly [name: string]: unknown }> = {
  /** The text. */
  readonly message?: string
  /** The attachments, each with its `type`, and its `id` or `url`. */
  readonly attachments?: ReadonlyArray<Attachment>
  /**
   * Whether to deliver the message to online users and to push it to the others, and not only to add it to the history.
   * `false` when left out.
   */
  readonly send_to_chat?: boolean
  /** Whether to ask the clients for a notice when the message is delivered and read. */
  readonly markable?: boolean
  /** The custom parameters. */
  readonly parameters?: P
} & (
  | {
      /** The id of the dialog. */
      readonly chat_dialog_id: DialogId
      /** The id of the other user of a private dialog, which is created if there is none. */
      readonly recipient_id?: UserId
    }
  | {
      /** The id of the other user of a private dialog, which is created if there is none. */
      readonly recipient_id: UserId
      readonly chat_dialog_id?: never
    }
)
