/**
 * Subscriptions of devices to push notifications.
 *
 * @since 0.1.0
 */
import * as ApiClient from "@effect-connectycube/core/client/ApiClient"
import type { ConnectyCubeError } from "@effect-connectycube/core/ConnectyCubeError"
import type { SubscriptionId } from "@effect-connectycube/core/Ids"
import * as Method from "@effect-connectycube/core/client/Method"
import type { Session } from "@effect-connectycube/core/Session"
import * as Effect from "effect/Effect"
import type { NewSubscriptionOn, NotificationChannel, Subscription } from "./Subscription.ts"
import { SubscriptionsApi } from "./SubscriptionsApi.ts"

/**
 * The subscriptions of the current user.
 *
 * @see https://developers.connectycube.com/server/push_notifications
 * @category services
 * @since 0.1.0
 */
export interface Subscriptions {
  /**
   * Subscribes a device of the current user to push notifications.
   *
   * **Details**
   *
   * Fails with `UnprocessableEntity` if the token is not valid for its channel (`client_identification_sequence`), and with
   * `Forbidden` in a session without a user.
   *
   * Retried after a 429 or 503 only: the effect of a second subscription of a device is not documented.
   *
   * @example
   * ```ts
   * const subscription = yield* pushNotifications.subscriptions.create({
   *   notification_channel: "gcm",
   *   push_token: { environment: "production", client_identification_sequence: "cQeR8ZCL:APA91bE-7h_X" },
   *   device: { platform: "android", udid: "5f5930e927660e6e7d8ff0548b3c404a4d16c04f" }
   * })
   * ```
   *
   * @see https://developers.connectycube.com/server/push_notifications#create-subscription
   */
  readonly create: <const Channel extends NotificationChannel>(
    subscription: NewSubscriptionOn<Channel>
  ) => Effect.Effect<Subscription, ConnectyCubeError, Session>
  /**
   * Lists all subscriptions of the current user. There are no pages.
   *
   * @example
   * ```ts
   * const subscriptions = yield* pushNotifications.subscriptions.list
   * subscriptions.length // => 0
   * ```
   *
   * @see https://developers.connectycube.com/server/push_notifications#retrieve-subscriptions
   */
  readonly list: Effect.Effect<ReadonlyArray<Subscription>, ConnectyCubeError, Session>
  /**
   * Deletes a subscription of the current user.
   *
   * @example
   * ```ts
   * const { id } = yield* pushNotifications.subscriptions.create({
   *   notification_channel: "apns",
   *   push_token: { environment: "production", client_identification_sequence: "a1b2" },
   *   device: { platform: "ios", udid: "phone" }
   * })
   * yield* pushNotifications.subscriptions.delete(id)
   * ```
   *
   * @see https://developers.connectycube.com/server/push_notifications#remove-subscription
   */
  readonly delete: (id: SubscriptionId) => Effect.Effect<void, ConnectyCubeError, Session>
}

/**
 * Makes the methods, on the `HttpClient` and the configuration in the context.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = Effect.map(ApiClient.make(SubscriptionsApi), (call): Subscriptions =>
  Method.named<Subscriptions>("pushNotifications.subscriptions", {
    create: call.create.map(([{ subscription }]) => subscription),
    list: Effect.map(call.list(), (items) => items.map(({ subscription }) => subscription)),
    delete: (subscription_id) => call.delete({ subscription_id })
  })
)
