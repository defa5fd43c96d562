/**
 * The mail that the server would have sent.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { Mail } from "../ControlApi.ts"

export class Outbox extends Context.Service<
  Outbox,
  {
    readonly mails: Effect.Effect<ReadonlyArray<Mail>>
    readonly send: (mail: Mail) => Effect.Effect<void>
    readonly clear: Effect.Effect<void>
  }
>()("@effect-connectycube/emulator/internal/Outbox") {
  static readonly layer = Layer.sync(Outbox, () => {
    let mails: ReadonlyArray<Mail> = []
    return Outbox.of({
      mails: Effect.sync(() => mails),
      send: (mail) =>
        Effect.sync(() => {
          mails = [...mails, mail]
        }),
      clear: Effect.sync(() => {
        mails = []
      })
    })
  })
}
