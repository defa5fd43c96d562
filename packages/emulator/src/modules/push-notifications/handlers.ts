/**
 * Handlers of the Push Notifications API.
 */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import { Api } from "../../Api.ts"
import * as Payload from "../../server/wire/payload.ts"
import { user } from "../../server/wire/caller.ts"
import { Events } from "./events.ts"
import { Subscriptions } from "./store.ts"

const subscriptions = HttpApiBuilder.group(
  Payload.provided(Api),
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

const events = HttpApiBuilder.group(
  Payload.provided(Api),
  "push.events",
  Effect.fnUntraced(function* (handlers) {
    const events = yield* Events
    return handlers.handleAll({
      create: ({ payload }) =>
        Effect.flatMap(user, (id) => Effect.map(events.create(id, payload.event), (event) => [{ event }] as const))
    })
  })
)

export const layer = Layer.mergeAll(subscriptions, events)
