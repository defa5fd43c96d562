/**
 * Sessions without a password: to act as a user, or as the application.
 */
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { InvalidControl } from "../InvalidControl.ts"
import { type Session, Sessions } from "../modules/auth/store.ts"
import { UsersStore } from "../modules/users/store.ts"
import { Time, toSecond } from "../server/state/time.ts"

/**
 * What a test does with the sessions of its users.
 *
 * @category services
 */
export interface ActorControls {
  /**
   * Creates a session of a user, whose password is not needed, and returns its token. Without an id it is a session of the
   * application. An unknown id is an `InvalidControl`.
   *
   * @example
   * ```ts
   * const token = yield* emulator.sessionOf(ben.id)
   * const session = yield* auth.getSession.pipe(Effect.provide(Session.layerToken(token)))
   * session.user_id === ben.id // => true
   * ```
   */
  readonly sessionOf: (user_id?: number) => Effect.Effect<Redacted.Redacted, InvalidControl>
}

/** Makes the controls, and a session as the control side has it. */
export const make = Effect.gen(function* () {
  const sessions = yield* Sessions
  const users = yield* UsersStore
  const time = yield* Time

  const create = Effect.fnUntraced(function* (user_id: number | undefined): Effect.fn.Return<Session, InvalidControl> {
    const user = user_id === undefined ? null : yield* users.findBy("id", user_id)
    if (user === undefined) {
      return yield* new InvalidControl({
        control: "sessionOf",
        errors: { user_id: ["There is no user with this id"] }
      })
    }
    return yield* sessions.create({ user, nonce: null, ts: toSecond(yield* time.now) })
  })

  const controls: ActorControls = {
    sessionOf: (user_id) => Effect.map(create(user_id), ({ token }) => Redacted.make(token))
  }

  return { controls }
})
