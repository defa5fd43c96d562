/**
 * A local ConnectyCube, for tests and for development.
 *
 * @since 0.1.0
 */
export type { ApplicationSettings, HostedApplication } from "./Application.ts"
export { NoSuchApplication } from "./Application.ts"
export { DatabaseError } from "./DatabaseError.ts"
export type { EmulatedFile } from "./EmulatedFile.ts"
export type { Fault, FaultRule, NewFault } from "./Fault.ts"
export { NoSuchFault } from "./Fault.ts"
export type { JournalEntry } from "./JournalEntry.ts"
export type {
  CallRejected,
  ChatMessage,
  Mail,
  MeetingMail,
  OutboxEntry,
  PushNotification,
  SystemMessage
} from "./OutboxEntry.ts"
export * from "./Emulator.ts"
export type { Template } from "./app/template.ts"
export type { Snapshot } from "./control/controls.ts"
export type { Identity, Rejection, Verify } from "./modules/auth/identityProvider.ts"
export type { NoResponse, PostWebhook } from "./modules/video-calling/postWebhook.ts"
export { InvalidControl } from "./InvalidControl.ts"
export type { NewRecording, WebhookAttempt, WebhookDelivery } from "./MeetingControl.ts"
export { NoSuchMeeting } from "./MeetingControl.ts"
export { type NamedSnapshot, NoSuchSnapshot } from "./NamedSnapshot.ts"
export { type Operation, operationOf, operations } from "./Operations.ts"
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
