/**
 * Meetings as responses have them, and the fields by which they are filtered.
 */
import { DialogId, MeetingId, UserId } from "@effect-connectycube/core/Ids"
import type { Meeting } from "@effect-connectycube/video-calling/Meeting"
import * as DateTime from "effect/DateTime"
import * as Filter from "../../server/wire/filter.ts"
import { toSecond } from "../../server/state/time.ts"

/** A meeting as its table has it. What is no single value is JSON. */
export interface Row {
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
  readonly notify_before: string | null
  readonly timezone: string | null
  readonly chat_dialog_id: string | null
  readonly remind_at: number | null
  readonly created_at: number
  readonly updated_at: number
}

export const toMeeting = (row: Row): Meeting => ({
  _id: MeetingId.make(row.id),
  name: row.name,
  start_date: DateTime.makeUnsafe(toSecond(row.start_date)),
  end_date: DateTime.makeUnsafe(toSecond(row.end_date)),
  attendees: JSON.parse(row.attendees),
  record: row.record === 1,
  chat_dialog_id: row.chat_dialog_id === null ? null : DialogId.make(row.chat_dialog_id),
  created_at: DateTime.makeUnsafe(row.created_at),
  updated_at: DateTime.makeUnsafe(row.updated_at),
  host_id: UserId.make(row.host_id),
  public: row.public === 1,
  scheduled: row.scheduled === 1,
  notify: row.notify === 1,
  notify_before: row.notify_before === null ? null : JSON.parse(row.notify_before),
  timezone: row.timezone === null ? null : JSON.parse(row.timezone)
})

/** The meeting with the times that administrators and webhooks get: whole seconds. */
export const inSeconds = (meeting: Meeting): Meeting => ({
  ...meeting,
  created_at: secondOf(meeting.created_at),
  updated_at: secondOf(meeting.updated_at)
})

const secondOf = (time: DateTime.DateTime): DateTime.Utc => DateTime.makeUnsafe(toSecond(DateTime.toEpochMillis(time)))

const times = ["start_date", "end_date", "created_at", "updated_at"]

/** The fields by which meetings are filtered. */
export const filterColumns: Filter.Columns = {
  _id: Filter.column("id"),
  ...Object.fromEntries(times.map((name) => [name, Filter.column(name)])),
  // Flags are numbers here.
  scheduled: (sql, operator, values) =>
    Filter.column("scheduled")(
      sql,
      operator,
      values.map((value) => (value === "true" ? 1 : 0))
    )
}

const minute = 60_000

const lengths: { readonly [metric: string]: number } = {
  minutes: minute,
  hours: 60 * minute,
  days: 24 * 60 * minute,
  weeks: 7 * 24 * 60 * minute
}

/** When the reminder is due; `null` without `notify`, or when that time has passed. */
export const remindAt = (
  {
    notify,
    notify_before,
    start_date
  }: Pick<Meeting, "notify" | "notify_before"> & { readonly start_date: DateTime.DateTime },
  now: number
): number | null => {
  const length = notify_before === null ? undefined : lengths[notify_before.metric]
  if (notify !== true || notify_before === null || length === undefined) return null
  const at = DateTime.toEpochMillis(start_date) - notify_before.value * length
  return at > now ? at : null
}
