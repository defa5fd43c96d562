/**
 * The meetings and their recordings, in their tables.
 */
import type { ErrorResponse } from "@effect-connectycube/core/contract/Endpoint"
import type { Meeting, MeetingChanges, NewMeeting } from "@effect-connectycube/video-calling/Meeting"
import type { Recording } from "@effect-connectycube/video-calling/Recording"
import * as Context from "effect/Context"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as SqlClient from "effect/sql/SqlClient"
import type { SqlError } from "effect/sql/SqlError"
import type { NewRecording } from "../../MeetingControl.ts"
import { DialogEdits } from "../chat/dialogEdits.ts"
import * as DiskErrors from "../../server/database/diskErrors.ts"
import * as Filter from "../../server/wire/filter.ts"
import { Identifiers } from "../../server/state/identifiers.ts"
import * as Reject from "../../server/wire/reject.ts"
import { SettingsStore } from "../../server/state/settingsStore.ts"
import { Time, toSecond } from "../../server/state/time.ts"
import { atomically, orDieSql } from "../../server/database/transaction.ts"
import { UsersStore } from "../users/store.ts"
import { type Attendees, usersOf } from "./attendees.ts"
import { MeetingMails, occasionOf } from "./mails.ts"
import * as Views from "./views.ts"
import * as Recordings from "./recordings.ts"

/** A query that the contract has read, with its flat keys. */
export interface Query {
  readonly limit?: number
  readonly offset?: number
}

const defaultLimit = 100

/** What is made, where it is not given. */
export type Given = Partial<Pick<Views.Row, "id" | "chat_dialog_id" | "remind_at" | "created_at" | "updated_at">>

export type RecordingGiven = Partial<Pick<Recordings.Row, "id" | "file_uid" | "created_at" | "updated_at">>

