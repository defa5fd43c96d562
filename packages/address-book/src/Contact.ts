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
export const Contact = Schema.Struct({ phone: Wire.Text, name: Wire.nullableText }).annotate({ identifier: "Contact" })

/**
 * A contact to create, update or delete, as it travels. What it has to be like is told contact by contact, so one that
 * breaks a rule does not break the request.
 *
 * @category wire
 * @since 0.1.0
 */
export const WireContact = Schema.Struct({
  name: Schema.optionalKey(Schema.String),
  phone: Schema.optionalKey(Wire.Text),
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
 * What became of the contacts of one upload, as it travels: those that were rejected are named by their places.
 *
 * @category wire
 * @since 0.1.0
 */
export const UploadResponse = Schema.Struct({
  created: Wire.Int,
  updated: Wire.Int,
  deleted: Wire.Int,
  rejected: Rejected
})

/**
 * A registered user who is a contact, with the name that the contact has in the address book.
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
export const RegisteredUser = Schema.Struct({ ...User.fields, address_book_name: Wire.nullableText }).annotate({
  identifier: "RegisteredUser"
})

/**
 * As {@link RegisteredUser}, in short.
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
  id: UserId,
  phone: Wire.nullableText,
  address_book_name: Wire.nullableText
}).annotate({ identifier: "CompactRegisteredUser" })

// What has times is no user in short, but a whole one: what is wrong with it is to be told.
const InShort = Schema.Struct({ ...CompactRegisteredUser.fields, created_at: Schema.optionalKey(Schema.Never) })

const AnyRegisteredUser = Schema.Union([RegisteredUser, InShort])
type AnyRegisteredUser = typeof AnyRegisteredUser.Type

/**
 * A registered user in a list, as it travels: in an object of its own. The official SDK says that there is none, and that is
 * read too.
 *
 * @category wire
 * @since 0.1.0
 */
export const RegisteredItem = Schema.Union([Schema.Struct({ user: AnyRegisteredUser }), AnyRegisteredUser]).pipe(
  Schema.decodeTo(Schema.Struct({ user: Schema.toType(AnyRegisteredUser) }), {
    decode: SchemaGetter.transform((item: { readonly user: AnyRegisteredUser } | AnyRegisteredUser) =>
      "user" in item ? item : { user: item }
    ),
    encode: SchemaGetter.transform(
      (item: { readonly user: AnyRegisteredUser }): { readonly user: AnyRegisteredUser } | AnyRegisteredUser => item
    )
  })
)

/**
 * The name of a device, as the address book knows it: at most 64 characters.
 *
 * @category wire
 * @since 0.1.0
 */
export const Udid = Schema.NonEmptyString.check(Schema.isMaxLength(64))
