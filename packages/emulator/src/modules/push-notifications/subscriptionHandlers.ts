/**
 * Subscriptions to push notifications.
 */
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import { Api } from "../../Api.ts"
import { user } from "../../server/wire/caller.ts"
import { Subscriptions } from "./subscriptions.ts"

export const layer = HttpApiBuilder.group(
  Api,
  "push.subscriptions",
  Effect.fnUntraced(function* (handlers) {
    const subscriptions = yield* Subscriptions
    return handlers.handleAll({
      create: ({ payload }) =>
        Effect.map(
          Effect.flatMap(user, (id) => subscriptions.create(id, payload)),
          (subscription) => [{ subscription }] as const
        ),
      list: () =>
        Effect.map(Effect.flatMap(user, subscriptions.list), (list) => list.map((subscription) => ({ subscription }))),
      delete: ({ params }) => Effect.flatMap(user, (id) => subscriptions.remove(id, params.subscription_id))
    })
  })
)