const make = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  const users = yield* UsersStore
  const dialogs = yield* DialogEdits
  const mails = yield* MeetingMails
  const identifiers = yield* Identifiers
  const time = yield* Time
  const { settings } = yield* SettingsStore

  const find = Effect.fnUntraced(function* (id: string): Effect.fn.Return<Meeting, ErrorResponse | SqlError> {
    const [row] = yield* sql<Views.Row>`SELECT * FROM meetings WHERE id = ${id}`
    return row === undefined ? yield* Reject.notFound : Views.toMeeting(row)
  })

  /** The meeting, for its host only. */
  const hosted = Effect.fnUntraced(function* (user_id: number, id: string) {
    const meeting = yield* find(id)
    return meeting.host_id === user_id ? meeting : yield* Reject.notYours
  })

  const takesPart = (user_id: number, { host_id, attendees }: Meeting): boolean =>
    host_id === user_id || usersOf(attendees).includes(user_id)

  const writeAttendees = Effect.fnUntraced(function* (meeting_id: string, attendees: Attendees) {
    yield* sql`DELETE FROM meeting_attendees WHERE meeting_id = ${meeting_id}`
    for (const user_id of usersOf(attendees)) {
      yield* sql`INSERT INTO meeting_attendees ${sql.insert({ user_id, meeting_id })}`
    }
  })

  /** A dialog of the host and of those attendees who are users. */
  const makeDialog = Effect.fnUntraced(function* (host_id: number, name: string, attendees: Attendees) {
    const occupants = new Set([host_id])
    for (const id of usersOf(attendees)) if ((yield* users.findBy("id", id)) !== undefined) occupants.add(id)
    return yield* dialogs.createForMeeting(host_id, name, occupants)
  })

  const create = Effect.fnUntraced(function* (host_id: number, fields: NewMeeting, given: Given = {}) {
    const { name, start_date, end_date, attendees, chat = false, record = false, scheduled = false } = fields
    const { public: isPublic = false, notify = false, notify_before = null, timezone = null } = fields
    if ((yield* users.findBy("id", host_id)) === undefined) {
      return yield* Reject.unprocessable({ user_id: ["is not a user"] })
    }
    const now = yield* time.now
    const { id = yield* identifiers.objectId, created_at = now, updated_at = created_at, remind_at } = given
    const [taken] = yield* sql`SELECT 1 FROM meetings WHERE id = ${id}`
    if (taken !== undefined) return yield* Reject.taken
    yield* sql`INSERT INTO meetings ${sql.insert({
      id,
      host_id,
      name,
      start_date: DateTime.toEpochMillis(start_date),
      end_date: DateTime.toEpochMillis(end_date),
      attendees: JSON.stringify(attendees),
      record,
      public: isPublic,
      scheduled,
      notify,
      notify_before: jsonOrNull(notify_before),
      timezone: jsonOrNull(timezone),
      chat_dialog_id: given.chat_dialog_id ?? (chat ? yield* makeDialog(host_id, name, attendees) : null),
      remind_at: remind_at === undefined ? Views.remindAt({ notify, notify_before, start_date }, now) : remind_at,
      created_at,
      updated_at
    })}`
    yield* writeAttendees(id, attendees)
    return yield* find(id)
  })

  const update = Effect.fnUntraced(function* (user_id: number, id: string, changes: MeetingChanges) {
    const before = yield* hosted(user_id, id)
    const now = yield* time.now
    const after = { ...before, ...changes }
    yield* sql`UPDATE meetings SET ${sql.update({
      name: after.name,
      start_date: DateTime.toEpochMillis(after.start_date),
      end_date: DateTime.toEpochMillis(after.end_date),
      attendees: JSON.stringify(after.attendees),
      record: after.record,
      public: after.public,
      scheduled: after.scheduled,
      notify: after.notify,
      notify_before: jsonOrNull(after.notify_before),
      timezone: jsonOrNull(after.timezone),
      remind_at: Views.remindAt(after, now),
      updated_at: now
    })} WHERE id = ${id}`
    if (changes.attendees !== undefined) yield* writeAttendees(id, changes.attendees)
    return { before, after: yield* find(id) }
  })

  /** What is due is sent, as if it had been when it was due. */
  const remind = Effect.gen(function* () {
    const now = yield* time.now
    const due = yield* orDieSql(
      sql<Views.Row>`SELECT * FROM meetings WHERE remind_at <= ${now} ORDER BY remind_at, id`
    ).pipe(Effect.orDie)
    for (const row of due) {
      const [mine] = yield* Effect.orDie(
        sql`UPDATE meetings SET remind_at = NULL WHERE id = ${row.id} AND remind_at = ${row.remind_at} RETURNING 1`
      )
      // Another request was faster.
      if (mine === undefined) continue
      const meeting = Views.toMeeting(row)
      const occasion = { reason: "notify_before", attendees: meeting.attendees, host: true } as const
      yield* mails.send(meeting, occasion, row.remind_at ?? now)
    }
  }).pipe(DiskErrors.unlessFull)

  const tell = Effect.fnUntraced(function* (before: Meeting | undefined, after: Meeting) {
    const occasion = occasionOf(before, after)
    if (occasion !== undefined) yield* mails.send(after, occasion, yield* time.now)
  })

  const select = Effect.fnUntraced(function* (user_id: number, query: Query) {
    const conditions = Filter.conditionsOf({ ...query }, Views.filterColumns)
    const where = yield* Filter.compile(sql, Views.filterColumns, conditions)
    const { limit = defaultLimit, offset = 0 } = query
    // Both parts have the order of the ids, in which they are merged as far as the page goes.
    const attended =
      conditions.length === 0
        ? sql`SELECT meeting_id FROM meeting_attendees WHERE user_id = ${user_id}`
        : sql`
          SELECT meeting_id FROM meeting_attendees a CROSS JOIN meetings ON id = meeting_id
          WHERE a.user_id = ${user_id} AND ${where}`
    const rows = yield* sql<Views.Row>`
      SELECT * FROM meetings WHERE id IN (
        SELECT id FROM meetings WHERE host_id = ${user_id} AND ${where} UNION ${attended}
        ORDER BY id LIMIT ${limit} OFFSET ${offset}
      ) ORDER BY id`
    return rows.map(Views.toMeeting)
  })

  const recordings = Effect.fnUntraced(function* (
    id: string,
    lifetime: number
  ): Effect.fn.Return<ReadonlyArray<Recording>, ErrorResponse | SqlError> {
    yield* find(id)
    const rows = yield* sql<Recordings.Row>`SELECT * FROM meeting_recordings WHERE meeting_id = ${id} ORDER BY id`
    const { auth_secret } = yield* settings
    const until = (yield* time.now) + lifetime
    return rows.map((row) => Recordings.toRecording(row, auth_secret, until))
  })

  const addRecording = Effect.fnUntraced(function* (
    { meeting_id, participants_ids, duration = 60, size = 5 }: NewRecording,
    given: RecordingGiven
  ) {
    const { host_id, attendees } = yield* find(meeting_id)
    const now = toSecond(yield* time.now)
    const { created_at = now } = given
    const row: Recordings.Row = {
      id: given.id ?? (yield* identifiers.objectId),
      meeting_id,
      participants_ids: JSON.stringify(participants_ids ?? [...new Set([host_id, ...usersOf(attendees)])]),
      file_uid: given.file_uid ?? (yield* Recordings.fileUid),
      duration,
      size,
      created_at,
      updated_at: given.updated_at ?? created_at
    }
    const [taken] = yield* sql`SELECT 1 FROM meeting_recordings WHERE id = ${row.id} OR file_uid = ${row.file_uid}`
    if (taken !== undefined) return yield* Reject.taken
    yield* sql`INSERT INTO meeting_recordings ${sql.insert({ ...row })}`
    const { auth_secret } = yield* settings
    return Recordings.toRecording(row, auth_secret, now + Recordings.forOthers)
  })

  return {
    find: (id: string) => orDieSql(find(id)),
    create: (host_id: number, fields: NewMeeting): Effect.Effect<Meeting, ErrorResponse> =>
      Effect.tap(atomically(sql, create(host_id, fields)), (meeting) => tell(undefined, meeting)),
    createSilently: (host_id: number, fields: NewMeeting, given: Given): Effect.Effect<Meeting, ErrorResponse> =>
      atomically(sql, create(host_id, fields, given)),

    update: (user_id: number, id: string, changes: MeetingChanges): Effect.Effect<Meeting, ErrorResponse> =>
      remind.pipe(
        Effect.andThen(atomically(sql, update(user_id, id, changes))),
        Effect.tap(({ before, after }) => tell(before, after)),
        Effect.map(({ after }) => after)
      ),
    remove: (user_id: number, id: string): Effect.Effect<void, ErrorResponse> =>
      Effect.andThen(
        remind,
        atomically(sql, Effect.andThen(hosted(user_id, id), Effect.asVoid(sql`DELETE FROM meetings WHERE id = ${id}`)))
      ),
    list: (user_id: number, query: Query) => orDieSql(select(user_id, query)),
    get: (user_id: number, id: string) =>
      orDieSql(
        Effect.gen(function* () {
          const meeting = yield* find(id)
          return meeting.public === true || takesPart(user_id, meeting) ? meeting : yield* Reject.notYours
        })
      ),

    remind,
    recordings: (id: string) => orDieSql(recordings(id, Recordings.forOthers)),
    recordingsFor: (user_id: number, id: string): Effect.Effect<ReadonlyArray<Recording>, ErrorResponse> =>
      orDieSql(
        Effect.gen(function* () {
          if (!takesPart(user_id, yield* find(id))) return yield* Reject.notYours
          return yield* recordings(id, Recordings.forUsers)
        })
      ),

    addRecording: (recording: NewRecording, given: RecordingGiven = {}): Effect.Effect<Recording, ErrorResponse> =>
      atomically(sql, addRecording(recording, given)),

    deleteRecordings: (id: string): Effect.Effect<void, ErrorResponse> =>
      atomically(
        sql,
        Effect.andThen(find(id), Effect.asVoid(sql`DELETE FROM meeting_recordings WHERE meeting_id = ${id}`))
      )
  }
})

