/**
 * The administration API of ConnectyCube.
 *
 * @since 0.1.0
 */
export * from "./Admin.ts"
export type {
  AdministeredDialogChanges,
  AdministeredDialogs,
  AdministeredDialogsPage,
  AllDialogsFilter
} from "./Dialogs.ts"
export type { AdministeredMeetings } from "./Meetings.ts"
export type { AdministeredMessages, AdministeredMessagesFilter, AdministeredMessagesPage } from "./Messages.ts"
export type { Comparison, CursorOptions, CursorPage, CursorResultsPage } from "./Cursor.ts"
export type { DayCount, DaysPage, OfTypes, Period } from "./Days.ts"
export type { Statistics } from "./Statistics.ts"
export type { AdministeredUsers } from "./Users.ts"
export { AdministeredDialog } from "@effect-connectycube/chat/Dialog"
export { AdministeredMessage } from "@effect-connectycube/chat/Message"
