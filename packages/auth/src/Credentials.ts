/**
 * Credentials, and their encoding on the wire.
 *
 * @since 0.1.0
 */
import * as Arguments from "@effect-connectycube/core/contract/Arguments"
import * as Issues from "@effect-connectycube/core/contract/Issues"
import * as Wire from "@effect-connectycube/core/contract/Wire"
import * as Predicate from "effect/Predicate"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"

/**
 * The login or e-mail address of a user, and the password.
 *
 * @see https://developers.connectycube.com/server/auth#create-session-token
 * @category models
 * @since 0.1.0
 */
export type UserCredentials =
  | {
      /** The login. */
      readonly login: string
      /** The password. */
      readonly password: Redacted.Redacted
    }
  | {
      /** The e-mail address. */
      readonly email: string
      /** The password. */
      readonly password: Redacted.Redacted
    }

/**
 * A token of the custom identity provider of the application.
 *
 * @see https://developers.connectycube.com/guides/custom-identity-provider
 * @category models
 * @since 0.1.0
 */
export interface IdentityProviderCredentials {
  /** The token, as the identity provider issued it. */
  readonly identity_token: Redacted.Redacted
}

/**
 * An account at Facebook, Twitter, or Firebase, with a phone number or an e-mail address.
 *
 * @see https://developers.connectycube.com/server/auth#create-session-token
 * @category models
 * @since 0.1.0
 */
export type ProviderCredentials =
  | {
      /** The provider. */
      readonly provider: "facebook"
      /** The credentials of the account. */
      readonly keys: {
        /** The access token. */
        readonly token: Redacted.Redacted
      }
    }
  | {
      /** The provider. */
      readonly provider: "twitter"
      /** The credentials of the account. */
      readonly keys: {
        /** The access token. */
        readonly token: Redacted.Redacted
        /** The secret of the access token. */
        readonly secret: Redacted.Redacted
      }
    }
  | {
      /** The provider. */
      readonly provider: "firebase_phone"
      /** The account at Firebase, with a phone number. */
      readonly firebase_phone: FirebaseAccount
    }
  | {
      /** The provider. */
      readonly provider: "firebase_email"
      /** The account at Firebase, with an e-mail address. */
      readonly firebase_email: FirebaseAccount
    }

/**
 * An account at Firebase.
 *
 * @category models
 * @since 0.1.0
 */
export interface FirebaseAccount {
  /** The id of the Firebase project. */
  readonly project_id: string
  /** The id token of the user. */
  readonly access_token: Redacted.Redacted
}

/**
 * The credentials of a user.
 *
 * @category models
 * @since 0.1.0
 */
export type Credentials = UserCredentials | IdentityProviderCredentials | ProviderCredentials

/**
 * A guest: a user who is created for one session, and deleted after a day.
 *
 * @see https://developers.connectycube.com/server/auth#create-session-with-guest-user
 * @category models
 * @since 0.1.0
 */
export interface Guest {
  /** Always `true`. */
  readonly guest: true
  /** The full name of the guest. */
  readonly full_name?: string
}

const Secret = Schema.RedactedFromValue(Schema.NonEmptyString)

const Firebase = Schema.Struct({ project_id: Wire.Text.check(Schema.isNonEmpty()), access_token: Secret })

/**
 * The wire fields of an account at an external provider.
 *
 * @category wire
 * @since 0.1.0
 */
export const providerFields = {
  provider: Schema.optionalKey(Schema.Literals(["facebook", "twitter", "firebase_phone", "firebase_email"])),
  keys: Schema.optionalKey(Schema.Struct({ token: Secret, secret: Schema.optionalKey(Secret) })),
  firebase_phone: Schema.optionalKey(Firebase),
  firebase_email: Schema.optionalKey(Firebase)
}

/**
 * The wire fields of a user of the application, of a user of its identity provider, and of a guest.
 *
 * @category wire
 * @since 0.1.0
 */
export const userFields = {
  login: Schema.optionalKey(Schema.NonEmptyString),
  email: Schema.optionalKey(Schema.NonEmptyString),
  password: Schema.optionalKey(Secret),
  guest: Schema.optionalKey(Wire.Text),
  full_name: Schema.optionalKey(Schema.String)
}

