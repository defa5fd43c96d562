/**
 * The wire contract of the Users API.
 *
 * @since 0.1.0
 */
import {
  ApplicationKey,
  Empty,
  endpoint,
  lazyGroup,
  SessionToken,
  tag,
  WireRules
} from "@effect-connectycube/core/contract/Endpoint"
import { UserId } from "@effect-connectycube/core/Ids"
import * as Query from "@effect-connectycube/core/contract/Query"
import * as Wire from "@effect-connectycube/core/contract/Wire"
import { identity } from "effect/Function"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as Schema from "effect/Schema"
import * as SchemaTransformation from "effect/SchemaTransformation"
import { ExternalUserId, NewUserFields, User, UserChangesFields } from "./User.ts"

const UserResponse = Schema.Struct({ user: User })

// In a path it is a text with all of its digits; one that is given as a number has to hold them.
const PathExternalUserId = Query.described(
  Schema.String.pipe(
    Schema.decodeTo(
      Schema.toType(ExternalUserId),
      SchemaTransformation.transform<string | number, string>({ decode: identity, encode: String })
    )
  ),
  "The id of the user in a system of the application."
)

const Page = Schema.Struct({
  current_page: Wire.Int,
  per_page: Wire.Int,
  total_entries: Wire.Int,
  items: Schema.Array(UserResponse)
})

const text = {
  "": Schema.String,
  "in[]": Query.list(Schema.String),
  "nin[]": Query.list(Schema.String),
  start_with: Schema.String.check(Schema.isMinLength(4))
}

const date = {
  "": Wire.InstantIso,
  gt: Wire.InstantIso,
  lt: Wire.InstantIso,
  gte: Wire.InstantIso,
  lte: Wire.InstantIso
}

const standAlone = {
  ...Query.operators("id", { "": UserId, "in[]": Query.list(UserId), "nin[]": Query.list(UserId) }),
  ...Query.operators("login", text),
  ...Query.operators("email", text),
  ...Query.operators("full_name", text),
  ...Query.operators("phone", text),
  ...Query.operators("external_id", text),
  ...Query.operators("facebook_id", text),
  ...Query.operators("twitter_id", text),
  ...Query.operators("user_tags", {
    "": Schema.String,
    "in[]": Query.list(Schema.String),
    "nin[]": Query.list(Schema.String)
  })
}

const primaryKeys = Object.keys(standAlone).filter((key) => !key.endsWith("[nin][]"))

/** The query of `GET /users/v2`: at least one stand-alone field with a primary operator. */
const UsersQuery = Schema.Struct({
  ...standAlone,
  ...Query.operators("last_request_at", date),
  ...Query.operators("created_at", date),
  ...Query.operators("updated_at", date),
  ...Query.sort(Schema.String),
  offset: Query.offset,
  limit: Query.limitUpTo(100)
}).check(
  Schema.makeFilter(
    (query: object) =>
      primaryKeys.some((key) => key in query) ||
      "Expected a condition with `eq`, `in` or `start_with` on one of id, login, email, full_name, phone, external_id, facebook_id, twitter_id, user_tags"
  )
)

const docs = "https://developers.connectycube.com/server/users"

const pagesByNumber = { style: "page", limit: "per_page", page: "page" } as const

/**
 * The endpoints of the Users API.
 *
 * @see https://developers.connectycube.com/server/users
 * @category contract
 * @since 0.1.0
 */
