import { Chat, type DialogId } from "effect-connectycube"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"

/** What our own app writes into its messages. Other apps, and other versions of ours, write something else. */
const Order = Schema.Struct({ order_id: Schema.String, total: Schema.FiniteFromString })

/** An entry of the archive: a message of ours, one of another app, or an item that cannot be decoded. */
export type Entry =
  | { readonly kind: "order"; readonly order_id: string; readonly total: number }
  | { readonly kind: "message"; readonly text: string | null }
  | { readonly kind: "unreadable"; readonly item: unknown; readonly reason: string }

/** Reads a dialog to its end, whatever is in it. */
export const archive = Effect.fn(function* (chat_dialog_id: DialogId) {
  const { messages } = yield* Chat
  return yield* messages.streamResults({ chat_dialog_id, sort_asc: "date_sent" }).pipe(
    Stream.map(
      Result.match({
        onFailure: ({ item, message }): Entry => ({ kind: "unreadable", item, reason: message }),
        onSuccess: (message): Entry =>
          // Custom parameters have the types that their writers gave them.
          Result.match(Schema.decodeUnknownResult(Order)(message.parameters), {
            onFailure: () => ({ kind: "message", text: message.message }),
            onSuccess: ({ order_id, total }) => ({ kind: "order", order_id, total })
          })
      })
    ),
    Stream.runCollect
  )
})
