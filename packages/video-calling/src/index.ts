/**
 * The video calling of ConnectyCube.
 *
 * @since 0.1.0
 */
export type { Calls } from "./Calls.ts"
export type { CallRejection } from "./CallsApi.ts"
export * as Jid from "./Jid.ts"
export {
  type Attendee,
  Meeting,
  type MeetingChanges,
  type NewMeeting,
  type NotifyBefore,
  type Timezone
} from "./Meeting.ts"
export type { Meetings, MeetingsFilter, MeetingsQuery, MeetingTimeCondition } from "./Meetings.ts"
export { Recording, type RecordingDone } from "./Recording.ts"
export * as RecordingWebhook from "./RecordingWebhook.ts"
export * as Signal from "./Signal.ts"
export * from "./VideoCalling.ts"
