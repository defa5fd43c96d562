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
 * The schema of a {@link NewSubscription}.
 *
 * @see https://developers.connectycube.com/server/push_notifications#create-subscription
 * @category models
 * @since 0.1.0
 */
export const NewSubscription = Schema.Union([mobile("apns"), mobile("apns_voip"), mobile("gcm"), Web]).annotate({
  expected: `a notification_channel of ${NotificationChannel.literals.join(", ")}`
})

/**
 * The arguments of the creation of a subscription: a device of the current user, and its push token.
 *
 * @category models
 * @since 0.1.0
 */
export type NewSubscription = typeof NewSubscription.Type

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
