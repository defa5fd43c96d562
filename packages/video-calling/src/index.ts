/**
 * The video calling of ConnectyCube.
 *
 * @since 0.1.0
 */
export type { Calls } from "./Calls.ts"
export type { CallRejection } from "./CallsApi.ts"
export * as Jid from "./Jid.ts"
export * from "./Meeting.ts"
export type { Meetings, MeetingsFilter, MeetingsQuery, MeetingTimeCondition } from "./Meetings.ts"
export * from "./Recording.ts"
export * as RecordingWebhook from "./RecordingWebhook.ts"
export * as Signal from "./Signal.ts"
export * from "./VideoCalling.ts"