const jsonOrNull = (value: object | null): string | null => (value === null ? null : JSON.stringify(value))

export class MeetingsStore extends Context.Service<
  MeetingsStore,
  {
    readonly find: (id: string) => Effect.Effect<Meeting, ErrorResponse>
    /** The host has to be a user. Times have milliseconds. */
    readonly create: (host_id: number, fields: NewMeeting) => Effect.Effect<Meeting, ErrorResponse>
    /** As {@link create}, without mails. */
    readonly createSilently: (
      host_id: number,
      fields: NewMeeting,
      given: Given
    ) => Effect.Effect<Meeting, ErrorResponse>
    readonly update: (user_id: number, id: string, changes: MeetingChanges) => Effect.Effect<Meeting, ErrorResponse>
    /** Its dialog stays. */
    readonly remove: (user_id: number, id: string) => Effect.Effect<void, ErrorResponse>
    /** The meetings in which the user is host or attendee. */
    readonly list: (user_id: number, query: Query) => Effect.Effect<ReadonlyArray<Meeting>, ErrorResponse>
    /** One meeting, for its host and attendees, or for every user when it is public. */
    readonly get: (user_id: number, id: string) => Effect.Effect<Meeting, ErrorResponse>
    /** Sends the reminders that are due, as if each had been sent when it was due. */
    readonly remind: Effect.Effect<unknown>
    /** All recordings of a meeting, oldest first. */
    readonly recordings: (id: string) => Effect.Effect<ReadonlyArray<Recording>, ErrorResponse>
    /** The recordings of a meeting as its host and attendees see them. */
    readonly recordingsFor: (user_id: number, id: string) => Effect.Effect<ReadonlyArray<Recording>, ErrorResponse>
    readonly addRecording: (recording: NewRecording, given?: RecordingGiven) => Effect.Effect<Recording, ErrorResponse>
    readonly deleteRecordings: (id: string) => Effect.Effect<void, ErrorResponse>
  }
>()("@effect-connectycube/emulator/modules/video-calling/MeetingsStore") {
  static readonly layer = Layer.effect(MeetingsStore, make)
}
