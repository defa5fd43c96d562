/**
 * The wire contract of the search of the Chat API.
 *
 * @since 0.1.0
 */
import { RetrySafety, SessionToken, WireRules } from "@effect-connectycube/core/contract/Endpoint"
import { DialogId } from "@effect-connectycube/core/Ids"
import * as Query from "@effect-connectycube/core/contract/Query"
import * as Wire from "@effect-connectycube/core/contract/Wire"
// What is found may be written by users who are shown with it.
import { User } from "@effect-connectycube/users/User"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as Schema from "effect/Schema"
import * as ChatQuery from "./ChatQuery.ts"
import { Dialog } from "./Dialog.ts"
import { Message } from "./Message.ts"

/**
 * What a search finds.
 *
 * @category models
 * @since 0.1.0
 */
export const SearchResults = Schema.Struct({
  dialogs: Wire.nullableList(Dialog),
  messages: Wire.nullableList(Message),
  users: Wire.nullableList(User)
}).annotate({ identifier: "SearchResults" })

/**
 * The endpoint of the search.
 *
 * @see https://developers.connectycube.com/server/chat#global-search
 * @category contract
 * @since 0.1.0
 */
export class SearchApi extends HttpApiGroup.make("chat")
  .add(
    HttpApiEndpoint.get("search", "/chat/search", {
      query: {
        search_text: Schema.String.check(Schema.isMinLength(5)),
        chat_dialog_ids: Schema.optionalKey(Query.commaList(DialogId).check(Schema.isMaxLength(10))),
        // The later of the two, whatever its name says.
        start_date: Schema.optionalKey(Wire.InstantIso),
        end_date: Schema.optionalKey(Wire.InstantIso),
        limit: ChatQuery.page.limit
      },
      success: Schema.Struct({ results: SearchResults })
    }).annotate(RetrySafety, "safe")
  )
  .middleware(SessionToken)
  .middleware(WireRules) {}
