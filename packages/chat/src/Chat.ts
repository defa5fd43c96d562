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
import { make as makeMessages } from "./internal/messages.ts"
import type * as Messages from "./Messages.ts"
import { SearchApi, type SearchResults } from "./SearchApi.ts"

/**
 * The arguments of a search: a text of at least five characters, case-sensitive, in the names of dialogs and the texts of
 * messages.
 *
 * @see https://developers.connectycube.com/server/chat#global-search
 * @category models
 * @since 0.1.0
 */
export type SearchQuery = {
  /** The text to search for: at least five characters, case-sensitive. */
  readonly search_text: string
  /** The dialogs to search in, at most ten; all when left out. */
  readonly chat_dialog_ids?: ReadonlyArray<DialogId>
  /** The number of results of each kind, at most 100. */
  readonly limit?: number
} & (
  | { readonly start_date?: never; readonly end_date?: never }
  | {
      /** The latest time. In spite of its name it is the later of the two. */
      readonly start_date: DateTime.DateTime
      /** The earliest time, at most three months before `start_date`. */
      readonly end_date: DateTime.DateTime
    }
)

const make = Effect.gen(function* () {
  const call = yield* ApiClient.make(SearchApi)
  return Chat.of(
    Method.named("chat", {
      dialogs: yield* Dialogs.make,
      messages: yield* makeMessages,
      search: call.search
    })
  )
})

/**
 * The dialogs and messages of the current user.
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
    /** Creates, lists, updates and deletes dialogs, and manages their users. */
    readonly dialogs: Dialogs.Dialogs
    /** Creates, lists, updates and deletes messages. */
    readonly messages: Messages.Messages
    /**
     * Searches dialogs by their names and messages by their texts.
     *
     * @example
     * ```ts
     * const found = yield* chat.search({ search_text: "Engines", chat_dialog_ids: [dialog._id] })
     * found.dialogs.map(({ name }) => name) // => ["Engines"]
     * ```
     *
     * @see https://developers.connectycube.com/server/chat#global-search
     */
    readonly search: (query: SearchQuery) => Effect.Effect<(typeof SearchResults)["Type"], ConnectyCubeError, Session>
  }
>()("@effect-connectycube/chat/Chat") {
  /** Provides the service, on the `HttpClient` and the configuration in the context. */
  static readonly layer: Layer.Layer<Chat, never, HttpClient.HttpClient | ConnectyCubeConfig> = ApiClient.layer(
    Chat,
    make
  )
}
