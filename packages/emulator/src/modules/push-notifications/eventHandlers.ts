/**
 * Push events.
 */
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import { Api } from "../../Api.ts"
import { user } from "../../server/wire/caller.ts"
import { Events } from "./events.ts"

export const layer = HttpApiBuilder.group(
  Api,
  "push.events",
  Effect.fnUntraced(function* (handlers) {
    const events = yield* Events
    return handlers.handleAll({
      create: ({ payload }) =>
        Effect.flatMap(user, (id) => Effect.map(events.create(id, payload.event), (event) => [{ event }] as const))
    })
  })
)
