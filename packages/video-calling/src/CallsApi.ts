/**
 * The wire contract of calls between users.
 *
 * @since 0.1.0
 */
import {
  Empty,
  EmptyObject,
  endpoint,
  lazyGroup,
  SessionToken,
  tag,
  WireRules
} from "@effect-connectycube/core/contract/Endpoint"
import { UserId } from "@effect-connectycube/core/Ids"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as Schema from "effect/Schema"

/**
 * The schema of a {@link CallRejection}.
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
 * The call to reject, and what else the caller is told.
 *
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
export class CallsApi extends lazyGroup(() =>
  HttpApiGroup.make("calls")
    .add(
      // Its caller would be told twice.
      endpoint({
        retrySafety: "unsafe",
        summary: "Reject an incoming call",
        description:
          "Notifies the user who calls that the current user rejects the call, for a device that has no connection to the chat, such as one that a push notification has woken.",
        response: "The caller is notified.",
        see: "https://developers.connectycube.com/server/videochat#reject-incoming-call-by-http"
      }).post("reject", "/calls/reject", {
        payload: CallRejection,
        success: [EmptyObject, Empty]
      })
    )
    .middleware(SessionToken)
    .middleware(WireRules)
    .annotateMerge(
      tag({ description: "Calls between users.", see: "https://developers.connectycube.com/server/videochat" })
    )
) {}