/**
 * The decoded {@link userFields}.
 *
 * @category wire
 * @since 0.1.0
 */
export type UserFields = Schema.Struct<typeof userFields>["Type"]

/**
 * Encodes the credentials of users who have no account at an external provider.
 *
 * **Details**
 *
 * The token of an identity provider is sent as the login, with any password.
 *
 * @category wire
 * @since 0.1.0
 */
export const toUserFields = (who: UserCredentials | IdentityProviderCredentials | Guest): UserFields => {
  const {
    guest,
    identity_token,
    ...fields
  }: Omit<UserFields, "guest"> & {
    readonly guest?: true
    readonly identity_token?: Redacted.Redacted
  } = who
  if (guest !== undefined) return { ...fields, guest: "1" }
  return identity_token === undefined
    ? fields
    : { ...fields, login: Redacted.value(identity_token), password: Redacted.make("identity_token") }
}

const account = <const Provider extends ProviderCredentials["provider"], Fields extends Schema.Struct.Fields>(
  provider: Provider,
  fields: Fields
) => Schema.Struct({ provider: Schema.Literal(provider), ...fields })

const accounts = {
  facebook: account("facebook", { keys: Schema.Struct({ token: Secret }) }),
  twitter: account("twitter", { keys: Schema.Struct({ token: Secret, secret: Secret }) }),
  firebase_phone: account("firebase_phone", { firebase_phone: Firebase }),
  firebase_email: account("firebase_email", { firebase_email: Firebase })
}

const encoder = (schema: Schema.Codec<unknown, unknown>) => Schema.encodeUnknownResult(schema, { errors: "all" })

const byAccount = new Map<
  unknown,
  { readonly prepare: ReturnType<typeof Arguments.make>; readonly encode: ReturnType<typeof encoder> }
>(
  Object.entries(accounts).map(([provider, schema]) => [
    provider,
    { prepare: Arguments.make(schema), encode: encoder(schema) }
  ])
)

const missing = (path: string, value: unknown): Arguments.Issues =>
  value === undefined ? [{ path, message: "Missing key" }] : []

const names = {
  guest: ["guest", "full_name"],
  token: ["identity_token"],
  user: ["login", "email", "password"]
}

/**
 * Checks the members of credentials, and lists those that are unknown or missing.
 *
 * **Details**
 *
 * Among the fields of a request an unknown member could replace a value of the client.
 *
 * @category checking
 * @since 0.1.0
 */
export const issuesOf = (who: Credentials | Guest): Arguments.Issues => {
  if (!Predicate.isObject(who)) return Arguments.unknownMembers(who ?? null, [])
  const { email, guest, identity_token, login, password, provider }: Readonly<Record<string, unknown>> = { ...who }
  if (provider !== undefined) {
    const account = byAccount.get(provider)
    if (account === undefined) {
      return [{ path: "provider", message: `Expected one of ${Object.keys(accounts).join(", ")}` }]
    }
    const { issues, value } = account.prepare(who)
    if (issues.length > 0) return issues
    const encoded = account.encode(value)
    return Result.isSuccess(encoded) ? [] : Issues.format(encoded.failure.issue)
  }
  if (guest !== undefined) {
    return guest === true ? Arguments.unknownMembers(who, names.guest) : [{ path: "guest", message: "Expected true" }]
  }
  const unknown = Arguments.unknownMembers(who, identity_token === undefined ? names.user : names.token)
  if (unknown.length > 0 || identity_token !== undefined) return unknown
  return email === undefined && login === undefined
    ? [{ path: "", message: "Expected a login or an e-mail, a token, a provider or a guest" }]
    : missing("password", password)
}

/**
 * Whether credentials are of an account at an external provider. A `provider` that is `undefined` does not count.
 *
 * @category wire
 * @since 0.1.0
 */
export const isProvider = (who: Credentials | Guest): who is ProviderCredentials =>
  "provider" in who && who.provider !== undefined
