/**
 * The Push Notifications API: subscriptions of devices, and events that notify users.
 *
 * @since 0.1.0
 */
import * as ApiClient from "@effect-connectycube/core/client/ApiClient"
import type { ConnectyCubeConfig } from "@effect-connectycube/core/ConnectyCubeConfig"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as HttpClient from "effect/http/HttpClient"
import type * as Layer from "effect/Layer"
import * as Events from "./Events.ts"
import * as Subscriptions from "./Subscriptions.ts"

const make = Effect.gen(function* () {
  return PushNotifications.of({ subscriptions: yield* Subscriptions.make, events: yield* Events.make })
})

/**
 * The push notifications of the current user: subscriptions of devices, and events that notify users.
 *
 * @example
 * ```ts
 * import { PushNotifications } from "@effect-connectycube/push-notifications/PushNotifications"
 * import * as Effect from "effect/Effect"
 *
 * const greet = Effect.gen(function*() {
 *   const pushNotifications = yield* PushNotifications
 *   return yield* pushNotifications.events.create({
 *     environment: "production",
 *     recipients: { user: { tags: { any: ["vip"] } } },
 *     message: { message: "Good morning", ios_sound: "lounge.wav" }
 *   })
 * })
 * ```
 *
 * @see https://developers.connectycube.com/server/push_notifications
 * @category services
 * @since 0.1.0
 */
export class PushNotifications extends Context.Service<
  PushNotifications,
  {
    /** Creates, lists and deletes the subscriptions of the current user. */
    readonly subscriptions: Subscriptions.Subscriptions
    /** Creates events, which send push notifications to users. */
    readonly events: Events.PushEvents
  }
>()("@effect-connectycube/push-notifications/PushNotifications") {
  /** Provides the service, on the `HttpClient` and the configuration in the context. */
  static readonly layer: Layer.Layer<PushNotifications, never, HttpClient.HttpClient | ConnectyCubeConfig> =
    ApiClient.layer(PushNotifications, make)
}
