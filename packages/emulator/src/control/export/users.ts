/**
 * The users of an export, and what belongs to one user each.
 */
import type { SeedContact, SeedSubscription, SeedUser } from "../../Seed.ts"
import * as Effect from "effect/Effect"
import type { SqlClient } from "effect/sql/SqlClient"
import type { Row as SubscriptionRow } from "../../modules/push-notifications/store.ts"
import * as Rules from "../../modules/users/rules.ts"
import type { Row } from "../../modules/users/store.ts"
import { flagOf, given, same, timeOf, updated } from "./values.ts"

type Encoded<A> = { readonly [Name in keyof A]: A[Name] }

export const users = (sql: SqlClient) =>
  Effect.map(sql<Row>`SELECT * FROM users ORDER BY id`, (rows) => rows.map(toUser))

const toUser = (row: Row): Encoded<SeedUser> => {
  const tags = Rules.tagsOf(row.user_tags)
  return {
    id: row.id,
    _id: row.object_id,
    ...given("login", row.login, same),
    ...given("email", row.email, same),
    ...given("password_hash", row.password, same),
    ...given("identity", row.identity, same),
    ...given("full_name", row.full_name, same),
    ...given("phone", row.phone, same),
    ...given("website", row.website, same),
    ...given("facebook_id", row.facebook_id, same),
    ...given("twitter_id", row.twitter_id, same),
    ...given("external_id", row.external_id, same),
    ...given("external_user_id", row.external_user_id, same),
    ...given("custom_data", row.custom_data, same),
    ...given("timezone", row.timezone, same),
    ...given("avatar", row.avatar, same),
    ...(tags.length === 0 ? {} : { tag_list: tags }),
    ...given("is_guest", row.is_guest, flagOf),
    ...given("expires_at", row.expires_at, timeOf),
    created_at: timeOf(row.created_at),
    ...updated(row.created_at, row.updated_at),
    ...given("last_request_at", row.last_request_at, timeOf)
  }
}

interface ContactRow {
  readonly user_id: number
  readonly udid: string
  readonly phone: string
  readonly name: string
  readonly changed: number
}

/** In the order in which they came. */
export const contacts = (sql: SqlClient) =>
  Effect.map(sql<ContactRow>`SELECT user_id, udid, phone, name, changed FROM contacts ORDER BY number`, (rows) =>
    rows.map(({ changed, name, phone, udid, user_id }): SeedContact => ({
      user_id,
      ...(udid === "" ? {} : { udid }),
      phone,
      name,
      changed
    }))
  )

interface TimedSubscription extends SubscriptionRow {
  readonly created_at: number
  readonly updated_at: number
}

export const subscriptions = (sql: SqlClient) =>
  Effect.map(sql<TimedSubscription>`SELECT * FROM subscriptions ORDER BY id`, (rows) => rows.map(toSubscription))

const toSubscription = (row: TimedSubscription) => {
  const { bundle_identifier, channel, created_at, environment, id, platform, token, udid, updated_at, user_id } = row
  const app = { environment, ...(bundle_identifier === "" ? {} : { bundle_identifier }) }
  const device = { platform, udid }
  const subscription: (typeof SeedSubscription)["Encoded"]["subscription"] =
    channel === "web"
      ? { notification_channel: channel, push_token: { ...app, web_endpoint: token }, device }
      : { notification_channel: channel, push_token: { ...app, client_identification_sequence: token }, device }
  return { id, user_id, subscription, created_at: timeOf(created_at), ...updated(created_at, updated_at) }
}
