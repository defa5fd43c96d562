/**
 * The wire contract of the Auth API.
 *
 * @since 0.1.0
 */
import { RetrySafety, SessionToken, WireRules } from "@effect-connectycube/core/contract/Endpoint"
import * as Wire from "@effect-connectycube/core/contract/Wire"
import { User } from "@effect-connectycube/users/User"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
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

const Empty = HttpApiSchema.Empty(200)

/**
 * The endpoints of the Auth API.
 *
 * @see https://developers.connectycube.com/server/auth
 * @category contract
 * @since 0.1.0
 */
export class AuthApi extends HttpApiGroup.make("auth")
  .add(
    HttpApiEndpoint.get("getSession", "/session", { success: SessionResponse }).annotate(RetrySafety, "safe"),
    HttpApiEndpoint.delete("destroySession", "/session", { success: Empty }).annotate(RetrySafety, "idempotent"),
    HttpApiEndpoint.post("login", "/login", {
      payload: Schema.Struct({ ...userFields, ...providerFields }),
      success: Schema.Struct({ user: User })
    }).annotate(RetrySafety, "unsafe"),
    HttpApiEndpoint.delete("logout", "/login", { success: Empty }).annotate(RetrySafety, "idempotent")
  )
  .middleware(SessionToken)
  .add(
    // Its credentials are in its body.
    HttpApiEndpoint.post("createSession", "/session", {
      payload: SessionRequest,
      success: SessionResponse.pipe(HttpApiSchema.status(201))
    }).annotate(RetrySafety, "unsafe")
  )
  .middleware(WireRules) {}
