/**
 * The records, meetings, whiteboards, push events and last ids of an export.
 */
import * as Effect from "effect/Effect"
import type { SqlClient } from "effect/sql/SqlClient"
import type { LastIds, Seed, SeedEvent, SeedRecording } from "../../Seed.ts"
import type { FieldType } from "../../Settings.ts"
import type { Row as Recording } from "../../modules/video-calling/recordings.ts"
import type { Row as Meeting } from "../../modules/video-calling/views.ts"
import { flagOf, given, listOf, same, timeOf, updated } from "./values.ts"

type Records = NonNullable<Seed["records"]>

interface RecordRow {
  readonly id: string
  readonly class_name: string
  readonly user_id: number
  readonly parent_id: string | null
  readonly fields: string
  readonly permissions: string
  readonly created_at: number
  readonly updated_at: number
}

/** The fields as they are kept: times are in milliseconds since 1970. */
export const records = Effect.fnUntraced(function* (sql: SqlClient) {
  const classes = new Map<string, Array<Records[string][number]>>()
  for (const row of yield* sql<RecordRow>`SELECT * FROM records ORDER BY class_name, id`) {
    const list = classes.get(row.class_name) ?? []
    list.push({
      ...JSON.parse(row.fields),
      _id: row.id,
      user_id: row.user_id,
      ...given("_parent_id", row.parent_id, String),
      permissions: JSON.parse(row.permissions),
      created_at: timeOf(row.created_at),
      ...updated(row.created_at, row.updated_at)
    })
    classes.set(row.class_name, list)
  }
  const written: Records = Object.fromEntries(classes)
  return written
})

export const recordFields = Effect.fnUntraced(function* (sql: SqlClient) {
  const classes = new Map<string, Array<readonly [field: string, type: FieldType]>>()
  // In the order in which the table has them.
  const rows = yield* sql<{ class_name: string; field: string; type: FieldType }>`
    SELECT class_name, field, type FROM record_fields ORDER BY class_name, field`
  for (const { class_name, field, type } of rows) {
    classes.set(class_name, [...(classes.get(class_name) ?? []), [field, type]])
  }
  const written: NonNullable<Seed["record_fields"]> = Object.fromEntries(
    Array.from(classes, ([name, fields]) => [name, Object.fromEntries(fields)] as const)
  )
  return written
})

export const meetings = Effect.fnUntraced(function* (sql: SqlClient) {
  const recordings = new Map<string, Array<SeedRecording>>()
  for (const row of yield* sql<Recording>`SELECT * FROM meeting_recordings ORDER BY id`) {
    recordings.set(row.meeting_id, [...(recordings.get(row.meeting_id) ?? []), toRecording(row)])
  }
  const rows = yield* sql<Meeting>`SELECT * FROM meetings ORDER BY id`
  return rows.map((row): NonNullable<Seed["meetings"]>[number] => {
    const recorded = recordings.get(row.id)
    return {
      _id: row.id,
      user_id: row.host_id,
      name: row.name,
      start_date: timeOf(row.start_date),
      end_date: timeOf(row.end_date),
      attendees: JSON.parse(row.attendees),
      record: flagOf(row.record),
      public: flagOf(row.public),
      scheduled: flagOf(row.scheduled),
      notify: flagOf(row.notify),
      ...given("notify_before", row.notify_before, JSON.parse),
      ...given("timezone", row.timezone, JSON.parse),
      ...given("chat_dialog_id", row.chat_dialog_id, String),
      remind_at: row.remind_at === null ? null : timeOf(row.remind_at),
      ...(recorded === undefined ? {} : { recordings: recorded }),
      created_at: timeOf(row.created_at),
      ...updated(row.created_at, row.updated_at)
    }
  })
})

const toRecording = (row: Recording): SeedRecording => ({
  _id: row.id,
  participants_ids: [],
  ...listOf("participants_ids", row.participants_ids),
  file_uid: row.file_uid,
  duration: row.duration,
  size: row.size,
  created_at: timeOf(row.created_at),
  ...updated(row.created_at, row.updated_at)
})

interface WhiteboardRow {
  readonly id: string
  readonly chat_dialog_id: string
  readonly user_id: number
  readonly name: string
  readonly created_at: number
  readonly updated_at: number
}

export const whiteboards = (sql: SqlClient) =>
  Effect.map(sql<WhiteboardRow>`SELECT * FROM whiteboards ORDER BY id`, (rows) =>
    rows.map(({ chat_dialog_id, created_at, id, name, updated_at, user_id }) => ({
      _id: id,
      user_id,
      chat_dialog_id,
      name,
      created_at: timeOf(created_at),
      ...updated(created_at, updated_at)
    }))
  )

interface EventRow {
  readonly id: number
  readonly user_id: number
  readonly message: string
  readonly created_at: number
}

export const events = (sql: SqlClient) =>
  Effect.map(sql<EventRow>`SELECT * FROM push_events ORDER BY id`, (rows) =>
    rows.map(({ created_at, ...event }): SeedEvent => ({ ...event, created_at: timeOf(created_at) }))
  )

/** Also of what is deleted. */
export const lastIds = Effect.fnUntraced(function* (sql: SqlClient) {
  const rows = yield* sql<{ name: string; seq: number }>`SELECT name, seq FROM sqlite_sequence`
  const last = new Map(rows.map(({ name, seq }) => [name, seq]))
  const written: LastIds = {
    ...given("users", last.get("users"), same),
    ...given("subscriptions", last.get("subscriptions"), same),
    ...given("events", last.get("push_events"), same),
    ...given("files", last.get("blobs"), same)
  }
  return written
})
