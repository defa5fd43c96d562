/** Push notifications over plain HTTP. */
import * as Effect from "effect/Effect"
import * as Base64 from "effect/encoding/Base64"
import type { PushNotification } from "../../src/OutboxEntry.ts"
import { Emulator } from "../../src/Emulator.ts"
import { type Response, ask, at, list, type Member, number } from "./Wire.ts"

export type Channel = PushNotification["channel"]

const platforms = { apns: "ios", apns_voip: "ios", gcm: "android", web: "web" } as const

export interface Device {
  readonly udid?: string
  readonly token?: string
  readonly environment?: string
  readonly bundle_identifier?: string
}

/** A subscription of a device of this channel. */
export const subscription = (
  channel: Channel,
  { udid = "phone", token, environment, bundle_identifier }: Device = {}
) => {
  const identifier =
    token ?? (channel === "gcm" ? "cQeR8ZCL:APA91bE-7h_X" : channel === "web" ? "https://push/1" : "a1")
  return {
    notification_channel: channel,
    push_token: {
      environment: environment ?? "development",
      ...(bundle_identifier !== undefined && { bundle_identifier }),
      ...(channel === "web"
        ? { web_endpoint: identifier, web_auth: "auth-of-the-browser", web_p256dh: "key" }
        : { client_identification_sequence: identifier })
    },
    device: { platform: platforms[channel], udid }
  }
}

export const subscribeWith = (who: Member, json: object) => ask("POST", "/subscriptions", { token: who.token, json })

/** The id of a subscription. */
export const subscribe = (who: Member, channel: Channel, device: Device = {}) =>
  Effect.map(subscribeWith(who, subscription(channel, device)), (response) =>
    number(expect(201, response), "0.subscription.id")
  )

/** The ids of the subscriptions of a user. */
export const subscriptions = (who: Member) =>
  Effect.map(ask("GET", "/subscriptions", { token: who.token }), ({ json }) =>
    (Array.isArray(json) ? json : []).map((item) => number(item, "subscription.id"))
  )

export const encode = (payload: unknown) => Base64.encode(JSON.stringify(payload))

/** An event for all devices of some users, with overrides. */
export const event = (fields: object) => ({
  event: { notification_type: "push", environment: "development", message: encode({ message: "Hello" }), ...fields }
})

export const notify = (who: Member, fields: object) => ask("POST", "/events", { token: who.token, json: event(fields) })

/** The notifications of devices since the last call. */
export const delivered = Effect.gen(function* () {
  const emulator = yield* Emulator
  const entries = yield* emulator.outbox
  yield* emulator.clearOutbox
  return entries.filter((entry) => entry.kind === "push")
})

/** The notifications when the user sends this event to itself. */
export const sent = Effect.fnUntraced(function* (who: Member, payload: object, more: object = {}) {
  yield* delivered
  expect(201, yield* notify(who, { user: { ids: [who.id] }, message: encode(payload), ...more }))
  return yield* delivered
})

/** The JSON of a response, which must have this status. */
export const expect = (status: number, response: Response): unknown => {
  if (response.status !== status) throw new Error(`Expected ${status}, got ${response.status}: ${response.text}`)
  return response.json
}

/** The errors of an error response. */
export const errors = ({ status, json }: Response) => ({ status, errors: at(json, "errors") })

export const unprocessable = (errors: object) => ({ status: 422, errors })

export const needUser = { status: 403, errors: { base: ["Forbidden. Need user."] } }

export const members = (json: unknown, path: string, name: string): ReadonlyArray<unknown> =>
  list(json, path).map((item) => at(item, name))
