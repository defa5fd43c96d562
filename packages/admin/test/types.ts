// The values that the types accept and reject: checked by the compiler, not run.
import type {
  AdministeredDialogChanges,
  AdministeredMessagesFilter,
  AllDialogsFilter,
  CursorOptions
} from "@effect-connectycube/admin"
import { DialogId, MessageId, UserId } from "@effect-connectycube/core/Ids"

const user_id = UserId.make(1)
const dialog = DialogId.make("620e2b1463ee2a1977b4ee65")
const message = MessageId.make("63834bbecf1efb102da40f2c")

export const changes: ReadonlyArray<AdministeredDialogChanges> = [
  { name: "Engines" },
  { user_id, is_muted: true },
  { user_id, is_muted: false, photo: null },
  // @ts-expect-error muted for nobody
  { is_muted: true },
  // @ts-expect-error a user for whom nothing is changed
  { user_id },
  // @ts-expect-error no field of a dialog that can be changed
  { type: "group" }
]

export const filters: ReadonlyArray<AllDialogsFilter> = [
  { _id: { gt: dialog, lte: dialog }, type: { ne: "private" } },
  // @ts-expect-error an id is one dialog, and there is no page after it
  { _id: dialog },
  // @ts-expect-error as much as that
  { _id: { in: [dialog] } },
  // @ts-expect-error the id of a message
  { _id: { gt: message } }
]

export const messages: ReadonlyArray<AdministeredMessagesFilter> = [
  { chat_dialog_id: dialog, _id: { lt: message } },
  // @ts-expect-error messages cannot be found by who sent them
  { sender_id: user_id },
  // @ts-expect-error ids are compared only
  { _id: { ne: message } }
]

export const options: ReadonlyArray<CursorOptions<MessageId>> = [
  { after: message, batch: 10 },
  { sort_desc: "_id" },
  // @ts-expect-error another order has no cursor
  { sort_asc: "created_at" },
  // @ts-expect-error one direction
  { sort_asc: "_id", sort_desc: "_id" },
  // @ts-expect-error the id of a dialog
  { after: dialog }
]
