/**
 * The application that the emulator plays, as its dashboard would show it.
 *
 * @since 0.1.0
 */
import { PermissionsRequest } from "@effect-connectycube/custom-data/Permissions"
import * as Schema from "effect/Schema"
import * as Struct from "effect/Struct"

const isHttp = (text: string): boolean => /^https?:$/.test(URL.parse(text)?.protocol ?? "")

/**
 * An absolute URL of `http` or `https`.
 *
 * @category models
 * @since 0.1.0
 */
export const WebUrl = Schema.NonEmptyString.check(
  Schema.makeFilter((url) => isHttp(url) || "Expected a URL that begins with https:// or http://")
)

/**
 * A custom identity provider behind a URL, as the dashboard describes one.
 *
 * A login is sent to `api_url` with the `request_params`, where `#{login}` stands for what came as the login. A member
 * of the response is taken by its path, as in `#{user.id}`.
 *
 * @see https://developers.connectycube.com/guides/custom-identity-provider
 * @category models
 * @since 0.1.0
 */
export const IdentityProvider = Schema.Struct({
  /** A server on this machine, unless others are allowed. */
  api_url: WebUrl,
  /** The parameters of the request, by their names. */
  request_params: Schema.Record(Schema.String, Schema.String),
  /** Where the fields of the user are in the response. */
  response_params: Schema.Struct({
    /** The id of the user in the external system. */
    uid: Schema.NonEmptyString,
    /** The login. */
    login: Schema.optionalKey(Schema.String),
    /** The e-mail address. */
    email: Schema.optionalKey(Schema.String),
    /** The full name. */
    full_name: Schema.optionalKey(Schema.String),
    /** The picture. */
    avatar: Schema.optionalKey(Schema.String)
  })
})

/**
 * The schema of a {@link FieldType}.
 *
 * @see https://developers.connectycube.com/server/custom_objects
 * @category models
 * @since 0.1.0
 */
export const FieldType = Schema.Literals(["Integer", "String", "Float", "Boolean", "Array", "File", "Location", "Date"])

/**
 * What a field of a class of custom data holds.
 *
 * @category models
 * @since 0.1.0
 */
export type FieldType = typeof FieldType.Type

/** What a request says besides the fields of a record, or in place of them. */
const reserved: ReadonlySet<string> = new Set([
  "_id",
  "_parent_id",
  "add_to_set",
  "count",
  "created_at",
  "group_by",
  "id",
  "inc",
  "limit",
  "output",
  "permissions",
  "pop",
  "pull",
  "pull_all",
  "push",
  "record",
  "search_criteria",
  "skip",
  "sort_asc",
  "sort_desc",
  "updated_at",
  "user_id"
])

/**
 * The name of a field of a class of custom data: a letter, then letters, digits and underscores. Names that have a meaning in
 * requests, such as `limit` and `user_id`, are reserved.
 *
 * @category models
 * @since 0.1.0
 */
export const FieldName = Schema.String.check(
  Schema.makeFilter((name) => (/^[A-Za-z]\w*$/.test(name) && !reserved.has(name)) || "Expected the name of a field")
)

const isFieldName = Schema.is(FieldName)

/**
 * The schema of a {@link RecordClass}.
 *
 * @see https://developers.connectycube.com/server/custom_objects#permission-levels
 * @category models
 * @since 0.1.0
 */
export const RecordClass = Schema.Struct({
  /** The fields, by their names. */
  fields: Schema.Record(Schema.String, FieldType).check(
    Schema.makeFilter((fields) => {
      const wrong = Object.keys(fields).filter((name) => !isFieldName(name))
      return wrong.length === 0 || `Expected names of fields, and these are none: ${wrong.join(", ")}`
    })
  ),
  /** The access to `create`, and to the actions in `use_class_permissions`. */
  permissions: Schema.optionalKey(
    Schema.Struct({
      ...PermissionsRequest.fields,
      /** The users who can create records. */
      create: PermissionsRequest.fields.read
    }).check(
      Schema.makeFilter(
        ({ create }: { readonly create?: { readonly access: string } }) =>
          create?.access !== "owner" || "Expected another access to create: a record has no owner before it is there"
      )
    )
  ),
  /** The actions for which the permissions of the class hold, and not those of a record. */
  use_class_permissions: Schema.optionalKey(Schema.Array(Schema.Literals(["read", "update", "delete"])))
})

/**
 * A class of custom data, as the dashboard describes one.
 *
 * Records have their own permissions, but for the actions in `use_class_permissions`: those are as the class has it.
 * The access to `create` is always that of the class.
 *
 * @category models
 * @since 0.1.0
 */
export interface RecordClass extends Schema.Schema.Type<typeof RecordClass> {}

/**
 * The schema of a {@link LinkPreview}.
 *
 * @category models
 * @since 0.1.0
 */
export const LinkPreview = Schema.Struct({
  /** The title. */
  title: Schema.String,
  /** The description. */
  description: Schema.String,
  /** The URLs of the pictures. */
  images: Schema.Array(Schema.String)
})

