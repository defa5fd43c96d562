/**
 * The services of push notifications.
 */
import * as Layer from "effect/Layer"
import { Events } from "./events.ts"
import { Subscriptions } from "./store.ts"

export const layer = Events.layer.pipe(Layer.provideMerge(Subscriptions.layer))
