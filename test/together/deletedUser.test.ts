/** A session whose user is deleted, or that is destroyed, is not renewed: a login could create the user again. */
import { Emulator } from "@effect-connectycube/emulator"
import { assert, describe, it } from "@effect/vitest"
import { Auth, ConnectyCube, type ConnectyCubeError, Session, type UserId, Users } from "effect-connectycube"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"

const ada = { login: "ada-lovelace", password: Redacted.make("correct horse") }

const layer = ConnectyCube.layer(Emulator.credentials).pipe(Layer.provideMerge(Emulator.layer()))

/** A session that can renew itself, and its user. */
const settled = Effect.gen(function* () {
  const users = yield* Users
  const { id } = yield* users.signUp({ ...ada, external_user_id: "ada-1" })
  return { id, session: yield* Session.login(ada) }
})

const logins = Effect.gen(function* () {
  const { requests } = yield* Emulator
  return (yield* requests).filter(({ method, path }) => method === "POST" && path.startsWith("/session")).length
})

type Ending = (id: UserId) => Effect.Effect<void, ConnectyCubeError, Auth | Users | Session>

const endings: Readonly<Record<string, Ending>> = {
  "users.delete": (id) => Effect.flatMap(Users, (users) => users.delete(id)),
  "users.deleteByExternalId": () => Effect.flatMap(Users, (users) => users.deleteByExternalId("ada-1")),
  "auth.destroySession": () => Effect.flatMap(Auth, (auth) => auth.destroySession)
}

describe.each(Object.entries(endings))("after %s", (_, end) => {
  it.live("no call logs in", () =>
    Effect.gen(function* () {
      const users = yield* Users
      const { id, session } = yield* settled
      yield* Effect.provideService(end(id), Session, session)
      const before = yield* logins
      const error = yield* Effect.flip(users.countOnline.pipe(Effect.provideService(Session, session)))
      assert.strictEqual(error._tag, "Unauthorized")
      assert.strictEqual(yield* logins, before)
    }).pipe(Effect.scoped, Effect.provide(layer))
  )

  it.live("a retry does not log in, when the response was lost", () =>
    Effect.gen(function* () {
      const emulator = yield* Emulator
      const { id, session } = yield* settled
      const before = yield* logins
      yield* emulator.addFault({ method: "DELETE", path: "/**", times: 1, drop: "before-headers" })
      const error = yield* Effect.flip(Effect.provideService(end(id), Session, session))
      assert.deepInclude(error, { _tag: "Unauthorized", attempts: 2 })
      assert.strictEqual(yield* logins, before)
    }).pipe(Effect.scoped, Effect.provide(layer))
  )
})

it.live("a session whose token has expired is renewed for the deletion of its user", () =>
  Effect.gen(function* () {
    const users = yield* Users
    const emulator = yield* Emulator
    const { id, session } = yield* settled
    const { token } = yield* session.getToken
    yield* Effect.flatMap(Auth, (auth) => auth.destroySession).pipe(
      Effect.provideService(Session, yield* Session.fromToken(token))
    )
    yield* Effect.provideService(users.delete(id), Session, session)
    const last = (yield* emulator.requests).at(-1)
    assert.deepInclude(last, { method: "DELETE", status: 200 })
  }).pipe(Effect.scoped, Effect.provide(layer))
)
