/**
 * All dialogs and messages, for an administrator.
 */
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import { Api } from "../../Api.ts"
import { AdministeredDialogs } from "./dialogs.ts"
import { AdministeredMessages } from "./messages.ts"

export const layer = HttpApiBuilder.group(
  Api,
  "admin.chat",
  Effect.fnUntraced(function* (handlers) {
    const dialogs = yield* AdministeredDialogs
    const messages = yield* AdministeredMessages
    return handlers.handleAll({
      listDialogs: ({ query }) => dialogs.list(query),
      updateDialog: ({ params, payload }) => dialogs.update(params.dialog_id, payload),
      listMessages: ({ query }) => messages.list(query)
    })
  })
)
