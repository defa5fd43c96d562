/**
 * The wire contract of the subscriptions to push notifications.
 *
 * @since 0.1.0
 */
import { Resend, SessionToken, WireRules } from "@effect-connectycube/core/Contract"
import { SubscriptionId } from "@effect-connectycube/core/Ids"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as Schema from "effect/Schema"
import { oneOrMore } from "./internal/answers.ts"
import { NewSubscription, Subscription } from "./Subscription.ts"

const Answer = Schema.Struct({ subscription: Subscription })

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
      success: oneOrMore(Answer).pipe(HttpApiSchema.status(201))
    }).annotate(Resend, "write"),
    HttpApiEndpoint.get("list", "/subscriptions", { success: Schema.Array(Answer) }).annotate(Resend, "read"),
    HttpApiEndpoint.delete("delete", "/subscriptions/:subscription_id", {
      params: { subscription_id: SubscriptionId },
      success: HttpApiSchema.Empty(200)
    }).annotate(Resend, "idempotent")
  )
  .middleware(SessionToken)
  .middleware(WireRules) {}
