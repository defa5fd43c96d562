/**
 * @since 0.1.0
 */
import { UserId } from "@effect-connectycube/core/Ids"
import * as Wire from "@effect-connectycube/core/contract/Wire"
import * as Schema from "effect/Schema"

/**
 * A user of the application.
 *
 * @see https://developers.connectycube.com/server/users#users-model
 * @category models
 * @since 0.1.0
 */
export interface User extends Schema.Schema.Type<typeof User> {}

/**
 * The schema of a {@link User}. What is empty on the wire, in whatever spelling, is `null` here, and `user_tags` is an
 * empty array. The same holds for an optional field that does not fit, such as a time zone that is no number.
 *
 * @category models
 * @since 0.1.0
 */
export const User = Schema.Struct({
  _id: Wire.optional(Wire.Text),
  id: UserId,
  created_at: Wire.TimeIso,
  updated_at: Wire.TimeIso,
  login: Wire.nullableText,
  full_name: Wire.nullableText,
  /** When the user last called the API. */
  last_request_at: Wire.nullable(Wire.TimeIso),
  /** Minutes from UTC. */
  timezone: Wire.nullable(Wire.Int),
  email: Wire.nullableText,
  phone: Wire.nullableText,
  website: Wire.nullableText,
  twitter_id: Wire.nullableText,
  /**
   * A text, also where it is a number on the wire: with all of its digits.
   *
   * @deprecated by the API; `external_id` takes its place.
   */
  external_user_id: Wire.nullableDigits,
  facebook_id: Wire.nullableText,
  /** Free text; JSON by convention. */
  custom_data: Wire.nullableText,
  user_tags: Wire.nullableCommaList,
  /** The id of the picture of the user. */
  avatar: Wire.nullableText,
  /** The id of the user in a system of yours. */
  external_id: Wire.nullableText,
  /** @deprecated by the API; `avatar` takes its place. */
  blob_id: Wire.optional(Wire.Int),
  is_guest: Wire.nullable(Wire.Flag)
}).annotate({ identifier: "User" })

/**
 * An id in a system of yours, as it is given: a text, or a number that can hold it.
 *
 * @category models
 * @since 0.1.0
 */
export const ExternalUserId = Schema.Union([Schema.Int, Schema.String])

const profile = {
  login: Schema.optionalKey(Schema.NullOr(Schema.String)),
  email: Schema.optionalKey(Schema.NullOr(Schema.String)),
  full_name: Schema.optionalKey(Schema.NullOr(Schema.String)),
  phone: Schema.optionalKey(Schema.NullOr(Schema.String)),
  website: Schema.optionalKey(Schema.NullOr(Schema.String)),
  facebook_id: Schema.optionalKey(Schema.NullOr(Wire.Text)),
  twitter_id: Schema.optionalKey(Schema.NullOr(Wire.Text)),
  external_id: Schema.optionalKey(Schema.NullOr(Wire.Text)),
  /** @deprecated by the API; `external_id` takes its place. */
  external_user_id: Schema.optionalKey(Schema.NullOr(ExternalUserId)),
  custom_data: Schema.optionalKey(Schema.NullOr(Schema.String)),
  timezone: Schema.optionalKey(Schema.NullOr(Wire.Int)),
  /** At most five. */
  tag_list: Schema.optionalKey(Wire.CommaList),
  avatar: Schema.optionalKey(Schema.NullOr(Schema.String)),
  /** @deprecated by the API; `avatar` takes its place. */
  blob_id: Schema.optionalKey(Schema.NullOr(Wire.Int))
}

/**
 * The fields of a user to be.
 *
 * @category models
 * @since 0.1.0
 */
export const NewUserFields = Schema.Struct({
  ...profile,
  password: Schema.RedactedFromValue(Schema.String)
})

/**
 * A user to be: a password, and a login, an e-mail or both.
 *
 * @see https://developers.connectycube.com/server/users#user-sign-up
 * @category models
 * @since 0.1.0
 */
export type NewUser = typeof NewUserFields.Type & ({ readonly login: string } | { readonly email: string })

/**
 * The schema of {@link UserChanges}.
 *
 * @category models
 * @since 0.1.0
 */
export const UserChangesFields = Schema.Struct({
  ...profile,
  password: Schema.optionalKey(Schema.RedactedFromValue(Schema.String)),
  old_password: Schema.optionalKey(Schema.RedactedFromValue(Schema.String))
})

/**
 * What to change of a user: what is left out stays, and `null` empties a field. A new password needs the old one.
 *
 * @see https://developers.connectycube.com/server/users#update-user-by-identifier
 * @category models
 * @since 0.1.0
 */
export type UserChanges = Omit<typeof UserChangesFields.Type, "password" | "old_password"> &
  (
    | { readonly password?: never; readonly old_password?: never }
    | {
        readonly password: (typeof NewUserFields.Type)["password"]
        readonly old_password: (typeof NewUserFields.Type)["password"]
      }
  )
