// Sessions as layers, against a small server that knows users, tokens, and which tokens it still accepts.
import { Auth } from "@effect-connectycube/auth/Auth"
import { MissingToken, Session } from "@effect-connectycube/auth/Session"
import { ConnectyCubeConfig } from "@effect-connectycube/core/ConnectyCubeConfig"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as HttpServerRespondable from "effect/http/HttpServerRespondable"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as TestClock from "effect/testing/TestClock"
import { type Response, type Recorded, recordingClient } from "../../../test/support/recording.ts"

const expired = { status: 401, body: { errors: { base: ["Required session does not exist"] } } }

interface Server {
  /** The user of each token that is accepted; `null` for a session of the application. */
  readonly sessions: Map<string, number | null>
  /** What `POST /session` does with a login; returns the number of the user. */
  login: (login: string | undefined) => number | null | Response
}

const session = (token: string, user_id: number | null) => ({
  session: {
    id: user_id ?? 7,
    user_id,
    application_id: 1,
    token,
    ts: 0,
    created_at: "2021-06-04T10:10:53Z",
    updated_at: "2021-06-04T10:10:53Z"
  }
})

const makeServer = () => {
  const server: Server = { sessions: new Map(), login: () => 1 }
  let made = 0
  const response = ({ method, path, headers, body }: Recorded): Response => {
    if (method === "POST" && path === "/session") {
      const outcome = server.login((body as { user?: { login?: string } }).user?.login)
      if (typeof outcome === "object" && outcome !== null) return outcome
      const token = `token-${++made}`
      server.sessions.set(token, outcome)
      return { status: 201, body: session(token, outcome) }
    }
    const token = headers["cb-token"] ?? ""
    const user_id = server.sessions.get(token)
    if (user_id === undefined) return expired
    if (path === "/login") return method === "DELETE" ? {} : { body: { user: { id: 2, created_at: 0, updated_at: 0 } } }
    if (method === "DELETE") {
      server.sessions.delete(token)
      return {}
    }
    return { body: session(token, user_id) }
  }
  const client = recordingClient(response)
  const config = ConnectyCubeConfig.layer({ application_id: 1, auth_key: Redacted.make("key") })
  const logins = () => client.requests.filter(({ method, path }) => method === "POST" && path === "/session").length
  return { server, logins, requests: client.requests, layer: Auth.layer.pipe(Layer.provide([client.layer, config])) }
}

const ada = { login: "ada-lovelace", password: Redacted.make("correct horse") }
const whoAmI = Effect.flatMap(Auth, (auth) => Effect.map(auth.getSession, ({ user_id }): number | null => user_id))
const many = (times: number) =>
  Effect.all(
    Array.from({ length: times }, () => whoAmI),
    { concurrency: "unbounded" }
  )

