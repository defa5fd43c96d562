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
export type { Snapshot } from "./control/controls.ts"
export { DatabaseError } from "./server/database/database.ts"
export type { Identity, Rejection, Verify } from "./modules/auth/identityProvider.ts"
export type { NoResponse, PostWebhook } from "./modules/video-calling/postWebhook.ts"
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
