/**
 * The wire contract of push events.
 *
 * @since 0.1.0
 */
import { endpoint, lazyGroup, SessionToken, tag, WireRules } from "@effect-connectycube/core/contract/Endpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as Schema from "effect/Schema"
import { oneOrMore } from "./internal/responses.ts"
import { PushEvent, WireEvent } from "./PushEvent.ts"

const docs = "https://developers.connectycube.com/server/push_notifications#create-event"

/**
 * The endpoints of events.
 *
 * @see https://developers.connectycube.com/server/push_notifications#create-event
 * @category contract
 * @since 0.1.0
 */
export class EventsApi extends lazyGroup(() =>
  HttpApiGroup.make("push.events")
    .add(
      endpoint({
        retrySafety: "unsafe",
        summary: "Send a push notification",
        description:
          "Creates an event, which sends a notification to users by their ids, their external ids or their tags. Without a `push_type` it goes to all kinds of devices, and its `message` is JSON in Base64.",
        response: "The new event, or one for each kind of device.",
        see: docs
      }).post("create", "/events", {
        payload: Schema.Struct({ event: WireEvent }),
        success: oneOrMore(Schema.Struct({ event: PushEvent })).pipe(HttpApiSchema.status(201))
      })
    )
    .middleware(SessionToken)
    .middleware(WireRules)
    .annotateMerge(tag({ description: "Events, which send push notifications.", see: docs }))
) {}