describe("a session by login", () => {
  it.effect("is created when its layer is built, and used for every call", () => {
    const { layer, logins, requests } = makeServer()
    return Effect.gen(function* () {
      assert.deepStrictEqual(yield* many(3), [1, 1, 1])
      assert.strictEqual(logins(), 1)
      assert.deepStrictEqual(
        requests.map(({ headers }) => headers["cb-token"]),
        [undefined, "token-1", "token-1", "token-1"]
      )
    }).pipe(Effect.provide(Session.layerLogin(ada)), Effect.provide(layer))
  })

  it.effect("fails to build on a wrong password", () => {
    const { layer, server } = makeServer()
    server.login = () => ({ status: 401, body: { errors: ["Invalid password"] } })
    return Effect.gen(function* () {
      const error = yield* Effect.flip(whoAmI.pipe(Effect.provide(Session.layerLogin(ada))))
      assert.strictEqual(error._tag, "Unauthorized")
    }).pipe(Effect.provide(layer))
  })

  it.effect("makes one request when a thousand calls find it expired", () => {
    const { layer, logins, server } = makeServer()
    return Effect.gen(function* () {
      server.sessions.clear()
      assert.deepStrictEqual(
        yield* many(1000),
        Array.from({ length: 1000 }, () => 1)
      )
      assert.strictEqual(logins(), 2)
    }).pipe(Effect.provide(Session.layerLogin(ada)), Effect.provide(layer))
  })

  it.effect("fails all of a thousand calls when it cannot be renewed, with one request", () => {
    const { layer, logins, server } = makeServer()
    return Effect.gen(function* () {
      server.sessions.clear()
      server.login = () => ({ status: 401, body: { errors: ["Invalid password"] } })
      const exits = yield* Effect.all(
        Array.from({ length: 1000 }, () => Effect.flip(whoAmI)),
        { concurrency: "unbounded" }
      )
      assert.isTrue(exits.every((error) => error._tag === "Unauthorized" && error.operation === "auth.createSession"))
      assert.strictEqual(logins(), 2)
    }).pipe(Effect.provide(Session.layerLogin(ada)), Effect.provide(layer))
  })

  it.effect("renews itself before two hours have passed since its last call", () => {
    const { layer, logins } = makeServer()
    return Effect.gen(function* () {
      yield* TestClock.adjust("1 hour")
      yield* whoAmI
      yield* TestClock.adjust("118 minutes")
      yield* whoAmI
      assert.strictEqual(logins(), 1)
      yield* TestClock.adjust("119 minutes")
      yield* whoAmI
      assert.strictEqual(logins(), 2)
    }).pipe(Effect.provide(Session.layerLogin(ada)), Effect.provide(layer))
  })

  it.effect("does not renew itself endlessly", () => {
    const { layer, logins, server } = makeServer()
    return Effect.gen(function* () {
      server.sessions.clear()
      server.login = () => {
        queueMicrotask(() => server.sessions.clear())
        return 1
      }
      const error = yield* Effect.flip(whoAmI)
      assert.strictEqual(error._tag, "Unauthorized")
      assert.strictEqual(logins(), 2)
    }).pipe(Effect.provide(Session.layerLogin(ada)), Effect.provide(layer))
  })

  it.effect("never becomes another user", () => {
    const { layer, server } = makeServer()
    return Effect.gen(function* () {
      server.sessions.clear()
      server.login = () => 2
      const error = yield* Effect.flip(whoAmI)
      // The response was a 201, so the server did not reject it.
      assert.deepInclude(error, { _tag: "Unauthorized", source: "another user", status: 201, attempts: 1 })
      assert.deepInclude(error, { operation: "auth.createSession", method: "POST", path: "/session" })
      assert.include(error.message, "renewed as user 2")
      assert.notInclude(JSON.stringify(error), "token-2")
    }).pipe(Effect.provide(Session.layerLogin(ada)), Effect.provide(layer))
  })

  it.effect("completes its renewal when the call that started it is interrupted", () => {
    const { layer, logins, server } = makeServer()
    return Effect.gen(function* () {
      server.sessions.clear()
      const noticed = yield* Effect.forkChild(whoAmI, { startImmediately: true })
      const waiting = yield* Effect.forkChild(whoAmI, { startImmediately: true })
      yield* Fiber.interrupt(noticed)
      assert.deepStrictEqual(yield* Fiber.await(waiting), Exit.succeed(1))
      assert.strictEqual(logins(), 2)
    }).pipe(Effect.provide(Session.layerLogin(ada)), Effect.provide(layer))
  })
})

