/**
 * The Chat API of ConnectyCube.
 *
 * @since 0.1.0
 */
export * from "./Chat.ts"
export type { Condition, Page } from "./ChatQuery.ts"
export { type AnyDialogType, Dialog, type DialogChanges, DialogType, type NewDialog } from "./Dialog.ts"
export type { Dialogs, DialogsPage, DialogsQuery, Force } from "./Dialogs.ts"
export type { DialogsFilter } from "./DialogsQuery.ts"
export type { LinkPreview } from "./LinkPreviewApi.ts"
export * from "./LinkPreviews.ts"
export { Attachment, Message, type NewMessage } from "./Message.ts"
export type { MessageMarks, Messages, SystemMessage } from "./Messages.ts"
export type * from "./MessagesQuery.ts"
export { OnceLimitExceeded } from "./OnceLimitExceeded.ts"
