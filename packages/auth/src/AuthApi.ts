/**
 * The wire contract of the Auth API.
 *
 * @since 0.1.0
 */
import { Empty, endpoint, lazyGroup, SessionToken, tag, WireRules } from "@effect-connectycube/core/contract/Endpoint"
import * as Wire from "@effect-connectycube/core/contract/Wire"
import { User } from "@effect-connectycube/users/User"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as Schema from "effect/Schema"
import { providerFields, userFields } from "./Credentials.ts"
import { SessionInfo } from "./SessionInfo.ts"

/**
 * The body of `POST /session`.
 *
 * @category contract
 * @since 0.1.0
 */
export const SessionRequest = Schema.Struct({
  application_id: Wire.Text,
  auth_key: Schema.RedactedFromValue(Schema.String),
  timestamp: Schema.optionalKey(Wire.Text),
  nonce: Schema.optionalKey(Wire.Text),
  signature: Schema.optionalKey(Schema.RedactedFromValue(Schema.String)),
  user: Schema.optionalKey(Schema.Struct(userFields)),
  ...providerFields
})

const SessionResponse = Schema.Struct({ session: SessionInfo })

const docs = "https://developers.connectycube.com/server/auth"

/**
 * The endpoints of the Auth API.
 *
 * @see https://developers.connectycube.com/server/auth
 * @category contract
 * @since 0.1.0
 */
export class AuthApi extends lazyGroup(() =>
  HttpApiGroup.make("auth")
    .add(
      endpoint({
        retrySafety: "safe",
        summary: "Get the current session",
        description: "The session of the token in the header, with its user if there is one.",
        response: "The session.",
        see: `${docs}#get-information-about-session`
      }).get("getSession", "/session", { success: SessionResponse }),
      endpoint({
        retrySafety: "idempotent",
        endsSession: true,
        summary: "Destroy the current session",
        description: "Its token is not valid from then on.",
        response: "The session is destroyed.",
        see: `${docs}#destroy-session`
      }).delete("destroySession", "/session", { success: Empty }),
      endpoint({
        retrySafety: "unsafe",
        endsSession: true,
        summary: "Log a user in to the current session",
        description:
          "The user logs in with a `login` or `email` and a `password`, with an account at a `provider`, or with a token of the custom identity provider of the application as `login`. The token of the session stays the same.",
        response: "The user.",
        see: "https://developers.connectycube.com/guides/custom-identity-provider"
      }).post("login", "/login", {
        payload: Schema.Struct({ ...userFields, ...providerFields }),
        success: Schema.Struct({ user: User })
      }),
      endpoint({
        retrySafety: "idempotent",
        endsSession: true,
        summary: "Log the user out of the current session",
        description: "It is known from the official JavaScript SDK only.",
        response: "The user is logged out.",
        see: docs
      }).delete("logout", "/login", { success: Empty })
    )
    .middleware(SessionToken)
    .add(
      // Its credentials are in its body.
      endpoint({
        retrySafety: "unsafe",
        summary: "Create a session",
        description:
          "The id and the authorization key of the application are enough for a session without a user. With the credentials of a user it is a session of that user, and a user who does not exist is created, unless the dashboard denies it. `guest` creates a user for one day. A session is valid for two hours after the last request in it.",
        response: "The new session, with its token.",
        see: `${docs}#create-session-token`
      }).post("createSession", "/session", {
        payload: SessionRequest,
        success: SessionResponse.pipe(HttpApiSchema.status(201))
      })
    )
    .middleware(WireRules)
    .annotateMerge(tag({ description: "Sessions of the application, its users and guests.", see: docs }))
) {}