export class UsersApi extends lazyGroup(() =>
  HttpApiGroup.make("users")
    .add(
      endpoint({
        retrySafety: "safe",
        summary: "List the users that match all conditions",
        description:
          "The query needs a condition that equals, `in` or `start_with` on one of `id`, `login`, `email`, `full_name`, `phone`, `external_id`, `facebook_id`, `twitter_id` and `user_tags`. The other conditions narrow it. A `start_with` condition has at least four characters, and its pages have five users.",
        response: "A page of users, and the number of all that match.",
        see: `${docs}#retrieve-users-v2`,
        paging: { style: "cursor", limit: "limit", cursor: "created_at", offset: "offset" }
      }).get("list", "/users/v2", {
        query: UsersQuery,
        success: Schema.Struct({
          limit: Wire.Int,
          skip: Wire.Int,
          total_entries: Wire.Int,
          items: Schema.Array(User)
        })
      }),
      endpoint({
        retrySafety: "safe",
        summary: "List users by filters of the first version",
        description:
          "The first version of the list of users. It is disabled by default; the dashboard of the application enables it.",
        response: "A page of users, and the number of all that match.",
        see: `${docs}#retrieve-users-v1-deprecated`,
        paging: pagesByNumber,
        deprecated: true
      }).get("listV1", "/users", {
        query: {
          ...Query.pages,
          "filter[]": Query.optional(
            Schema.Array(Schema.String),
            "Conditions, each as its type, field, operator and value with `+` between them, such as `number+id+gt+100`."
          ),
          order: Query.optional(
            Schema.String,
            "The order as its direction, type and field, such as `desc+date+created_at`."
          )
        },
        success: Page
      }),
      endpoint({
        retrySafety: "safe",
        summary: "Get a user by id",
        description: "The API marks it as deprecated: the list of users takes its place.",
        response: "The user.",
        see: `${docs}#show-user-by-identifier-deprecated`,
        deprecated: true
      }).get("getById", "/users/:user_id", {
        params: { user_id: UserId },
        success: UserResponse
      }),
      endpoint({
        retrySafety: "safe",
        summary: "Get a user by login",
        description: "The API marks it as deprecated: the list of users takes its place.",
        response: "The user.",
        see: `${docs}#retrieve-user-by-login-deprecated`,
        deprecated: true
      }).get("getByLogin", "/users/by_login", {
        query: { login: Query.described(Schema.NonEmptyString, "The login of the user.") },
        success: UserResponse
      }),
      endpoint({
        retrySafety: "safe",
        summary: "List the users with a full name",
        description: "The API marks it as deprecated: the list of users takes its place.",
        response: "A page of users, and the number of all that match.",
        see: `${docs}#retrieve-users-by-full-name-deprecated`,
        paging: pagesByNumber,
        deprecated: true
      }).get("getByFullName", "/users/by_full_name", {
        query: { full_name: Query.described(Schema.NonEmptyString, "The full name of the users."), ...Query.pages },
        success: Page
      }),
      endpoint({
        retrySafety: "safe",
        summary: "Get a user by Facebook id",
        description:
          "The API marks it as deprecated: the list of users takes its place. Without such a user it responds with 404.",
        response: "The user.",
        see: `${docs}#retrieve-user-by-facebook-identifier-deprecated`,
        deprecated: true
      }).get("getByFacebookId", "/users/by_facebook_id", {
        query: { facebook_id: Query.described(Schema.NonEmptyString, "The id of the user at Facebook.") },
        success: UserResponse
      }),
      endpoint({
        retrySafety: "safe",
        summary: "Get a user by Twitter id",
        description:
          "The API marks it as deprecated: the list of users takes its place. Without such a user it responds with 404.",
        response: "The user.",
        see: `${docs}#retrieve-user-by-twitter-identifier-deprecated`,
        deprecated: true
      }).get("getByTwitterId", "/users/by_twitter_id", {
        query: { twitter_id: Query.described(Schema.NonEmptyString, "The id of the user at Twitter.") },
        success: UserResponse
      }),
      endpoint({
        retrySafety: "safe",
        summary: "Get a user by e-mail",
        description: "The API marks it as deprecated: the list of users takes its place.",
        response: "The user.",
        see: `${docs}#retrieve-user-by-email-deprecated`,
        deprecated: true
      }).get("getByEmail", "/users/by_email", {
        query: { email: Query.described(Schema.NonEmptyString, "The e-mail of the user.") },
        success: UserResponse
      }),
      endpoint({
        retrySafety: "safe",
        summary: "List the users with one of some tags",
        description:
          "The API marks it as deprecated: the list of users takes its place. A user matches who has at least one of the tags.",
        response: "A page of users, and the number of all that match.",
        see: `${docs}#retrieve-users-by-tags-deprecated`,
        paging: pagesByNumber,
        deprecated: true
      }).get("getByTags", "/users/by_tags", {
        query: {
          tags: Query.described(Wire.CommaList.check(Schema.isMinLength(1)), "Tags with commas between them."),
          ...Query.pages
        },
        success: Page
      }),
      endpoint({
        retrySafety: "safe",
        summary: "Get a user by external id",
        description:
          "The id is `external_user_id`, which the API marks as deprecated, and not `external_id`. The list of users takes its place.",
        response: "The user.",
        see: `${docs}#retrieve-user-by-external-user-id-deprecated`,
        deprecated: true
      }).get("getByExternalId", "/users/external/:external_user_id", {
        params: { external_user_id: PathExternalUserId },
        success: UserResponse
      }),
      endpoint({
        retrySafety: "safe",
        summary: "Get a user by phone number",
        description: "Deprecated as the other look-ups are. Its path is known from the official JavaScript SDK only.",
        response: "The user.",
        see: docs,
        deprecated: true
      }).get("getByPhone", "/users/phone", {
        query: { phone: Query.described(Schema.NonEmptyString, "The phone number of the user.") },
        success: UserResponse
      }),
      endpoint({
        retrySafety: "safe",
        summary: "List the users who are online",
        description:
          "It has to be enabled in the dashboard. It is known from the official JavaScript SDK only, and its largest page is not documented.",
        response: "A page of users; with `count`, the number of all who are online.",
        see: docs,
        paging: { style: "offset", limit: "limit", offset: "offset" }
      }).get("listOnline", "/users/online", {
        query: {
          limit: Query.limit,
          offset: Query.offset,
          count: Query.optional(Wire.Flag, "`true` to return the number of users instead of the users.")
        },
        success: Schema.Union([Schema.Struct({ users: Schema.Array(User) }), Schema.Struct({ count: Wire.Int })])
      }),
      endpoint({
        retrySafety: "idempotent",
        summary: "Update a user",
        description:
          "Fields that are left out keep their values, and `null` empties a field. A new `password` needs `old_password`.",
        response: "The updated user.",
        see: `${docs}#update-user-by-identifier`
      }).put("update", "/users/:user_id", {
        params: { user_id: UserId },
        payload: Schema.Struct({ user: UserChangesFields }),
        success: UserResponse
      }),
      endpoint({
        retrySafety: "idempotent",
        endsSession: true,
        summary: "Delete a user",
        description: "Users can delete their own account only.",
        response: "The user is deleted.",
        see: `${docs}#delete-user-by-identifier`
      }).delete("delete", "/users/:user_id", {
        params: { user_id: UserId },
        success: Empty
      }),
      endpoint({
        retrySafety: "idempotent",
        endsSession: true,
        summary: "Delete a user by external id",
        description: "The id is `external_user_id`, which the API marks as deprecated, and not `external_id`.",
        response: "The user is deleted.",
        see: `${docs}#delete-user-by-external-user-id`
      }).delete("deleteByExternalId", "/users/external/:external_user_id", {
        params: { external_user_id: PathExternalUserId },
        success: Empty
      }),
      // A GET that sends an e-mail each time.
      endpoint({
        retrySafety: "unsafe",
        summary: "E-mail a link to reset a password",
        description: "Each request sends an e-mail, although its method is GET.",
        response: "The e-mail is sent.",
        see: `${docs}#reset-user-password-by-email`
      }).get("resetPassword", "/users/password/reset", {
        query: { email: Query.described(Schema.NonEmptyString, "The e-mail in the profile of the user.") },
        success: Empty
      }),
      endpoint({
        retrySafety: "unsafe",
        summary: "E-mail a link to reset a password, with POST",
        description:
          "As with GET, in the form in which the official JavaScript SDK requests it. The form is not documented.",
        response: "The e-mail is sent.",
        see: `${docs}#reset-user-password-by-email`
      }).post("resetPasswordPost", "/users/password/reset", {
        payload: Schema.Struct({ email: Schema.NonEmptyString }),
        success: Empty
      })
    )
    .middleware(SessionToken)
    .add(
      endpoint({
        retrySafety: "unsafe",
        summary: "Sign up a user",
        description:
          "A new user needs a `password` and a `login`, an `email` or both. A login has 3 to 70 characters, and a user at most five tags. No session is needed: the authorization key of the application will do.",
        response: "The new user.",
        see: `${docs}#user-sign-up`
      })
        .post("signUp", "/users", {
          payload: Schema.Struct({ user: NewUserFields }),
          success: UserResponse.pipe(HttpApiSchema.status(201))
        })
        .middleware(ApplicationKey)
    )
    .middleware(WireRules)
    .annotateMerge(tag({ description: "Users of the application: sign up, find, update and delete them.", see: docs }))
) {}
