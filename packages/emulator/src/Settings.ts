/**
 * The application that the emulator plays, as its dashboard would show it.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"

/**
 * A custom identity provider behind a URL, as the dashboard describes one.
 *
 * A login is sent to `api_url` with the `request_params`, where `#{login}` stands for what came as the login. A member
 * of the answer is taken by its path, as in `#{user.id}`.
 *
 * @see https://developers.connectycube.com/guides/custom-identity-provider
 * @category models
 * @since 0.1.0
 */
export const IdentityProvider = Schema.Struct({
  api_url: Schema.NonEmptyString,
  request_params: Schema.Record(Schema.String, Schema.String),
  response_params: Schema.Struct({
    uid: Schema.NonEmptyString,
    login: Schema.optionalKey(Schema.String),
    email: Schema.optionalKey(Schema.String),
    full_name: Schema.optionalKey(Schema.String),
    avatar: Schema.optionalKey(Schema.String)
  })
})

/**
 * The schema of {@link Settings}.
 *
 * @category models
 * @since 0.1.0
 */
export const Settings = Schema.Struct({
  application_id: Schema.Int,
  auth_key: Schema.NonEmptyString,
  auth_secret: Schema.NonEmptyString,
  admin_api_key: Schema.NonEmptyString,
  /** Whether a login that nobody has makes a user when it asks for a session. */
  session_creation_without_user: Schema.Literals(["allow", "deny"]),
  /** Whether a request for a session must be signed. A signature that is there is always checked. */
  signature_required: Schema.Boolean,
  /** Whether `GET /users` answers. */
  users_list_v1: Schema.Boolean,
  /** Whether `GET /users/online` answers. */
  online_users: Schema.Boolean,
  /** The tokens that Facebook, Twitter and Firebase turn down; they accept all others. */
  rejected_provider_tokens: Schema.Array(Schema.String),
  identity_provider: Schema.NullOr(IdentityProvider)
})

/**
 * The settings of the application.
 *
 * @category models
 * @since 0.1.0
 */
export interface Settings extends Schema.Schema.Type<typeof Settings> {}

/**
 * The settings at the start.
 *
 * @category defaults
 * @since 0.1.0
 */
export const defaults: Settings = {
  application_id: 1,
  auth_key: "emulator-auth-key",
  auth_secret: "emulator-auth-secret",
  admin_api_key: "emulator-admin-key",
  session_creation_without_user: "allow",
  signature_required: false,
  users_list_v1: true,
  online_users: true,
  rejected_provider_tokens: [],
  identity_provider: null
}
