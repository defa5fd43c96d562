/**
 * Meetings and recordings of all users, for the administrator of the application.
 *
 * @since 0.1.0
 */
import * as ApiClient from "@effect-connectycube/core/client/ApiClient"
import type { ConnectyCubeError } from "@effect-connectycube/core/ConnectyCubeError"
import type { MeetingId, UserId } from "@effect-connectycube/core/Ids"
// What an administrator makes and reads are the meetings and recordings of video calling.
import type { Meeting, NewMeeting } from "@effect-connectycube/video-calling/Meeting"
import type { Recording } from "@effect-connectycube/video-calling/Recording"
import * as Method from "@effect-connectycube/core/client/Method"
import * as Effect from "effect/Effect"
import { AdministeredMeetingsApi } from "./AdminApi.ts"

/**
 * Meetings and recordings of all users.
 *
 * @see https://developers.connectycube.com/admin_api/meeting
 * @category services
 * @since 0.1.0
 */
export interface AdministeredMeetings {
  /**
   * Creates a meeting, hosted by `user_id`.
   *
   * **Details**
   *
   * Retried after a 429 or 503 only, since each request creates a meeting.
   *
   * @example
   * ```ts
   * const start_date = DateTime.makeUnsafe("2027-02-26T10:00:00Z")
   * const end_date = DateTime.add(start_date, { hours: 1 })
   * const attendees = [{ id: ada.id }]
   * const sync = yield* admin.meetings.create({ user_id: ben.id, name: "Sync", start_date, end_date, attendees })
   * sync.host_id // => ben.id
   * ```
   *
   * @see https://developers.connectycube.com/admin_api/meeting#create-meeting
   */
  readonly create: (
    meeting: NewMeeting & {
      /** The id of the host. */
      readonly user_id: UserId
    }
  ) => Effect.Effect<Meeting, ConnectyCubeError>
  /**
   * Lists the recordings of any meeting.
   *
   * @example
   * ```ts
   * const recordings = yield* admin.meetings.listRecordings(meeting._id)
   * recordings.length // => 1
   * ```
   *
   * @see https://developers.connectycube.com/admin_api/meeting#retrieve-meeting-recordings
   */
  readonly listRecordings: (meeting_id: MeetingId) => Effect.Effect<ReadonlyArray<Recording>, ConnectyCubeError>
  /**
   * Deletes all recordings of a meeting.
   *
   * @example
   * ```ts
   * yield* admin.meetings.deleteRecordings(meeting._id)
   * ```
   *
   * @see https://developers.connectycube.com/admin_api/meeting#delete-meeting-recordings
   */
  readonly deleteRecordings: (meeting_id: MeetingId) => Effect.Effect<void, ConnectyCubeError>
}

/**
 * Makes the methods, on the `HttpClient` and the configuration in the context.
 *
 * @category constructors
 * @since 0.1.0
 */
export const make = Effect.map(ApiClient.make(AdministeredMeetingsApi), (call): AdministeredMeetings =>
  Method.named("admin.meetings", {
    create: call.create,
    listRecordings: (meeting_id) => call.recordings({ meeting_id }),
    deleteRecordings: (meeting_id) => Effect.asVoid(call.deleteRecordings({ meeting_id }))
  })
)
