/**
 * What the server would have sent: mails, messages in real time, and push notifications.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { OutboxEntry } from "../ControlApi.ts"

export class Outbox extends Context.Service<
  Outbox,
  {
    readonly sent: Effect.Effect<ReadonlyArray<OutboxEntry>>
    readonly send: (what: OutboxEntry) => Effect.Effect<void>
    readonly clear: Effect.Effect<void>
  }
>()("@effect-connectycube/emulator/internal/Outbox") {
  static readonly layer = Layer.sync(Outbox, () => {
    const sent: Array<OutboxEntry> = []
    return Outbox.of({
      sent: Effect.sync(() => [...sent]),
      send: (what) =>
        Effect.sync(() => {
          sent.push(what)
        }),
      clear: Effect.sync(() => {
        sent.length = 0
      })
    })
  })
}
