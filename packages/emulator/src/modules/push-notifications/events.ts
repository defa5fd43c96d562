/**
 * Push events: their recipients, and the notifications that these get.
 */
import type { ErrorResponse } from "@effect-connectycube/core/contract/Endpoint"
import { ApplicationId, EventId, UserId } from "@effect-connectycube/core/Ids"
import type { PushEvent, WireEvent } from "@effect-connectycube/push-notifications/PushEvent"
import type { NotificationChannel } from "@effect-connectycube/push-notifications/Subscription"
import * as Context from "effect/Context"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as SqlClient from "effect/sql/SqlClient"
import { Outbox } from "../../server/state/outbox.ts"
import { SettingsStore } from "../../server/state/settingsStore.ts"
import { Time, toSecond } from "../../server/state/time.ts"
import * as Message from "./message.ts"
import * as Recipients from "./recipients.ts"
import { type Row, Subscriptions } from "./store.ts"
import * as Translation from "./translation.ts"

const make = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  const time = yield* Time
  const outbox = yield* Outbox
  const subscriptions = yield* Subscriptions
  const { settings } = yield* SettingsStore

  const insert = Effect.fnUntraced(function* (user_id: number, message: string, created_at: number) {
    const rows = yield* sql<{ id: number }>`
      INSERT INTO push_events ${sql.insert({ user_id, message, created_at })} RETURNING id`
    return rows[0]?.id ?? 0
  }, Effect.orDie)

  const create = Effect.fnUntraced(function* (user_id: number, event: WireEvent) {
    const message = yield* Message.read(event.message, event.push_type)
    const recipients = yield* Recipients.read(event)
    const devices = (yield* subscriptions.of(recipients, event.environment)).filter(
      ({ channel }) => event.push_type === undefined || channel === event.push_type
    )
    if (devices.length === 0) yield* Recipients.rejectUnsubscribed(recipients)
    const now = yield* time.now
    const created_at = DateTime.makeUnsafe(toSecond(now))
    const id = yield* insert(user_id, event.message, toSecond(now))
    for (const device of reached(devices, message, event.push_type !== undefined)) {
      yield* outbox.send({
        kind: "push",
        sent_at: DateTime.makeUnsafe(now),
        event_id: id,
        user_id: device.user_id,
        subscription_id: device.id,
        channel: device.channel,
        environment: device.environment,
        device: { udid: device.udid, platform: device.platform },
        token: device.token,
        ...delivery(message, { ...device, now })
      })
    }
    const made: PushEvent = {
      id: EventId.make(id),
      event_type: "one_shot",
      message: event.message,
      date: null,
      period: null,
      name: null,
      occured_count: 0,
      created_at,
      updated_at: created_at,
      end_date: null,
      active: true,
      application_id: ApplicationId.make((yield* settings).application_id),
      user_id: UserId.make(user_id),
      kind: "API",
      environment: event.environment,
      tag_query: Recipients.tagQuery(recipients),
      // Of an event for all channels too.
      notification_channel: { name: event.push_type ?? "apns" }
    }
    return made
  })

  return { create }
})

/** The push events. */
export class Events extends Context.Service<
  Events,
  {
    readonly create: (user_id: number, event: WireEvent) => Effect.Effect<PushEvent, ErrorResponse>
  }
>()("@effect-connectycube/emulator/modules/push-notifications/Events") {
  static readonly layer = Layer.effect(Events, make)
}

/**
 * The devices that get a message. Apple takes calls, and nothing else, on a channel of their own: a user without one gets them
 * as everything else.
 */
const reached = (devices: ReadonlyArray<Row>, message: Message.Message, isNarrowed: boolean): ReadonlyArray<Row> => {
  if (isNarrowed) return devices
  const isCall = message._tag === "Universal" && Translation.isCall(message.fields)
  const ringing = new Set(devices.flatMap(({ channel, user_id }) => (channel === "apns_voip" ? [user_id] : [])))
  return devices.filter(({ channel, user_id }) => {
    if (channel === "apns_voip") return isCall
    return channel !== "apns" || !isCall || !ringing.has(user_id)
  })
}

/** The longest payloads, in bytes. */
const limits: { readonly [Channel in NotificationChannel]: number } = {
  apns: 4096,
  apns_voip: 5120,
  gcm: 4096,
  web: 4096
}

const delivery = (message: Message.Message, target: Translation.Target) => {
  if (message._tag === "Incorrect") return { headers: {}, payload: {}, error: "Incorrect event" }
  const notification =
    message._tag === "Platform"
      ? Translation.passOn(message.payload, target)
      : Translation.translate(message.fields, target)
  // How long Google keeps a message is not part of it.
  const { ttl: _, ...counted } = notification.payload
  const size = new TextEncoder().encode(
    JSON.stringify(target.channel === "gcm" ? counted : notification.payload)
  ).length
  return { ...notification, error: size > limits[target.channel] ? "Payload too large" : null }
}
