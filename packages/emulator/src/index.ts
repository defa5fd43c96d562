/**
 * A local ConnectyCube, for tests and for development.
 *
 * @since 0.1.0
 */
export type {
  ChatMessage,
  EmulatedFile,
  Fault,
  FaultRule,
  JournalEntry,
  Mail,
  NewFault,
  OutboxEntry,
  PushNotification,
  SystemMessage
} from "./ControlApi.ts"
export * from "./Emulator.ts"
export type { Snapshot } from "./internal/control.ts"
export { DatabaseError } from "./internal/database.ts"
export type { Identity, Rejection, Verify } from "./internal/identityProvider.ts"
export type { NoResponse, PostWebhook } from "./internal/meetings/postWebhook.ts"
export { InvalidControl } from "./InvalidControl.ts"
export type { CallRejected, MeetingMail, NewRecording, WebhookAttempt, WebhookDelivery } from "./MeetingControl.ts"
export { NoSuchMeeting } from "./MeetingControl.ts"
export {
  Seed,
  SeedContact,
  SeedDialog,
  Seeded,
  SeedMeeting,
  SeedMessage,
  SeedRecord,
  SeedSubscription,
  SeedUser,
  SeedWhiteboard
} from "./Seed.ts"
export type { Settings } from "./Settings.ts"
