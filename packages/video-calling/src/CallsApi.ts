/**
 * The wire contract of calls between users.
 *
 * @since 0.1.0
 */
import { EmptyObject, RetrySafety, SessionToken, WireRules } from "@effect-connectycube/core/contract/Endpoint"
import { UserId } from "@effect-connectycube/core/Ids"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as Schema from "effect/Schema"

/**
 * The call to reject, and what its caller is told beside that.
 *
 * @see https://developers.connectycube.com/server/videochat#reject-incoming-call-by-http
 * @category models
 * @since 0.1.0
 */
export const CallRejection = Schema.Struct({
  /** Who called. */
  recipientId: UserId,
  /** The session of the call, not that of a user. */
  sessionID: Schema.NonEmptyString,
  platform: Schema.Literals(["iOS", "Android", "Web"]),
  userInfo: Schema.optionalKey(Schema.Record(Schema.String, Schema.Unknown))
})

/**
 * @category models
 * @since 0.1.0
 */
export interface CallRejection extends Schema.Schema.Type<typeof CallRejection> {}

/**
 * The endpoints of calls.
 *
 * @see https://developers.connectycube.com/server/videochat
 * @category contract
 * @since 0.1.0
 */
export class CallsApi extends HttpApiGroup.make("calls")
  .add(
    // Its caller would be told twice.
    HttpApiEndpoint.post("reject", "/calls/reject", {
      payload: CallRejection,
      success: [EmptyObject, HttpApiSchema.Empty(200)]
    }).annotate(RetrySafety, "unsafe")
  )
  .middleware(SessionToken)
  .middleware(WireRules) {}
