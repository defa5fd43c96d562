/**
 * What the server would have sent: mails, messages in real time, and push notifications.
 */
import * as Context from "effect/Context"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { OutboxEntry } from "../../OutboxEntry.ts"
import * as State from "./state.ts"

export class Outbox extends Context.Service<
  Outbox,
  {
    readonly sent: Effect.Effect<ReadonlyArray<OutboxEntry>>
    readonly send: (what: OutboxEntry) => Effect.Effect<void>
    readonly clear: Effect.Effect<void>
    readonly save: State.Save
  }
>()("@effect-connectycube/emulator/server/state/Outbox") {
  static readonly layer = Layer.sync(Outbox, () => {
    const state = State.make<Array<OutboxEntry>>([], (sent) => [...sent])
    return Outbox.of({
      // Some are found to have been due earlier.
      sent: Effect.sync(() => state.current.toSorted((one, other) => DateTime.Order(one.sent_at, other.sent_at))),
      send: (what) =>
        Effect.sync(() => {
          state.current.push(what)
        }),
      clear: state.clear,
      save: state.save
    })
  })
}
