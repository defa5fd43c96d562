/**
 * The search of the Chat API.
 */
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import { Api } from "../../Api.ts"
import * as Caller from "./caller.ts"
import { Search } from "./search.ts"

export const layer = HttpApiBuilder.group(
  Api,
  "chat",
  Effect.fnUntraced(function* (handlers) {
    const { search } = yield* Search
    const caller = yield* Caller.make
    return handlers.handleAll({
      search: ({ query }) => Effect.flatMap(caller, (user) => search(user, query))
    })
  })
)
