/**
 * The ids of users, for what a test knows of them.
 */
import * as Effect from "effect/Effect"
import { UsersStore } from "../modules/users/store.ts"

/**
 * What a test reads of users.
 *
 * @category services
 */
export interface UserControls {
  /**
   * The id of the user with this login or e-mail address; `undefined` without one.
   *
   * @example
   * ```ts
   * const id = yield* emulator.userId("ben")
   * id // => ben.id
   * ```
   */
  readonly userId: (loginOrEmail: string) => Effect.Effect<number | undefined>
}

/** Makes the controls. */
export const make = Effect.map(UsersStore, ({ findBy }): UserControls => ({
  userId: (loginOrEmail) =>
    Effect.flatMap(findBy("login", loginOrEmail), (user) =>
      user === undefined ? Effect.map(findBy("email", loginOrEmail), (user) => user?.id) : Effect.succeed(user.id)
    )
}))