/**
 * The preview of a page on the web.
 *
 * @category models
 * @since 0.1.0
 */
export interface LinkPreview extends Schema.Schema.Type<typeof LinkPreview> {}

const HttpUrl = Schema.NonEmptyString.check(Schema.makeFilter((url) => isHttp(url) || "Expected an http or https URL"))

/**
 * The schema of {@link Settings}.
 *
 * @category models
 * @since 0.1.0
 */
export const Settings = Schema.Struct({
  /** The id of the application. */
  application_id: Schema.Int,
  /** The authorization key. */
  auth_key: Schema.NonEmptyString,
  /** The authorization secret, which signs the creation of sessions. */
  auth_secret: Schema.NonEmptyString,
  /** The key of the administration API. */
  admin_api_key: Schema.NonEmptyString,
  /** Whether a session with an unknown login creates the user. */
  session_creation_without_user: Schema.Literals(["allow", "deny"]),
  /** Whether a request for a session must be signed. A signature that is there is always checked. */
  signature_required: Schema.Boolean,
  /** Whether `GET /users` is enabled; a 403, when it is not. */
  users_list_v1: Schema.Boolean,
  /** Whether `GET /users/online` is enabled; a 403, when it is not. */
  online_users: Schema.Boolean,
  /** Whether users may create broadcast dialogs, as the server's documentation has it; it was seen to be rejected. */
  broadcast_creation: Schema.Literals(["allow", "deny"]),
  /** The response of `GET /chat/Message` for a dialog that does not exist: a page without messages, as was seen, or a 404. */
  messages_of_unknown_dialog: Schema.Literals(["none", "not_found"]),
  /** How many users a group has at most, its owner included; a plan says so. `null` is no limit. */
  occupants_limit: Schema.NullOr(Schema.Int.check(Schema.isGreaterThanOrEqualTo(2))),
  /** How many requests to the API are allowed in how many seconds; the others get a 429. `null` is no limit. */
  rate_limit: Schema.NullOr(
    Schema.Struct({
      /** The number of requests. */
      requests: Schema.Int.check(Schema.isGreaterThanOrEqualTo(1)),
      /** The length of the window, in seconds. */
      seconds: Schema.Finite.check(Schema.isGreaterThan(0))
    })
  ),
  /** The tokens that Facebook, Twitter and Firebase turn down; they accept all others. */
  rejected_provider_tokens: Schema.Array(Schema.String),
  /** The custom identity provider; `null` is none. */
  identity_provider: Schema.NullOr(IdentityProvider),
  /** The fields that a dialog may have in its `extensions`: up to three. */
  dialog_extensions: Schema.Array(Schema.NonEmptyString).check(Schema.isMaxLength(3)),
  /** The classes of custom data, by their names. */
  classes: Schema.Record(Schema.String, RecordClass),
  /** Whether other classes are there too, with the fields that come, and the types of their first values. */
  classes_on_first_use: Schema.Boolean,
  /** Who gets the name, type and size of a private file: its owner, or every user. */
  private_file_information: Schema.Literals(["owner", "everybody"]),
  /** The largest file that can be uploaded, in bytes. */
  upload_limit: Schema.Int.check(Schema.isGreaterThanOrEqualTo(0)),
  /** The largest body of a request to the API, in bytes; a larger one is a 413. */
  body_limit: Schema.Int.check(Schema.isGreaterThanOrEqualTo(0)),
  /** Where the mails about meetings lead; `%s` stands for the id of the meeting. */
  meeting_url_template: WebUrl,
  /** The URL that recordings are posted to when they are ready: a server on this machine, unless others are allowed. */
  recording_webhook: Schema.NullOr(HttpUrl),
  /** The pages that links lead to, by their URLs. */
  link_previews: Schema.Record(Schema.String, LinkPreview).check(
    Schema.makeFilter((previews) => {
      const wrong = Object.keys(previews).filter((url) => !isHttp(url))
      return wrong.length === 0 || `Expected the URLs of pages, and these are none: ${wrong.join(", ")}`
    })
  ),
  /** How many requests the journal keeps. */
  journal_limit: Schema.Int.check(Schema.isGreaterThanOrEqualTo(0))
})

/**
 * The settings of the application.
 *
 * @category models
 * @since 0.1.0
 */
export interface Settings extends Schema.Schema.Type<typeof Settings> {}

/**
 * Settings to change; those left out stay.
 *
 * @category models
 * @since 0.1.0
 */
export const SettingsChanges = Schema.Struct(Struct.map(Settings.fields, Schema.optionalKey))

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
  broadcast_creation: "deny",
  messages_of_unknown_dialog: "none",
  occupants_limit: 30,
  rate_limit: null,
  rejected_provider_tokens: [],
  identity_provider: null,
  dialog_extensions: [],
  classes: {},
  classes_on_first_use: false,
  private_file_information: "owner",
  upload_limit: 104_857_600,
  body_limit: 10_485_760,
  meeting_url_template: "https://connectycube.example/conference/join/%s",
  recording_webhook: null,
  link_previews: {},
  journal_limit: 1000
}
