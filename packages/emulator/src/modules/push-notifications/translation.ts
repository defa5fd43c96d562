/**
 * A universal notification in the words of each platform.
 *
 * @see https://developers.connectycube.com/server/push_notifications#universal-push-notifications
 */
import type { NotificationChannel } from "@effect-connectycube/push-notifications/Subscription"
import * as Predicate from "effect/Predicate"
import type { Fields } from "./message.ts"

/** The request to the service that delivers to a device. */
export interface Notification {
  readonly headers: { readonly [name: string]: string }
  readonly payload: Fields
}

/** What a translation has to know of the device, and when it is made. */
export interface Target {
  readonly channel: NotificationChannel
  readonly bundle_identifier: string
  /** Milliseconds since 1970. */
  readonly now: number
}

/** The fields that have a meaning. Others are the sender's own. */
const standard: ReadonlySet<string> = new Set([
  "message",
  "ios_badge",
  "ios_sound",
  "ios_content_available",
  "ios_mutable_content",
  "ios_category",
  "ios_voip",
  "ios_push_type",
  "ios_thread_id",
  "expiration",
  "android_fcm_notification",
  "ios_loc_data"
])

export const translate = (fields: Fields, target: Target): Notification => {
  switch (target.channel) {
    case "apns":
    case "apns_voip":
      return toApple(fields, target)
    case "gcm":
      return toGoogle(fields, target)
    case "web":
      return toBrowser(fields, target)
  }
}

/** The same payload as it came, and what goes with it to the service. */
export const passOn = (payload: Fields, target: Target): Notification => {
  const { aps } = payload
  const { alert, badge, sound }: Fields = Object(aps)
  const isSilent = [alert, badge, sound].every(Predicate.isUndefined) && isOn(Object(aps)["content-available"])
  const isApple = target.channel === "apns" || target.channel === "apns_voip"
  return { headers: isApple ? appleHeaders(target, isSilent) : {}, payload }
}

/** Whether a notification is to ring, where a device does that. */
export const isCall = ({ ios_voip }: Fields): boolean => isOn(ios_voip)

const toApple = (fields: Fields, target: Target): Notification => {
  const { title_loc_key, title_loc_args, body_loc_key, body_loc_args }: Fields = Object(fields["ios_loc_data"])
  const alert = present({
    body: fields["message"],
    "title-loc-key": title_loc_key,
    "title-loc-args": title_loc_args,
    "loc-key": body_loc_key,
    "loc-args": body_loc_args
  })
  const aps = present({
    alert: Object.keys(alert).length === 0 ? undefined : alert,
    badge: numberOf(fields["ios_badge"]),
    sound: fields["ios_sound"],
    "content-available": isOn(fields["ios_content_available"]) ? 1 : undefined,
    "mutable-content": isOn(fields["ios_mutable_content"]) ? 1 : undefined,
    category: fields["ios_category"],
    "thread-id": fields["ios_thread_id"]
  })
  return {
    headers: appleHeaders(target, fields["ios_push_type"] === "background", numberOf(fields["expiration"])),
    payload: { ...customOf(fields), aps }
  }
}

const appleHeaders = ({ channel, bundle_identifier }: Target, isSilent: boolean, expiration?: number) => {
  const isVoip = channel === "apns_voip"
  return {
    "apns-push-type": isVoip ? "voip" : isSilent ? "background" : "alert",
    "apns-priority": isSilent && !isVoip ? "5" : "10",
    ...(bundle_identifier !== "" && { "apns-topic": isVoip ? `${bundle_identifier}.voip` : bundle_identifier }),
    ...(expiration !== undefined && { "apns-expiration": String(expiration) })
  }
}

/** An `AndroidConfig`, in which all data are texts. */
const toGoogle = (fields: Fields, { now }: Target): Notification => {
  const ttl = secondsLeft(fields, now)
  const data = present({ message: fields["message"], ...customOf(fields) })
  return {
    headers: {},
    payload: present({
      ttl: ttl === undefined ? undefined : `${ttl}s`,
      data: Object.fromEntries(Object.entries(data).map(([name, value]) => [name, textOf(value)])),
      notification: fields["android_fcm_notification"]
    })
  }
}

const toBrowser = (fields: Fields, { now }: Target): Notification => {
  const ttl = secondsLeft(fields, now)
  return {
    headers: ttl === undefined ? {} : { ttl: String(ttl) },
    payload: { data: present({ message: fields["message"], ...customOf(fields) }) }
  }
}

const customOf = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !standard.has(name)))

const present = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== null))

const secondsLeft = (fields: Fields, now: number): number | undefined => {
  const expiration = numberOf(fields["expiration"])
  return expiration === undefined ? undefined : Math.max(0, expiration - Math.floor(now / 1000))
}

/** SDKs send all of them as texts too. */
const isOn = (flag: unknown): boolean => flag === 1 || flag === "1" || flag === true || flag === "true"

const numberOf = (value: unknown): number | undefined => {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value
  return typeof number === "number" && Number.isSafeInteger(number) ? number : undefined
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value))
