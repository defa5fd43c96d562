/**
 * The wire contract of the subscriptions to push notifications.
 *
 * @since 0.1.0
 */
import { RetrySafety, SessionToken, WireRules } from "@effect-connectycube/core/contract/Endpoint"
import { SubscriptionId } from "@effect-connectycube/core/Ids"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as Schema from "effect/Schema"
import { oneOrMore } from "./internal/responses.ts"
import { NewSubscription, Subscription } from "./Subscription.ts"

const Response = Schema.Struct({ subscription: Subscription })

/**
 * The endpoints of subscriptions.
 *
 * @see https://developers.connectycube.com/server/push_notifications
 * @category contract
 * @since 0.1.0
 */
export class SubscriptionsApi extends HttpApiGroup.make("push.subscriptions")
  .add(
    HttpApiEndpoint.post("create", "/subscriptions", {
      payload: NewSubscription,
      success: oneOrMore(Response).pipe(HttpApiSchema.status(201))
    }).annotate(RetrySafety, "unsafe"),
    HttpApiEndpoint.get("list", "/subscriptions", { success: Schema.Array(Response) }).annotate(RetrySafety, "safe"),
    HttpApiEndpoint.delete("delete", "/subscriptions/:subscription_id", {
      params: { subscription_id: SubscriptionId },
      success: HttpApiSchema.Empty(200)
    }).annotate(RetrySafety, "idempotent")
  )
  .middleware(SessionToken)
  .middleware(WireRules) {}
