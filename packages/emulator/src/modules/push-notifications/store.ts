/**
 * The subscriptions to push notifications, in their table.
 */
import type { ErrorResponse } from "@effect-connectycube/core/contract/Endpoint"
import { SubscriptionId } from "@effect-connectycube/core/Ids"
import type {
  DevicePlatform,
  NewSubscription,
  NotificationChannel,
  PushEnvironment,
  Subscription
} from "@effect-connectycube/push-notifications/Subscription"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as SqlClient from "effect/sql/SqlClient"
import * as Reject from "../../server/wire/reject.ts"
import { Time, toSecond } from "../../server/state/time.ts"
import { atomically, orDieSql } from "../../server/database/transaction.ts"
import * as Recipients from "./recipients.ts"

export interface Row {
  readonly id: number
  readonly user_id: number
  readonly udid: string
  readonly channel: NotificationChannel
  readonly environment: PushEnvironment
  /** `""` when it was not given. */
  readonly bundle_identifier: string
  readonly platform: DevicePlatform
  readonly token: string
}

/** A device; a browser may come without its keys, which are not kept. */
export type Asked = NewSubscription | BrowserWithoutKeys

interface BrowserWithoutKeys {
  readonly notification_channel: "web"
  readonly push_token: {
    readonly environment: PushEnvironment
    readonly bundle_identifier?: string
    readonly web_endpoint: string
  }
  readonly device: NewSubscription["device"]
}

const make = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  const time = yield* Time

  /**
   * One device has one token, and one user. What else had the token is gone, as is what the device had before: but that
   * keeps its id.
   */
  const create = Effect.fnUntraced(function* (user_id: number, asked: Asked) {
    const now = toSecond(yield* time.now)
    const key = {
      user_id,
      udid: asked.device.udid,
      channel: asked.notification_channel,
      environment: asked.push_token.environment,
      bundle_identifier: asked.push_token.bundle_identifier ?? ""
    }
    const token = tokenOf(asked)
    const isThis = sql.and(Object.entries(key).map(([column, value]) => sql`${sql(column)} = ${value}`))
    yield* sql`
      DELETE FROM subscriptions
      WHERE token = ${token} AND channel = ${key.channel} AND NOT (${isThis})
        AND (user_id <> ${user_id} OR environment = ${key.environment})`
    const [row] = yield* sql<Row>`
      INSERT INTO subscriptions
      ${sql.insert({ ...key, platform: asked.device.platform, token, created_at: now, updated_at: now })}
      ON CONFLICT (user_id, udid, channel, environment, bundle_identifier)
      DO UPDATE SET token = excluded.token, platform = excluded.platform, updated_at = excluded.updated_at
      RETURNING *`
    return row === undefined ? yield* Effect.die(new Error("The subscription was not kept")) : toSubscription(row)
  })

  const remove = Effect.fnUntraced(function* (user_id: number, id: number) {
    const [row] = yield* sql<{ user_id: number }>`SELECT user_id FROM subscriptions WHERE id = ${id}`
    if (row === undefined) return yield* Reject.notFound
    if (row.user_id !== user_id) return yield* Reject.notYours
    yield* sql`DELETE FROM subscriptions WHERE id = ${id}`
  })

  return {
    create: (user_id: number, asked: Asked): Effect.Effect<Subscription, ErrorResponse> =>
      isToken(asked)
        ? atomically(sql, create(user_id, asked))
        : Reject.unprocessable({ client_identification_sequence: ["is invalid"] }),

    list: (user_id: number): Effect.Effect<ReadonlyArray<Subscription>> =>
      sql<Row>`SELECT * FROM subscriptions WHERE user_id = ${user_id} ORDER BY id`.pipe(
        Effect.map((rows) => rows.map(toSubscription)),
        Effect.orDie
      ),

    remove: (user_id: number, id: number) => orDieSql(remove(user_id, id)),
    of: (recipients: Recipients.Recipients, environment: PushEnvironment): Effect.Effect<ReadonlyArray<Row>> =>
      Effect.orDie(sql<Row>`
        SELECT * FROM subscriptions
        WHERE environment = ${environment} AND user_id IN (${Recipients.select(sql, recipients)})
        ORDER BY user_id, id`)
  }
})

/** The subscriptions, in their table. */
export class Subscriptions extends Context.Service<
  Subscriptions,
  {
    readonly create: (user_id: number, asked: Asked) => Effect.Effect<Subscription, ErrorResponse>
    readonly list: (user_id: number) => Effect.Effect<ReadonlyArray<Subscription>>
    readonly remove: (user_id: number, id: number) => Effect.Effect<void, ErrorResponse>
    /** The devices of these users in an environment, user by user. */
    readonly of: (recipients: Recipients.Recipients, environment: PushEnvironment) => Effect.Effect<ReadonlyArray<Row>>
  }
>()("@effect-connectycube/emulator/modules/push-notifications/Subscriptions") {
  static readonly layer = Layer.effect(Subscriptions, make)
}

const toSubscription = ({ id, channel, udid, platform }: Row): Subscription => ({
  id: SubscriptionId.make(id),
  notification_channel: { name: channel },
  device: { udid, platform: { name: platform } }
})

const tokenOf = (asked: Asked): string =>
  asked.notification_channel === "web" ? asked.push_token.web_endpoint : asked.push_token.client_identification_sequence

/** Apple's tokens are bytes: hexadecimal digits, or the Base64 of the iOS SDK. Google's have colons and dashes. */
const isToken = (asked: Asked): boolean => {
  if (asked.notification_channel === "web" || asked.notification_channel === "gcm") return true
  const token = asked.push_token.client_identification_sequence
  return /^(?:[\da-f]{2})+$/i.test(token) || (/^[a-z\d+/]{42,}={0,2}$/i.test(token) && token.length % 4 === 0)
}
