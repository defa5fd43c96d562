/**
 * The wire contract of the search of the Chat API.
 *
 * @since 0.1.0
 */
import { endpoint, lazyGroup, SessionToken, tag, WireRules } from "@effect-connectycube/core/contract/Endpoint"
import { DialogId } from "@effect-connectycube/core/Ids"
import * as Query from "@effect-connectycube/core/contract/Query"
import * as Wire from "@effect-connectycube/core/contract/Wire"
// What is found may be written by users who are shown with it.
import { User } from "@effect-connectycube/users/User"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as Schema from "effect/Schema"
import * as ChatQuery from "./ChatQuery.ts"
import { Dialog } from "./Dialog.ts"
import { Message } from "./Message.ts"

/**
 * The schema of the results of a search.
 *
 * @category models
 * @since 0.1.0
 */
export const SearchResults = Schema.Struct({
  dialogs: Wire.nullableList(Dialog),
  messages: Wire.nullableList(Message),
  users: Wire.nullableList(User)
}).annotate({ identifier: "SearchResults" })

const docs = "https://developers.connectycube.com/server/chat#global-search"

/**
 * The endpoint of the search.
 *
 * @see https://developers.connectycube.com/server/chat#global-search
 * @category contract
 * @since 0.1.0
 */
export class SearchApi extends lazyGroup(() =>
  HttpApiGroup.make("chat")
    .add(
      endpoint({
        retrySafety: "safe",
        summary: "Search the messages and dialogs of the current user",
        description:
          "Finds a text in the texts of messages and in the names of dialogs. Upper and lower case differ. `start_date` is the later of the two dates, and `end_date` at most three months before it. It has no pages: at most 100 results.",
        response: "The dialogs and messages that match, and the users who have written the messages.",
        see: docs
      }).get("search", "/chat/search", {
        query: {
          search_text: Query.described(
            Schema.String.check(Schema.isMinLength(5)),
            "The text to find, of at least five characters."
          ),
          chat_dialog_ids: Query.optional(
            Query.commaList(DialogId).check(Schema.isMaxLength(10)),
            "The ids of up to ten dialogs to search, with commas between them."
          ),
          // The later of the two, whatever its name says.
          start_date: Query.optional(Wire.InstantIso, "The time of the latest messages to search."),
          end_date: Query.optional(Wire.InstantIso, "The time of the earliest messages to search."),
          limit: Query.described(ChatQuery.page.limit, "The maximum number of dialogs and of messages, up to 100.")
        },
        success: Schema.Struct({ results: SearchResults })
      })
    )
    .middleware(SessionToken)
    .middleware(WireRules)
    .annotateMerge(tag({ description: "The search in messages and dialogs.", see: docs }))
) {}
