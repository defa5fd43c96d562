/**
 * @since 0.1.0
 */
import { SubscriptionId } from "@effect-connectycube/core/Ids"
import * as Wire from "@effect-connectycube/core/contract/Wire"
import * as Schema from "effect/Schema"

/**
 * The schema of a {@link PushEnvironment}.
 *
 * @category models
 * @since 0.1.0
 */
export const PushEnvironment = Schema.Literals(["development", "production"])

/**
 * The environment of an app: `"development"`, or `"production"` for its users.
 *
 * @category models
 * @since 0.1.0
 */
export type PushEnvironment = typeof PushEnvironment.Type

/**
 * The schema of a {@link NotificationChannel}.
 *
 * @category models
 * @since 0.1.0
 */
export const NotificationChannel = Schema.Literals(["apns", "apns_voip", "gcm", "web"])

/**
 * The service that delivers notifications to a device: Apple's, Apple's for VoIP, Google's, or that of a browser.
 *
 * @category models
 * @since 0.1.0
 */
export type NotificationChannel = typeof NotificationChannel.Type

/**
 * The schema of a {@link DevicePlatform}.
 *
 * @category models
 * @since 0.1.0
 */
export const DevicePlatform = Schema.Literals(["ios", "android", "web"])

/**
 * The platform of a device.
 *
 * @category models
 * @since 0.1.0
 */
export type DevicePlatform = typeof DevicePlatform.Type

const device = Schema.Struct({
  /** The platform of the device. */
  platform: DevicePlatform,
  /** The id of the device, which tells the devices of a user apart. */
  udid: Schema.NonEmptyString
})

const token = {
  /** The environment of the app. */
  environment: PushEnvironment,
  /** The bundle id of the app, or its package id. */
  bundle_identifier: Schema.optionalKey(Schema.NonEmptyString)
}

const MobileToken = Schema.Struct({
  ...token,
  /** The token that Apple or Google gave the device. */
  client_identification_sequence: Schema.NonEmptyString
})

const WebToken = Schema.Struct({
  ...token,
  /** `endpoint` of the browser's `PushSubscription`. */
  web_endpoint: Schema.NonEmptyString,
  /** `keys.auth` of the browser's `PushSubscription`, a secret. */
  web_auth: Schema.RedactedFromValue(Schema.NonEmptyString),
  /** `keys.p256dh` of the browser's `PushSubscription`. */
  web_p256dh: Schema.NonEmptyString
})

/** One schema for each channel, so that the issues of a subscription are those of its channel. */
const on = <const Channel extends NotificationChannel, Token extends Schema.Top>(channel: Channel, push_token: Token) =>
  Schema.Struct({
    /** The service that delivers notifications to the device. */
    notification_channel: Schema.Literal(channel),
    /** The token of the device at the service. */
    push_token,
    /** The device. */
    device
  })

/**
 * The push token of a device of Apple or Google.
 *
 * @category models
 * @since 0.1.0
 */
export interface MobilePushToken extends Schema.Schema.Type<typeof MobileToken> {}

/**
 * The push token of a browser.
 *
 * @category models
 * @since 0.1.0
 */
export interface WebPushToken extends Schema.Schema.Type<typeof WebToken> {}

interface On<Channel> {
  /** The service that delivers notifications to the device. */
  readonly notification_channel: Channel
}

interface Subscribed<Channel, Token> extends On<Channel> {
  /** The token of the device at the service. */
  readonly push_token: Token
  /** The device. */
  readonly device: (typeof device)["Type"]
}

/**
 * The schema of a {@link NewSubscription}.
 *
 * @see https://developers.connectycube.com/server/push_notifications#create-subscription
 * @category models
 * @since 0.1.0
 */
export const NewSubscription = Schema.Union([
  on("apns", MobileToken),
  on("apns_voip", MobileToken),
  on("gcm", MobileToken),
  on("web", WebToken)
]).annotate({
  expected: `a notification_channel of ${NotificationChannel.literals.join(", ")}`
})

/**
 * The arguments of the creation of a subscription: a device of the current user, and its push token.
 *
 * @category models
 * @since 0.1.0
 */
export type NewSubscription =
  | Subscribed<"apns", MobilePushToken>
  | Subscribed<"apns_voip", MobilePushToken>
  | Subscribed<"gcm", MobilePushToken>
  | Subscribed<"web", WebPushToken>

/**
 * A {@link NewSubscription} on one channel, which the compiler infers: an error names what the channel needs.
 *
 * @category models
 * @since 0.1.0
 */
export type NewSubscriptionOn<Channel extends NotificationChannel> = On<Channel> & Extract<NewSubscription, On<Channel>>

/**
 * A subscription of a device to push notifications. It does not have the token.
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
  /** The id of the subscription. */
  id: SubscriptionId,
  /** The service: a {@link NotificationChannel}, or the name of an unknown one. */
  notification_channel: Schema.Struct({
    /** The name. */
    name: Wire.openLiterals(NotificationChannel.literals)
  }),
  /** The device. */
  device: Schema.Struct({
    /** The id of the device. */
    udid: Wire.Text,
    /** The platform: a {@link DevicePlatform}, or the name of an unknown one. */
    platform: Schema.Struct({
      /** The name. */
      name: Wire.openLiterals(DevicePlatform.literals)
    })
  })
}).annotate({ identifier: "Subscription" })
