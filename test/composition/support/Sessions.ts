import { Auth, type ConnectyCubeError, Session } from "effect-connectycube"
import type * as Cause from "effect/Cause"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as RcMap from "effect/RcMap"
import * as Redacted from "effect/Redacted"

/** The credentials of a user; a real program reads them from its database. */
const credentialsOf = (login: string) => ({ login, password: Redacted.make(`the password of ${login}`) })

/** One session for each user, kept until nobody has used it for half an hour. */
export class Sessions extends Context.Service<
  Sessions,
  {
    /** The session of an authenticated user: provide it to the effects that act as this user. */
    readonly as: (login: string) => Layer.Layer<Session, ConnectyCubeError | Cause.ExceededCapacityError>
  }
>()("Sessions") {
  /** A function: a constant layer would be built once, and serve every application with the sessions of the first. */
  static readonly layer = () =>
    Layer.effect(
      Sessions,
      Effect.gen(function* () {
        // Of the application that this layer is built for, also for look-ups from another one.
        const auth = yield* Auth
        const sessions = yield* RcMap.make({
          lookup: (login: string) => Effect.provideService(Session.login(credentialsOf(login)), Auth, auth),
          idleTimeToLive: "30 minutes",
          // The most sessions at a time: a further user gets an error.
          capacity: 10_000
        })
        return {
          as: (login) =>
            Layer.effect(
              Session,
              // The map would keep a failed login, too.
              Effect.tapError(RcMap.get(sessions, login), () => RcMap.invalidate(sessions, login))
            )
        }
      })
    )
}
