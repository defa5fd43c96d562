import { type ConnectyCubeError, type Session, type UserId, Users } from "effect-connectycube"
import * as Effect from "effect/Effect"

/** The code under test: a name to greet a user by, also when there is no such user. */
export const greeting = (id: UserId): Effect.Effect<string, ConnectyCubeError, Users | Session> =>
  Effect.gen(function* () {
    const users = yield* Users
    const { full_name, login } = yield* users.get(id)
    return `Hello ${full_name ?? login ?? "there"}`
  }).pipe(Effect.catchTag("NotFound", () => Effect.succeed("Hello stranger")))
