/**
 * How much is done in the application.
 */
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import { Api } from "../../Api.ts"
import { Statistics } from "./statistics.ts"

export const layer = HttpApiBuilder.group(
  Api,
  "admin.stats",
  Effect.fnUntraced(function* (handlers) {
    const statistics = yield* Statistics
    return handlers.handleAll({
      messagesSentTotal: ({ query }) => statistics.messagesSentTotal(query),
      messagesSentPerDay: ({ query }) => statistics.messagesSentPerDay(query),
      dialogsCreatedTotal: ({ query }) => statistics.dialogsCreatedTotal(query),
      dialogsCreatedPerDay: ({ query }) => statistics.dialogsCreatedPerDay(query)
    })
  })
)