describe("a login that was rejected", () => {
  const wrong = { status: 401, body: { errors: ["Invalid password"] } }
  const provider = (token: Redacted.Redacted) => ({ provider: "facebook" as const, keys: { token } })
  const logIn = Effect.provide(whoAmI, Session.layerLogin({ ...ada }))
  const errorsOf = <E, R>(login: Effect.Effect<unknown, E, R>, times = 20) =>
    Effect.all(Array.from({ length: times }, () => Effect.flip(login)))

  it.effect(
    "is not repeated by twenty calls that log in by themselves, nor by one with a copy of the credentials",
    () => {
      const { layer, logins, server } = makeServer()
      server.login = () => wrong
      return Effect.gen(function* () {
        const errors = yield* errorsOf(logIn)
        assert.strictEqual(logins(), 1)
        assert.deepStrictEqual(
          errors.map((error) => `${error._tag} after ${"attempts" in error ? error.attempts : undefined}`),
          errors.map((_, index) => `Unauthorized after ${index === 0 ? 1 : 0}`)
        )
        assert.strictEqual(new Set(errors).size, 20)
        yield* Effect.flip(
          Effect.provide(whoAmI, Session.layerLogin({ ...ada, password: Redacted.make("correct horse") }))
        )
        assert.strictEqual(logins(), 1)
        yield* TestClock.adjust("1 second")
        server.login = () => 1
        assert.strictEqual(yield* logIn, 1)
        assert.strictEqual(logins(), 2)
      }).pipe(Effect.provide(layer))
    }
  )

  it.effect("is remembered for a session that had been made with the same credentials", () => {
    const { layer, logins, server } = makeServer()
    return Effect.gen(function* () {
      server.sessions.clear()
      server.login = () => wrong
      yield* Effect.flip(whoAmI)
      yield* errorsOf(Effect.provide(whoAmI, Session.layerLogin(ada), { local: true }))
      yield* errorsOf(whoAmI)
      assert.strictEqual(logins(), 2)
    }).pipe(Effect.provide(Session.layerLogin(ada)), Effect.provide(layer))
  })

  it.effect("does not keep other credentials from logging in, nor the same ones at another application", () => {
    const { layer, logins, server } = makeServer()
    const other = makeServer()
    server.login = (login) => (login === "ada-lovelace" ? wrong : 1)
    return Effect.gen(function* () {
      yield* errorsOf(logIn)
      const password = Redacted.make("another horse")
      yield* Effect.flip(Effect.provide(whoAmI, Session.layerLogin({ login: "ada-lovelace", password })))
      assert.strictEqual(logins(), 2)
      assert.strictEqual(yield* Effect.provide(whoAmI, Session.layerLogin({ login: "charles-babbage", password })), 1)
      assert.strictEqual(yield* Effect.provide(Effect.provide(whoAmI, Session.layerLogin(ada)), other.layer), 1)
    }).pipe(Effect.provide(layer))
  })

  it.effect("is not repeated with further credentials of the same effect, which is not run meanwhile", () => {
    const { layer, logins, server } = makeServer()
    server.login = () => wrong
    let asked = 0
    const credentials = Effect.sync(() => provider(Redacted.make(`token-${++asked}`)))
    return Effect.gen(function* () {
      yield* errorsOf(Effect.provide(whoAmI, Session.layerProvider(credentials)))
      assert.deepStrictEqual([asked, logins()], [1, 1])
      yield* TestClock.adjust("1 second")
      yield* errorsOf(Effect.provide(whoAmI, Session.layerProvider(credentials)))
      assert.deepStrictEqual([asked, logins()], [2, 2])
    }).pipe(Effect.provide(layer))
  })

  it.effect("is forgotten when a thousand others have been rejected since", () => {
    const { layer, logins, server } = makeServer()
    server.login = () => wrong
    return Effect.gen(function* () {
      yield* errorsOf(logIn, 2)
      const password = Redacted.make("no horse")
      yield* Effect.forEach(Array.from({ length: 1000 }), (_, index) =>
        Effect.scoped(Effect.flip(Session.login({ login: `user-${index}`, password })))
      )
      yield* errorsOf(logIn, 2)
      assert.strictEqual(logins(), 1002)
    }).pipe(Effect.provide(layer))
  })
})

describe("a session that is not renewed", () => {
  const ends = (made: Layer.Layer<Session, unknown, Auth>, before: Effect.Effect<unknown, unknown, Auth | Session>) => {
    const { layer, logins, server } = makeServer()
    return Effect.gen(function* () {
      yield* before
      server.sessions.clear()
      const before401 = logins()
      const error = yield* Effect.flip(whoAmI)
      assert.strictEqual(error._tag, "Unauthorized")
      assert.strictEqual(logins(), before401)
    }).pipe(Effect.provide(made), Effect.provide(layer))
  }

  it.effect("is a guest's, since it would be another guest", () => ends(Session.layerGuest(), whoAmI))

  it.effect("is that of an existing token", () => ends(Session.layerToken(Redacted.make("token-0")), Effect.void))

  it.effect("is the application's after a user has logged in to it, since it would lose the user", () =>
    ends(
      Session.layerApplication,
      Effect.flatMap(Auth, (auth) => auth.login(ada))
    )
  )

  it.effect("is a user's after logging out", () =>
    ends(
      Session.layerLogin(ada),
      Effect.flatMap(Auth, (auth) => auth.logout)
    )
  )

  it.effect("is one that was destroyed", () =>
    ends(
      Session.layerLogin(ada),
      Effect.flatMap(Auth, (auth) => auth.destroySession)
    )
  )
})

