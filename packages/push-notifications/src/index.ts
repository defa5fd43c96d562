/**
 * The push notifications of ConnectyCube.
 *
 * @since 0.1.0
 */
export { type ApnsPayload, type Aps, type VoipPayload } from "./ApnsPayload.ts"
export type { NewPushEvent, PushEvents } from "./Events.ts"
export type { AndroidNotification, FcmPayload } from "./FcmPayload.ts"
export { type PushEvent, PushType } from "./PushEvent.ts"
export type { PushMessage } from "./PushMessage.ts"
export * from "./PushNotifications.ts"
export type { Recipients, TagsChoice } from "./Recipients.ts"
export {
  DevicePlatform,
  type MobilePushToken,
  type NewSubscription,
  type NewSubscriptionOn,
  NotificationChannel,
  PushEnvironment,
  Subscription,
  type WebPushToken
} from "./Subscription.ts"
export type { Subscriptions } from "./Subscriptions.ts"
export type { UniversalPayload } from "./UniversalPayload.ts"
