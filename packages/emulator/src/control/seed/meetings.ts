/**
 * What the meetings and whiteboards of a seed have that new ones do not.
 */
import type { NewRecording } from "../../MeetingControl.ts"
import type { SeedMeeting, SeedRecording, SeedTime } from "../../Seed.ts"
import type * as Meetings from "../../modules/video-calling/store.ts"
import * as Tables from "./tables.ts"
import type { FindUser, World } from "./users.ts"

type Time = typeof SeedTime.Type

interface Timed {
  readonly _id?: string | undefined
  readonly created_at?: Time | undefined
  readonly updated_at?: Time | undefined
}

interface Made {
  readonly id?: string
  readonly created_at: number
  readonly updated_at: number
}

/** The id and the times, with their milliseconds. */
export const timedOf = ({ _id, created_at, updated_at }: Timed, now: number): Made => {
  const created = Tables.millisOf(created_at, now)
  return {
    ...(_id === undefined ? {} : { id: _id }),
    created_at: created,
    updated_at: Tables.millisOf(updated_at, created)
  }
}

export const givenOf = (meeting: SeedMeeting, dialog: string | undefined, now: number): Meetings.Given => ({
  ...timedOf(meeting, now),
  ...(dialog === undefined ? {} : { chat_dialog_id: dialog }),
  ...(meeting.remind_at === undefined
    ? {}
    : { remind_at: meeting.remind_at === null ? null : Tables.millisOf(meeting.remind_at, now) })
})

export const recordingOf = (
  meeting_id: string,
  recording: SeedRecording,
  path: string,
  findUser: FindUser,
  { now, problems }: World
): readonly [NewRecording, Meetings.RecordingGiven] => {
  const { duration, file_uid, participants_ids, size } = recording
  const participants = participants_ids?.flatMap((reference, index) => {
    const id = findUser(reference)
    if (id === undefined) problems.add(`${path}.participants_ids.${index}`, "is not a user")
    return id ?? []
  })
  return [
    {
      meeting_id,
      ...(participants === undefined ? {} : { participants_ids: participants }),
      ...(duration === undefined ? {} : { duration }),
      ...(size === undefined ? {} : { size })
    },
    { ...timedOf(recording, now - (now % 1000)), ...(file_uid === undefined ? {} : { file_uid }) }
  ]
}
