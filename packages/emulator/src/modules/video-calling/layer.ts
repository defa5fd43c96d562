/**
 * The services of the meetings.
 */
import * as Layer from "effect/Layer"
import { MeetingMails } from "./mails.ts"
import { MeetingsStore } from "./store.ts"
import { Webhooks } from "./webhooks.ts"

export const layer = Layer.merge(MeetingsStore.layer.pipe(Layer.provide(MeetingMails.layer)), Webhooks.layer)
