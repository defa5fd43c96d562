/** The number of logins of a server that acts for its users, and the calls that share a request. */
import { Emulator } from "@effect-connectycube/emulator"
import { assert, describe, it } from "@effect/vitest"
import { ConnectyCube, Session, UserId, Users } from "effect-connectycube"
import * as Effect from "effect/Effect"
import * as HttpClient from "effect/http/HttpClient"
import * as HttpServerRequest from "effect/http/HttpServerRequest"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as TestClock from "effect/testing/TestClock"
import { readFileSync } from "node:fs"
import { Sessions } from "./support/Sessions.ts"

const ConnectyCubeTest = ConnectyCube.layer(Emulator.credentials).pipe(Layer.provideMerge(Emulator.layer()))

const people = ["ada-lovelace", "charles-babbage", "mary-somerville"] as const

const credentialsOf = (login: string) => ({ login, password: Redacted.make(`the password of ${login}`) })

const signedUp = Effect.flatMap(Users, (users) => Effect.forEach(people, (login) => users.signUp(credentialsOf(login))))

/** The requests that the emulator received, as method and path. */
const asked = Effect.flatMap(Emulator, (emulator) =>
  Effect.map(emulator.requests, (requests) => requests.map(({ method, path }) => `${method} ${path.split("?")[0]}`))
)

const logins = Effect.map(asked, (asked) => asked.filter((line) => line === "POST /session").length)

/** The call that each request of a user makes. */
const handle = Effect.flatMap(Users, (users) => users.list({ login: "ada-lovelace" }))

describe("a session for each request", () => {
  it.effect("is a login for each request, also when its layer is a constant", () =>
    Effect.gen(function* () {
      yield* signedUp
      const session = Session.layerLogin(credentialsOf("ada-lovelace"))
      yield* Effect.forEach(Array.from({ length: 60 }), () => Effect.provide(handle, session))
      assert.strictEqual(yield* logins, 60)
    }).pipe(Effect.provide(ConnectyCubeTest))
  )
})

describe("a session for each user", () => {
  const AppTest = Layer.suspend(() => Sessions.layer()).pipe(Layer.provideMerge(ConnectyCubeTest))

  const handleAs = (login: string) => Effect.flatMap(Sessions, (sessions) => Effect.provide(handle, sessions.as(login)))

  const sixty = Array.from({ length: 60 }, (_, number) => people[number % people.length] ?? "")

  it.effect.each([1, 10, "unbounded"] as const)(
    "makes three logins for sixty requests of three users, %s at a time, and one more after the idle time",
    (concurrency) =>
      Effect.gen(function* () {
        yield* signedUp
        yield* Effect.forEach(sixty, handleAs, { concurrency })
        assert.strictEqual(yield* logins, 3)
        yield* TestClock.adjust("29 minutes")
        yield* handleAs("ada-lovelace")
        assert.strictEqual(yield* logins, 3)
        yield* TestClock.adjust("29 minutes")
        yield* handleAs("ada-lovelace")
        assert.strictEqual(yield* logins, 3)
        // The other two have been idle for almost an hour.
        yield* handleAs("charles-babbage")
        assert.strictEqual(yield* logins, 4)
        yield* TestClock.adjust("31 minutes")
        yield* handleAs("ada-lovelace")
        assert.strictEqual(yield* logins, 5)
      }).pipe(Effect.provide(AppTest))
  )

  it.effect("is each user's own", () =>
    Effect.gen(function* () {
      const users = yield* Users
      const sessions = yield* Sessions
      const signed = yield* signedUp
      const byLogin = new Map(signed.map(({ id, login }) => [login, id]))
      yield* Effect.forEach(
        sixty,
        (login) =>
          Effect.gen(function* () {
            const id = byLogin.get(login) ?? UserId.make(0)
            // A user can only update itself.
            yield* users.update(id, { website: `https://${login}.example` })
          }).pipe(Effect.provide(sessions.as(login))),
        { concurrency: "unbounded" }
      )
      assert.strictEqual(yield* logins, 3)
    }).pipe(Effect.provide(AppTest))
  )

  it.effect("is created again after a failed login", () =>
    Effect.gen(function* () {
      const users = yield* Users
      const error = yield* Effect.flip(
        Effect.andThen(
          users.signUp({ ...credentialsOf("ada-lovelace"), password: Redacted.make("another one") }),
          handleAs("ada-lovelace")
        )
      )
      assert.strictEqual(error._tag, "Unauthorized")
      // The rejection is remembered, and then forgotten.
      assert.deepInclude(yield* Effect.flip(handleAs("ada-lovelace")), { _tag: "Unauthorized", attempts: 0 })
      assert.strictEqual(yield* logins, 1)
      yield* TestClock.adjust("1 second")
      assert.deepInclude(yield* Effect.flip(handleAs("ada-lovelace")), { _tag: "Unauthorized", attempts: 1 })
      assert.strictEqual(yield* logins, 2)
    }).pipe(Effect.provide(AppTest))
  )

  it.effect("belongs to the application that it was created for, wherever it is used", () =>
    Effect.gen(function* () {
      yield* signedUp
      const users = yield* Users
      const sessions = yield* Sessions
      yield* Effect.gen(function* () {
        yield* users.list({ login: "ada-lovelace" }).pipe(Effect.provide(sessions.as("ada-lovelace")))
        assert.deepStrictEqual(yield* asked, [])
      }).pipe(Effect.provide(Layer.fresh(ConnectyCubeTest)))
      assert.strictEqual(yield* logins, 1)
    }).pipe(Effect.provide(AppTest))
  )

  it("uses the service that the guide shows", () => {
    const guide = readFileSync("docs/sessions.md", "utf8")
    assert.include(guide, readFileSync("test/composition/support/Sessions.ts", "utf8"))
  })
})

