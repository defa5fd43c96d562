/**
 * The wire contract of push events.
 *
 * @since 0.1.0
 */
import { RetrySafety, SessionToken, WireRules } from "@effect-connectycube/core/contract/Endpoint"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as Schema from "effect/Schema"
import { oneOrMore } from "./internal/responses.ts"
import { PushEvent, WireEvent } from "./PushEvent.ts"

/**
 * The endpoints of events.
 *
 * @see https://developers.connectycube.com/server/push_notifications#create-event
 * @category contract
 * @since 0.1.0
 */
export class EventsApi extends HttpApiGroup.make("push.events")
  .add(
    HttpApiEndpoint.post("create", "/events", {
      payload: Schema.Struct({ event: WireEvent }),
      success: oneOrMore(Schema.Struct({ event: PushEvent })).pipe(HttpApiSchema.status(201))
    }).annotate(RetrySafety, "unsafe")
  )
  .middleware(SessionToken)
  .middleware(WireRules) {}
