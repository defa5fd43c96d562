// The values that the types of an event accept and reject: checked by the compiler, not run.
import { UserId } from "@effect-connectycube/core/Ids"
import type { NewPushEvent } from "@effect-connectycube/push-notifications/Events"
import type { PushMessage } from "@effect-connectycube/push-notifications/PushMessage"
import type { Recipients } from "@effect-connectycube/push-notifications/Recipients"
import type { NewSubscription } from "@effect-connectycube/push-notifications/Subscription"
import type { Subscriptions } from "@effect-connectycube/push-notifications/Subscriptions"
import * as DateTime from "effect/DateTime"
import * as Redacted from "effect/Redacted"

const id = UserId.make(1)
const time = DateTime.makeUnsafe("2018-12-06T09:21:41Z")

export const recipients: ReadonlyArray<Recipients> = [
  { user: { ids: [id] } },
  { external_user: { ids: ["a"] } },
  { user: { tags: { any: ["vip"] } } },
  { user: { tags: { all: ["vip", "guest"] } } },
  { user: { tags: { exclude: ["vip"] } } },
  { user: { tags: { any: ["vip"], exclude: ["guest"] } } },
  { user: { tags: { all: ["vip"], exclude: ["guest"] } } },
  // @ts-expect-error nobody
  {},
  // @ts-expect-error nobody, too
  { user: {} },
  // @ts-expect-error by no tags
  { user: { tags: {} } },
  // @ts-expect-error two kinds
  { user: { ids: [id] }, external_user: { ids: ["a"] } },
  // @ts-expect-error two kinds of users
  { user: { ids: [id], tags: { any: ["vip"] } } },
  // @ts-expect-error two kinds of tags
  { user: { tags: { any: ["vip"], all: ["guest"] } } },
  // @ts-expect-error an id without its brand
  { user: { ids: [1] } },
  // @ts-expect-error a list with commas
  { external_user: { ids: "a,b" } }
]

export const messages: ReadonlyArray<PushMessage> = [
  { message: { message: "Hello", ios_badge: 1, expiration: time, parameters: { order: 17 } } },
  { message: { ios_content_available: true } },
  { message: { message: "Hello", android_fcm_notification: { title: "Shop", made_up: true } } },
  { push_type: "apns", message: { aps: { alert: "Hello" }, parameters: { order: 17 } } },
  { push_type: "apns_voip", message: { parameters: { call: 17 } } },
  { push_type: "gcm", message: { data: { order: "17" }, priority: "high" } },
  { raw_message: "eyJhIjoxfQ==" },
  { push_type: "gcm", raw_message: "data.message=aGVsbG8=" },
  // @ts-expect-error a text is no payload
  { message: "Hello" },
  // @ts-expect-error a misspelt field
  { message: { message: "Hello", ios_bagde: 1 } },
  // @ts-expect-error custom parameters are apart
  { message: { message: "Hello", order: 17 } },
  // @ts-expect-error a flag as a number
  { message: { message: "Hello", ios_voip: 1 } },
  // @ts-expect-error a time as a number
  { message: { message: "Hello", expiration: 1544088101 } },
  // @ts-expect-error a push type that there is not
  { message: { message: "Hello", ios_push_type: "voip" } },
  // @ts-expect-error Apple's words without saying that it is for Apple's devices
  { message: { aps: { alert: "Hello" } } },
  // @ts-expect-error a universal payload for one service
  { push_type: "apns", message: { message: "Hello" } },
  // @ts-expect-error Apple's words for Google
  { push_type: "gcm", message: { aps: { alert: "Hello" } } },
  // @ts-expect-error custom parameters are apart there, too
  { push_type: "apns", message: { aps: { alert: "Hello" }, order: 17 } },
  // @ts-expect-error a misspelt word of Apple's
  { push_type: "apns", message: { aps: { alrt: "Hello" } } },
  // @ts-expect-error Firebase takes texts only
  { push_type: "gcm", message: { data: { order: 17 } } },
  // @ts-expect-error a service that events cannot be narrowed to
  { push_type: "web", message: { message: "Hello" } },
  // @ts-expect-error two payloads
  { message: { message: "Hello" }, raw_message: "eyJhIjoxfQ==" },
  // @ts-expect-error no payload
  { push_type: "apns" }
]

const event = { recipients: { user: { ids: [id] } }, message: { message: "Hello" } } as const

export const events: ReadonlyArray<NewPushEvent> = [
  { ...event, environment: "production" },
  { ...event, environment: "development", event_type: "one_shot" },
  // @ts-expect-error which of the two
  { ...event },
  // @ts-expect-error a world that there is not
  { ...event, environment: "staging" },
  // @ts-expect-error a type that there is not
  { ...event, environment: "production", event_type: "period_date" }
]

const environment = "production"
const device = { platform: "ios", udid: "phone" } as const
const token = { environment, client_identification_sequence: "98559c1f" } as const
const browser = {
  environment,
  web_endpoint: "https://push.example.com/1",
  web_auth: Redacted.make("secret"),
  web_p256dh: "key"
} as const

export const subscriptions: ReadonlyArray<NewSubscription> = [
  { notification_channel: "apns", push_token: token, device },
  { notification_channel: "gcm", push_token: { ...token, bundle_identifier: "com.example" }, device },
  { notification_channel: "web", push_token: browser, device: { platform: "web", udid: "browser" } },
  // @ts-expect-error a phone without a token
  { notification_channel: "gcm", push_token: { environment }, device },
  // @ts-expect-error a browser with a phone's token
  { notification_channel: "web", push_token: token, device },
  // @ts-expect-error a secret that is seen
  { notification_channel: "web", push_token: { ...browser, web_auth: "secret" }, device }
]

declare const created: Subscriptions
declare const onSomeChannel: NewSubscription

/** The compiler infers the channel, and names what a subscription on it lacks. */
export const subscribed = [
  created.create(onSomeChannel),
  created.create({ notification_channel: "apns", push_token: token, device }),
  created.create({ notification_channel: "web", push_token: browser, device }),
  // @ts-expect-error no device: "is missing in type … but required in type 'Subscribed<"apns", MobilePushToken>'"
  created.create({ notification_channel: "apns", push_token: token }),
  // @ts-expect-error no client_identification_sequence: "not assignable to type 'MobilePushToken'"
  created.create({ notification_channel: "apns", push_token: { environment }, device }),
  // @ts-expect-error the token of a phone for a browser: "does not exist in type { … web_endpoint … }"
  created.create({ notification_channel: "web", push_token: token, device }),
  // @ts-expect-error an unknown channel: "not assignable to type '"apns" | "apns_voip" | "gcm" | "web"'"
  created.create({ notification_channel: "fcm", push_token: token, device })
]
