/**
 * The Chat API: dialogs, messages, reactions and search.
 *
 * @since 0.1.0
 */
import * as ApiClient from "@effect-connectycube/core/client/ApiClient"
import type { ConnectyCubeConfig } from "@effect-connectycube/core/ConnectyCubeConfig"
import type { ConnectyCubeError } from "@effect-connectycube/core/ConnectyCubeError"
import type { DialogId } from "@effect-connectycube/core/Ids"
import type { Session } from "@effect-connectycube/core/Session"
import * as Method from "@effect-connectycube/core/client/Method"
import * as Context from "effect/Context"
import type * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import type * as HttpClient from "effect/http/HttpClient"
import type * as Layer from "effect/Layer"
import * as Dialogs from "./Dialogs.ts"
import * as Messages from "./Messages.ts"
import { SearchApi, type SearchResults } from "./SearchApi.ts"

/**
 * What to look for, and where: a text of five characters or more, in the names of dialogs and the texts of messages, upper
 * and lower case told apart.
 *
 * @see https://developers.connectycube.com/server/chat#global-search
 * @category models
 * @since 0.1.0
 */
export type SearchQuery = {
  readonly search_text: string
  /** At most ten. */
  readonly chat_dialog_ids?: ReadonlyArray<DialogId>
  /** How many of each are answered, at most 100. */
  readonly limit?: number
} & (
  | { readonly start_date?: never; readonly end_date?: never }
  | {
      /** Not later than this: in spite of its name the later of the two. */
      readonly start_date: DateTime.DateTime
      /** Not earlier than this, and at most three months before `start_date`. */
      readonly end_date: DateTime.DateTime
    }
)

const make = Effect.gen(function* () {
  const call = yield* ApiClient.make(SearchApi)
  return Chat.of(
    Method.named("chat", {
      dialogs: yield* Dialogs.make,
      messages: yield* Messages.make,
      search: call.search
    })
  )
})

/**
 * The conversations of the user of the session.
 *
 * @example
 * ```ts
 * import { Chat } from "@effect-connectycube/chat/Chat"
 * import type { UserId } from "@effect-connectycube/core/Ids"
 * import * as Effect from "effect/Effect"
 *
 * const welcome = Effect.fn(function*(newcomer: UserId) {
 *   const chat = yield* Chat
 *   const dialog = yield* chat.dialogs.create({ type: "group", name: "Welcome", occupants_ids: [newcomer] })
 *   return yield* chat.messages.create({ chat_dialog_id: dialog._id, message: "Hello!", send_to_chat: true })
 * })
 * ```
 *
 * @see https://developers.connectycube.com/server/chat
 * @category services
 * @since 0.1.0
 */
export class Chat extends Context.Service<
  Chat,
  {
    readonly dialogs: Dialogs.Dialogs
    readonly messages: Messages.Messages
    /**
     * Finds dialogs and messages by a part of their names and texts.
     *
     * @see https://developers.connectycube.com/server/chat#global-search
     */
    readonly search: (query: SearchQuery) => Effect.Effect<(typeof SearchResults)["Type"], ConnectyCubeError, Session>
  }
>()("@effect-connectycube/chat/Chat") {
  /** The service on the `HttpClient` and the configuration in the context. */
  static readonly layer: Layer.Layer<Chat, never, HttpClient.HttpClient | ConnectyCubeConfig> = ApiClient.layer(
    Chat,
    make
  )
}