describe("a session of the application", () => {
  it.effect("renews itself", () => {
    const { layer, logins, server } = makeServer()
    server.login = () => null
    return Effect.gen(function* () {
      server.sessions.clear()
      assert.strictEqual(yield* whoAmI, null)
      assert.strictEqual(logins(), 2)
    }).pipe(Effect.provide(Session.layerApplication), Effect.provide(layer))
  })
})

describe("a session by provider", () => {
  it.effect("gets the credentials again when it renews itself", () => {
    const { layer, requests, server } = makeServer()
    let asked = 0
    const credentials = Effect.sync(() => ({
      provider: "firebase_phone" as const,
      firebase_phone: { project_id: "p", access_token: Redacted.make(`id-token-${++asked}`) }
    }))
    return Effect.gen(function* () {
      server.sessions.clear()
      yield* whoAmI
      const bodies = requests.flatMap(({ body }) => (body === undefined ? [] : [JSON.stringify(body)]))
      assert.deepStrictEqual(
        bodies.map((body) => /id-token-\d/.exec(body)?.[0]),
        ["id-token-1", "id-token-2"]
      )
    }).pipe(Effect.provide(Session.layerProvider(credentials)), Effect.provide(layer))
  })
})

describe("the session of a server's request", () => {
  const request = (headers: Record<string, string>) =>
    HttpServerRequest.fromWeb(new Request("http://localhost/", { headers }))

  it.effect("has the token of that request", () => {
    const { layer, requests, server } = makeServer()
    server.sessions.set("token-of-ada", 5)
    return Effect.gen(function* () {
      assert.strictEqual(yield* whoAmI, 5)
      assert.strictEqual(requests[0]?.headers["cb-token"], "token-of-ada")
    }).pipe(
      Effect.provide(Session.layerFromRequest),
      Effect.provideService(HttpServerRequest.HttpServerRequest, request({ "CB-Token": " token-of-ada " })),
      Effect.provide(layer)
    )
  })

  it.effect("is missing when that request has none, which becomes a 401 response", () => {
    const { layer, requests } = makeServer()
    return Effect.gen(function* () {
      const error = yield* Effect.flip(
        whoAmI.pipe(
          Effect.provide(Session.layerFromRequest),
          Effect.provideService(HttpServerRequest.HttpServerRequest, request({}))
        )
      )
      assert.instanceOf(error, MissingToken)
      assert.strictEqual((yield* HttpServerRespondable.toResponse(error)).status, 401)
      assert.strictEqual(requests.length, 0)
    }).pipe(Effect.provide(layer))
  })
})

const interleaved = Number(process.env["INTERLEAVED"] ?? 3000)

describe("many sessions in one process", () => {
  it.effect("never mix, over thousands of interleaved calls", () => {
    const { layer, server } = makeServer()
    server.login = (login) => Number(login)
    return Effect.gen(function* () {
      const password = Redacted.make("correct horse")
      const sessions = yield* Effect.all([1, 2].map((user) => Session.login({ login: String(user), password })))
      const calls = Array.from({ length: interleaved }, (_, index) => {
        const session = sessions[index % 2]
        if (session === undefined) return Effect.die("there are two")
        // Every hundredth call finds all sessions expired.
        const ending = index % 100 === 0 ? Effect.sync(() => server.sessions.clear()) : Effect.void
        return Effect.andThen(ending, whoAmI).pipe(
          Effect.provideService(Session, session),
          Effect.map((user) => user === (index % 2) + 1)
        )
      })
      const right = yield* Effect.all(calls, { concurrency: 64 })
      assert.strictEqual(right.filter(Boolean).length, interleaved)
    }).pipe(Effect.scoped, Effect.provide(layer))
  })
})
