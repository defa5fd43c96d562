/**
 * Reads files, meetings, pushes and what else there is in pages.
 */
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as SqlClient from "effect/sql/SqlClient"
import type { StoredRow } from "../../modules/storage/store.ts"
import { Time } from "../../server/state/time.ts"
import type { Counts } from "./api.ts"
import { contains, map, pageOf, type Paging } from "./pages.ts"
import type { OfUser, Search } from "./reader.ts"

interface Times {
  readonly created_at: number
  readonly updated_at: number
}

interface MeetingRow extends Times {
  readonly id: string
  readonly host_id: number
  readonly name: string
  readonly start_date: number
  readonly end_date: number
  readonly attendees: string
  readonly record: number
  readonly public: number
  readonly scheduled: number
  readonly notify: number
  readonly chat_dialog_id: string | null
  readonly recordings: number
}

interface RecordingRow extends Times {
  readonly id: string
  readonly meeting_id: string
  readonly participants_ids: string
  readonly duration: number
  readonly size: number
}

interface SubscriptionRow extends Times {
  readonly id: number
  readonly user_id: number
  readonly udid: string
  readonly channel: string
  readonly environment: string
  readonly bundle_identifier: string
  readonly platform: string
}

interface EventRow {
  readonly id: number
  readonly user_id: number
  readonly message: string
  readonly created_at: number
}

interface ContactRow {
  readonly number: number
  readonly user_id: number
  readonly udid: string
  readonly phone: string
  readonly name: string
}

interface WhiteboardRow extends Times {
  readonly id: string
  readonly chat_dialog_id: string
  readonly user_id: number
  readonly name: string
}

interface SessionRow extends Times {
  readonly id: number
  readonly user_id: number | null
  readonly is_guest: number | null
  readonly expires_at: number
}

const at = (millis: number): DateTime.Utc => DateTime.makeUnsafe(millis)

const timesOf = ({ created_at, updated_at }: Times) => ({ created_at: at(created_at), updated_at: at(updated_at) })

const jsonOf = (text: string): unknown => JSON.parse(text)

/** The parts of the data that belong to users, one table each. */
export const make = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  const time = yield* Time

  const ofUser = (user_id: number | undefined) => (user_id === undefined ? [] : [sql`user_id = ${user_id}`])
  const newest = sql`id DESC`

  const counts = sql<typeof Counts.Type>`
    SELECT (SELECT count(*) FROM users) AS users, (SELECT count(*) FROM dialogs) AS dialogs,
      (SELECT count(*) FROM messages) AS messages, (SELECT count(*) FROM records) AS records,
      (SELECT count(*) FROM blobs) AS files, (SELECT count(*) FROM meetings) AS meetings,
      (SELECT count(*) FROM subscriptions) AS subscriptions, (SELECT count(*) FROM push_events) AS events,
      (SELECT count(*) FROM contacts) AS contacts, (SELECT count(*) FROM whiteboards) AS whiteboards,
      (SELECT count(*) FROM sessions) AS sessions`.pipe(
    Effect.orDie,
    Effect.flatMap(([row]) => (row === undefined ? Effect.die(new Error("Nothing was counted")) : Effect.succeed(row)))
  )

  const files = (paging: Paging) =>
    pageOf<StoredRow>(sql, paging, {
      from: sql`blobs LEFT JOIN blob_objects ON key = uid`,
      columns: sql`
        blobs.*, blob_objects.size AS object_size, blob_objects.content_type AS object_content_type, md5, sha256,
        stored_at`,
      where: [],
      order: newest
    })

  const meetings = Effect.fnUntraced(function* ({ text, ...paging }: Search) {
    const page = yield* pageOf<MeetingRow>(sql, paging, {
      from: sql`meetings`,
      columns: sql`meetings.*, (SELECT count(*) FROM meeting_recordings WHERE meeting_id = meetings.id) AS recordings`,
      where: text === undefined || text === "" ? [] : [sql`(id = ${text} OR ${contains(sql, ["name"], text)})`],
      order: newest
    })
    return map(page, ({ id, ...row }) => ({
      ...row,
      ...timesOf(row),
      _id: id,
      start_date: at(row.start_date),
      end_date: at(row.end_date),
      attendees: jsonOf(row.attendees),
      record: row.record === 1,
      public: row.public === 1,
      scheduled: row.scheduled === 1,
      notify: row.notify === 1
    }))
  })

  const recordings = Effect.fnUntraced(function* ({
    meeting_id,
    ...paging
  }: Paging & { readonly meeting_id?: string }) {
    const page = yield* pageOf<RecordingRow>(sql, paging, {
      from: sql`meeting_recordings`,
      columns: sql`*`,
      where: meeting_id === undefined ? [] : [sql`meeting_id = ${meeting_id}`],
      order: newest
    })
    return map(page, ({ id, ...row }) => ({
      ...row,
      ...timesOf(row),
      _id: id,
      participants_ids: jsonOf(row.participants_ids)
    }))
  })

  const subscriptions = Effect.fnUntraced(function* ({ user_id, ...paging }: OfUser) {
    const page = yield* pageOf<SubscriptionRow>(sql, paging, {
      from: sql`subscriptions`,
      // No token of a device.
      columns: sql`id, user_id, udid, channel, environment, bundle_identifier, platform, created_at, updated_at`,
      where: ofUser(user_id),
      order: newest
    })
    return map(page, (row) => ({ ...row, ...timesOf(row) }))
  })

  const events = Effect.fnUntraced(function* (paging: Paging) {
    const page = yield* pageOf<EventRow>(sql, paging, {
      from: sql`push_events`,
      columns: sql`*`,
      where: [],
      order: newest
    })
    return map(page, (row) => ({ ...row, created_at: at(row.created_at) }))
  })

  const contacts = ({ user_id, ...paging }: OfUser) =>
    pageOf<ContactRow>(sql, paging, {
      from: sql`contacts`,
      columns: sql`number, user_id, udid, phone, name`,
      where: ofUser(user_id),
      order: sql`number DESC`
    })

  const whiteboards = Effect.fnUntraced(function* (paging: Paging) {
    const page = yield* pageOf<WhiteboardRow>(sql, paging, {
      from: sql`whiteboards`,
      columns: sql`*`,
      where: [],
      order: newest
    })
    return map(page, ({ id, ...row }) => ({ ...row, ...timesOf(row), _id: id }))
  })

  /** The sessions that are not over. */
  const sessions = Effect.fnUntraced(function* ({ user_id, ...paging }: OfUser) {
    const page = yield* pageOf<SessionRow>(sql, paging, {
      from: sql`sessions s LEFT JOIN users u ON u.id = s.user_id`,
      // No token.
      columns: sql`s.id, s.user_id, u.is_guest, s.created_at, s.updated_at, s.expires_at`,
      where: [sql`s.expires_at > ${yield* time.now}`, ...(user_id === undefined ? [] : [sql`s.user_id = ${user_id}`])],
      order: sql`s.created_at DESC, s.id DESC`
    })
    return map(page, ({ is_guest, ...row }) => ({
      ...row,
      ...timesOf(row),
      kind: row.user_id === null ? ("application" as const) : is_guest === 1 ? ("guest" as const) : ("user" as const),
      expires_at: at(row.expires_at)
    }))
  })

  return { counts, files, meetings, recordings, subscriptions, events, contacts, whiteboards, sessions }
})
