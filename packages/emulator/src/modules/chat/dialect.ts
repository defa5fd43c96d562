/**
 * Spellings of requests to the Chat API that servers accept beside the documented ones.
 */
import { type Dialect, withoutNulls } from "../../server/wire/dialect.ts"

/** Custom parameters are kept as they come. */
const fieldsOfMessages = ["chat_dialog_id", "recipient_id", "message", "attachments", "send_to_chat", "markable"]

export const dialect: Dialect = {
  payloads: {
    "/chat/Dialog": withoutNulls(),
    "/chat/Message": withoutNulls(fieldsOfMessages)
  },
  names: {
    // In the documentation of the JavaScript SDK, and in apps.
    "/chat/Message/unread": (name) => name.replace(/^dialogs_ids(?=\[|$)/, "chat_dialog_ids")
  }
}
