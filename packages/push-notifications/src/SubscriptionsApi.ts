/**
 * The wire contract of the subscriptions to push notifications.
 *
 * @since 0.1.0
 */
import { Empty, endpoint, lazyGroup, SessionToken, tag, WireRules } from "@effect-connectycube/core/contract/Endpoint"
import { SubscriptionId } from "@effect-connectycube/core/Ids"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as HttpApiSchema from "effect/http-api/HttpApiSchema"
import * as Schema from "effect/Schema"
import { oneOrMore } from "./internal/responses.ts"
import { NewSubscription, Subscription } from "./Subscription.ts"

const SubscriptionResponse = Schema.Struct({ subscription: Subscription })

const docs = "https://developers.connectycube.com/server/push_notifications"

/**
 * The endpoints of subscriptions.
 *
 * @see https://developers.connectycube.com/server/push_notifications
 * @category contract
 * @since 0.1.0
 */
export class SubscriptionsApi extends lazyGroup(() =>
  HttpApiGroup.make("push.subscriptions")
    .add(
      endpoint({
        retrySafety: "unsafe",
        summary: "Subscribe a device to push notifications",
        description:
          "Subscribes a device of the current user, on one `notification_channel`. A user can have several devices, which their `udid` tells apart.",
        response: "The new subscription, or several.",
        see: `${docs}#create-subscription`
      }).post("create", "/subscriptions", {
        payload: NewSubscription,
        success: oneOrMore(SubscriptionResponse).pipe(HttpApiSchema.status(201))
      }),
      endpoint({
        retrySafety: "safe",
        summary: "List the subscriptions of the current user",
        description: "The devices of the user that get push notifications.",
        response: "All subscriptions.",
        see: `${docs}#retrieve-subscriptions`
      }).get("list", "/subscriptions", { success: Schema.Array(SubscriptionResponse) }),
      endpoint({
        retrySafety: "idempotent",
        summary: "Delete a subscription",
        description: "The device gets no push notifications from then on.",
        response: "The subscription is deleted.",
        see: `${docs}#remove-subscription`
      }).delete("delete", "/subscriptions/:subscription_id", {
        params: { subscription_id: SubscriptionId },
        success: Empty
      })
    )
    .middleware(SessionToken)
    .middleware(WireRules)
    .annotateMerge(tag({ description: "The devices of users that get push notifications.", see: docs }))
) {}
