/**
 * @since 0.1.0
 */
import { SubscriptionId } from "@effect-connectycube/core/Ids"
import * as Wire from "@effect-connectycube/core/contract/Wire"
import * as Schema from "effect/Schema"

/**
 * Which of the worlds of an app: the one of its developers, or the one of its users.
 *
 * @category models
 * @since 0.1.0
 */
export const PushEnvironment = Schema.Literals(["development", "production"])

/**
 * @category models
 * @since 0.1.0
 */
export type PushEnvironment = typeof PushEnvironment.Type

/**
 * How a notification reaches a device: by Apple's service, by Apple's service for calls, by Google's, or by a browser's.
 *
 * @category models
 * @since 0.1.0
 */
export const NotificationChannel = Schema.Literals(["apns", "apns_voip", "gcm", "web"])

/**
 * @category models
 * @since 0.1.0
 */
export type NotificationChannel = typeof NotificationChannel.Type

/**
 * @category models
 * @since 0.1.0
 */
export const DevicePlatform = Schema.Literals(["ios", "android", "web"])

/**
 * @category models
 * @since 0.1.0
 */
export type DevicePlatform = typeof DevicePlatform.Type

const device = Schema.Struct({
  platform: DevicePlatform,
  /** Whatever tells the devices of a user apart. */
  udid: Schema.NonEmptyString
})

const token = {
  environment: PushEnvironment,
  /** The bundle id of the app, or its package id. */
  bundle_identifier: Schema.optionalKey(Schema.NonEmptyString)
}

/** One for each channel: what is wrong with a subscription is told by the rules of its own. */
const mobile = <const Channel extends "apns" | "apns_voip" | "gcm">(channel: Channel) =>
  Schema.Struct({
    notification_channel: Schema.Literal(channel),
    push_token: Schema.Struct({
      ...token,
      /** The token that Apple or Google gave the device. */
      client_identification_sequence: Schema.NonEmptyString
    }),
    device
  })

const Web = Schema.Struct({
  notification_channel: Schema.Literal("web"),
  push_token: Schema.Struct({
    ...token,
    /** `endpoint` of the browser's `PushSubscription`. */
    web_endpoint: Schema.NonEmptyString,
    /** `keys.auth` of the browser's `PushSubscription`: a secret. */
    web_auth: Schema.RedactedFromValue(Schema.NonEmptyString),
    /** `keys.p256dh` of the browser's `PushSubscription`. */
    web_p256dh: Schema.NonEmptyString
  }),
  device
})

/**
 * A subscription to be: a device of the user of the session, and how to reach it.
 *
 * @see https://developers.connectycube.com/server/push_notifications#create-subscription
 * @category models
 * @since 0.1.0
 */
export const NewSubscription = Schema.Union([mobile("apns"), mobile("apns_voip"), mobile("gcm"), Web]).annotate({
  expected: `a notification_channel of ${NotificationChannel.literals.join(", ")}`
})

/**
 * @category models
 * @since 0.1.0
 */
export type NewSubscription = typeof NewSubscription.Type

/**
 * A device of a user that is subscribed to push notifications. The token is not shown.
 *
 * @see https://developers.connectycube.com/server/push_notifications#retrieve-subscriptions
 * @category models
 * @since 0.1.0
 */
export interface Subscription extends Schema.Schema.Type<typeof Subscription> {}

/**
 * The schema of a {@link Subscription}.
 *
 * @category models
 * @since 0.1.0
 */
export const Subscription = Schema.Struct({
  id: SubscriptionId,
  /** A {@link NotificationChannel}, or the name of another one. */
  notification_channel: Schema.Struct({ name: Wire.openLiterals(NotificationChannel.literals) }),
  /** With a {@link DevicePlatform}, or the name of another one. */
  device: Schema.Struct({
    udid: Wire.Text,
    platform: Schema.Struct({ name: Wire.openLiterals(DevicePlatform.literals) })
  })
}).annotate({ identifier: "Subscription" })