describe("look-ups of one caller", () => {
  /** A request to a server, with the token of its caller, that looks a user up. */
  const request = (token: string, id: UserId) =>
    Effect.flatMap(Users, (users) => users.get(id)).pipe(
      Effect.provide(Session.layerFromRequest),
      Effect.provideService(
        HttpServerRequest.HttpServerRequest,
        HttpServerRequest.fromWeb(new Request("http://localhost/", { headers: { "CB-Token": token } }))
      )
    )

  const tokens = Effect.gen(function* () {
    const [ada, charles] = yield* Effect.all(
      [people[0], people[1]].map((login) =>
        Effect.flatMap(Session.login(credentialsOf(login)), ({ getToken }) => getToken)
      )
    )
    if (ada === undefined || charles === undefined) return yield* Effect.die("there are two")
    return { ada: Redacted.value(ada.token), charles: Redacted.value(charles.token) }
  })

  /** The tokens with which users were looked up. */
  const lookUps = Effect.map(asked, (asked) => asked.filter((line) => line === "GET /users/v2").length)

  it.effect("share one request, across several requests to a server", () =>
    Effect.gen(function* () {
      const [ada, charles] = yield* signedUp
      const { ada: token } = yield* tokens
      const found = yield* Effect.forEach([ada, charles, ada], (user) => request(token, user?.id ?? UserId.make(0)), {
        concurrency: "unbounded"
      })
      assert.deepStrictEqual(
        found.map(({ login }) => login),
        ["ada-lovelace", "charles-babbage", "ada-lovelace"]
      )
      assert.strictEqual(yield* lookUps, 1)
    }).pipe(Effect.scoped, Effect.provide(ConnectyCubeTest))
  )

  it.effect("never share a request with those of another caller, and use the caller's own token", () =>
    Effect.gen(function* () {
      const [ada] = yield* signedUp
      const id = ada?.id ?? UserId.make(0)
      const both = yield* tokens
      const sent: Array<string | undefined> = []
      const client = yield* HttpClient.HttpClient
      const watched = HttpClient.mapRequest(client, (request) => {
        sent.push(request.headers["cb-token"])
        return request
      })
      yield* Effect.all([request(both.ada, id), request(both.charles, id), request(both.ada, id)], {
        concurrency: "unbounded"
      }).pipe(
        Effect.provide(
          Layer.fresh(ConnectyCube.layer(Emulator.credentials)).pipe(
            Layer.provide(Layer.succeed(HttpClient.HttpClient, watched))
          )
        )
      )
      assert.sameMembers(sent, [both.ada, both.charles])
    }).pipe(Effect.scoped, Effect.provide(ConnectyCubeTest))
  )
})
