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
 * The schema of a {@link User}.
 *
 * **Details**
 *
 * Empty values are `null`, however the wire spells them, and `user_tags` is an empty array. So is an optional field with a
 * value of another type, such as a time zone that is not a number.
 *
 * @category models
 * @since 0.1.0
 */
export const User = Schema.Struct({
  /** The id of the user as text, where the response has one. {@link User.id} is the one to use. */
  _id: Wire.optional(Wire.Text),
  /** The id of the user. */
  id: UserId,
  /** The time at which the user signed up. */
  created_at: Wire.TimeIso,
  /** The time of the last change of the user. */
  updated_at: Wire.TimeIso,
  /** The login, which is unique in the application. */
  login: Wire.nullableText,
  /** The full name. */
  full_name: Wire.nullableText,
  /** The time of the last API call of the user. */
  last_request_at: Wire.nullable(Wire.TimeIso),
  /** The offset from UTC, in minutes. */
  timezone: Wire.nullable(Wire.Int),
  /** The e-mail address, which is unique in the application. */
  email: Wire.nullableText,
  /** The phone number. */
  phone: Wire.nullableText,
  /** The URL of a website of the user. */
  website: Wire.nullableText,
  /** The id of the account at Twitter. */
  twitter_id: Wire.nullableText,
  /**
   * The id of the user in an external system, as text with all digits, even if the wire has a number.
   *
   * @deprecated by the API; `external_id` takes its place.
   */
  external_user_id: Wire.nullableDigits,
  /** The id of the account at Facebook. */
  facebook_id: Wire.nullableText,
  /** Free text; JSON by convention. */
  custom_data: Wire.nullableText,
  /** The tags of the user. */
  user_tags: Wire.nullableCommaList,
  /** The id of the picture of the user. */
  avatar: Wire.nullableText,
  /** The id of the user in an external system. */
  external_id: Wire.nullableText,
  /**
   * The id of a file in the storage.
   *
   * @deprecated by the API; `avatar` takes its place.
   */
  blob_id: Wire.optional(Wire.Int),
  /** Whether the user is a guest, who is deleted after a day. */
  is_guest: Wire.nullable(Wire.Flag)
}).annotate({ identifier: "User" })

/**
 * The schema of an id in an external system: a text or an integer.
 *
 * @category models
 * @since 0.1.0
 */
export const ExternalUserId = Schema.Union([Schema.Int, Schema.String])

const profile = {
  /** The login: 3 to 70 characters, unique in the application. */
  login: Schema.optionalKey(Schema.NullOr(Schema.String)),
  /** The e-mail address, unique in the application. */
  email: Schema.optionalKey(Schema.NullOr(Schema.String)),
  /** The full name. */
  full_name: Schema.optionalKey(Schema.NullOr(Schema.String)),
  /** The phone number. */
  phone: Schema.optionalKey(Schema.NullOr(Schema.String)),
  /** The URL of a website of the user. */
  website: Schema.optionalKey(Schema.NullOr(Schema.String)),
  /** The id of the account at Facebook. */
  facebook_id: Schema.optionalKey(Schema.NullOr(Wire.Text)),
  /** The id of the account at Twitter. */
  twitter_id: Schema.optionalKey(Schema.NullOr(Wire.Text)),
  /** The id of the user in an external system. */
  external_id: Schema.optionalKey(Schema.NullOr(Wire.Text)),
  /**
   * The id of the user in an external system.
   *
   * @deprecated by the API; `external_id` takes its place.
   */
  external_user_id: Schema.optionalKey(Schema.NullOr(ExternalUserId)),
  /** Free text; JSON by convention. */
  custom_data: Schema.optionalKey(Schema.NullOr(Schema.String)),
  /** The offset from UTC, in minutes. */
  timezone: Schema.optionalKey(Schema.NullOr(Wire.Int)),
  /** The tags, at most five. */
  tag_list: Schema.optionalKey(Wire.CommaList),
  /** The id of the picture of the user. */
  avatar: Schema.optionalKey(Schema.NullOr(Schema.String)),
  /**
   * The id of a file in the storage.
   *
   * @deprecated by the API; `avatar` takes its place.
   */
  blob_id: Schema.optionalKey(Schema.NullOr(Wire.Int))
}

/**
 * The schema of a {@link NewUser}.
 *
 * @category models
 * @since 0.1.0
 */
export const NewUserFields = Schema.Struct({
  ...profile,
  /** The password. */
  password: Schema.RedactedFromValue(Schema.String)
})

/**
 * The arguments of a sign-up: a password, and a login, an e-mail address or both.
 *
 * @see https://developers.connectycube.com/server/users#user-sign-up
 * @category models
 * @since 0.1.0
 */
export type NewUser = typeof NewUserFields.Type &
  (
    | {
        /** The login: 3 to 70 characters, unique in the application. */
        readonly login: string
      }
    | {
        /** The e-mail address, unique in the application. */
        readonly email: string
      }
  )

/**
 * The schema of {@link UserChanges}.
 *
 * @category models
 * @since 0.1.0
 */
export const UserChangesFields = Schema.Struct({
  ...profile,
  /** The new password. Requires `old_password`. */
  password: Schema.optionalKey(Schema.RedactedFromValue(Schema.String)),
  /** The current password. Required with `password`. */
  old_password: Schema.optionalKey(Schema.RedactedFromValue(Schema.String))
})

/**
 * The fields of a user to change.
 *
 * **Details**
 *
 * A field that is left out keeps its value, and `null` empties it. A new `password` requires `old_password`.
 *
 * @see https://developers.connectycube.com/server/users#update-user-by-identifier
 * @category models
 * @since 0.1.0
 */
export type UserChanges = Omit<typeof UserChangesFields.Type, "password" | "old_password"> &
  (
    | { readonly password?: never; readonly old_password?: never }
    | {
        /** The new password. */
        readonly password: (typeof NewUserFields.Type)["password"]
        /** The current password. */
        readonly old_password: (typeof NewUserFields.Type)["password"]
      }
  )
