/**
 * The recipients of an event.
 */
import type { ErrorResponse } from "@effect-connectycube/core/contract/Endpoint"
import type { WireEvent } from "@effect-connectycube/push-notifications/PushEvent"
import * as Effect from "effect/Effect"
import type { SqlClient } from "effect/sql/SqlClient"
import type { Fragment } from "effect/sql/Statement"
import * as Reject from "../../server/wire/reject.ts"

type Tags = { readonly [which in "any" | "all" | "exclude"]?: ReadonlyArray<string> }

export type Recipients =
  | { readonly _tag: "Users"; readonly ids: ReadonlyArray<number> }
  | { readonly _tag: "ExternalUsers"; readonly ids: ReadonlyArray<string> }
  | { readonly _tag: "Tags"; readonly tags: Tags }

/** The recipients that a request names: in one way, so that none is left out or added unseen. */
export const read = ({ user, external_user }: WireEvent): Effect.Effect<Recipients, ErrorResponse> => {
  const named: ReadonlyArray<Recipients> = [
    ...(user?.ids === undefined ? [] : [{ _tag: "Users" as const, ids: user.ids }]),
    ...(external_user?.ids === undefined ? [] : [{ _tag: "ExternalUsers" as const, ids: external_user.ids }]),
    ...(user?.tags === undefined || Object.keys(user.tags).length === 0
      ? []
      : [{ _tag: "Tags" as const, tags: user.tags }])
  ]
  const [recipients, another] = named
  if (recipients === undefined) return reject("is required")
  return another === undefined ? Effect.succeed(recipients) : reject("is allowed, and no more")
}

const reject = (what: string) =>
  Reject.unprocessable({ base: [`One of user[ids], user[tags] and external_user[ids] ${what}`] })

/** The ids of the users. */
export const select = (sql: SqlClient, recipients: Recipients): Fragment => {
  const users = (condition: Fragment) => sql`SELECT id FROM users WHERE ${condition}`
  // One parameter, however many there are: SQLite has a limit.
  const among = (values: ReadonlyArray<number | string>) =>
    sql`IN (SELECT value FROM json_each(${JSON.stringify(values)}))`
  switch (recipients._tag) {
    case "Users":
      return users(sql`id ${among(recipients.ids)}`)
    case "ExternalUsers": {
      const ids = among(recipients.ids)
      return users(sql`external_id ${ids} OR CAST(external_user_id AS TEXT) ${ids}`)
    }
    case "Tags": {
      const { any, all, exclude } = recipients.tags
      const tagged = (tags: ReadonlyArray<string>) => sql`SELECT user_id FROM user_tags WHERE tag ${among(tags)}`
      return users(
        sql.and([
          ...(any === undefined ? [] : [sql`id IN (${tagged(any)})`]),
          ...(all === undefined
            ? []
            : [sql`id IN (${tagged(all)} GROUP BY user_id HAVING count(*) = ${new Set(all).size})`]),
          ...(exclude === undefined ? [] : [sql`id NOT IN (${tagged(exclude)})`])
        ])
      )
    }
  }
}

/** Recipients by ids are rejected when none of them has a device. Recipients by tags may be nobody. */
export const rejectUnsubscribed = (recipients: Recipients): Effect.Effect<void, ErrorResponse> => {
  if (recipients._tag === "Tags") return Effect.void
  const ids = `${recipients._tag === "Users" ? "ids" : "external ids"} ${recipients.ids.join(",")}`
  return Reject.unprocessable({ base: [`Users with ${ids} do not have push notification subscriptions`] })
}

/** The tags of the event in its response: a JSON text of those in the request. */
export const tagQuery = (recipients: Recipients): string | null =>
  recipients._tag === "Tags"
    ? JSON.stringify(
        Object.fromEntries(Object.entries(recipients.tags).map(([which, tags]) => [which, tags.join(",")]))
      )
    : null
