/**
 * @since 0.1.0
 */
import { UserId } from "@effect-connectycube/core/Ids"
import * as Wire from "@effect-connectycube/core/contract/Wire"
// A contact who is registered is a user.
import { User } from "@effect-connectycube/users/User"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as SchemaGetter from "effect/SchemaGetter"

/**
 * A contact of an address book.
 *
 * @see https://developers.connectycube.com/server/address_book#retrieve-address-book
 * @category models
 * @since 0.1.0
 */
export interface Contact extends Schema.Schema.Type<typeof Contact> {}

/**
 * The schema of a {@link Contact}.
 *
 * @category models
 * @since 0.1.0
 */
export const Contact = Schema.Struct({
  /** The phone, by which the contact is identified. */
  phone: Wire.Text,
  /** The name. */
  name: Wire.nullableText
}).annotate({ identifier: "Contact" })

/**
 * The schema of a contact to create, update or delete, on the wire.
 *
 * **Details**
 *
 * Contacts are checked one by one, so that an invalid one does not fail the request.
 *
 * @category wire
 * @since 0.1.0
 */
export const WireContact = Schema.Struct({
  /** The name. */
  name: Schema.optionalKey(Schema.String),
  /** The phone. */
  phone: Schema.optionalKey(Wire.Text),
  /** Whether to delete the contact. */
  destroy: Schema.optionalKey(Wire.FlagNumber)
})

/** The messages about contacts by their places. What it is when there are none is not documented: nothing, `null` and `[]` are read. */
const Rejected = Schema.Union([
  Schema.Record(Schema.String, Schema.Array(Schema.String)),
  Schema.Null,
  Schema.Tuple([])
]).pipe(
  Schema.decodeTo(Schema.Record(Schema.String, Schema.Array(Schema.String)), {
    decode: SchemaGetter.transform((rejected: Messages | null | readonly []) => (isMessages(rejected) ? rejected : {})),
    encode: SchemaGetter.transform((rejected: Messages): Messages | null | readonly [] => rejected)
  }),
  Schema.withDecodingDefaultKey(Effect.succeed(null))
)

type Messages = { readonly [place: string]: ReadonlyArray<string> }

const isMessages = (rejected: Messages | null | readonly []): rejected is Messages =>
  rejected !== null && !Array.isArray(rejected)

/**
 * The schema of the response to an upload. Rejected contacts are listed by their index.
 *
 * @category wire
 * @since 0.1.0
 */
export const UploadResponse = Schema.Struct({
  /** The number of created contacts. */
  created: Wire.Int,
  /** The number of updated contacts. */
  updated: Wire.Int,
  /** The number of deleted contacts. */
  deleted: Wire.Int,
  /** The messages by the index of the rejected contact. */
  rejected: Rejected
})

/**
 * A user who is a contact, with the name in the address book.
 *
 * @see https://developers.connectycube.com/server/address_book#retrieve-already-registered-contactsusers
 * @category models
 * @since 0.1.0
 */
export interface RegisteredUser extends Schema.Schema.Type<typeof RegisteredUser> {}

/**
 * The schema of a {@link RegisteredUser}.
 *
 * @category models
 * @since 0.1.0
 */
export const RegisteredUser = Schema.Struct({
  ...User.fields,
  /** The name in the address book. */
  address_book_name: Wire.nullableText
}).annotate({
  identifier: "RegisteredUser"
})

/**
 * The id, the phone and the name of a {@link RegisteredUser}.
 *
 * @category models
 * @since 0.1.0
 */
export interface CompactRegisteredUser extends Schema.Schema.Type<typeof CompactRegisteredUser> {}

/**
 * The schema of a {@link CompactRegisteredUser}.
 *
 * @category models
 * @since 0.1.0
 */
export const CompactRegisteredUser = Schema.Struct({
  /** The id of the user. */
  id: UserId,
  /** The phone. */
  phone: Wire.nullableText,
  /** The name in the address book. */
  address_book_name: Wire.nullableText
}).annotate({ identifier: "CompactRegisteredUser" })

// A user with times has all fields, so that an error lists the invalid ones.
const InShort = Schema.Struct({
  ...CompactRegisteredUser.fields,
  /** Always left out: a user with it has all fields. */
  created_at: Schema.optionalKey(Schema.Never)
})

const AnyRegisteredUser = Schema.Union([RegisteredUser, InShort])
type AnyRegisteredUser = typeof AnyRegisteredUser.Type

/**
 * The schema of a registered user in a list, on the wire: in an object with `user`. A user without that object, as in the
 * official SDK, is decoded too.
 *
 * @category wire
 * @since 0.1.0
 */
export const RegisteredItem = Schema.Union([
  Schema.Struct({
    /** The user. */
    user: AnyRegisteredUser
  }),
  AnyRegisteredUser
]).pipe(
  Schema.decodeTo(
    Schema.Struct({
      /** The user. */
      user: Schema.toType(AnyRegisteredUser)
    }),
    {
      decode: SchemaGetter.transform((item: { readonly user: AnyRegisteredUser } | AnyRegisteredUser) =>
        "user" in item ? item : { user: item }
      ),
      encode: SchemaGetter.transform(
        (item: { readonly user: AnyRegisteredUser }): { readonly user: AnyRegisteredUser } | AnyRegisteredUser => item
      )
    }
  )
)

/**
 * The schema of the name of a device in an address book: at most 64 characters.
 *
 * @category wire
 * @since 0.1.0
 */
export const Udid = Schema.NonEmptyString.check(Schema.isMaxLength(64))
