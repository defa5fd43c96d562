/**
 * The wire contract of the Users API.
 *
 * @since 0.1.0
 */
import { ApplicationKey, RetrySafety, SessionToken, WireRules } from "@effect-connectycube/core/contract/Endpoint"
import { UserId } from "@effect-connectycube/core/Ids"
import * as Query from "@effect-connectycube/core/contract/Query"
import * as Wire from "@effect-connectycube/core/contract/Wire"
import { identity } from "effect/Function"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as Schema from "effect/Schema"
import * as SchemaTransformation from "effect/SchemaTransformation"
import { ExternalUserId, NewUserFields, User, UserChangesFields } from "./User.ts"

const UserResponse = Schema.Struct({ user: User })

// In a path it is a text with all of its digits; one that is given as a number has to hold them.
const PathExternalUserId = Schema.String.pipe(
  Schema.decodeTo(
    Schema.toType(ExternalUserId),
    SchemaTransformation.transform<string | number, string>({ decode: identity, encode: String })
  )
)

const Page = Schema.Struct({
  current_page: Wire.Int,
  per_page: Wire.Int,
  total_entries: Wire.Int,
  items: Schema.Array(UserResponse)
})

const Empty = HttpApiSchema.Empty(200)

const atMost = (max: number) => Wire.Int.check(Schema.isBetween({ minimum: 1, maximum: max }))

const pages = {
  page: Schema.optionalKey(Wire.Int.check(Schema.isGreaterThanOrEqualTo(1))),
  per_page: Schema.optionalKey(atMost(100))
}

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
  sort_asc: Schema.optionalKey(Schema.String),
  sort_desc: Schema.optionalKey(Schema.String),
  offset: Schema.optionalKey(Wire.Int.check(Schema.isGreaterThanOrEqualTo(0))),
  limit: Schema.optionalKey(atMost(100))
}).check(
  Schema.makeFilter(
    (query: object) =>
      primaryKeys.some((key) => key in query) ||
      "Expected a condition with `eq`, `in` or `start_with` on one of id, login, email, full_name, phone, external_id, facebook_id, twitter_id, user_tags"
  )
)

/**
 * The endpoints of the Users API.
 *
 * @see https://developers.connectycube.com/server/users
 * @category contract
 * @since 0.1.0
 */
export class UsersApi extends HttpApiGroup.make("users")
  .add(
    HttpApiEndpoint.get("list", "/users/v2", {
      query: UsersQuery,
      success: Schema.Struct({
        limit: Wire.Int,
        skip: Wire.Int,
        total_entries: Wire.Int,
        items: Schema.Array(User)
      })
    }).annotate(RetrySafety, "safe"),
    HttpApiEndpoint.get("listV1", "/users", {
      query: {
        ...pages,
        "filter[]": Schema.optionalKey(Schema.Array(Schema.String)),
        order: Schema.optionalKey(Schema.String)
      },
      success: Page
    }).annotate(RetrySafety, "safe"),
    HttpApiEndpoint.get("getById", "/users/:user_id", {
      params: { user_id: UserId },
      success: UserResponse
    }).annotate(RetrySafety, "safe"),
    HttpApiEndpoint.get("getByLogin", "/users/by_login", {
      query: { login: Schema.NonEmptyString },
      success: UserResponse
    }).annotate(RetrySafety, "safe"),
    HttpApiEndpoint.get("getByFullName", "/users/by_full_name", {
      query: { full_name: Schema.NonEmptyString, ...pages },
      success: Page
    }).annotate(RetrySafety, "safe"),
    HttpApiEndpoint.get("getByFacebookId", "/users/by_facebook_id", {
      query: { facebook_id: Schema.NonEmptyString },
      success: UserResponse
    }).annotate(RetrySafety, "safe"),
    HttpApiEndpoint.get("getByTwitterId", "/users/by_twitter_id", {
      query: { twitter_id: Schema.NonEmptyString },
      success: UserResponse
    }).annotate(RetrySafety, "safe"),
    HttpApiEndpoint.get("getByEmail", "/users/by_email", {
      query: { email: Schema.NonEmptyString },
      success: UserResponse
    }).annotate(RetrySafety, "safe"),
    HttpApiEndpoint.get("getByTags", "/users/by_tags", {
      query: { tags: Wire.CommaList.check(Schema.isMinLength(1)), ...pages },
      success: Page
    }).annotate(RetrySafety, "safe"),
    HttpApiEndpoint.get("getByExternalId", "/users/external/:external_user_id", {
      params: { external_user_id: PathExternalUserId },
      success: UserResponse
    }).annotate(RetrySafety, "safe"),
    HttpApiEndpoint.get("getByPhone", "/users/phone", {
      query: { phone: Schema.NonEmptyString },
      success: UserResponse
    }).annotate(RetrySafety, "safe"),
    HttpApiEndpoint.get("listOnline", "/users/online", {
      query: {
        limit: Schema.optionalKey(Wire.Int.check(Schema.isGreaterThanOrEqualTo(1))),
        offset: Schema.optionalKey(Wire.Int.check(Schema.isGreaterThanOrEqualTo(0))),
        count: Schema.optionalKey(Wire.Flag)
      },
      success: Schema.Union([Schema.Struct({ users: Schema.Array(User) }), Schema.Struct({ count: Wire.Int })])
    }).annotate(RetrySafety, "safe"),
    HttpApiEndpoint.put("update", "/users/:user_id", {
      params: { user_id: UserId },
      payload: Schema.Struct({ user: UserChangesFields }),
      success: UserResponse
    }).annotate(RetrySafety, "idempotent"),
    HttpApiEndpoint.delete("delete", "/users/:user_id", {
      params: { user_id: UserId },
      success: Empty
    }).annotate(RetrySafety, "idempotent"),
    HttpApiEndpoint.delete("deleteByExternalId", "/users/external/:external_user_id", {
      params: { external_user_id: PathExternalUserId },
      success: Empty
    }).annotate(RetrySafety, "idempotent"),
    // A GET that sends an e-mail each time.
    HttpApiEndpoint.get("resetPassword", "/users/password/reset", {
      query: { email: Schema.NonEmptyString },
      success: Empty
    }).annotate(RetrySafety, "unsafe"),
    HttpApiEndpoint.post("resetPasswordPost", "/users/password/reset", {
      payload: Schema.Struct({ email: Schema.NonEmptyString }),
      success: Empty
    }).annotate(RetrySafety, "unsafe")
  )
  .middleware(SessionToken)
  .add(
    HttpApiEndpoint.post("signUp", "/users", {
      payload: Schema.Struct({ user: NewUserFields }),
      success: UserResponse.pipe(HttpApiSchema.status(201))
    })
      .annotate(RetrySafety, "unsafe")
      .middleware(ApplicationKey)
  )
  .middleware(WireRules) {}
